#include "support/fake_session.h"
#include "support/maker_test.h"
#include "ui/base/gauge.h"
#include "ui/base/panel.h"
#include "ui/base/segments.h"
#include "ui/base/table.h"
#include "ui/shell/dock_area.h"
#include "ui/shell/main_window.h"
#include "ui/shell/start_card.h"
#include "ui/shell/toasts.h"

#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace maker;

namespace {

QLabel* titleOf(Panel& panel)
{
    for (QLabel* label : panel.head().findChildren<QLabel*>()) {
        if (label->text() == panel.head().title())
            return label;
    }
    return nullptr;
}

} // namespace

class tst_large_text : public QObject {
    Q_OBJECT
private slots:
    void headsGrowWithTheText_data()
    {
        QTest::addColumn<QString>("when");
        for (const char* when : { "running", "at once", "saved" })
            QTest::addRow("%s", when) << QString::fromLatin1(when);
    }
    void headsGrowWithTheText()
    {
        QFETCH(QString, when);
        const QTemporaryDir profile;
        if (when == QLatin1String("saved"))
            QSettings(profile.filePath(QStringLiteral("layout.ini")), QSettings::IniFormat)
                .setValue(QStringLiteral("text_scale"), 1.5);
        FakeSession session;
        MainWindow window(session, { profile.path(), ThemeTone::Dark, SideColors::GreenUp });
        window.resize(1920, 1080);
        window.show();
        if (when == QLatin1String("running"))
            QTest::qWait(50);
        if (when != QLatin1String("saved"))
            window.setTextScale(1.5);
        QTest::qWait(50);
        for (const char* id : { "watchlist", "strategies", "candles", "ladder", "trades" }) {
            const QLabel* title = titleOf(*window.panel(QLatin1String(id)));
            QVERIFY2(title != nullptr, id);
            QCOMPARE(title->font().pointSizeF(), 13.5);
        }
        window.setTextScale(1.0);
    }
    void noTableScrollsSideways_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("percent");
        for (const QSize size : { QSize(1280, 720), QSize(1920, 1080), QSize(2560, 1440) }) {
            for (const int percent : { 100, 150, 200 })
                QTest::addRow("%d wide, text %d", size.width(), percent) << size << percent;
        }
    }
    void noTableScrollsSideways()
    {
        QFETCH(QSize, size);
        QFETCH(int, percent);
        FakeSession session;
        MainWindow window(session, {});
        window.resize(size);
        window.show();
        QTest::qWait(50);
        window.setTextScale(percent / 100.0);
        QTest::qWait(100);
        for (const char* id : { "orders", "balances", "fills", "alerts", "venues", "log", "watchlist" }) {
            Panel* panel = window.panel(QLatin1String(id));
            auto* dock = qobject_cast<QDockWidget*>(panel->parentWidget());
            QVERIFY2(dock != nullptr, id);
            dock->raise();
            QTest::qWait(20);
            for (TableView* table : panel->findChildren<TableView*>()) {
                if (!table->isVisible())
                    continue;
                QStringList widths;
                for (int i = 0; i < table->model()->columnCount(); ++i)
                    widths << QString::number(table->columnWidth(i));
                QVERIFY2(table->horizontalScrollBar()->maximum() == 0,
                    qPrintable(QStringLiteral("%1 of %2: %3")
                                   .arg(QLatin1String(id))
                                   .arg(table->viewport()->width())
                                   .arg(widths.join(QLatin1Char(' ')))));
                leftOutIsInTheToolTip(*table);
            }
        }
        window.setTextScale(1.0);
    }
    void everyControlOfATabIsSeenOrInItsMenu_data()
    {
        noTableScrollsSideways_data();
    }
    void everyControlOfATabIsSeenOrInItsMenu()
    {
        QFETCH(QSize, size);
        QFETCH(int, percent);
        FakeSession session;
        MainWindow window(session, {});
        window.resize(size);
        window.show();
        QTest::qWait(50);
        window.setTextScale(percent / 100.0);
        QTest::qWait(100);
        window.panel(QStringLiteral("orders"))->parentWidget()->raise();
        QTest::qWait(50);
        ControlRow& controls = *window.panel(QStringLiteral("orders"))->head().controls();
        for (QPushButton* button : controls.findChildren<QPushButton*>()) {
            if (button->isVisible()) {
                const QRect place(button->mapTo(&window, QPoint()), button->size());
                QVERIFY2(window.rect().contains(place), qPrintable(button->text()));
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
                continue;
            }
            QVERIFY2(controls.overflow().isVisible(), qPrintable(button->text()));
            QMenu& menu = *controls.overflow().menu();
            Q_EMIT menu.aboutToShow();
            const QList<QAction*> actions = menu.actions();
            QVERIFY2(std::any_of(actions.begin(), actions.end(),
                         [button](const QAction* action) { return action->text() == button->text(); }),
                qPrintable(button->text()));
        }
        window.setTextScale(1.0);
    }
    void theMenuOfWhatHasNoRoomDoesWhatTheButtonsDo()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        ControlRow row(theme);
        auto* first = new QPushButton(QStringLiteral("Pull quotes"));
        auto* second = new Segments(theme, { QStringLiteral("1h"), QStringLiteral("Today") });
        row.addControl(second);
        row.addEnd(first);
        row.resize(60, 26);
        row.show();
        row.fit(60);
        QVERIFY(!first->isVisible());
        QVERIFY(row.overflow().isVisible());
        const QSignalSpy clicked(first, &QPushButton::clicked);
        const QSignalSpy chosen(second, &Segments::chosen);
        Q_EMIT row.overflow().menu()->aboutToShow();
        for (QAction* action : row.overflow().menu()->actions()) {
            if (action->text() == QLatin1String("Pull quotes") || action->text() == QLatin1String("Today"))
                action->trigger();
        }
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(second->current(), 1);
        row.resize(600, 26);
        row.fit(600);
        QVERIFY(first->isVisible());
        QVERIFY(!row.overflow().isVisible());
    }
    void docksFollowTheSizeOfTheTextUntilSomeoneMovesThem()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.resize(1920, 1080);
        window.show();
        QTest::qWait(50);
        auto* docks = window.findChild<DockArea*>();
        const auto tabbed = [docks](const char* one, const char* other) {
            return docks->tabifiedDockWidgets(docks->dockOf(QLatin1String(one))).contains(docks->dockOf(QLatin1String(other)));
        };
        QVERIFY(!tabbed("candles", "pnl"));
        window.setTextScale(1.5);
        QTest::qWait(50);
        QVERIFY(tabbed("candles", "pnl"));
        QVERIFY(!tabbed("orders", "fills"));
        window.setTextScale(2.0);
        QTest::qWait(50);
        QVERIFY(tabbed("orders", "fills"));
        window.setTextScale(1.0);
        QTest::qWait(50);
        QVERIFY(!tabbed("candles", "pnl"));
        docks->tabifyDockWidget(docks->dockOf(QStringLiteral("ladder")), docks->dockOf(QStringLiteral("trades")));
        QTest::qWait(50);
        window.setTextScale(1.5);
        QTest::qWait(50);
        QVERIFY(tabbed("ladder", "trades")); // the user's own layout is left alone
        QVERIFY(!tabbed("candles", "pnl"));
        window.setTextScale(1.0);
    }
    void aCardAndAMessageGrowWithTheText()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.resize(1920, 1080);
        window.show();
        window.toasts().show(Severity::Danger, QStringLiteral("A"), QStringLiteral("b"));
        window.startCard().place(QRect(300, 100, 1000, 700));
        const QSize card = window.startCard().size();
        const QSize toast = window.toasts().size();
        window.setTextScale(2.0);
        QVERIFY(window.startCard().width() >= card.width() * 19 / 10);
        QVERIFY(window.toasts().width() >= toast.width() * 19 / 10);
        window.setTextScale(1.0);
    }
    void aGaugeKeepsItsBarWhereItsUnitHasNoRoom()
    {
        const Theme theme = Theme::load(ThemeTone::Dark, SideColors::GreenUp, 2.0);
        Gauge gauge(theme, { QStringLiteral("Exposure"), GaugeUnit::Whole, false, QStringLiteral("USDT") });
        GaugeView view;
        view.value = 100'000;
        view.limit = 150'000;
        gauge.setValue(view, 0);
        gauge.resize(384, 80);
        const QImage image = gauge.grab().toImage();
        // The filled part of the bar is drawn at the right end.
        int drawn = 0;
        for (int x = image.width() - 60; x < image.width() - 15; ++x)
            drawn += image.pixelColor(x, image.height() / 2) != theme.bg.panel ? 1 : 0;
        QVERIFY2(drawn > 20, QByteArray::number(drawn).constData());
        QVERIFY(gauge.toolTip().contains(QStringLiteral("150,000 USDT")));
    }

private:
    static void leftOutIsInTheToolTip(const TableView& table)
    {
        const auto* model = static_cast<const TableModel*>(table.model());
        for (int column = 0; column < model->columnCount(); ++column) {
            if (!table.isColumnHidden(column) || model->rowCount() == 0)
                continue;
            const QString words = model->index(0, column).data().toString();
            if (!words.isEmpty())
                QVERIFY2(table.toolTipAt(model->index(0, 0)).contains(words), qPrintable(words));
        }
    }
};

MAKER_APP_TEST(tst_large_text, QApplication)
#include "tst_large_text.moc"
