#include "kernel/engine/market.h"

namespace maker {

namespace {

bool samePrice(const std::optional<Level>& a, const std::optional<Level>& b) noexcept
{
    return a.has_value() == b.has_value() && (!a || a->price == b->price);
}

} // namespace

Market::Market(const EngineInstrument& config, const EngineConfig& engine, const WorkingOrders& orders)
    : m_config(config), m_id(config.instrument->id()),
      m_sync(config.instrument->tickSize(), config.rule, SyncTiming{.staleAfter = engine.staleAfter}), m_orders(orders),
      m_queue(QueueModel{}, engine.bookHoldsOwn), m_estimatesQueues(engine.estimatesQueues)
{
    m_view.instrument = config.instrument.get();
    m_view.book = &m_sync.book();
}

void Market::onTrade(const MarketEvent& event) noexcept
{
    m_lastPrice = event.price;
    m_lastQty = event.qty;
    m_lastSide = event.side;
    if (!m_queue.empty())
        m_queue.onTrade(event.side, event.price, event.qty);
}

void Market::followLevel(Side side, Price price) noexcept
{
    m_queue.onLevel(side, price, m_sync.book().qtyAt(side, price), m_told);
}

/// A book built anew says nothing of the levels it has lost.
void Market::followAnew() noexcept
{
    if (m_queue.empty())
        return;
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (const Level& level : own().levels(side))
            followLevel(side, level.price);
    }
}

void Market::followOrder(const OrderChange& change, const ExecEvent& event)
{
    const Order& order = *change.order;
    if (order.foreign || !m_estimatesQueues)
        return;
    if (change.fill)
        m_queue.onFill(order.clientOrderId, change.fill->qty);
    if (isTerminal(order.state)) {
        m_queue.onGone(order.clientOrderId);
    } else if (order.state == OrderState::Accepted || order.state == OrderState::PartiallyFilled) {
        const Timestamp accepted = event.venueTime.valid() ? event.venueTime : event.localTime;
        m_queue.onAccepted(order.clientOrderId, order.side, order.price, order.leaves(), accepted,
                           m_sync.book().qtyAt(order.side, order.price), m_told);
    }
}

void Market::readTouch()
{
    const OrderBook& book = m_sync.book();
    m_touches = book.touches();
    const auto bid = book.bestBid();
    const auto ask = book.bestAsk();
    if (bid == m_bid && ask == m_ask)
        return;
    m_touchPrices += samePrice(bid, m_bid) && samePrice(ask, m_ask) ? 0 : 1;
    m_bid = bid;
    m_ask = ask;
    m_twoSided = bid && ask;
    m_priced = false;
    const Level noLevel;
    m_view.bestBid = bid.value_or(noLevel).price;
    m_view.bidQty = bid.value_or(noLevel).qty;
    m_view.bestAsk = ask.value_or(noLevel).price;
    m_view.askQty = ask.value_or(noLevel).qty;
}

void Market::priceTouch()
{
    const Instrument& units = instrument();
    const Touch touch{units.toDouble(m_bid->price), units.toDouble(m_ask->price), units.toDouble(m_bid->qty),
                      units.toDouble(m_ask->qty)};
    m_view.mid = maker::mid(touch);
    m_view.microprice = m_view.fair = maker::microprice(touch);
    if (const Money now = mid(); now != m_mark) {
        m_mark = now;
        m_markMoved = true;
    }
    m_priced = true;
}

MarketState Market::state() const
{
    MarketState state;
    state.instrument = id();
    state.health = m_sync.state();
    state.time = m_time;
    state.bookTime = m_sync.updated();
    state.bestBid = m_bid ? m_bid->price : Price{};
    state.bestAsk = m_ask ? m_ask->price : Price{};
    state.lastPrice = m_lastPrice;
    state.lastQty = m_lastQty;
    state.lastSide = m_lastSide;
    state.mid = m_view.mid;
    state.fair = m_view.fair;
    state.volatility = m_volatility.perSqrtSecond();
    const Level* bid = own().best(Side::Buy);
    const Level* ask = own().best(Side::Sell);
    state.ownBid = bid != nullptr ? bid->price : Price{};
    state.ownAsk = ask != nullptr ? ask->price : Price{};
    state.gaps = m_sync.counters().gaps;
    return state;
}

bool Market::takeMarkMoved() noexcept
{
    const bool moved = m_markMoved;
    m_markMoved = false;
    return moved;
}

std::optional<double> Market::fair() const noexcept
{
    if (m_view.fair > 0.0)
        return m_view.fair;
    return std::nullopt;
}

Money Market::mid() const noexcept
{
    if (m_priced)
        return *m_mark;
    if (!m_bid || !m_ask)
        return {};
    const Int128 sum = (instrument().toMoney(m_bid->price) + instrument().toMoney(m_ask->price)).units();
    if (sum % 2 == 0) // always, but for prices of 18 decimals
        return Money::fromUnits(sum / 2);
    return Money::fromUnits(mulDiv(sum, 1, 2, Rounding::HalfEven));
}

const OwnOverlay& Market::own() const
{
    if (m_ownVersion == m_orders.version())
        return m_own;
    m_ownVersion = m_orders.version();
    m_own.clear();
    m_orders.forEachOpen([&](const WorkingOrder& working) {
        const Order& order = working.order;
        if (order.instrument == id() && !order.foreign && working.acknowledged && order.leaves().count > 0)
            m_own.add(order.side, order.price, order.leaves());
    });
    return m_own;
}

} // namespace maker
