#include "support/fake_lab.h"
#include "support/fake_session.h"
#include "support/maker_test.h"
#include "ui/base/panel.h"
#include "ui/panels/registry.h"
#include "ui/shell/dock_area.h"
#include "ui/shell/main_window.h"
#include "ui/shell/start_card.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace maker;

namespace {

QString pathOf(const QWidget* widget)
{
    QStringList parts;
    for (const QWidget* at = widget; at != nullptr; at = at->parentWidget())
        parts.prepend(QLatin1String(at->metaObject()->className())
            + (at->objectName().isEmpty() ? QString() : QLatin1Char('#') + at->objectName()));
    return parts.join(QStringLiteral(" > "));
}

/// What Qt itself puts into windows, scroll areas and fields; nobody meets them by name.
bool isQtInternal(const QWidget& widget)
{
    return widget.objectName().startsWith(QLatin1String("qt_")) || widget.inherits("QScrollBar")
        || widget.inherits("QLineEditIconButton")
        || (widget.parentWidget() != nullptr
            && (widget.parentWidget()->inherits("QComboBox") || widget.parentWidget()->inherits("QAbstractSpinBox")
                || widget.parentWidget()->inherits("QTabBar") || widget.parentWidget()->inherits("QComboBoxPrivateContainer")
                || (widget.parentWidget()->inherits("QAbstractScrollArea") && widget.inherits("QAbstractButton"))));
}

QString nameOf(QWidget& widget)
{
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&widget);
    return interface == nullptr ? QString() : interface->text(QAccessible::Name);
}

} // namespace

class tst_accessible_names : public QObject {
    Q_OBJECT
private slots:
    void everyControlHasANameAndEveryIconAToolTip()
    {
        FakeSession session;
        FakeLab lab;
        MainWindow window(session, {}, &lab);
        window.resize(1920, 1080);
        window.show();
        window.changeKeys();
        QTest::qWait(100);
        QStringList nameless;
        QStringList silent;
        int seen = 0;
        for (QWidget* widget : window.findChildren<QWidget*>()) {
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool control = button != nullptr || qobject_cast<QLineEdit*>(widget) != nullptr
                || qobject_cast<QComboBox*>(widget) != nullptr || (widget->focusPolicy() & Qt::TabFocus) != 0;
            if (!control || isQtInternal(*widget))
                continue;
            // The action of a state that has none: hidden until a panel gives it its words.
            if (button != nullptr && button->isHidden() && button->text().isEmpty() && button->icon().isNull())
                continue;
            ++seen;
            if (nameOf(*widget).trimmed().isEmpty() && widget->toolTip().isEmpty() && widget->accessibleName().isEmpty())
                nameless << pathOf(widget);
            const bool iconOnly = button != nullptr && button->text().isEmpty() && !button->icon().isNull();
            if (iconOnly && widget->toolTip().isEmpty())
                silent << pathOf(widget);
        }
        QVERIFY(seen > 60);
        QVERIFY2(nameless.isEmpty(), qPrintable(QStringLiteral("nameless:\n") + nameless.join(QLatin1Char('\n'))));
        QVERIFY2(silent.isEmpty(), qPrintable(QStringLiteral("no tool tip:\n") + silent.join(QLatin1Char('\n'))));
        window.keysDialog()->close();
    }
    void reArmingIsNeverTheDefault()
    {
        FakeSession session;
        session.editDesk().risk.killed = true;
        MainWindow window(session, {});
        window.show();
        window.activateWindow();
        QTest::qWait(50);
        window.askToRearm();
        QTest::qWait(50);
        QVERIFY(window.rearmDialog() != nullptr);
        auto* rearm = window.rearmDialog()->findChild<QPushButton*>(QStringLiteral("rearm"));
        QVERIFY(rearm != nullptr);
        QVERIFY(!rearm->isDefault());
        QVERIFY(!rearm->hasFocus());
        QTest::keyClick(window.rearmDialog(), Qt::Key_Return);
        QVERIFY(std::none_of(session.posted.begin(), session.posted.end(),
            [](const Command& command) { return command.kind == CommandKind::Rearm; }));
    }
};

MAKER_APP_TEST(tst_accessible_names, QApplication)
#include "tst_accessible_names.moc"
