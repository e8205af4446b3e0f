#include "ui/shell/top_bar.h"

#include "ui/base/key_map.h"
#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QSvgRenderer>
#include <QToolButton>
#include <QToolTip>

#include <cmath>

namespace maker {

namespace {

constexpr double kSearchWidth = 252.0;
constexpr double kNarrow = 1500.0;
constexpr int kLamp = 10;

double widthOf(const QFont& font, const QString& text)
{
    return std::ceil(QFontMetricsF(font).horizontalAdvance(text));
}

double ageRoom(const QFont& font, const QString& age)
{
    return std::max(widthOf(font, age), widthOf(font, QStringLiteral("000 ms"))) + 6;
}

double chipWidth(const QFont& name, const QFont& age, const QString& title, const QString& ageText, bool brief)
{
    return 10 + 6 + widthOf(name, title) + (brief ? 0 : 6 + ageRoom(age, ageText) + 26) + 20;
}

LampShape venueLamp(const VenueView& venue)
{
    if (venue.feed == VenueLink::Disconnected)
        return LampShape::Error;
    if (venue.feed != VenueLink::Live || venue.trading != VenueLink::Live)
        return LampShape::WarmUp;
    return venue.bookAge > Duration::seconds(2) ? LampShape::Stale : LampShape::Running;
}

QString venueToolTip(const VenueView& venue)
{
    return TopBar::tr("%1\nGaps %2, bad frames %3, messages %4\nWeight used %5\nClock offset %6\nAck p50 %7, p99 %8%9")
        .arg(text::fromView(venue.name.view()))
        .arg(venue.gaps)
        .arg(venue.badFrames)
        .arg(text::number(static_cast<double>(venue.messages), 0), text::percent(venue.weightUsed),
            text::latency(venue.clockOffset), text::latency(venue.ackP50), text::latency(venue.ackP99),
            venue.trouble.empty() ? QString() : QLatin1Char('\n') + text::fromView(venue.trouble.view()));
}

} // namespace

TopBar::TopBar(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_kill(new HoldButton(theme, this))
    , m_tag(new ModeTag(theme, this))
    , m_menu(new QToolButton(this))
{
    setFixedHeight(tall());
    setMouseTracking(true);
    setAccessibleName(tr("Equity, day PnL and venues"));
    m_menu->setToolTip(tr("Menu"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setFocusPolicy(Qt::NoFocus);
    m_equityLabel = tr("Equity");
    m_equity = text::kUnknown;
    m_day = text::kUnknown;
    refreshTheme();
}

void TopBar::refreshTheme()
{
    m_menu->setFixedSize(m_theme.scaled(24), m_theme.scaled(24));
    m_menu->setIconSize({ m_theme.scaled(14), m_theme.scaled(14) });
    m_menu->setIcon(makeIcon(QStringLiteral("more"), m_theme));
    update();
}

void TopBar::setWorkspaces(const QStringList& names, int current)
{
    m_workspaces = names;
    m_workspace = current;
    update();
}

QStringList TopBar::venueTexts() const
{
    QStringList texts;
    for (const VenueChip& chip : m_venues)
        texts << chip.name + QLatin1Char(' ') + chip.age;
    return texts;
}

void TopBar::setDesk(const DeskSnapshot& desk)
{
    m_tag->setMode(deskMode(desk));
    m_venues.clear();
    for (std::size_t i = 0; i < desk.venueCount; ++i) {
        const VenueView& venue = desk.venues[i];
        VenueChip chip;
        const LampShape lamp = venueLamp(venue);
        chip.name = text::fromView(venue.name.view());
        if (desk.mode == TradingMode::Paper)
            chip.name = tr("%1 PAPER").arg(chip.name);
        chip.lamp = static_cast<int>(lamp);
        chip.trouble = lamp == LampShape::Stale || lamp == LampShape::Error;
        chip.age = lamp == LampShape::Running ? text::latency(venue.bookAge)
            : lamp == LampShape::Stale        ? tr("stale %1").arg(text::latency(venue.bookAge))
            : lamp == LampShape::Error        ? tr("not connected")
                                              : tr("syncing");
        chip.used = venue.weightUsed;
        chip.toolTip = venueToolTip(venue);
        m_venues.push_back(chip);
    }
    m_equityLabel = desk.accountCurrency.empty() ? tr("Equity")
                                                 : tr("Equity, %1").arg(text::fromView(desk.accountCurrency.view()));
    const bool known = desk.balanceCount > 0;
    m_equity = known ? text::money(desk.pnl.equity) : QString(text::kUnknown);
    m_day = known ? text::signedMoney(desk.pnl.dayPnl) : QString(text::kUnknown);
    m_daySign = known ? text::shownSign(desk.pnl.dayPnl) : 0;
    const double start = desk.pnl.equity.toDouble() - desk.pnl.dayPnl.toDouble();
    m_dayShare = known && start > 0
        ? text::signedNumber(desk.pnl.dayPnl.toDouble() / start * 100.0, 2) + QStringLiteral("\u2009%")
        : QString();
    // The bar is painted, so its figures are told to a screen reader as one sentence, where there is one.
    if (QAccessible::isActive())
        setAccessibleDescription(tr("%1 %2, day PnL %3 %4, venues: %5")
                                     .arg(m_equityLabel, m_equity, m_day, m_dayShare, venueTexts().join(QStringLiteral(", "))));
    place();
    update();
}

void TopBar::place()
{
    const QSize kill = m_kill->sizeHint();
    m_kill->setGeometry(width() - kill.width(), 0, kill.width(), tall());
    const QSize tag = m_tag->sizeHint();
    m_tag->setGeometry(
        width() - kill.width() - 10 - tag.width(), (tall() - tag.height()) / 2, tag.width(), tag.height());
}

void TopBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

void TopBar::paintLeft(QPainter& painter, double right)
{
    const double size = m_theme.scaled(18);
    QSvgRenderer mark(QStringLiteral(":/icons/makerdesk.svg"));
    mark.render(&painter, QRectF(12, (tall() - size) / 2.0, size, size));
    QFont brand = m_theme.font(TypeRole::Strong);
    brand.setPointSizeF(9.75 * m_theme.textScale);
    const double brandWidth = widthOf(brand, QStringLiteral("Makerdesk"));
    double x = 20 + size;
    // In a crowded bar the mark alone says whose window this is.
    if (width() >= kNarrow * m_theme.textScale * 0.8) {
        drawText(painter, QRectF(x, 0, brandWidth + 2, tall()), QStringLiteral("Makerdesk"), brand, m_theme.text.primary);
        x += brandWidth + 16;
    }
    QFont on = m_theme.font(TypeRole::Strong);
    QFont off = m_theme.font(TypeRole::Body);
    off.setWeight(QFont::Medium);
    m_tabs.clear();
    for (int i = 0; i < m_workspaces.size(); ++i) {
        const QRectF tab(x, 0, widthOf(on, m_workspaces.at(i)) + 24, tall() - 1);
        drawText(painter, tab, m_workspaces.at(i), i == m_workspace ? on : off,
            i == m_workspace ? m_theme.text.primary : m_theme.text.secondary, Qt::AlignCenter);
        if (i == m_workspace)
            painter.fillRect(QRectF(tab.left() + 12, tall() - 3, tab.width() - 24, 2), m_theme.accent.text);
        m_tabs.push_back(tab);
        x = tab.right();
    }
    m_menu->move(static_cast<int>(x) + 2, (tall() - m_menu->height()) / 2);
    x += m_menu->width() + 10;
    const double high = m_theme.scaled(25);
    const double spare = right - x - 8 - venuesWidth(true);
    m_search = QRectF(x, std::floor((tall() - high) / 2.0) - 0.5,
        std::clamp(spare, high, kSearchWidth * std::max(1.0, m_theme.textScale)), high);
    paintSearch(painter);
}

void TopBar::paintSearch(QPainter& painter)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.line.normal, 1));
    painter.setBrush(m_theme.bg.sunken);
    painter.drawRoundedRect(m_search, 4, 4);
    const QFont body = m_theme.font(TypeRole::Body);
    const QFont micro = m_theme.font(TypeRole::Micro);
    const double middle = m_search.center().y();
    const double icon = m_theme.scaled(14);
    drawIcon(painter, QStringLiteral("search"), QRectF(m_search.left() + 5.5, middle - icon / 2, icon, icon), m_theme.text.muted);
    double left = m_search.left() + 15 + icon;
    double right = m_search.right() - 6;
    const QString keys = KeyMap::instance().text("search");
    const double key = widthOf(micro, keys) + 10;
    if (right - left >= key) {
        const double high = m_theme.scaled(16);
        const QRectF box(right - key, middle - high / 2.0, key, high);
        painter.setPen(QPen(m_theme.line.normal, 1));
        painter.setBrush(m_theme.bg.header);
        painter.drawRoundedRect(box, 3, 3);
        drawText(painter, box, keys, micro, m_theme.text.muted, Qt::AlignCenter);
        right = box.left() - 6;
    }
    // The shorter sentence where the longer one does not fit, none where neither does.
    for (const QString& hint : { tr("Instrument, panel or action"), tr("Search") }) {
        if (widthOf(body, hint) > right - left)
            continue;
        drawText(painter, QRectF(left, m_search.top(), right - left + 1, m_search.height()), hint, body, m_theme.text.muted);
        break;
    }
}

double TopBar::paintFigures(QPainter& painter, double right)
{
    const QFont label = m_theme.font(TypeRole::Micro);
    QFont figure = m_theme.numberFont(TypeRole::Figure);
    figure.setPointSizeF(9.75 * m_theme.textScale);
    const QFont small = m_theme.numberFont(TypeRole::Small);
    NumberPainter numbers(figure);
    const double labelTop = m_theme.scaled(4);
    const double figureTop = m_theme.scaled(18);
    const double figureHigh = m_theme.scaled(17);
    const auto column = [&](const QString& name, const QString& value, const QString& beside, const QColor& color) {
        const double besideWidth = beside.isEmpty() ? 0.0 : widthOf(small, beside) + 5;
        const double valueWidth = numbers.width(value.size());
        const double wide = std::max(widthOf(label, name), valueWidth + besideWidth);
        drawText(painter, QRectF(right - wide - 2, labelTop, wide + 2, m_theme.scaled(14)), name, label, m_theme.text.muted,
            Qt::AlignRight | Qt::AlignVCenter);
        if (!beside.isEmpty())
            drawText(painter, QRectF(right - besideWidth, figureTop, besideWidth + 1, figureHigh), beside, small, color,
                Qt::AlignRight | Qt::AlignVCenter);
        const QRectF box(right - wide, figureTop, wide - besideWidth, figureHigh);
        // Equity dims its decimals so that the eye lands on the whole part.
        const qsizetype point = value.indexOf(QLatin1Char('.'));
        if (beside.isEmpty() && point > 0) {
            numbers.draw(painter, QRectF(box.right() - valueWidth, box.top(), numbers.width(point), box.height()),
                value.left(point), color);
            QColor faint = m_theme.text.muted;
            numbers.draw(painter, box, value.mid(point), faint, Qt::AlignRight | Qt::AlignVCenter, false);
        } else {
            numbers.draw(painter, box, value, color, Qt::AlignRight | Qt::AlignVCenter, false);
        }
        right -= wide + 20;
    };
    column(tr("Day PnL"), m_day, m_dayShare, m_daySign == 0 ? m_theme.text.secondary : m_theme.signColor(m_daySign));
    column(m_equityLabel, m_equity, {}, m_theme.text.primary);
    return right;
}

double TopBar::venuesWidth(bool brief) const
{
    QFont name = m_theme.font(TypeRole::Small);
    name.setWeight(QFont::Medium);
    const QFont age = m_theme.numberFont(TypeRole::Small);
    double wide = m_venues.empty() ? widthOf(name, tr("No venue")) + 20 : 0.0;
    for (const VenueChip& chip : m_venues)
        wide += chipWidth(name, age, chip.name, chip.age, brief) + m_theme.scaled(kLamp) - kLamp;
    return wide;
}

void TopBar::paintVenues(QPainter& painter, double right)
{
    QFont name = m_theme.font(TypeRole::Small);
    name.setWeight(QFont::Medium);
    const QFont age = m_theme.numberFont(TypeRole::Small);
    const double lamp = m_theme.scaled(kLamp);
    const bool brief = width() < kNarrow || venuesWidth(false) > right - m_search.right() - 8;
    if (m_venues.empty()) {
        const QString none = tr("No venue");
        const double wide = widthOf(name, none);
        drawText(painter, QRectF(right - wide, 0, wide + 1, tall()), none, name, m_theme.text.secondary);
        drawLamp(painter, QRectF(right - wide - lamp - 6, (tall() - lamp) / 2.0, lamp, lamp), LampShape::NotSetUp, m_theme);
        return;
    }
    for (std::size_t i = m_venues.size(); i-- > 0;) {
        VenueChip& chip = m_venues[i];
        const double ageWidth = brief ? 0.0 : ageRoom(age, chip.age);
        const double wide = chipWidth(name, age, chip.name, chip.age, brief) + lamp - kLamp;
        chip.rect = QRectF(right - wide, 8, wide, tall() - 16);
        if (chip.rect.left() < m_search.right() + 4) {
            chip.rect = {};
            return;
        }
        double x = chip.rect.left() + 10;
        drawLamp(painter, QRectF(x, (tall() - lamp) / 2.0, lamp, lamp), static_cast<LampShape>(chip.lamp), m_theme);
        x += lamp + 6;
        drawText(painter, QRectF(x, 0, widthOf(name, chip.name) + 1, tall()), chip.name, name, m_theme.text.primary);
        x += widthOf(name, chip.name) + 6;
        if (!brief) {
            drawText(painter, QRectF(x, 0, ageWidth, tall()), chip.age, age,
                chip.trouble ? m_theme.status.warn : m_theme.text.muted);
            x += ageWidth;
            const QRectF bar(x, tall() / 2.0 - 2, 26, 4);
            painter.fillRect(bar, m_theme.line.normal);
            drawShareBar(painter, bar, chip.used, false, chip.used > 0.8 ? m_theme.status.warn : m_theme.text.muted);
        }
        painter.fillRect(QRectF(chip.rect.right(), 9, 1, tall() - 18), m_theme.line.subtle);
        right = chip.rect.left();
    }
}

void TopBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.header);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), m_theme.line.normal);
    const double right = paintFigures(painter, m_tag->x() - 14.0);
    paintLeft(painter, right);
    paintVenues(painter, right);
}

void TopBar::mousePressEvent(QMouseEvent* event)
{
    if (m_search.contains(event->position())) {
        Q_EMIT searchAsked();
        return;
    }
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        if (m_tabs[i].contains(event->position()))
            Q_EMIT workspaceChosen(static_cast<int>(i));
    }
}

bool TopBar::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (const VenueChip& chip : m_venues) {
            if (chip.rect.contains(help->pos())) {
                QToolTip::showText(help->globalPos(), chip.toolTip, this);
                return true;
            }
        }
        QToolTip::hideText();
    }
    return QWidget::event(event);
}

} // namespace maker
