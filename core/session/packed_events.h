#pragma once

#include "kernel/model/market_event.h"
#include "tape/event_packing.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace maker {

/// The least of local minus venue time; the greatest duration where no event has a venue time.
Duration leastLatencyOf(std::span<const MarketEvent> events) noexcept;

/// Market events as one block of a tape in memory: a tenth of their bytes or less, and the same events back. Immutable, so
/// any thread may read it.
class PackedEvents {
public:
    std::size_t count() const noexcept { return m_count; }
    /// Of memory.
    std::size_t bytes() const noexcept { return sizeof(PackedEvents) + m_bytes.size(); }
    /// Local time of the last event.
    Timestamp to() const noexcept { return m_to; }
    Duration leastLatency() const noexcept { return m_leastLatency; }

    /// Replaces what `out` held. The unpacker has the places that the events were packed with.
    void unpack(EventUnpacker& unpacker, std::vector<MarketEvent>& out) const;

private:
    friend class EventPress;
    std::vector<std::uint8_t> m_bytes; ///< and what an unpacker may read beyond
    std::size_t m_count = 0;
    Timestamp m_to;
    Duration m_leastLatency;
};

/// Makes PackedEvents one after the other. Used by one thread.
class EventPress {
public:
    explicit EventPress(const std::vector<InstrumentId>& instruments) : m_packer(instruments) {}

    /// Null where there are no events or one of them names another instrument.
    std::shared_ptr<const PackedEvents> pack(std::span<const MarketEvent> events);

private:
    EventPacker m_packer;
    std::vector<std::uint8_t> m_block;
};

} // namespace maker
