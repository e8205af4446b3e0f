#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

namespace maker {

/// Two indices written by different threads must not share a cache line; 64 bytes on x86-64 and most of ARM.
inline constexpr std::size_t kCacheLine = 64;

/// A bounded queue between exactly one producer thread and one consumer thread, without locks. The capacity is exact: a
/// ring of 1,024 takes 1,024 values, refuses the next, and takes one more after one pop. What a full ring means is the
/// caller's policy.
template <typename T>
class Ring {
public:
    /// `capacity` must be a power of two.
    explicit Ring(std::size_t capacity) : m_mask(capacity - 1), m_slots(std::make_unique<T[]>(capacity))
    {
        if (!std::has_single_bit(capacity)) {
            std::fprintf(stderr, "Ring: the capacity must be a power of two capacity=%zu\n", capacity);
            std::abort();
        }
    }
    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;

    // producer

    bool tryPush(const T& value) noexcept { return pushOne(value); }
    bool tryPush(T&& value) noexcept { return pushOne(std::move(value)); }

    /// All of them or, where they do not fit together, none: a record group is never cut.
    bool tryPushAll(const T* values, std::size_t count) noexcept
    {
        const std::size_t tail = m_tail.load(std::memory_order_relaxed);
        if (!hasRoom(tail, count))
            return false;
        for (std::size_t i = 0; i < count; ++i)
            m_slots[(tail + i) & m_mask] = values[i];
        m_tail.store(tail + count, std::memory_order_release);
        return true;
    }

    /// How many values would fit now; only ever grows until the producer pushes.
    std::size_t room() const noexcept
    {
        return capacity() - (m_tail.load(std::memory_order_relaxed) - m_head.load(std::memory_order_acquire));
    }

    // consumer

    bool tryPop(T& out) noexcept
    {
        T* value = front();
        if (value == nullptr)
            return false;
        out = std::move(*value);
        pop();
        return true;
    }

    /// The oldest value in place, or null; stays until pop().
    T* front() noexcept
    {
        const std::size_t head = m_head.load(std::memory_order_relaxed);
        if (head == m_tailSeen) {
            m_tailSeen = m_tail.load(std::memory_order_acquire);
            if (head == m_tailSeen)
                return nullptr;
        }
        return &m_slots[head & m_mask];
    }

    /// Releases the value front() gave; only after front() was not null.
    void pop() noexcept { m_head.store(m_head.load(std::memory_order_relaxed) + 1, std::memory_order_release); }

    std::size_t popMany(T* out, std::size_t max) noexcept
    {
        const std::size_t head = m_head.load(std::memory_order_relaxed);
        m_tailSeen = m_tail.load(std::memory_order_acquire);
        const std::size_t count = m_tailSeen - head < max ? m_tailSeen - head : max;
        for (std::size_t i = 0; i < count; ++i)
            out[i] = std::move(m_slots[(head + i) & m_mask]);
        m_head.store(head + count, std::memory_order_release);
        return count;
    }

    // anyone: a picture that may be old when it is read

    bool empty() const noexcept { return size() == 0; }
    std::size_t size() const noexcept
    {
        const std::size_t head = m_head.load(std::memory_order_acquire);
        return m_tail.load(std::memory_order_acquire) - head;
    }
    std::size_t capacity() const noexcept { return m_mask + 1; }

private:
    template <typename U>
    bool pushOne(U&& value) noexcept
    {
        const std::size_t tail = m_tail.load(std::memory_order_relaxed);
        if (!hasRoom(tail, 1))
            return false;
        m_slots[tail & m_mask] = std::forward<U>(value);
        m_tail.store(tail + 1, std::memory_order_release);
        return true;
    }

    bool hasRoom(std::size_t tail, std::size_t count) noexcept
    {
        if (capacity() - (tail - m_headSeen) >= count)
            return true;
        m_headSeen = m_head.load(std::memory_order_acquire);
        return capacity() - (tail - m_headSeen) >= count;
    }

    const std::size_t m_mask;
    const std::unique_ptr<T[]> m_slots;
    alignas(kCacheLine) std::atomic<std::size_t> m_tail{0};
    std::size_t m_headSeen = 0; // producer's memory of m_head: the other side's line is read only when this says full
    alignas(kCacheLine) std::atomic<std::size_t> m_head{0};
    std::size_t m_tailSeen = 0; // consumer's memory of m_tail
};

} // namespace maker
