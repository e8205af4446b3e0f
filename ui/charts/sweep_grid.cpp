#include "ui/charts/heat_grids.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr double kLeft = 62.0;
constexpr double kTop = 22.0;
constexpr double kFoot = 20.0;
constexpr double kRight = 10.0;
constexpr double kMostHigh = 32.0;

} // namespace

SweepGrid::SweepGrid(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Sweep"));
}

void SweepGrid::setSweep(const SweepView& sweep)
{
    m_sweep = sweep;
    m_largest = 0.0;
    for (const std::optional<double>& value : m_sweep.values)
        m_largest = std::max(m_largest, std::abs(value.value_or(0.0)));
    m_atX = std::clamp(m_atX, 0, std::max(0, columns() - 1));
    m_atY = std::clamp(m_atY, 0, std::max(0, rowCount() - 1));
    update();
}

void SweepGrid::setAxisTexts(const QString& x, const QString& y)
{
    m_xText = x;
    m_yText = y;
    update();
}

void SweepGrid::setChosen(std::vector<std::pair<std::uint64_t, QColor>> chosen)
{
    if (chosen == m_chosen)
        return;
    m_chosen = std::move(chosen);
    update();
}

std::optional<double> SweepGrid::valueAt(int x, int y) const
{
    if (x < 0 || y < 0 || x >= columns() || y >= rowCount() || cell(x, y) >= m_sweep.values.size())
        return std::nullopt;
    return m_sweep.values[cell(x, y)];
}

QString SweepGrid::cellText(int x, int y) const
{
    const std::optional<double> value = valueAt(x, y);
    return value ? text::signedNumber(*value, m_largest < 10 ? 2 : m_largest < 100 ? 1 : 0) : QString();
}

QRectF SweepGrid::cellRect(int x, int y) const
{
    const double wide = (width() - kLeft - kRight) / std::max(1, columns());
    const double high = std::min(kMostHigh, (height() - kTop - kFoot) / std::max(1, rowCount()));
    return QRectF(kLeft + x * wide, kTop + y * high, wide, high);
}

QString SweepGrid::verdict() const
{
    if (m_chosen.empty())
        return {};
    for (int y = 0; y < rowCount(); ++y) {
        for (int x = 0; x < columns(); ++x) {
            const std::optional<double> value = valueAt(x, y);
            if (!value || *value <= 0.0 || cell(x, y) >= m_sweep.runs.size() || m_sweep.runs[cell(x, y)] != m_chosen.front().first)
                continue;
            double sum = 0.0;
            int count = 0;
            for (int dy = -1; dy <= 1; ++dy) {
                for (int dx = -1; dx <= 1; ++dx) {
                    const std::optional<double> near = dx == 0 && dy == 0 ? std::nullopt : valueAt(x + dx, y + dy);
                    sum += near.value_or(0.0);
                    count += near ? 1 : 0;
                }
            }
            if (count == 0)
                return {};
            const double share = sum / count / *value;
            return share > 0.6 ? tr("The chosen cell keeps %1 of its value in its neighbours: a plateau, not a spike.").arg(text::percent(share))
                               : tr("The chosen cell keeps only %1 of its value in its neighbours: a spike.").arg(text::percent(share));
        }
    }
    return {};
}

void SweepGrid::paintCell(QPainter& painter, int x, int y) const
{
    const QRectF box = cellRect(x, y).adjusted(1, 1, -1, -1);
    const std::optional<double> value = valueAt(x, y);
    if (value) {
        painter.fillRect(box, m_theme.divergingAt(m_largest > 0 ? *value / m_largest : 0.0));
        drawText(painter, box, cellText(x, y), m_theme.numberFont(TypeRole::Small), m_theme.text.primary, Qt::AlignCenter);
    } else {
        painter.setPen(QPen(m_theme.line.normal, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    const std::uint64_t run = cell(x, y) < m_sweep.runs.size() ? m_sweep.runs[cell(x, y)] : 0;
    for (const auto& [chosen, color] : m_chosen) {
        if (run != 0 && run == chosen) {
            painter.setPen(QPen(color, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(1, 1, -1, -1));
            break;
        }
    }
    if (hasFocus() && x == m_atX && y == m_atY) {
        painter.setPen(QPen(m_theme.text.primary, 1, Qt::DashLine));
        painter.drawRect(box.adjusted(3.5, 3.5, -3.5, -3.5));
    }
}

void SweepGrid::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    const QFont small = m_theme.font(TypeRole::Small);
    const QFont micro = m_theme.numberFont(TypeRole::Micro);
    drawText(painter, QRectF(10, 2, width() - 20, 18), tr("%1 down, %2 across").arg(m_yText, m_xText), small, m_theme.text.muted);
    for (int y = 0; y < rowCount(); ++y) {
        const QRectF row = cellRect(0, y);
        drawText(painter, QRectF(10, row.top(), kLeft - 16, row.height()), QString::fromStdString(m_sweep.yValues[static_cast<std::size_t>(y)]),
            micro, m_theme.chart.axisText, Qt::AlignRight | Qt::AlignVCenter);
        for (int x = 0; x < columns(); ++x)
            paintCell(painter, x, y);
    }
    for (int x = 0; x < columns(); ++x) {
        const QRectF column = cellRect(x, rowCount() - 1);
        drawText(painter, QRectF(column.left(), column.bottom() + 2, column.width(), 16),
            QString::fromStdString(m_sweep.xValues[static_cast<std::size_t>(x)]), micro, m_theme.chart.axisText, Qt::AlignCenter);
    }
}

void SweepGrid::open(int x, int y)
{
    m_atX = x;
    m_atY = y;
    update();
    if (cell(x, y) < m_sweep.runs.size() && m_sweep.runs[cell(x, y)] != 0)
        Q_EMIT opened(m_sweep.runs[cell(x, y)]);
}

void SweepGrid::mousePressEvent(QMouseEvent* event)
{
    for (int y = 0; y < rowCount(); ++y) {
        for (int x = 0; x < columns(); ++x) {
            if (cellRect(x, y).contains(event->position()))
                open(x, y);
        }
    }
}

void SweepGrid::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        m_atX = std::max(0, m_atX - 1);
        break;
    case Qt::Key_Right:
        m_atX = std::min(columns() - 1, m_atX + 1);
        break;
    case Qt::Key_Up:
        m_atY = std::max(0, m_atY - 1);
        break;
    case Qt::Key_Down:
        m_atY = std::min(rowCount() - 1, m_atY + 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        open(m_atX, m_atY);
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    update();
}

bool SweepGrid::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QString words;
        for (int y = 0; y < rowCount(); ++y) {
            for (int x = 0; x < columns(); ++x) {
                if (cellRect(x, y).contains(help->pos()))
                    words = tr("%1 %2, %3 %4: %5")
                                .arg(m_xText, QString::fromStdString(m_sweep.xValues[static_cast<std::size_t>(x)]), m_yText,
                                    QString::fromStdString(m_sweep.yValues[static_cast<std::size_t>(y)]),
                                    valueAt(x, y) ? cellText(x, y) : tr("not run yet"));
            }
        }
        QToolTip::showText(help->globalPos(), words, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace maker
