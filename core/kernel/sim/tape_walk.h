#pragma once

#include "kernel/book/order_book.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace maker::sim {

/// Walks one side of a recorded market outwards: at each price what is left of the tape, and whether orders of ours rest
/// there. `Orders` are sorted best first and have a `price`; orders and taken quantities of the present step may be
/// changed during the walk.
template <typename Orders>
class TapeWalkOf {
public:
    struct Step {
        Price price;
        std::int64_t tape = 0;
        bool own = false;
    };

    TapeWalkOf(const OrderBook& book, const std::vector<Level>& taken, const Orders& own, Side side) noexcept
        : m_cursor(book.cursor(side)), m_taken(taken), m_own(own), m_buy(side == Side::Buy), m_level(m_cursor.next())
    {
    }

    std::optional<Step> next() noexcept
    {
        while (true) {
            while (m_started && m_ownAt < m_own.size() && !better(m_last, m_own[m_ownAt].price))
                ++m_ownAt;
            const bool own = m_ownAt < m_own.size();
            if (!own && !m_level)
                return std::nullopt;
            Step step;
            step.own = own && (!m_level || !better(m_level->price, m_own[m_ownAt].price));
            step.price = step.own ? m_own[m_ownAt].price : m_level->price;
            if (m_level && m_level->price == step.price) {
                step.tape = m_level->qty.count - takenAt(step.price);
                m_level = m_cursor.next();
            }
            m_last = step.price;
            m_started = true;
            if (step.own || step.tape > 0)
                return step;
        }
    }

private:
    bool better(Price a, Price b) const noexcept { return m_buy ? a > b : a < b; }
    std::int64_t takenAt(Price price) noexcept
    {
        while (m_takenAt < m_taken.size() && better(m_taken[m_takenAt].price, price))
            ++m_takenAt;
        return m_takenAt < m_taken.size() && m_taken[m_takenAt].price == price ? m_taken[m_takenAt].qty.count : 0;
    }

    BookSide::Cursor m_cursor;
    const std::vector<Level>& m_taken;
    const Orders& m_own;
    bool m_buy;
    bool m_started = false;
    Price m_last;
    std::size_t m_ownAt = 0;
    std::size_t m_takenAt = 0;
    std::optional<Level> m_level;
};

} // namespace maker::sim
