#pragma once

#include "ui/base/theme.h"

#include <QWidget>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace maker {

/// The controls of a panel's head: those after its title, and those at its right end. What has no room is offered in a
/// menu at the end instead, so that nothing gets out of reach.
class ControlRow : public QWidget {
    Q_OBJECT
public:
    explicit ControlRow(const Theme& theme, QWidget* parent = nullptr);

    void addControl(QWidget* control);
    void addEnd(QWidget* control);
    /// Shows what fits into `room`, from the right, as the more important stand there; false: nothing fits at all.
    bool fit(int room);
    QToolButton& overflow() { return *m_overflow; }
    void refreshTheme();
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void fillMenu();
    QList<QWidget*> wanted() const;

    const Theme& m_theme;
    QHBoxLayout* m_middle;
    QHBoxLayout* m_end;
    QToolButton* m_overflow;
    QMenu* m_menu;
    bool m_fitting = false;
};

} // namespace maker
