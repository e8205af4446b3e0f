#include "support/fake_lab.h"
#include "support/fake_session.h"
#include "support/maker_test.h"
#include "ui/base/panel.h"
#include "ui/shell/main_window.h"

#include <QApplication>

using namespace maker;

namespace {

/// The panel that a widget belongs to; nullptr: the window's own bars.
const Panel* panelOf(const QWidget* widget)
{
    for (; widget != nullptr; widget = widget->parentWidget()) {
        if (const auto* panel = qobject_cast<const Panel*>(widget))
            return panel;
    }
    return nullptr;
}

} // namespace

class tst_tab_order : public QObject {
    Q_OBJECT
private slots:
    void tabComesToEveryPanelInSightAndRoundAgain()
    {
        FakeSession session;
        FakeLab lab;
        MainWindow window(session, {}, &lab);
        window.resize(1920, 1080);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSet<const Panel*> inSight;
        for (const Panel* panel : window.findChildren<Panel*>()) {
            for (const QWidget* inside : panel->findChildren<QWidget*>()) {
                if (inside->isVisible() && inside->isEnabled() && !inside->visibleRegion().isEmpty()
                    && (inside->focusPolicy() & Qt::TabFocus) == Qt::TabFocus)
                    inSight.insert(panel);
            }
        }
        QVERIFY(inSight.size() > 5);

        QSet<const QWidget*> visited;
        QSet<const Panel*> reached;
        for (int i = 0; i < 300; ++i) {
            QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : &window, Qt::Key_Tab);
            const QWidget* now = QApplication::focusWidget();
            QVERIFY(now != nullptr);
            if (visited.contains(now))
                break;
            visited.insert(now);
            reached.insert(panelOf(now));
        }
        for (const Panel* panel : inSight)
            QVERIFY2(reached.contains(panel), panel->metaObject()->className());
    }
};

MAKER_APP_TEST(tst_tab_order, QApplication)
#include "tst_tab_order.moc"
