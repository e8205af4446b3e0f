#include "support/fake_session.h"
#include "support/maker_test.h"
#include "ui/base/gauge.h"
#include "ui/base/hold_button.h"
#include "ui/base/panel.h"
#include "ui/panels/registry.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/desktop_notices.h"
#include "ui/shell/main_window.h"
#include "ui/shell/risk_strip.h"
#include "ui/shell/toasts.h"
#include "ui/shell/top_bar.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <climits>

using namespace maker;

namespace {

int commands(const FakeSession& session, CommandKind kind)
{
    return static_cast<int>(std::count_if(
        session.posted.begin(), session.posted.end(), [kind](const Command& c) { return c.kind == kind; }));
}

} // namespace

class tst_main_window : public QObject {
    Q_OBJECT
private slots:
    void theBarShowsEquityVenueAndMode()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.show();
        window.clock().tick();
        QCOMPARE(window.topBar().equityText().left(4), QStringLiteral("384,"));
        QVERIFY(window.topBar().dayText().startsWith(QLatin1Char('+')));
        QCOMPARE(window.topBar().venueTexts(), QStringList { QStringLiteral("Binance 4.0 ms") });
        QCOMPARE(window.riskStrip().gauge(0).valueText(), QStringLiteral("+41.6 SOL"));
        QCOMPARE(window.riskStrip().gauge(1).limitText(), QStringLiteral("/ 150,000 USDT"));
        window.selection().setInstrument(FakeSession::kBtc); // the position is that of the selected instrument
        window.clock().tick();
        session.touch();
        window.clock().tick();
        QCOMPARE(window.riskStrip().gauge(0).valueText(), QStringLiteral("\u22120.01200 BTC"));
        QCOMPARE(window.riskStrip().gauge(0).limitText(), QStringLiteral("/ 2"));
        window.selection().setInstrument(FakeSession::kSol);
        session.touch();
        window.clock().tick();
    }
    void aWindowAtRestAsksForNoLayout_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {1'000, 1'280, 1'600, 1'920, 2'560})
            QTest::addRow("%d wide", width) << width;
    }
    void aWindowAtRestAsksForNoLayout()
    {
        struct Layouts : QObject {
            int count = 0;
            bool eventFilter(QObject*, QEvent* event) override
            {
                count += event->type() == QEvent::LayoutRequest ? 1 : 0;
                return false;
            }
        };
        QFETCH(int, width);
        FakeSession session;
        MainWindow window(session, {});
        window.resize(width, 900);
        window.show();
        QTest::qWait(300); // frames are drawn meanwhile
        // Something may happen once while it is counted, as the invitation that appears; a window that keeps asking
        // does so every time.
        int least = INT_MAX;
        for (int turn = 0; turn < 3 && least >= 100; ++turn) {
            Layouts layouts;
            qApp->installEventFilter(&layouts);
            QTest::qWait(300);
            qApp->removeEventFilter(&layouts);
            least = std::min(least, layouts.count);
        }
        QVERIFY2(least < 100, QByteArray::number(least).constData());
    }
    void everyRegisteredPanelIsThereOnce()
    {
        FakeSession session;
        MainWindow window(session, {});
        QSet<QString> ids;
        for (const PanelEntry& entry : panelRegistry()) {
            QVERIFY2(window.panel(QLatin1String(entry.id)) != nullptr, entry.id);
            ids.insert(QLatin1String(entry.id));
        }
        QCOMPARE(ids.size(), qsizetype(panelRegistry().size()));
    }
    void aPanelAloneKeepsItsControlsAndATabbedOneGivesThemToItsTabs()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.resize(1920, 1080);
        window.show();
        QTest::qWait(100);
        PanelHead& candles = window.panel(QStringLiteral("candles"))->head();
        QVERIFY(candles.isVisible());
        QVERIFY(candles.isAncestorOf(candles.controls()));
        PanelHead& pnl = window.panel(QStringLiteral("pnl"))->head();
        QVERIFY(!pnl.isVisible());
        QVERIFY(pnl.controls()->isVisible());
        window.selection().askForParameters({1});
        QTest::qWait(100);
        QVERIFY(window.panel(QStringLiteral("parameters"))->isVisible());
        QVERIFY(!candles.isAncestorOf(candles.controls()));
    }
    void killActsOnlyWhenHeld()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.show();
        HoldButton& kill = window.topBar().kill();
        QTest::mousePress(&kill, Qt::LeftButton);
        QTest::qWait(200);
        QTest::mouseRelease(&kill, Qt::LeftButton);
        QTest::qWait(600);
        QCOMPARE(commands(session, CommandKind::Kill), 0);
        QTest::mousePress(&kill, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(commands(session, CommandKind::Kill), 1, 2000);
        QTest::mouseRelease(&kill, Qt::LeftButton);
        QCOMPARE(kill.phase(), KillPhase::Working);
    }
    void pauseTwiceKillsAndRearmIsAskedFor()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_Pause);
        QCOMPARE(commands(session, CommandKind::Kill), 0);
        QTest::keyClick(&window, Qt::Key_Pause);
        QCOMPARE(commands(session, CommandKind::Kill), 1);
        session.editDesk().risk.killed = true;
        session.editDesk().openOrders = 0;
        session.editDesk().risk.killedAt = Timestamp::fromMillis(FakeSession::kNowSeconds * 1000);
        session.touch();
        window.clock().tick();
        QCOMPARE(window.topBar().kill().phase(), KillPhase::Killed);
        QVERIFY(window.topBar().kill().detail().startsWith(QStringLiteral("14:32:08")));
        window.askToRearm();
        QVERIFY(window.rearmDialog() != nullptr);
        QVERIFY(!window.rearmDialog()->isModal());
        window.rearmDialog()->findChild<QPushButton*>(QStringLiteral("rearm"))->click();
        QCOMPARE(commands(session, CommandKind::Rearm), 1);
    }
    void thePaletteFindsInstrumentsAndRunsActions()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.show();
        window.commandPalette().open(QStringLiteral("btc"));
        QCOMPARE(window.commandPalette().shown().value(0), QStringLiteral("BTC/USDT"));
        QTest::keyClick(window.commandPalette().findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(window.selection().instrument(), FakeSession::kBtc);
        window.commandPalette().open(QStringLiteral("cancel all"));
        QTest::keyClick(window.commandPalette().findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(commands(session, CommandKind::CancelAll), 1);
    }
    void theThemeChangesWhileRunning()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.resize(1280, 720);
        window.show();
        window.clock().tick();
        const QImage dark = window.grab().toImage();
        window.setTone(ThemeTone::Light);
        QTest::qWait(150);
        const QImage light = window.grab().toImage();
        QVERIFY(light != dark);
        QVERIFY(qGray(light.pixel(light.width() / 2, light.height() / 2))
            > qGray(dark.pixel(dark.width() / 2, dark.height() / 2)) + 100);
        window.setTone(ThemeTone::Dark);
    }
    void theLayoutOutlivesTheWindow()
    {
        const QTemporaryDir profile;
        FakeSession session;
        {
            MainWindow window(session, { profile.path(), ThemeTone::Light, SideColors::GreenUp });
            window.show();
            window.chooseWorkspace(1);
            window.close();
        }
        QVERIFY(QFile::exists(profile.filePath(QStringLiteral("layout.ini"))));
        MainWindow again(session, { profile.path(), std::nullopt, SideColors::GreenUp });
        again.show();
        QCOMPARE(again.theme().tone, ThemeTone::Light);
        QVERIFY(again.panel(QStringLiteral("candles")) != nullptr);
        QVERIFY(!again.panel(QStringLiteral("candles"))->isVisible());
        again.chooseWorkspace(0);
        QApplication::processEvents();
        QVERIFY(again.panel(QStringLiteral("candles"))->isVisible());
    }
    void fillsAreNoticedOnceForAGroupAndStopsBySentence()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.show();
        QSignalSpy noticed(&window.notices(), &DesktopNotices::noticed);
        window.clock().tick();
        for (int i = 0; i < 3; ++i)
            session.push(session.fillRow(FakeSession::kSol, Side::Buy, 900 + i));
        window.clock().tick();
        QCOMPARE(noticed.count(), 1);
        QCOMPARE(noticed.at(0).at(0).toString(), QStringLiteral("3 fills"));
        session.editDesk().strategies[0].state = StrategyState::Failed;
        session.editDesk().strategies[0].reason = "Stopped: book stale";
        session.touch();
        window.clock().tick();
        QCOMPARE(noticed.count(), 2);
        QCOMPARE(noticed.at(1).at(1).toString(), QStringLiteral("Stopped: book stale"));
    }
    void aKillIsToldByOneToastAndOneDesktopNotice()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.show();
        window.clock().tick();
        QSignalSpy noticed(&window.notices(), &DesktopNotices::noticed);
        RowEvent alert; // as the engine tells it
        alert.kind = RowKind::Alert;
        alert.severity = Severity::Danger;
        alert.category = "risk";
        alert.text = "Kill switch on: everything is canceled and no order passes.";
        session.push(alert);
        DeskSnapshot& desk = session.editDesk();
        desk.risk.killed = true;
        for (std::size_t i = 0; i < desk.strategyCount; ++i) {
            desk.strategies[i].state = StrategyState::Stopped;
            desk.strategies[i].reason = "Stopped by the kill switch.";
        }
        session.touch();
        window.clock().tick();
        QCOMPARE(window.toasts().count(), 1);
        QCOMPARE(window.toasts().titleAt(0), QStringLiteral("Risk"));
        QCOMPARE(noticed.count(), 1);
        QCOMPARE(noticed.at(0).at(0).toString(), QStringLiteral("Kill switch"));
    }
    void onPaperTheTitleTheChipAndEveryMessageSaySo()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.show();
        window.clock().tick();
        QCOMPARE(window.windowTitle(), QStringLiteral("Makerdesk"));
        session.editDesk().mode = TradingMode::Paper;
        session.touch();
        window.clock().tick();
        QCOMPARE(window.windowTitle(), QStringLiteral("PAPER \u2013 Makerdesk"));
        QVERIFY(window.topBar().venueTexts().front().startsWith(QStringLiteral("Binance PAPER ")));
        RowEvent alert;
        alert.kind = RowKind::Alert;
        alert.severity = Severity::Danger;
        alert.category = "risk";
        alert.text = "An order was refused: post only would take.";
        session.push(alert);
        window.clock().tick();
        QCOMPARE(window.toasts().count(), 1);
        QCOMPARE(window.toasts().titleAt(0), QStringLiteral("PAPER: Risk"));
        QSignalSpy noticed(&window.notices(), &DesktopNotices::noticed);
        session.editDesk().strategies[0].state = StrategyState::Failed;
        session.touch();
        window.clock().tick();
        QCOMPARE(noticed.count(), 1);
        const QString title = noticed.at(0).at(0).toString();
        QVERIFY2(title.startsWith(QStringLiteral("PAPER: ")) && title.endsWith(QStringLiteral(" stopped")), qPrintable(title));
        QCOMPARE(window.toasts().titleAt(1), title);
    }
    void noMoreThanThreeToastsAndDangerStays()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.show();
        ToastStack& toasts = window.toasts();
        toasts.show(Severity::Danger, QStringLiteral("Order refused"), QStringLiteral("Post only would take"));
        for (int i = 0; i < 4; ++i)
            toasts.show(Severity::Info, QStringLiteral("Note %1").arg(i), {});
        QCOMPARE(toasts.count(), 3);
        QCOMPARE(toasts.titleAt(0), QStringLiteral("Order refused"));
        QTest::mouseClick(&toasts, Qt::LeftButton, {}, QPoint(20, 10));
        QCOMPARE(toasts.count(), 2);
    }
};

MAKER_APP_TEST(tst_main_window, QApplication)
#include "tst_main_window.moc"
