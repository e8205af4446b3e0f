#pragma once

#include "kernel/sim/match_core.h"
#include "kernel/sim/price_levels.h"
#include "kernel/sim/resting_nodes.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace maker::sim {

/// Price-time priority matching of one instrument. Orders are pooled nodes in first-in-first-out lists per price, found
/// by id without a search; nothing is allocated once the pool has its size. The update id grows by one with every change
/// of a level's quantity.
class MatchingEngine final : public MatchCore {
public:
    struct Config {
        Price tickSize{1};
        SelfTrade selfTrade = SelfTrade::ExpireTaker;
        std::uint32_t windowLevels = 1U << 16; ///< power of two, 64 .. 2^18: prices held in the flat array
        std::uint32_t expectedOrders = 4096;   ///< room set aside at once
        std::int64_t firstTradeId = 1;
    };

    MatchingEngine(const Config& config, MatchSink& sink);

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
    std::size_t restingOrders() const noexcept { return m_resting; }
    std::int64_t lastTradeId() const noexcept override { return m_nextTradeId - 1; }

private:
    struct Taker {
        SimOrderId id = 0;
        AccountId account;
        Side side = Side::Buy;
        std::int64_t limitTick = 0;
        std::int64_t leaves = 0;
        bool stoppedBySelf = false;
    };

    std::optional<std::int64_t> toTick(Price price) const noexcept;
    Price toPrice(std::int64_t tick) const noexcept { return {tick * m_tickSize}; }
    bool crosses(Side side, std::int64_t limitTick) const noexcept;
    std::int64_t bestFor(Side takerSide) const noexcept { return takerSide == Side::Buy ? m_bestAsk : m_bestBid; }
    std::int64_t stepAway(Side bookSide, std::int64_t tick) const noexcept;
    void match(Taker& taker);
    void matchLevel(Taker& taker, std::int64_t tick, PriceLevel& level);
    void rest(const Taker& taker);
    void expire(const Taker& taker, Price price, MatchReason reason);
    MatchReason remainderReason(const MatchOrder& order, const Taker& taker) const noexcept;
    void collect(Side side, std::vector<std::int64_t>& ticks, std::vector<LevelChange>& out);
    void unlink(const RestingNode& node, PriceLevel& level) noexcept;
    void levelChanged(Side side, std::int64_t tick, PriceLevel& level);
    void levelEmptied(Side side, std::int64_t tick);

    MatchSink& m_sink;
    std::int64_t m_tickSize = 1;
    SelfTrade m_selfTrade = SelfTrade::ExpireTaker;
    RestingNodes m_nodes;
    PriceLevels m_levels;
    std::int64_t m_bestBid = PriceLevels::kBelowAll;
    std::int64_t m_bestAsk = PriceLevels::kAboveAll;
    std::size_t m_resting = 0;
    SimOrderId m_lastId = 0;
    std::int64_t m_nextTradeId = 1;
    std::int64_t m_updateId = 0;
    std::int64_t m_takenUpdateId = 0;
    std::vector<std::int64_t> m_changedBids; ///< ticks; a level knows whether it is listed
    std::vector<std::int64_t> m_changedAsks;
};

} // namespace maker::sim
