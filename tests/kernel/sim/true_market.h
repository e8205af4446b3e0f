#pragma once

#include "kernel/sim/matching_engine.h"
#include "support/tape_rig.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <utility>
#include <vector>

namespace maker::test {

using namespace maker::sim;

/// A market of random orders in the matching core itself, and the tape of it: every order, every level, every trade.
class TrueMarket final : public MatchSink {
public:
    TrueMarket(std::uint64_t seed, bool tellsTape) : m_core({.windowLevels = 64}, *this), m_random(seed), m_tells(tellsTape) {}

    /// One thing that someone does, chosen without looking at the book; what it did is appended to the tape.
    void act(std::vector<MarketEvent>* tape)
    {
        m_tape = tape;
        const std::uint64_t dice = m_random() % 100;
        const auto qty = static_cast<std::int64_t>(1 + m_random() % 30);
        const Side side = m_random() % 2 == 0 ? Side::Buy : Side::Sell;
        const auto away = static_cast<std::int64_t>(m_random() % 4);
        const std::int64_t price = side == Side::Buy ? kMiddle - 1 - away : kMiddle + 1 + away;
        const std::int64_t chosen = m_nextId - 2 - 2 * static_cast<std::int64_t>(m_random() % 160);
        const bool grows = m_random() % 2 == 0;
        const SimOrderId id = m_nextId;
        m_nextId += 2; // one is left for ours
        if (dice < 45) {
            place({id, {1}, side, OrderType::Limit, TimeInForce::Gtc, false, {price}, {qty}});
        } else if (dice < 75) {
            m_core.cancel(chosen);
        } else if (dice < 90) {
            const auto resting = m_core.find(chosen);
            if (resting && resting->account != kOurAccount)
                m_core.replace(chosen, resting->price, Qty{grows ? resting->leaves.count + qty : std::max<std::int64_t>(1, resting->leaves.count - qty)});
        } else {
            place({id, {2}, side, OrderType::Market, TimeInForce::Gtc, false, {}, {qty}});
        }
        tellLevels();
    }
    void submitOurs(Side side, std::int64_t price, std::int64_t qty)
    {
        m_tape = nullptr;
        m_ours = m_nextId - 1;
        place({m_ours, kOurAccount, side, OrderType::Limit, TimeInForce::Gtc, false, {price}, {qty}});
    }
    const MatchingEngine& core() const { return m_core; }
    /// Others' quantity ahead of our order.
    std::int64_t ahead(Side side, std::int64_t price) const
    {
        std::int64_t sum = 0;
        for (const auto& [id, leaves] : m_queues.at({side, price})) {
            if (id == m_ours)
                return sum;
            sum += leaves;
        }
        return -1;
    }
    std::optional<std::int64_t> ourFill; ///< quantity of the first

    static constexpr std::int64_t kMiddle = 1000;
    static constexpr AccountId kOurAccount{7};

private:
    void place(const MatchOrder& order)
    {
        m_core.submit(order);
        if (const auto rests = m_core.find(order.id)) {
            m_queues[{rests->side, rests->price.count}].emplace_back(order.id, rests->leaves.count);
            tell(order.id, rests->side, rests->price, rests->leaves);
        }
    }
    void set(SimOrderId id, Side side, Price price, Qty leaves)
    {
        auto& queue = m_queues[{side, price.count}];
        const auto found = std::ranges::find_if(queue, [id](const auto& each) { return each.first == id; });
        if (leaves.isZero())
            queue.erase(found);
        else
            found->second = leaves.count;
        tell(id, side, price, leaves);
    }
    void tell(SimOrderId id, Side side, Price price, Qty leaves)
    {
        if (!m_tells || m_tape == nullptr)
            return;
        m_tape->push_back(m_writer.order(side, id, price.count, leaves.count));
    }
    void tellLevels()
    {
        std::vector<LevelChange> changes;
        m_core.takeChanges(changes);
        if (!m_tells)
            return;
        for (const LevelChange& change : changes) {
            for (const MarketEvent& event : m_writer.delta({{change.side, change.price.count, change.qty.count}}))
                m_tape->push_back(event);
        }
    }
    void onAccepted(const OrderAccepted&) override {}
    void onRejected(const OrderRejected&) override {}
    void onTrade(const TradeMade& event) override
    {
        if (event.makerAccount == kOurAccount && !ourFill)
            ourFill = event.qty.count;
        if (m_tells && m_tape != nullptr)
            m_tape->push_back(m_writer.trade(event.takerSide, event.price.count, event.qty.count));
        set(event.maker, opposite(event.takerSide), event.price, event.makerLeaves);
    }
    void onCanceled(const OrderCanceled& event) override { set(event.id, event.side, event.price, {}); }
    void onExpired(const OrderExpired&) override {}
    void onReplaced(const OrderReplaced& event) override
    {
        if (event.keptPriority) {
            set(event.id, event.side, event.price, event.leaves);
            return;
        }
        auto& queue = m_queues[{event.side, event.oldPrice.count}];
        std::erase_if(queue, [&event](const auto& each) { return each.first == event.id; });
        m_queues[{event.side, event.price.count}].emplace_back(event.id, event.leaves.count);
        tell(event.id, event.side, event.price, event.leaves);
    }

    MatchingEngine m_core;
    std::mt19937_64 m_random;
    TapeWriter m_writer;
    bool m_tells;
    std::vector<MarketEvent>* m_tape = nullptr;
    SimOrderId m_nextId = 2;
    SimOrderId m_ours = 0;
    std::map<std::pair<Side, std::int64_t>, std::deque<std::pair<SimOrderId, std::int64_t>>> m_queues;
};

} // namespace maker::test
