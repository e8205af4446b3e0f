#include "support/fake_lab.h"
#include "support/fake_session.h"
#include "support/maker_test.h"
#include "ui/base/segments.h"
#include "ui/panels/lab/lab_panel.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QPushButton>
#include <QSpinBox>

using namespace maker;

namespace {

/// A window on the lab at one size and one size of the text.
struct SizedLab {
    SizedLab(QSize size, double text)
        : window(session, {}, &lab)
    {
        window.resize(size);
        window.show();
        window.setTextScale(text);
        window.chooseWorkspace(2);
        window.clock().tick();
        panel = qobject_cast<LabPanel*>(window.panel(QStringLiteral("lab")));
        panel->runs()->show(109);
        panel->runs()->toggle(107);
        settle();
    }
    void settle()
    {
        window.clock().tick();
        QTest::qWait(30);
    }

    FakeSession session;
    FakeLab lab;
    MainWindow window;
    LabPanel* panel = nullptr;
};

/// What is narrower than its words or stands out of the panel's width; a column that is too tall scrolls.
QStringList cutIn(const LabPanel& panel)
{
    QStringList cut;
    const auto look = [&](QWidget* widget, const QString& name, int needed) {
        if (!widget->isVisible())
            return;
        const int left = widget->mapTo(&panel, QPoint(0, 0)).x();
        if (widget->width() < needed || left < 0 || left + widget->width() > panel.width())
            cut << QStringLiteral("%1: %2 of %3 at %4").arg(name).arg(widget->width()).arg(needed).arg(left);
    };
    for (QPushButton* button : panel.findChildren<QPushButton*>()) {
        if (qobject_cast<RecordingPicker*>(button) == nullptr) // it shortens its text
            look(button, button->text(), button->fontMetrics().horizontalAdvance(button->text()) + 8);
    }
    for (Segments* segments : panel.findChildren<Segments*>())
        look(segments, segments->accessibleName(), segments->sizeHint().width());
    for (QSpinBox* field : panel.findChildren<QSpinBox*>())
        look(field, field->accessibleName(), field->fontMetrics().horizontalAdvance(field->text()) + 8);
    return cut;
}

} // namespace

class tst_lab_sizes : public QObject {
    Q_OBJECT
private slots:
    void nothingIsCut_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("text");
        for (const QSize size : { QSize(1280, 800), QSize(1600, 900), QSize(1920, 1080) }) {
            for (const double text : { 1.0, 1.5, 2.0 })
                QTest::addRow("%d at %.0f %%", size.width(), text * 100.0) << size << text;
        }
    }
    void nothingIsCut()
    {
        QFETCH(QSize, size);
        QFETCH(double, text);
        SizedLab t(size, text);
        for (int column = 0; column < 3; ++column) {
            t.panel->columns()->show(column);
            QVERIFY(t.panel->columns()->shows(column));
            for (int page = 0; page < 3; ++page) {
                t.panel->result()->showPage(page);
                if (column == 0)
                    t.panel->form()->showPage(page);
                t.settle();
                const QStringList cut = cutIn(*t.panel);
                QVERIFY2(cut.isEmpty(), qPrintable(cut.join(QStringLiteral("; "))));
            }
        }
    }
    void allColumnsStandSideBySideAtTheLeastSizeAndFoldWithLargeText()
    {
        SizedLab t({ 1280, 800 }, 1.0);
        QVERIFY(!t.panel->columns()->folded());
        for (int column = 0; column < 3; ++column)
            QVERIFY(t.panel->columns()->shows(column));
        t.window.setTextScale(2.0);
        t.settle();
        QVERIFY(t.panel->columns()->folded());
        QVERIFY(t.panel->columns()->names().isVisible());
        QTest::keyClick(&t.panel->columns()->names(), Qt::Key_Right);
        QVERIFY(t.panel->columns()->shows(2));
        QVERIFY(!t.panel->columns()->shows(0));
        t.panel->sweep()->opened(107); // a run that is opened comes into sight
        QVERIFY(t.panel->columns()->shows(1));
        t.window.setTextScale(1.0);
        t.settle();
        QVERIFY(!t.panel->columns()->folded());
    }
};

MAKER_APP_TEST(tst_lab_sizes, QApplication)
#include "tst_lab_sizes.moc"
