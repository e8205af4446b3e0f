#pragma once

#include "kernel/model/numbers.h"

#include <cstdint>
#include <deque>
#include <random>
#include <vector>

namespace maker::test {

/// A level order by order, with one order of ours in it: what a venue knows and its public feed does not tell. Orders join
/// at the back, trades take from the front, and cancels fall on a unit drawn uniformly over the others' quantity.
class TrueQueue {
public:
    explicit TrueQueue(std::uint64_t seed) : m_random(seed) {}

    enum class Kind : std::uint8_t { Join, Trade, Cancel };
    struct Step {
        Kind kind = Kind::Join;
        std::int64_t qty = 0;   ///< joined, traded or canceled of others
        std::int64_t before = 0; ///< others' quantity
        std::int64_t after = 0;
    };

    /// Fills the level with others and joins behind them.
    void begin(int orders)
    {
        m_others.clear();
        for (int i = 0; i < orders; ++i)
            m_others.push_back({size(), true});
    }

    std::int64_t ahead() const { return sum(true); }
    std::int64_t behind() const { return sum(false); }
    std::int64_t level() const { return ahead() + behind(); }

    /// One thing that happens; a trade never takes more than is ahead.
    Step step()
    {
        Step step;
        step.before = level();
        const double dice = std::uniform_real_distribution<>(0.0, 1.0)(m_random);
        if (dice < 0.45 || step.before == 0)
            join(step);
        else if (dice < 0.6 && ahead() > 1)
            trade(step);
        else
            cancel(step);
        step.after = level();
        return step;
    }

private:
    struct Order {
        std::int64_t qty = 0;
        bool ahead = false;
    };

    std::int64_t size() { return std::uniform_int_distribution<std::int64_t>(1, 100)(m_random); }
    std::int64_t sum(bool ahead) const
    {
        std::int64_t total = 0;
        for (const Order& order : m_others)
            total += order.ahead == ahead ? order.qty : 0;
        return total;
    }
    void join(Step& step)
    {
        step.kind = Kind::Join;
        step.qty = size();
        m_others.push_back({step.qty, false});
    }
    void trade(Step& step)
    {
        step.kind = Kind::Trade;
        step.qty = std::min(size(), ahead() - 1);
        std::int64_t left = step.qty;
        while (left > 0) {
            const std::int64_t taken = std::min(left, m_others.front().qty);
            m_others.front().qty -= taken;
            left -= taken;
            if (m_others.front().qty == 0)
                m_others.pop_front();
        }
    }
    void cancel(Step& step)
    {
        step.kind = Kind::Cancel;
        std::int64_t at = std::uniform_int_distribution<std::int64_t>(0, step.before - 1)(m_random);
        for (auto order = m_others.begin(); order != m_others.end(); ++order) {
            if (at < order->qty) {
                step.qty = order->qty;
                m_others.erase(order);
                return;
            }
            at -= order->qty;
        }
    }

    std::mt19937_64 m_random;
    std::deque<Order> m_others;
};

} // namespace maker::test
