#pragma once

#include "kernel/model/money.h"
#include "session/lab_port.h"
#include "ui/base/theme.h"

#include <QWidget>

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace maker {

/// PnL by hour of the week, Monday 00:00 UTC first; the ramp ends at the largest amount in either direction.
class HourGrid : public QWidget {
    Q_OBJECT
public:
    explicit HourGrid(const Theme& theme, QWidget* parent = nullptr);
    void setHours(const std::array<Money, 168>& hours, const QString& currency);
    /// "Mon 09:00 +12.40 USDT" of the cell under a point; empty outside.
    QString textAt(const QPointF& point) const;
    QSize minimumSizeHint() const override { return { m_theme.scaled(220), m_theme.scaled(150) }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF area() const;
    const Theme& m_theme;
    std::array<Money, 168> m_hours {};
    double m_largest = 0.0;
    QString m_currency;
};

/// A sweep as cells with their values; unfinished ones are outlines, chosen runs are framed, checked ones carry a tick or
/// a warning. A click, or Enter on the cell the arrow keys moved to, opens it; the right button or the menu key asks for
/// its menu.
class SweepGrid : public QWidget {
    Q_OBJECT
public:
    explicit SweepGrid(const Theme& theme, QWidget* parent = nullptr);
    void setSweep(const SweepView& sweep);
    /// Labels of the axes, for keys alone say little.
    void setAxisTexts(const QString& x, const QString& y);
    /// Runs on display and the colours of their frames.
    void setChosen(std::vector<std::pair<std::uint64_t, QColor>> chosen);
    QString cellText(int x, int y) const;
    QRectF cellRect(int x, int y) const;
    /// Values, windows, folds and checks of the cell shown there.
    QString tipOf(int x, int y) const;
    /// What is shown there; null where nothing was tried yet.
    const SweepView::Cell* cellAt(int x, int y) const;
    /// "The chosen cell keeps 88 % of its value in its neighbours"; empty without one.
    QString verdict() const;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Of a place that was tried; its place in SweepView::values.
    void opened(int place);
    void menuAsked(int place, const QPoint& at);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    std::size_t place(int x, int y) const { return static_cast<std::size_t>(y * columns() + x); }
    int columns() const { return static_cast<int>(m_sweep.xValues.size()); }
    int rowCount() const;
    double leftEdge() const;
    std::optional<double> valueAt(int x, int y) const;
    std::uint64_t runAt(int x, int y) const;
    std::optional<QPoint> hit(const QPointF& point) const;
    std::optional<double> neighbours(int x, int y) const;
    void paintCell(QPainter& painter, int x, int y) const;
    void paintMarks(QPainter& painter, const QRectF& box, int x, int y) const;
    void paintAxes(QPainter& painter) const;
    void moveTo(int x, int y);
    void open();

    const Theme& m_theme;
    SweepView m_sweep;
    QString m_xText;
    QString m_yText;
    std::vector<std::pair<std::uint64_t, QColor>> m_chosen;
    double m_largest = 0.0;
    int m_atX = 0;
    int m_atY = 0;
};

} // namespace maker
