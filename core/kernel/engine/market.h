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
    Market(const EngineInstrument& config, Duration staleAfter, bool bookHoldsOwn = true);

    const Instrument& instrument() const noexcept { return *m_config.instrument; }
    AccountId account() const noexcept { return m_config.account; }
    InstrumentId id() const noexcept { return m_id; }

    /// A book, feed or trade record. The caller acts only when the step says complete or stateChanged.
    SyncStep onEvent(const MarketEvent& event)
    {
        m_time = event.localTime;
        if (event.kind == MarketKind::Trade) {
            onTrade(event);
            return {};
        }
        const SyncStep step = m_sync.process(event);
        m_told = event.venueTime.valid() ? event.venueTime : event.localTime;
        if (event.kind == MarketKind::BookLevel && m_queue.follows(event.side, event.price))
            followLevel(event.side, event.price);
        if (step.stateChanged)
            followAnew();
        return step;
    }
    SyncStep onTime(Timestamp now) { return m_sync.onTime(now); }
    /// Refreshes touch, fair value and volatility after a complete change of the book.
    void reprice(Timestamp now);

    bool live() const noexcept { return m_sync.live(); }
    const BookSync& sync() const noexcept { return m_sync; }
    MarketView view(Timestamp now) const;
    MarketState state() const;
    /// nullopt before the first two-sided book.
    std::optional<double> fair() const noexcept;
    /// Exact mid of the touch; zero where a side is empty.
    Money mid() const noexcept;
    /// The mid, or the last one known: what a position is worth.
    std::optional<Money> mark() const noexcept { return m_mark; }
    /// Whether the mark moved since the last call.
    bool takeMarkMoved() noexcept;
    std::optional<Level> bestBid() const noexcept { return m_bid; }
    std::optional<Level> bestAsk() const noexcept { return m_ask; }

    const OwnOverlay& own() const noexcept { return m_own; }
    void rebuildOwn(const WorkingOrders& orders);
    /// Follows the place of an order of ours in the queue of its price.
    void followOrder(const OrderChange& change, const ExecEvent& event);
    std::optional<QueueEstimate> queue(const ClientOrderId& order) const noexcept { return m_queue.estimate(order); }

private:
    void priceTouch();
    void onTrade(const MarketEvent& event) noexcept;
    void followLevel(Side side, Price price) noexcept;
    void followAnew() noexcept;

    EngineInstrument m_config;
    InstrumentId m_id;
    BookSync m_sync;
    Volatility m_volatility;
    OwnOverlay m_own;
    QueueEstimator m_queue;
    Timestamp m_told; ///< the venue's time of the last book record
    std::optional<Level> m_bid;
    std::optional<Level> m_ask;
    bool m_priced = false; ///< m_mid, m_microprice and m_mark are of this touch
    bool m_markMoved = false;
    std::optional<Money> m_mark;
    double m_mid = 0.0;
    double m_microprice = 0.0;
    Timestamp m_time;
    Price m_lastPrice;
    Qty m_lastQty;
    Side m_lastSide = Side::Buy;
};

} // namespace maker
