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
    SyncStep onEvent(const MarketEvent& event);
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

    const OwnOverlay& own() const noexcept { return m_own; }
    void rebuildOwn(const WorkingOrders& orders);
    /// Follows the place of an order of ours in the queue of its price.
    void followOrder(const OrderChange& change, const ExecEvent& event);
    std::optional<QueueEstimate> queue(const ClientOrderId& order) const noexcept { return m_queue.estimate(order); }

private:
    void priceTouch();
    void followBook(const MarketEvent& event, const SyncStep& step) noexcept;

    EngineInstrument m_config;
    InstrumentId m_id;
    BookSync m_sync;
    Volatility m_volatility;
    OwnOverlay m_own;
    QueueEstimator m_queue;
    Timestamp m_told; ///< the venue's time of the last book record
    std::optional<Level> m_bid;
    std::optional<Level> m_ask;
    std::optional<Level> m_pricedBid; ///< the touch of which m_mid, m_microprice and m_mark are
    std::optional<Level> m_pricedAsk;
    std::optional<Money> m_mark;
    double m_mid = 0.0;
    double m_microprice = 0.0;
    Timestamp m_time;
    Price m_lastPrice;
    Qty m_lastQty;
    Side m_lastSide = Side::Buy;
};

} // namespace maker
