#include "ui/panels/strategies/strategy_list.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace maker {

namespace {

constexpr std::array kActions { StrategyAction::Start, StrategyAction::Pause, StrategyAction::Stop };
constexpr int kButton = 22;
constexpr int kLeft = 10;
constexpr int kTextLeft = 32;
constexpr int kBeside = 8; // between reason, position and PnL
constexpr qsizetype kPnlDigits = 7; // room that the figures keep, so that they do not move
constexpr qsizetype kPositionDigits = 6;

QString actionIcon(StrategyAction action)
{
    switch (action) {
    case StrategyAction::Start:
        return QStringLiteral("play");
    case StrategyAction::Pause:
        return QStringLiteral("pause");
    case StrategyAction::Stop:
        return QStringLiteral("stop");
    }
    return {};
}

} // namespace

bool canDo(StrategyAction action, StrategyState state)
{
    const bool active
        = state == StrategyState::Running || state == StrategyState::Starting || state == StrategyState::Pulled;
    switch (action) {
    case StrategyAction::Start:
        return !active;
    case StrategyAction::Pause:
        return active;
    case StrategyAction::Stop:
        return active || state == StrategyState::Paused;
    }
    return false;
}

LampShape strategyLamp(StrategyState state)
{
    switch (state) {
    case StrategyState::Stopped:
        return LampShape::Stopped;
    case StrategyState::Starting:
        return LampShape::WarmUp;
    case StrategyState::Running:
        return LampShape::Running;
    case StrategyState::Paused:
        return LampShape::Paused;
    case StrategyState::Pulled:
        return LampShape::Stale;
    case StrategyState::Failed:
        return LampShape::Error;
    }
    return LampShape::NotSetUp;
}

StrategyList::StrategyList(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_numbers(theme.numberFont(TypeRole::Small))
{
    installPaintedRowsAccessibility();
    setAccessibleName(tr("Strategies"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void StrategyList::setLines(std::vector<StrategyLine> lines)
{
    if (lines == m_lines)
        return;
    const bool resized = lines.size() != m_lines.size();
    m_lines = std::move(lines);
    if (resized)
        updateGeometry();
    update();
}

void StrategyList::setCurrent(StrategyId id)
{
    m_current = id;
    update();
}

void StrategyList::refreshTheme()
{
    m_numbers.setFont(m_theme.numberFont(TypeRole::Small));
    updateGeometry();
    update();
}

QRect StrategyList::actionRect(int row, StrategyAction action) const
{
    const int side = m_theme.scaled(kButton);
    const int right = width() - 6 - (2 - static_cast<int>(action)) * (side + 2);
    return { right - side, row * rowHeight() + m_theme.scaled(8), side, side };
}

std::optional<StrategyAction> StrategyList::actionAt(int row, const QPoint& at) const
{
    for (const StrategyAction action : kActions) {
        if (actionRect(row, action).contains(at))
            return action;
    }
    return std::nullopt;
}

void StrategyList::act(int row, StrategyAction action)
{
    const StrategyLine& line = m_lines[static_cast<std::size_t>(row)];
    if (canDo(action, line.state))
        Q_EMIT acted(line.id, action);
}

int StrategyList::currentRow() const
{
    const auto at = std::find_if(
        m_lines.begin(), m_lines.end(), [this](const StrategyLine& line) { return line.id == m_current; });
    return at == m_lines.end() ? -1 : static_cast<int>(at - m_lines.begin());
}

void StrategyList::choose(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    setCurrent(m_lines[static_cast<std::size_t>(row)].id);
    Q_EMIT chosen(m_current);
}

void StrategyList::mousePressEvent(QMouseEvent* event)
{
    const int row = event->pos().y() / rowHeight();
    if (event->button() != Qt::LeftButton || row >= rowCount())
        return;
    choose(row);
    if (const std::optional<StrategyAction> action = actionAt(row, event->pos()))
        act(row, *action);
}

void StrategyList::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int row = event->pos().y() / rowHeight();
    if (row < rowCount() && !actionAt(row, event->pos()))
        Q_EMIT opened(m_lines[static_cast<std::size_t>(row)].id);
    else
        mousePressEvent(event);
}

void StrategyList::mouseMoveEvent(QMouseEvent* event)
{
    m_hoveredRow = event->pos().y() / rowHeight();
    m_hoveredAction = m_hoveredRow < rowCount() ? actionAt(m_hoveredRow, event->pos()) : std::nullopt;
    const std::array tips { tr("Start: quotes from the next event on"), tr("Pause: pulls its quotes, keeps its state"),
        tr("Stop: cancels its orders and ends it") };
    setToolTip(m_hoveredAction          ? tips[static_cast<std::size_t>(*m_hoveredAction)]
            : m_hoveredRow < rowCount() ? m_lines[static_cast<std::size_t>(m_hoveredRow)].title + QLatin1Char('\n')
                    + m_lines[static_cast<std::size_t>(m_hoveredRow)].reason
                                        : QString());
    update();
}

void StrategyList::leaveEvent(QEvent*)
{
    m_hoveredRow = -1;
    m_hoveredAction.reset();
    update();
}

void StrategyList::keyPressEvent(QKeyEvent* event)
{
    const int row = currentRow();
    switch (event->key()) {
    case Qt::Key_Down:
        choose(std::min(row + 1, rowCount() - 1));
        return;
    case Qt::Key_Up:
        choose(std::max(row - 1, 0));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (row >= 0)
            Q_EMIT opened(m_current);
        return;
    default:
        break;
    }
    if (row >= 0 && event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
        const StrategyState state = m_lines[static_cast<std::size_t>(row)].state;
        act(row, canDo(StrategyAction::Start, state) ? StrategyAction::Start : StrategyAction::Pause);
        return;
    }
    QWidget::keyPressEvent(event);
}

QColor StrategyList::reasonColor(StrategyState state) const
{
    switch (state) {
    case StrategyState::Starting:
        return m_theme.status.info;
    case StrategyState::Paused:
    case StrategyState::Pulled:
        return m_theme.status.warn;
    case StrategyState::Failed:
        return m_theme.status.danger;
    default:
        return m_theme.text.secondary;
    }
}

QRectF StrategyList::figuresRect(int row) const
{
    return QRectF(kTextLeft, row * rowHeight() + m_theme.scaled(28), width() - kTextLeft - 10.0, m_theme.scaled(20));
}

StrategyList::ReasonLines StrategyList::reasonLines(int row) const
{
    const StrategyLine& line = m_lines[static_cast<std::size_t>(row)];
    const QFont font = m_theme.font(TypeRole::Small);
    const double whole = figuresRect(row).width();
    const double pnl = m_numbers.width(std::max<qsizetype>(line.pnl.size(), kPnlDigits));
    const double position = m_numbers.width(std::max<qsizetype>(line.position.size(), kPositionDigits));
    ReasonLines lines;
    lines.firstWidth = whole - pnl - position - 2.0 * kBeside;
    QTextLayout layout(line.reason, font);
    layout.beginLayout();
    QTextLine first = layout.createLine();
    if (first.isValid()) {
        first.setLineWidth(lines.firstWidth);
        lines.first = line.reason.left(first.textLength()).trimmed();
        lines.second = line.reason.mid(first.textLength()).trimmed();
    }
    layout.endLayout();
    lines.whole = QFontMetricsF(font).horizontalAdvance(lines.second) <= whole;
    return lines;
}

bool StrategyList::showsReason(int row) const
{
    return reasonLines(row).whole;
}

void StrategyList::paintRow(QPainter& painter, int row)
{
    const StrategyLine& line = m_lines[static_cast<std::size_t>(row)];
    const double top = row * rowHeight();
    const QRectF rect(0, top, width(), rowHeight());
    if (line.id == m_current)
        painter.fillRect(rect, m_theme.bg.selected);
    else if (row == m_hoveredRow)
        painter.fillRect(rect, m_theme.bg.hover);
    const double firstMiddle = top + m_theme.scaled(19);
    const double lamp = m_theme.scaled(10);
    drawLamp(painter, QRectF(kLeft, firstMiddle - lamp / 2.0, lamp, lamp), strategyLamp(line.state), m_theme);
    const double actionsLeft = actionRect(row, StrategyAction::Start).left();
    // The end of a title names the instrument, so it is cut in the middle.
    const QFont strong = m_theme.font(TypeRole::Strong);
    const double titleWidth = actionsLeft - kTextLeft - 4;
    const QString title = QFontMetricsF(strong).elidedText(line.title, Qt::ElideMiddle, titleWidth);
    drawText(painter, QRectF(kTextLeft, firstMiddle - m_theme.scaled(10), titleWidth + 2, m_theme.scaled(20)), title, strong, m_theme.text.primary);
    for (const StrategyAction action : kActions) {
        const QRectF box = actionRect(row, action);
        const bool able = canDo(action, line.state);
        if (able && row == m_hoveredRow && m_hoveredAction == action)
            painter.fillRect(box, m_theme.bg.raised);
        const double edge = m_theme.scaled(4);
        drawIcon(painter, actionIcon(action), box.adjusted(edge, edge, -edge, -edge),
            able ? m_theme.text.primary : m_theme.text.disabled);
    }
    const QRectF figures = figuresRect(row);
    const double pnlWidth = m_numbers.width(std::max<qsizetype>(line.pnl.size(), kPnlDigits));
    m_numbers.draw(painter, figures, line.pnl, m_theme.signColor(line.pnlSign));
    m_numbers.draw(painter, figures.adjusted(0, 0, -pnlWidth - kBeside, 0), line.position, m_theme.text.secondary);
    // The first line of the reason stands beside the figures, the second has the width for itself.
    const QFont small = m_theme.font(TypeRole::Small);
    const ReasonLines reason = reasonLines(row);
    drawText(painter, QRectF(figures.left(), figures.top(), reason.firstWidth + 1.0, figures.height()), reason.first, small, reasonColor(line.state));
    drawText(painter, figures.translated(0.0, m_theme.scaled(14)), reason.second, small, reasonColor(line.state));
    drawHairline(painter, 0, width(), rect.bottom() - 1, m_theme.line.subtle);
}

void StrategyList::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    for (int row = 0; row < rowCount(); ++row)
        paintRow(painter, row);
    const int current = currentRow();
    if (hasFocus() && current >= 0) {
        painter.setPen(QPen(m_theme.accent.text, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(0.5, current * rowHeight() + 0.5, width() - 1.0, rowHeight() - 2.0));
    }
}

QString StrategyList::rowText(int row) const
{
    const StrategyLine& line = m_lines[static_cast<std::size_t>(row)];
    return tr("%1, %2, position %3, day PnL %4").arg(line.title, line.reason, line.position, line.pnl);
}

} // namespace maker
