#include "kernel/engine/market.h"

namespace maker {

Market::Market(const EngineInstrument& config, Duration staleAfter, bool bookHoldsOwn)
    : m_config(config), m_id(config.instrument->id()), m_sync(config.instrument->tickSize(), config.rule, SyncTiming{.staleAfter = staleAfter}),
      m_queue(QueueModel{}, bookHoldsOwn)
{
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
        for (const Level& level : m_own.levels(side))
            followLevel(side, level.price);
    }
}

void Market::followOrder(const OrderChange& change, const ExecEvent& event)
{
    const Order& order = change.order;
    if (order.foreign)
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

void Market::reprice(Timestamp now)
{
    const OrderBook& book = m_sync.book();
    const auto bid = book.bestBid();
    const auto ask = book.bestAsk();
    if (bid != m_bid || ask != m_ask) {
        m_bid = bid;
        m_ask = ask;
        m_priced = false;
    }
    if (!m_bid || !m_ask || !m_sync.live())
        return;
    if (!m_priced)
        priceTouch();
    m_volatility.onPrice(m_mid, now);
}

void Market::priceTouch()
{
    const Instrument& units = instrument();
    const Touch touch{units.toDouble(m_bid->price), units.toDouble(m_ask->price), units.toDouble(m_bid->qty),
                      units.toDouble(m_ask->qty)};
    m_priced = true;
    m_mid = maker::mid(touch);
    m_microprice = maker::microprice(touch);
    if (const Money now = mid(); now != m_mark) {
        m_mark = now;
        m_markMoved = true;
    }
}

MarketView Market::view(Timestamp now) const
{
    MarketView view;
    view.instrument = &instrument();
    view.book = &m_sync.book();
    view.tradable = m_sync.live() && m_bid && m_ask;
    view.now = now;
    if (m_bid) {
        view.bestBid = m_bid->price;
        view.bidQty = m_bid->qty;
    }
    if (m_ask) {
        view.bestAsk = m_ask->price;
        view.askQty = m_ask->qty;
    }
    view.mid = m_mid;
    view.microprice = m_microprice;
    view.fair = m_microprice;
    view.volatility = m_volatility.perSqrtSecond();
    return view;
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
    state.mid = m_mid;
    state.fair = m_microprice;
    state.volatility = m_volatility.perSqrtSecond();
    const Level* bid = m_own.best(Side::Buy);
    const Level* ask = m_own.best(Side::Sell);
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
    if (m_microprice > 0.0)
        return m_microprice;
    return std::nullopt;
}

Money Market::mid() const noexcept
{
    if (!m_bid || !m_ask)
        return {};
    const Int128 sum = (instrument().toMoney(m_bid->price) + instrument().toMoney(m_ask->price)).units();
    if (sum % 2 == 0) // always, but for prices of 18 decimals
        return Money::fromUnits(sum / 2);
    return Money::fromUnits(mulDiv(sum, 1, 2, Rounding::HalfEven));
}

void Market::rebuildOwn(const WorkingOrders& orders)
{
    m_own.clear();
    orders.forEachOpen([&](const WorkingOrder& working) {
        const Order& order = working.order;
        if (order.instrument == id() && !order.foreign && working.acknowledged && order.leaves().count > 0)
            m_own.add(order.side, order.price, order.leaves());
    });
}

} // namespace maker
