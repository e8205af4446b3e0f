#pragma once

#include "kernel/book/book_sync.h"
#include "kernel/book/own_overlay.h"
#include "kernel/book/queue_estimator.h"
#include "kernel/engine/engine.h"
#include "kernel/orders/working_orders.h"
#include "kernel/pricing/mid.h"
#include "kernel/pricing/volatility.h"
#include "kernel/strategy/strategy.h"

namespace maker {

/// One instrument: its book, what is thought of its price, and where our orders rest in it.
class Market {
public:
    Market(const EngineInstrument& config, const EngineConfig& engine, const WorkingOrders& orders);

    const Instrument& instrument() const noexcept { return *m_config.instrument; }
    AccountId account() const noexcept { return m_config.account; }
    InstrumentId id() const noexcept { return m_id; }

    /// A book, feed or trade record. The caller acts only when the step says so.
    SyncStep onEvent(const MarketEvent& event)
    {
        m_time = event.localTime;
        if (event.kind == MarketKind::Trade) {
            onTrade(event);
            return {};
        }
        const SyncStep step = m_sync.process(event);
        m_told = event.venueTime.valid() ? event.venueTime : event.localTime;
        if (!m_queue.empty() && event.kind == MarketKind::BookLevel && m_queue.follows(event.side, event.price))
            followLevel(event.side, event.price);
        if (step.stateChanged)
            followAnew();
        return step;
    }
    /// A whole change at once. False: it has to be taken record by record, as where queues are followed within it.
    bool onChange(const BookChange& change, SyncStep& step)
    {
        if (!m_queue.empty() || !m_sync.apply(change, step))
            return false;
        const MarketEvent& header = change.header();
        m_time = header.localTime;
        m_told = header.venueTime.valid() ? header.venueTime : header.localTime;
        return true;
    }
    SyncStep onTime(Timestamp now) { return m_sync.onTime(now); }
    /// Refreshes touch, fair value and volatility after a complete change of the book.
    void reprice(Timestamp now)
    {
        if (m_sync.book().touches() != m_touches)
            readTouch();
        if (!m_twoSided || !m_sync.live())
            return;
        if (!m_priced)
            priceTouch();
        m_volatility.onPrice(m_view.mid, now);
    }

    bool live() const noexcept { return m_sync.live(); }
    const BookSync& sync() const noexcept { return m_sync; }
    MarketView view(Timestamp now) const noexcept
    {
        MarketView view = touchView(now);
        view.volatility = m_volatility.perSqrtSecond();
        return view;
    }
    /// Without the volatility.
    MarketView touchView(Timestamp now) const noexcept
    {
        MarketView view = m_view;
        view.tradable = m_sync.live() && m_twoSided;
        view.now = now;
        return view;
    }
    MarketState state() const;
    /// nullopt before the first two-sided book.
    std::optional<double> fair() const noexcept;
    /// Exact mid of the touch; zero where a side is empty.
    Money mid() const noexcept;
    /// The mid, or the last one known: what a position is worth.
    std::optional<Money> mark() const noexcept { return m_mark; }
    /// Whether the mark moved since the last call.
    bool takeMarkMoved() noexcept;
    /// Moves, from 1, whenever a price of the touch may have.
    std::uint64_t touchPrices() const noexcept { return m_touchPrices; }
    /// At this touch and after so many events that were none of the market, nobody has anything new to say of it.
    void settle(std::uint64_t stirs) noexcept { m_settled = {m_touchPrices, stirs}; }
    bool settled(std::uint64_t stirs) const noexcept
    {
        return ((m_settled.touchPrices ^ m_touchPrices) | (m_settled.stirs ^ stirs)) == 0; // one question: two are foreseen worse
    }
    std::optional<Level> bestBid() const noexcept { return m_bid; }
    std::optional<Level> bestAsk() const noexcept { return m_ask; }

    /// Where our orders rest, made anew when they have moved since it was last asked for.
    const OwnOverlay& own() const;
    /// Follows the place of an order of ours in the queue of its price.
    void followOrder(const OrderChange& change, const ExecEvent& event);
    std::optional<QueueEstimate> queue(const ClientOrderId& order) const noexcept { return m_queue.estimate(order); }

private:
    void readTouch();
    void priceTouch();
    void onTrade(const MarketEvent& event) noexcept;
    void followLevel(Side side, Price price) noexcept;
    void followAnew() noexcept;

    EngineInstrument m_config;
    InstrumentId m_id;
    BookSync m_sync;
    Volatility m_volatility;
    const WorkingOrders& m_orders;
    mutable OwnOverlay m_own;
    mutable std::uint64_t m_ownVersion = 0; ///< of the orders in m_own
    QueueEstimator m_queue;
    bool m_estimatesQueues;
    Timestamp m_told; ///< the venue's time of the last book record
    std::optional<Level> m_bid;
    std::optional<Level> m_ask;
    std::uint64_t m_touches = 0; ///< of the book, when the touch was last read
    std::uint64_t m_touchPrices = 1;
    struct {
        std::uint64_t touchPrices = 0;
        std::uint64_t stirs = 0;
    } m_settled;
    MarketView m_view;           ///< all of it but what each moment has of its own
    bool m_twoSided = false;     ///< both best levels are there
    bool m_priced = false;       ///< the prices of m_view and m_mark are of this touch
    bool m_markMoved = false;
    std::optional<Money> m_mark;
    Timestamp m_time;
    Price m_lastPrice;
    Qty m_lastQty;
    Side m_lastSide = Side::Buy;
};

} // namespace maker
