#include "kernel/sim/price_levels.h"

#include "kernel/base/assert.h"

#include <algorithm>
#include <bit>

namespace maker::sim {

PriceLevels::PriceLevels(std::uint32_t windowLevels)
{
    MAKER_ASSERT(std::has_single_bit(windowLevels) && windowLevels >= 64 && windowLevels <= (1U << 18));
    m_window.resize(windowLevels);
    m_quarter = windowLevels / 4;
    std::size_t words = windowLevels;
    for (auto& layer : m_bits) {
        words = std::max<std::size_t>(words / 64, 1);
        layer.resize(words);
    }
}

PriceLevel& PriceLevels::occupy(std::int64_t tick)
{
    const std::uint64_t index = static_cast<std::uint64_t>(tick - m_base);
    if (index < m_window.size()) {
        setBit(index);
        return m_window[index];
    }
    const std::size_t place = farIndex(tick);
    if (place == m_far.size() || m_far[place].tick != tick)
        m_far.insert(m_far.begin() + static_cast<std::ptrdiff_t>(place), FarLevel{tick, {}});
    return m_far[place].level;
}

const PriceLevel* PriceLevels::find(std::int64_t tick) const noexcept
{
    const std::uint64_t index = static_cast<std::uint64_t>(tick - m_base);
    if (index < m_window.size())
        return m_window[index].empty() ? nullptr : &m_window[index];
    const std::size_t place = farIndex(tick);
    return place < m_far.size() && m_far[place].tick == tick ? &m_far[place].level : nullptr;
}

void PriceLevels::clearListed(std::int64_t tick, bool bid) noexcept
{
    const std::uint64_t index = static_cast<std::uint64_t>(tick - m_base);
    PriceLevel* level = nullptr;
    if (index < m_window.size()) {
        level = &m_window[index];
    } else {
        const std::size_t place = farIndex(tick);
        if (place == m_far.size() || m_far[place].tick != tick)
            return;
        level = &m_far[place].level;
    }
    (bid ? level->bidListed : level->askListed) = false;
}

void PriceLevels::vacate(std::int64_t tick) noexcept
{
    const std::uint64_t index = static_cast<std::uint64_t>(tick - m_base);
    if (index < m_window.size()) {
        clearBit(index);
        return;
    }
    m_far.erase(m_far.begin() + static_cast<std::ptrdiff_t>(farIndex(tick)));
}

std::int64_t PriceLevels::below(std::int64_t tick) const noexcept
{
    std::int64_t found = kBelowAll;
    if (tick > m_base) {
        const std::int64_t top = static_cast<std::int64_t>(m_window.size()) - 1;
        const std::int64_t index = bitAtOrBelow(std::min(tick - m_base - 1, top));
        if (index >= 0)
            found = m_base + index;
    }
    if (!m_far.empty()) {
        const std::size_t place = farIndex(tick);
        if (place > 0)
            found = std::max(found, m_far[place - 1].tick);
    }
    return found;
}

std::int64_t PriceLevels::above(std::int64_t tick) const noexcept
{
    std::int64_t found = kAboveAll;
    if (tick - m_base + 1 < static_cast<std::int64_t>(m_window.size())) {
        const std::int64_t index = bitAtOrAbove(std::max<std::int64_t>(tick - m_base + 1, 0));
        if (index >= 0)
            found = m_base + index;
    }
    if (!m_far.empty()) {
        std::size_t place = farIndex(tick);
        if (place < m_far.size() && m_far[place].tick == tick)
            ++place;
        if (place < m_far.size())
            found = std::min(found, m_far[place].tick);
    }
    return found;
}

std::size_t PriceLevels::farIndex(std::int64_t tick) const noexcept
{
    const auto place = std::lower_bound(m_far.begin(), m_far.end(), tick,
        [](const FarLevel& level, std::int64_t wanted) { return level.tick < wanted; });
    return static_cast<std::size_t>(place - m_far.begin());
}

PriceLevel& PriceLevels::farAt(std::int64_t tick) noexcept
{
    const std::size_t place = farIndex(tick);
    MAKER_ASSERT(place < m_far.size() && m_far[place].tick == tick);
    return m_far[place].level;
}

void PriceLevels::moveWindow(std::int64_t tick)
{
    std::vector<FarLevel> levels;
    levels.swap(m_far);
    const auto firstAbove = std::lower_bound(levels.begin(), levels.end(), m_base,
        [](const FarLevel& level, std::int64_t wanted) { return level.tick < wanted; });
    std::vector<FarLevel> held;
    for (std::int64_t i = bitAtOrAbove(0); i >= 0; i = bitAtOrAbove(i + 1))
        held.push_back({m_base + i, m_window[static_cast<std::size_t>(i)]});
    levels.insert(firstAbove, held.begin(), held.end());

    std::fill(m_window.begin(), m_window.end(), PriceLevel{});
    for (auto& layer : m_bits)
        std::fill(layer.begin(), layer.end(), 0);
    m_base = tick - static_cast<std::int64_t>(m_window.size() / 2);
    for (const FarLevel& moved : levels) {
        if (inWindow(moved.tick))
            occupy(moved.tick) = moved.level;
        else
            m_far.push_back(moved);
    }
}

void PriceLevels::setBit(std::uint64_t index) noexcept
{
    for (auto& layer : m_bits) {
        std::uint64_t& word = layer[index >> 6];
        const std::uint64_t bit = std::uint64_t{1} << (index & 63);
        if (word & bit)
            return;
        word |= bit;
        index >>= 6;
    }
}

void PriceLevels::clearBit(std::uint64_t index) noexcept
{
    for (auto& layer : m_bits) {
        std::uint64_t& word = layer[index >> 6];
        word &= ~(std::uint64_t{1} << (index & 63));
        if (word != 0)
            return;
        index >>= 6;
    }
}

std::int64_t PriceLevels::bitAtOrBelow(std::int64_t index) const noexcept
{
    for (std::size_t layer = 0; layer < m_bits.size() && index >= 0; ++layer) {
        const std::size_t word = static_cast<std::size_t>(index >> 6);
        const std::uint64_t bits = m_bits[layer][word] & (~std::uint64_t{0} >> (63 - (index & 63)));
        if (bits != 0) {
            std::int64_t place = static_cast<std::int64_t>(word) * 64 + 63 - std::countl_zero(bits);
            while (layer > 0)
                place = place * 64 + 63 - std::countl_zero(m_bits[--layer][static_cast<std::size_t>(place)]);
            return place;
        }
        index = static_cast<std::int64_t>(word) - 1;
    }
    return -1;
}

std::int64_t PriceLevels::bitAtOrAbove(std::int64_t index) const noexcept
{
    for (std::size_t layer = 0; layer < m_bits.size(); ++layer) {
        const std::size_t word = static_cast<std::size_t>(index >> 6);
        if (word >= m_bits[layer].size())
            return -1;
        const std::uint64_t bits = m_bits[layer][word] & (~std::uint64_t{0} << (index & 63));
        if (bits != 0) {
            std::int64_t place = static_cast<std::int64_t>(word) * 64 + std::countr_zero(bits);
            while (layer > 0)
                place = place * 64 + std::countr_zero(m_bits[--layer][static_cast<std::size_t>(place)]);
            return place;
        }
        index = static_cast<std::int64_t>(word) + 1;
    }
    return -1;
}

} // namespace maker::sim
