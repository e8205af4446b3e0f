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
    QSize minimumSizeHint() const override { return { 220, 120 }; }

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

/// A sweep as cells with their values; unfinished ones are outlines, chosen runs are framed. A click, or Enter on the
/// cell the arrow keys moved to, opens the cell's run.
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
    /// "The chosen cell keeps 88 % of its value in its neighbours"; empty without one.
    QString verdict() const;
    QSize minimumSizeHint() const override { return { 240, 130 }; }

Q_SIGNALS:
    void opened(quint64 run);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    std::size_t cell(int x, int y) const { return static_cast<std::size_t>(y) * m_sweep.xValues.size() + static_cast<std::size_t>(x); }
    int columns() const { return static_cast<int>(m_sweep.xValues.size()); }
    int rowCount() const { return static_cast<int>(m_sweep.yValues.size()); }
    std::optional<double> valueAt(int x, int y) const;
    void paintCell(QPainter& painter, int x, int y) const;
    void open(int x, int y);

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
