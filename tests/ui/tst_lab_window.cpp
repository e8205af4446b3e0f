#include "support/fake_lab.h"
#include "support/fake_session.h"
#include "support/maker_test.h"
#include "ui/base/panel.h"
#include "ui/panels/lab/lab_panel.h"
#include "ui/shell/main_window.h"

#include <QApplication>

using namespace maker;

class tst_lab_window : public QObject {
    Q_OBJECT
private slots:
    void f5OpensTheLabThenRunsAndShiftF5Stops()
    {
        FakeSession session;
        FakeLab lab;
        MainWindow window(session, {}, &lab);
        window.resize(1600, 900);
        window.show();
        QApplication::setActiveWindow(&window);
        window.clock().tick();
        QVERIFY(!window.panel(QStringLiteral("lab"))->isVisible());
        const std::size_t before = lab.asked.size();
        QTest::keyClick(&window, Qt::Key_F5);
        QVERIFY(window.panel(QStringLiteral("lab"))->isVisible());
        QCOMPARE(lab.asked.size(), before); // what would run is seen first
        QTest::keyClick(&window, Qt::Key_F5);
        QCOMPARE(lab.asked.back(), std::string("run pure_market_making"));
        QTest::keyClick(&window, Qt::Key_F5, Qt::ShiftModifier);
        QVERIFY(lab.asked.back().starts_with("cancel "));
    }
    void theLabFillsItsWorkspaceAndLeavesTheOthersAlone()
    {
        FakeSession session;
        FakeLab lab;
        MainWindow window(session, {}, &lab);
        window.resize(1600, 900);
        window.show();
        QApplication::setActiveWindow(&window);
        QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
        QTest::qWait(30);
        const Panel* panel = window.panel(QStringLiteral("lab"));
        QVERIFY(panel->isVisible());
        QVERIFY(!window.panel(QStringLiteral("ladder"))->isVisible());
        QVERIFY2(panel->width() > 1'580 && panel->height() > 700,
            qPrintable(QStringLiteral("%1 x %2").arg(panel->width()).arg(panel->height())));
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        QTest::qWait(30);
        QVERIFY(window.panel(QStringLiteral("ladder"))->isVisible());
        QVERIFY(!panel->isVisible());
    }
    void aWindowWithoutALabSaysSoThere()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.resize(1600, 900);
        window.show();
        window.chooseWorkspace(2);
        window.clock().tick();
        QCOMPARE(window.panel(QStringLiteral("lab"))->state(), PanelState::Empty);
        QCOMPARE(window.panel(QStringLiteral("recordings"))->state(), PanelState::Empty);
        QTest::keyClick(&window, Qt::Key_F5);
        QTest::keyClick(&window, Qt::Key_F5, Qt::ShiftModifier);
    }
};

MAKER_APP_TEST(tst_lab_window, QApplication)
#include "tst_lab_window.moc"
