#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace maker {

/// The newest value of one writer for one reader: a triple buffer. The writer never waits, the reader never sees a half
/// written value, values in between are lost by design.
template <typename T>
class Latest {
    static_assert(std::is_trivially_copyable_v<T>, "a view is copied as bytes");

public:
    Latest() = default;
    Latest(const Latest&) = delete;
    Latest& operator=(const Latest&) = delete;

    // writer

    /// The slot to fill before commit(); holds some older value.
    T& draft() noexcept { return m_slots[m_writing].value; }

    void commit() noexcept
    {
        const std::uint64_t version = m_version.load(std::memory_order_relaxed) + 1;
        m_slots[m_writing].version = version;
        m_writing = m_middle.exchange(static_cast<std::uint8_t>(m_writing | kFresh), std::memory_order_acq_rel) & kIndex;
        m_version.store(version, std::memory_order_release);
    }

    void publish(const T& value) noexcept
    {
        draft() = value;
        commit();
    }

    // reader

    /// The newest value; null while nothing was published. Stays valid and unchanged until the next call.
    const T* read() noexcept
    {
        if ((m_middle.load(std::memory_order_relaxed) & kFresh) != 0)
            m_reading = m_middle.exchange(m_reading, std::memory_order_acq_rel) & kIndex;
        return m_slots[m_reading].version != 0 ? &m_slots[m_reading].value : nullptr;
    }

    /// Version of the value the last read() gave; 0 while nothing was published.
    std::uint64_t readVersion() const noexcept { return m_slots[m_reading].version; }

    // anyone

    /// How many values have been published.
    std::uint64_t version() const noexcept { return m_version.load(std::memory_order_acquire); }

private:
    static constexpr std::uint8_t kFresh = 4;
    static constexpr std::uint8_t kIndex = 3;

    struct alignas(64) Slot {
        T value{};
        std::uint64_t version = 0;
    };

    Slot m_slots[3];
    alignas(64) std::uint8_t m_writing = 0;
    alignas(64) std::uint8_t m_reading = 1;
    alignas(64) std::atomic<std::uint8_t> m_middle{2};
    std::atomic<std::uint64_t> m_version{0};
};

} // namespace maker
