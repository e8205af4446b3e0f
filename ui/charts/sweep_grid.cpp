#include "ui/charts/heat_grids.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr int kLeast = 40; // lengths times the size of the text
constexpr int kMost = 110;
constexpr int kTop = 22;
constexpr int kFoot = 20;
constexpr int kMostHigh = 32;
constexpr int kLeastHigh = 18;
constexpr double kRight = 10.0;
constexpr double kPlateau = 0.6; // share of its value that a cell's neighbours keep

/// "risk averse" of "risk_averse".
QString valueText(const std::string& value)
{
    return QString::fromStdString(value).replace(QLatin1Char('_'), QLatin1Char(' '));
}

bool allPassed(const SweepView::Cell& cell)
{
    return std::all_of(cell.checks.begin(), cell.checks.end(), [](const auto& check) { return check.second.starts_with("ok"); });
}

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
    updateGeometry();
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

/// A search over one axis has one row.
int SweepGrid::rowCount() const
{
    return m_sweep.yKey.empty() ? (m_sweep.xValues.empty() ? 0 : 1) : static_cast<int>(m_sweep.yValues.size());
}

QSize SweepGrid::minimumSizeHint() const
{
    const int rows = std::clamp(rowCount(), 3, 8);
    return { m_theme.scaled(240), m_theme.scaled(kTop + kFoot + rows * kLeastHigh) };
}

double SweepGrid::leftEdge() const
{
    const QFontMetricsF metrics(m_theme.numberFont(TypeRole::Micro));
    double widest = m_theme.scaled(kLeast);
    if (!m_sweep.yKey.empty()) {
        for (const std::string& value : m_sweep.yValues)
            widest = std::max(widest, metrics.horizontalAdvance(valueText(value)) + 18.0);
    }
    return std::min(widest, static_cast<double>(m_theme.scaled(kMost)));
}

std::optional<double> SweepGrid::valueAt(int x, int y) const
{
    if (x < 0 || y < 0 || x >= columns() || y >= rowCount() || place(x, y) >= m_sweep.values.size())
        return std::nullopt;
    return m_sweep.values[place(x, y)];
}

std::uint64_t SweepGrid::runAt(int x, int y) const
{
    return place(x, y) < m_sweep.runs.size() ? m_sweep.runs[place(x, y)] : 0;
}

const SweepView::Cell* SweepGrid::cellAt(int x, int y) const
{
    const std::size_t at = place(x, y);
    const std::size_t cell = at < m_sweep.cellAt.size() ? m_sweep.cellAt[at] : m_sweep.cells.size();
    return cell < m_sweep.cells.size() ? &m_sweep.cells[cell] : nullptr;
}

QString SweepGrid::cellText(int x, int y) const
{
    const std::optional<double> value = valueAt(x, y);
    return value ? text::signedNumber(*value, m_largest < 10 ? 2 : m_largest < 100 ? 1 : 0) : QString();
}

QRectF SweepGrid::cellRect(int x, int y) const
{
    const double left = leftEdge();
    const double top = m_theme.scaled(kTop);
    const double wide = (width() - left - kRight) / std::max(1, columns());
    const double room = (height() - top - m_theme.scaled(kFoot)) / std::max(1, rowCount());
    const double high = std::min(static_cast<double>(m_theme.scaled(kMostHigh)), room);
    return QRectF(left + x * wide, top + y * high, wide, high);
}

/// Mean of the cells around one; nothing where there are none.
std::optional<double> SweepGrid::neighbours(int x, int y) const
{
    double sum = 0.0;
    int count = 0;
    for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
            const std::optional<double> near = dx == 0 && dy == 0 ? std::nullopt : valueAt(x + dx, y + dy);
            sum += near.value_or(0.0);
            count += near ? 1 : 0;
        }
    }
    return count == 0 ? std::nullopt : std::optional(sum / count);
}

QString SweepGrid::verdict() const
{
    if (m_chosen.empty())
        return {};
    for (int y = 0; y < rowCount(); ++y) {
        for (int x = 0; x < columns(); ++x) {
            const std::optional<double> value = valueAt(x, y);
            if (!value || *value <= 0.0 || runAt(x, y) != m_chosen.front().first)
                continue;
            const std::optional<double> around = neighbours(x, y);
            if (!around)
                return {};
            const double share = *around / *value;
            return share > kPlateau
                ? tr("The chosen cell keeps %1 of its value in its neighbours: a plateau, not a spike.").arg(text::percent(share))
                : tr("The chosen cell keeps only %1 of its value in its neighbours: a spike.").arg(text::percent(share));
        }
    }
    return {};
}

void SweepGrid::paintMarks(QPainter& painter, const QRectF& box, int x, int y) const
{
    const SweepView::Cell* cell = cellAt(x, y);
    if (cell != nullptr && !cell->checks.empty()) {
        const bool fine = allPassed(*cell);
        drawIcon(painter, fine ? QStringLiteral("check") : QStringLiteral("warning"), QRectF(box.right() - 10, box.top() + 1, 9, 9),
            fine ? m_theme.text.primary : m_theme.status.warn);
    }
    for (const auto& [chosen, color] : m_chosen) {
        if (runAt(x, y) == 0 || runAt(x, y) != chosen)
            continue;
        painter.setPen(QPen(color, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(1, 1, -1, -1));
        break;
    }
    if (hasFocus() && x == m_atX && y == m_atY) {
        painter.setPen(QPen(m_theme.text.primary, 1, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(3.5, 3.5, -3.5, -3.5));
    }
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
    paintMarks(painter, box, x, y);
}

void SweepGrid::paintAxes(QPainter& painter) const
{
    const QFont micro = m_theme.numberFont(TypeRole::Micro);
    const QString words = m_sweep.yKey.empty() ? tr("%1 across").arg(m_xText) : tr("%1 down, %2 across").arg(m_yText, m_xText);
    drawText(painter, QRectF(10, 2, width() - 20, m_theme.scaled(18)), words, m_theme.font(TypeRole::Small), m_theme.text.muted);
    for (int y = 0; y < rowCount() && !m_sweep.yKey.empty(); ++y) {
        const QRectF row = cellRect(0, y);
        drawText(painter, QRectF(8, row.top(), row.left() - 14, row.height()), valueText(m_sweep.yValues[static_cast<std::size_t>(y)]),
            micro, m_theme.chart.axisText, Qt::AlignRight | Qt::AlignVCenter);
    }
    for (int x = 0; x < columns(); ++x) {
        const QRectF column = cellRect(x, rowCount() - 1);
        drawText(painter, QRectF(column.left(), column.bottom() + 2, column.width(), m_theme.scaled(16)),
            valueText(m_sweep.xValues[static_cast<std::size_t>(x)]), micro, m_theme.chart.axisText, Qt::AlignCenter);
    }
}

void SweepGrid::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    paintAxes(painter);
    for (int y = 0; y < rowCount(); ++y) {
        for (int x = 0; x < columns(); ++x)
            paintCell(painter, x, y);
    }
}

std::optional<QPoint> SweepGrid::hit(const QPointF& point) const
{
    for (int y = 0; y < rowCount(); ++y) {
        for (int x = 0; x < columns(); ++x) {
            if (cellRect(x, y).contains(point))
                return QPoint(x, y);
        }
    }
    return std::nullopt;
}

void SweepGrid::moveTo(int x, int y)
{
    m_atX = std::clamp(x, 0, std::max(0, columns() - 1));
    m_atY = std::clamp(y, 0, std::max(0, rowCount() - 1));
    setAccessibleDescription(tipOf(m_atX, m_atY));
    update();
}

void SweepGrid::open()
{
    if (valueAt(m_atX, m_atY))
        Q_EMIT opened(static_cast<int>(place(m_atX, m_atY)));
}

void SweepGrid::mousePressEvent(QMouseEvent* event)
{
    const std::optional<QPoint> at = hit(event->position());
    if (!at)
        return;
    moveTo(at->x(), at->y());
    if (event->button() == Qt::LeftButton)
        open();
}

void SweepGrid::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        const std::optional<QPoint> at = hit(event->pos());
        if (!at)
            return;
        moveTo(at->x(), at->y());
    }
    if (columns() > 0 && rowCount() > 0)
        Q_EMIT menuAsked(static_cast<int>(place(m_atX, m_atY)), mapToGlobal(cellRect(m_atX, m_atY).center().toPoint()));
}

void SweepGrid::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return moveTo(m_atX - 1, m_atY);
    case Qt::Key_Right:
        return moveTo(m_atX + 1, m_atY);
    case Qt::Key_Up:
        return moveTo(m_atX, m_atY - 1);
    case Qt::Key_Down:
        return moveTo(m_atX, m_atY + 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        return open();
    default:
        QWidget::keyPressEvent(event);
    }
}

QString SweepGrid::tipOf(int x, int y) const
{
    QStringList lines;
    const QString across = tr("%1 %2").arg(m_xText, valueText(m_sweep.xValues[static_cast<std::size_t>(x)]));
    const QString down = m_sweep.yKey.empty() ? QString() : tr(", %1 %2").arg(m_yText, valueText(m_sweep.yValues[static_cast<std::size_t>(y)]));
    lines << across + down + QStringLiteral(": ") + (valueAt(x, y) ? cellText(x, y) : tr("not run yet"));
    const SweepView::Cell* cell = cellAt(x, y);
    if (cell == nullptr)
        return lines.join(QLatin1Char('\n'));
    for (std::size_t axis = 2; axis < m_sweep.axes.size() && axis < cell->values.size(); ++axis)
        lines << tr("best with %1 %2").arg(QString::fromStdString(m_sweep.axes[axis].key), valueText(cell->values[axis]));
    for (const SweepView::Score& score : cell->scores)
        lines << tr("Window %1: PnL %2, %3 fills").arg(score.window + 1).arg(text::signedMoney(score.pnl)).arg(score.fills);
    const auto own = static_cast<std::size_t>(cell - m_sweep.cells.data());
    QStringList folds;
    for (std::size_t fold = 0; fold < m_sweep.folds.size(); ++fold) {
        if (m_sweep.folds[fold].cell == own)
            folds << QString::number(fold + 1);
    }
    if (!folds.isEmpty())
        lines << tr("Chosen for fold %1").arg(folds.join(QStringLiteral(", ")));
    for (const auto& [name, sentence] : cell->checks)
        lines << QString::fromStdString(name) + QStringLiteral(": ") + QString::fromStdString(sentence);
    return lines.join(QLatin1Char('\n'));
}

bool SweepGrid::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const std::optional<QPoint> at = hit(help->pos());
        QToolTip::showText(help->globalPos(), at ? tipOf(at->x(), at->y()) : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace maker
