#pragma once

#include "kernel/book/queue_model.h"
#include "kernel/model/book_change.h"
#include "kernel/model/market_event.h"
#include "kernel/sim/match_core.h"
#include "kernel/sim/order_queues.h"
#include "kernel/sim/tape_book.h"
#include "kernel/sim/tape_walk.h"

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace maker::sim {

/// How much of a resting order one trade of the tape fills.
enum class FillMode : std::uint8_t {
    Partial, ///< what the trade had left after the queue ahead
    Whole,   ///< all of it, once a trade reaches it
};

/// A recorded market that our orders rest in. The tape is never moved by us: it is the counterparty, order 0 of account 0
/// in trades. The rules:
/// - an order that takes walks the recorded depth; what it took of a level stays taken until the tape tells the level anew;
/// - a resting order waits behind the level it joined, as its queue model says (QueuePosition); with QueueKind::Exact and
///   a tape that tells every order it knows who is ahead, and until the tape has told all of them it is risk-averse;
/// - a trade of the tape beyond its price fills it whole; one at its price fills it once the queue ahead is used up, by the
///   trade's excess (FillMode::Partial) or whole;
/// - a book that moves through its price fills it whole; one that only reaches it (as after a partial take) fills it by
///   what is offered there (FillMode::Partial) or whole;
/// - a replace goes to the back, unless it only takes quantity off at the same price.
/// Our orders among each other keep price-time priority. Nothing is allocated per event.
class TapeMarket final : public MatchCore {
public:
    struct Config {
        Price tickSize{1};
        Qty lotSize{1}; ///< partial fills are whole lots
        SelfTrade selfTrade = SelfTrade::ExpireTaker;
        QueueModel queue;
        FillMode fills = FillMode::Partial;
        bool publishes = false; ///< keeps level changes for takeChanges and gives the tape's trades ids of its own
        std::size_t windowLevels = OrderBook::kDefaultWindow;
        std::int64_t firstTradeId = 1;
    };

    TapeMarket(const Config& config, MatchSink& sink);

    /// One record of the tape; what it fills is told before this returns.
    void onMarket(const MarketEvent& event)
    {
        if (event.kind == MarketKind::Trade) {
            if (signedBy(event.side, event.price.count) >= m_concern[indexOf(event.side)].trade)
                onTapeTrade(event);
            return;
        }
        if (event.kind >= MarketKind::FeedDown) { // or a BookOrder
            if (m_orders)
                onTapeOrder(event);
            if (event.kind == MarketKind::BookOrder)
                return;
        }
        const TapeBook::Change change = m_tape.process(event);
        if (change == TapeBook::Change::Level)
            onLevel(event);
        else if (change == TapeBook::Change::Anyhow)
            onAnyChange(event);
        if (event.last && m_mayCross)
            fillCrossed();
    }

    /// The same of all records of a change.
    void onChange(const BookChange& change)
    {
        if (!m_tape.begins(change.header())) [[unlikely]] {
            onMarket(change.header());
            for (const MarketEvent& level : change.levels())
                onMarket(level);
            return;
        }
        change.forEachLevel([this](const MarketEvent& level) {
            m_tape.setLevel(level);
            onLevel(level);
        });
        if (m_mayCross)
            fillCrossed();
    }

    void submit(const MatchOrder& order) override;
    bool cancel(SimOrderId id) override;
    bool replace(SimOrderId id, Price price, Qty leaves) override;

    std::optional<RestingOrder> find(SimOrderId id) const noexcept override;
    std::optional<DepthLevel> bestBid() const noexcept override;
    std::optional<DepthLevel> bestAsk() const noexcept override;
    bool wouldTake(Side side, Price limit) const noexcept override;
    Qty qtyAt(Side side, Price price) const noexcept override;
    std::size_t depth(Side side, std::span<DepthLevel> out) const noexcept override;
    std::size_t levelCount(Side side) const noexcept override;
    TakeEstimate estimate(Side side, std::optional<Price> limit, Qty qty, AccountId account) const noexcept override;
    Qty qtyForPriceQty(Side side, Int128 maxPriceQty) const noexcept override;
    UpdateRange takeChanges(std::vector<LevelChange>& out) override;
    std::int64_t lastUpdateId() const noexcept override { return m_updateId; }
    std::int64_t lastTradeId() const noexcept override { return m_nextTradeId - 1; }

    /// Where the order stands in its level, until the next command or record; null where it does not rest.
    const QueuePosition* queue(SimOrderId id) const noexcept;
    /// Null but with QueueKind::Exact.
    const OrderQueues* orders() const noexcept { return m_orders.get(); }
    const OrderBook& tape() const noexcept { return m_tape.book(); }
    std::size_t restingOrders() const noexcept { return m_resting[0].size() + m_resting[1].size(); }
    /// What of the last trade of the tape was not ours, and its id where the market publishes.
    struct TapeTrade {
        std::int64_t tradeId = 0;
        Qty qty;
    };
    TapeTrade lastTapeTrade() const noexcept { return m_lastTapeTrade; }

private:
    struct Resting {
        SimOrderId id = 0;
        AccountId account;
        Price price;
        std::int64_t leaves = 0;
        std::int64_t told = 0; ///< the tape's quantity at the price when it was last looked at
        QueuePosition position;
        OrderQueues::Place place = 0; ///< among the orders of the tape; 0: they are not known
    };
    struct Taker {
        SimOrderId id = 0;
        AccountId account;
        Side side = Side::Buy;
        std::int64_t leaves = 0;
        bool stoppedBySelf = false;
    };
    using TapeWalk = TapeWalkOf<std::vector<Resting>>;

    std::vector<Resting>& resting(Side side) noexcept { return m_resting[indexOf(side)]; }
    const std::vector<Resting>& resting(Side side) const noexcept { return m_resting[indexOf(side)]; }
    std::vector<Level>& taken(Side bookSide) noexcept { return m_taken[indexOf(bookSide)]; }
    const std::vector<Level>& taken(Side bookSide) const noexcept { return m_taken[indexOf(bookSide)]; }
    /// Whole counts of a model's quantity, which is never negative; the small share forgives what sums of doubles lose.
    static std::int64_t wholeCounts(double qty) noexcept { return static_cast<std::int64_t>(qty + 1e-6); }
    static bool better(Side side, Price a, Price b) noexcept { return side == Side::Buy ? a > b : a < b; }

    static constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
    static constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();
    /// The prices at which orders of ours rest on one side; none: no price lies within.
    struct Reach {
        std::int64_t low = kHigh;
        std::int64_t high = -kHigh;
    };
    /// From which price on a record of one side may concern us, as signedBy(side, price): most do not, and one comparison that
    /// is the same for both sides finds that.
    struct Concern {
        std::int64_t level = kHigh; ///< a level at one of our orders, beyond one of the other side, or where we took of any
        std::int64_t trade = kHigh; ///< a trade of this aggressor that reaches an order of ours
    };
    /// A level of the other side at this price meets an order of ours on `side`.
    bool reaches(Side side, Price price) const noexcept
    {
        const Reach& reach = m_reach[indexOf(side)];
        return side == Side::Buy ? price.count <= reach.high : price.count >= reach.low;
    }
    /// Call whenever orders came to the side or left it.
    void reachAnew(Side side) noexcept;
    /// Call whenever something of ours was taken of the tape or forgotten.
    void concernAnew() noexcept;

    void onLevel(const MarketEvent& event)
    {
        if (signedBy(event.side, event.price.count) >= m_concern[indexOf(event.side)].level)
            onNearLevel(event);
    }
    void onNearLevel(const MarketEvent& event)
    {
        const Reach& same = m_reach[indexOf(event.side)];
        if (event.price.count >= same.low && event.price.count <= same.high)
            levelTold(event.side, event.price, event.qty);
        if (reaches(opposite(event.side), event.price) && event.qty.count != 0)
            m_mayCross = true;
        if (!taken(event.side).empty())
            forgetTaken(event.side, event.price);
    }
    void onTapeTrade(const MarketEvent& event);
    void onTapeOrder(const MarketEvent& event);
    void follow(std::span<const OrderQueues::Move> moves) noexcept;
    void placeAmongOrders(Side side, Resting& order) noexcept;
    void onAnyChange(const MarketEvent& event);
    void levelTold(Side side, Price price, Qty qty) noexcept;
    void fillCrossed();
    void fillCrossedSide(Side side);
    std::int64_t fillByTrade(Side side, Price price, std::int64_t qty);
    std::int64_t fillThrough(Side side, Price price, std::int64_t qty);
    std::int64_t fillAt(Side side, Price price, std::int64_t qty);
    std::int64_t fillFrom(Side side, std::size_t at, std::int64_t excess, std::int64_t qty);
    static std::int64_t excessOf(Resting& order, std::int64_t qty) noexcept;
    void fill(Side side, std::size_t at, std::int64_t qty);
    void take(Taker& taker, std::optional<Price> limit);
    void takeLevel(Taker& taker, Price price, std::int64_t offered);
    void takeFromTape(Taker& taker, Price price, std::int64_t qty);
    void takeFromOwn(Taker& taker, std::size_t at);
    void rest(const Taker& taker, Price price);
    void remember(Side bookSide, Price price, std::int64_t qty);
    void forgetTaken(Side bookSide, Price price) noexcept;
    std::int64_t takenAt(Side bookSide, Price price) const noexcept;
    std::optional<DepthLevel> bestOf(Side side) const noexcept;
    std::int64_t ownAt(Side side, Price price) const noexcept;
    MatchReason remainderReason(const MatchOrder& order, const Taker& taker) const noexcept;
    MatchReason refusal(const MatchOrder& order) const noexcept;
    void collect(Side side, std::vector<LevelChange>& out);
    bool onTick(Price price) const noexcept { return price.count > 0 && price.count % m_config.tickSize.count == 0; }

    MatchSink& m_sink;
    Config m_config;
    TapeBook m_tape;
    std::unique_ptr<OrderQueues> m_orders; ///< null: the model guesses
    bool m_mayCross = false;
    bool m_watchesTrades = false; ///< every trade of the tape matters, not only those that meet an order of ours
    std::array<std::vector<Resting>, 2> m_resting; ///< of each side: best price first, then oldest first
    std::array<Reach, 2> m_reach;     ///< by side
    std::array<Concern, 2> m_concern; ///< by side of the record
    std::array<std::vector<Level>, 2> m_taken; ///< by side of the book, best first: what we took of the tape
    std::int64_t m_nextTradeId = 1;
    std::int64_t m_updateId = 0;
    std::int64_t m_takenUpdateId = 0;
    TapeTrade m_lastTapeTrade;
    std::array<std::vector<DepthLevel>, 2> m_published; ///< by side, best first: what the last takeChanges left
    std::vector<DepthLevel> m_present;                  ///< scratch of collect
};

} // namespace maker::sim
