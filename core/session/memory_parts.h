#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/market_event.h"
#include "session/packed_events.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace maker {

/// Events as the engine writes them. `count` moves after the event was written, so a reader sees whole events only.
struct RawEvents {
    static constexpr std::size_t kMost = 1U << 14U;
    static constexpr std::size_t kBytes = kMost * sizeof(MarketEvent);

    std::span<const MarketEvent> written() const noexcept { return {events.get(), count.load(std::memory_order_acquire)}; }

    std::unique_ptr<MarketEvent[]> events = std::make_unique<MarketEvent[]>(kMost);
    std::atomic<std::size_t> count{0};
    std::atomic<std::uint32_t> lent{0}; ///< copies of parts that read it; while there are any it is not used again
};

/// A part of the market memory, in one of two forms.
struct MemoryPart {
    std::shared_ptr<RawEvents> raw;             ///< null: packed
    std::shared_ptr<const PackedEvents> packed; ///< null: not yet
    Timestamp begin;
    std::size_t picture = 0; ///< events of the picture of the books that it begins with
    std::size_t count = 0;   ///< of a lent one: events when it was lent, with the picture
    bool startable = false;  ///< it begins between two updates
    bool packable = true;    ///< every event names an instrument that is known, or none
};

/// The parts of the market memory, bounded in time and bytes. The engine writes to the newest; the others are packed by a
/// thread of its own that gives way to every other. Two parts of raw events are made at once and used in turn, so the
/// engine allocates only where that thread is behind by a whole part.
class MemoryParts {
public:
    struct Limits {
        Duration span = Duration::seconds(600);
        std::size_t bytes = 64U << 20U; ///< the newest part is kept in any case
    };

    MemoryParts(std::vector<InstrumentId> instruments, Limits limits);
    ~MemoryParts();
    MemoryParts(const MemoryParts&) = delete;
    MemoryParts& operator=(const MemoryParts&) = delete;

    // engine thread
    /// Empty, to be written to once it was added.
    std::shared_ptr<RawEvents> fresh();
    /// The newest part from now on; the one before changes no more.
    void add(MemoryPart part);

    // any thread
    /// Copies of all parts, oldest first, with the events that they hold now.
    std::vector<MemoryPart> lend() const;
    struct Usage {
        std::size_t parts = 0;
        std::size_t packed = 0; ///< of the parts
        std::size_t bytes = 0;  ///< of the parts and of the raw events that wait for their turn
    };
    Usage usage() const;

private:
    void run();
    void makeSpare(std::unique_lock<std::mutex>& lock);

    // with the mutex held
    std::shared_ptr<RawEvents> nextToPack() const;
    void settle(const std::shared_ptr<RawEvents>& raw, std::shared_ptr<const PackedEvents> packed);
    std::size_t bytes() const noexcept;
    std::size_t oldestCount() const noexcept;
    bool tooLong() const noexcept;
    void dropOldest(std::vector<MemoryPart>& dropped);

    const std::vector<InstrumentId> m_instruments;
    const Limits m_limits;
    mutable std::mutex m_mutex;
    std::condition_variable m_added;
    std::vector<MemoryPart> m_parts; ///< oldest first; with room, so that the engine adds without allocating
    std::vector<std::shared_ptr<RawEvents>> m_spares;
    std::size_t m_packedBytes = 0;
    std::size_t m_rawParts = 0;
    std::uint64_t m_additions = 0;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace maker
