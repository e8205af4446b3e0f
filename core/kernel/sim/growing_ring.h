#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace maker::sim {

/// First in, first out in place; it grows to the most that ever waited and allocates nothing after that.
template <typename T>
class GrowingRing {
public:
    /// `firstSize`: a power of two.
    explicit GrowingRing(std::size_t firstSize = 64) : m_slots(std::make_unique<T[]>(firstSize)), m_mask(firstSize - 1) {}

    bool empty() const noexcept { return m_head == m_tail; }
    std::size_t size() const noexcept { return m_tail - m_head; }
    T& front() noexcept { return m_slots[m_head & m_mask]; }
    const T& front() const noexcept { return m_slots[m_head & m_mask]; }
    /// Counted from the front.
    T& operator[](std::size_t index) noexcept { return m_slots[(m_head + index) & m_mask]; }
    void pop() noexcept
    {
        if (++m_head == m_tail)
            m_head = m_tail = 0; // begun anew where the cache still is
    }
    /// A new last element with whatever the slot held before: set every field.
    T& push()
    {
        if (size() > m_mask) [[unlikely]]
            grow();
        return m_slots[m_tail++ & m_mask];
    }

private:
    void grow()
    {
        const std::size_t count = size();
        auto bigger = std::make_unique<T[]>(count * 2);
        for (std::size_t i = 0; i < count; ++i)
            bigger[i] = std::move((*this)[i]);
        m_slots = std::move(bigger);
        m_mask = count * 2 - 1;
        m_head = 0;
        m_tail = count;
    }

    std::unique_ptr<T[]> m_slots;
    std::size_t m_mask;
    std::size_t m_head = 0;
    std::size_t m_tail = 0;
};

} // namespace maker::sim
