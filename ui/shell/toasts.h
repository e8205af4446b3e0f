#pragma once

#include "session/views.h"
#include "ui/base/theme.h"

#include <QWidget>

#include <vector>

namespace maker {

/// Short messages above the status bar at the right, three at most; info leaves after 6 s, danger stays until
/// acknowledged.
class ToastStack : public QWidget {
    Q_OBJECT
public:
    static constexpr int kMost = 3;
    static constexpr int kInfoMillis = 6'000;

    ToastStack(const Theme& theme, QWidget* parent);
    void show(Severity severity, const QString& title, const QString& detail);
    int count() const { return static_cast<int>(m_toasts.size()); }
    QString titleAt(int index) const { return m_toasts[static_cast<std::size_t>(index)].title; }
    /// Moves to the bottom right corner of the parent, `bottom` px above its edge.
    void place(int bottom);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Toast {
        int number = 0;
        Severity severity = Severity::Info;
        QString title;
        QString detail;
        int repeats = 1;
    };

    void leave(int number);
    void refit();
    /// One line of detail, or two where it is longer.
    int heightOf(const Toast& toast) const;
    /// -1: between or outside them.
    int indexAt(const QPoint& point) const;

    const Theme& m_theme;
    std::vector<Toast> m_toasts;
    int m_next = 1;
    int m_bottom = 30;
};

} // namespace maker
