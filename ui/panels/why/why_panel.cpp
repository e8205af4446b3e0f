#include "ui/panels/why/why_panel.h"

#include "ui/base/number_text.h"
#include "ui/base/segments.h"

#include <QToolButton>

#include <algorithm>
#include <cstdlib>

namespace maker {

WhyPanel::WhyPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("why"), tr("Why this quote"))
    , m_view(new WhyView(context.theme, this))
    , m_sides(new Segments(context.theme, { tr("Buy"), tr("Sell") }, this))
    , m_freeze(nullptr)
{
    head().addControl(m_sides);
    m_freeze = head().addIcon(QStringLiteral("lock"), tr("Freeze this picture"));
    m_freeze->setCheckable(true);
    connect(m_freeze, &QToolButton::toggled, this, &WhyPanel::setFrozen);
    connect(m_sides, &Segments::chosen, this, &WhyPanel::chooseSide);
    connect(&selection(), &Selection::orderChanged, this, &WhyPanel::followOrder);
    connect(&selection(), &Selection::strategyChanged, this, [this] {
        m_picked.reset();
        m_changed = true;
    });
    setContent(m_view);
    setState(PanelState::Empty, tr("No quotes"),
        tr("Start a strategy; each of its quotes then explains itself here, step by step."));
}

void WhyPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows)
        m_orders.apply(row);
}

void WhyPanel::chooseSide(int index)
{
    m_side = index == 0 ? Side::Buy : Side::Sell;
    m_picked.reset();
    m_changed = true;
}

void WhyPanel::followOrder()
{
    const auto& all = m_orders.orders();
    const auto found = std::find_if(
        all.begin(), all.end(), [this](const Order& order) { return order.clientOrderId == selection().order(); });
    if (found == all.end() || found->foreign)
        return;
    m_picked = *found;
    m_side = found->side;
    m_sides->setCurrent(m_side == Side::Buy ? 0 : 1);
    m_changed = true;
}

void WhyPanel::setFrozen(bool frozen)
{
    m_frozen = frozen;
    m_freeze->setChecked(frozen);
    head().setBadge(frozen ? tr("frozen %1").arg(text::clockMillis(m_quotes.time)) : QString());
}

const Quote* WhyPanel::wanted() const
{
    const Quote* best = nullptr;
    std::int64_t least = 0;
    for (const Quote& quote : m_quotes.target.view()) {
        if (quote.side != m_side)
            continue;
        const std::int64_t away = m_picked ? std::abs(quote.price.count - m_picked->price.count) : quote.level;
        if (best == nullptr || away < least) {
            best = &quote;
            least = away;
        }
    }
    return best;
}

std::optional<Order> WhyPanel::restingFor(const Quote& quote) const
{
    std::optional<Order> found;
    for (const Order& order : m_orders.orders()) {
        if (order.foreign || order.strategy != m_quotes.strategy || order.side != quote.side)
            continue;
        const auto away = [&](const Order& each) { return std::abs(each.price.count - quote.price.count); };
        if (!found || away(order) < away(*found))
            found = order;
    }
    // Another quote's order says nothing of this one.
    if (found && std::abs(found->price.count - quote.price.count) > m_quotes.target.priceTolerance)
        return std::nullopt;
    return found;
}

void WhyPanel::onFrame(const Frame& frame)
{
    const StrategyId strategy = m_picked ? m_picked->strategy : selection().strategy();
    const bool newer = !m_frozen && frame.session.quotes(strategy, m_quotes);
    if ((!newer && !m_changed) || (m_frozen && !m_changed) || frame.millis - m_drawnAt < kRedrawMillis)
        return;
    m_drawnAt = frame.millis;
    m_changed = false;
    if (m_quotes.strategy != strategy)
        return;
    draw();
}

void WhyPanel::draw()
{
    const Instrument* traits = instrument(m_quotes.instrument);
    const Quote* quote = wanted();
    if (traits == nullptr || quote == nullptr) {
        m_picked.reset();
        if (traits != nullptr && !m_quotes.target.view().empty())
            setState(PanelState::Empty, m_side == Side::Buy ? tr("No bid") : tr("No ask"),
                tr("The strategy quotes the other side alone, as it does where inventory or a limit leaves one."));
        else
            setState(PanelState::Empty, tr("No quotes"),
                tr("Start a strategy; each of its quotes then explains itself here, step by step."));
        head().setContext({});
        return;
    }
    const std::optional<Order> resting = restingFor(*quote);
    WhyChain chain = whyChain(*traits, *quote, resting);
    head().setContext(QStringLiteral("%1, %2").arg(text::pair(*traits),
        resting ? text::fromView(resting->clientOrderId.view()) : tr("nothing rests for it")));
    m_view->show(traits, std::move(chain));
    setState(PanelState::Live);
}

void WhyPanel::onThemeChanged()
{
    if (m_view != nullptr)
        m_view->refreshTheme();
}

std::unique_ptr<Panel> makeWhyPanel(const PanelContext& context)
{
    return std::make_unique<WhyPanel>(context);
}

} // namespace maker
