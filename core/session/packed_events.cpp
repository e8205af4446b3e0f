#include "session/packed_events.h"

#include "kernel/base/assert.h"

#include <algorithm>

namespace maker {

Duration leastLatencyOf(std::span<const MarketEvent> events) noexcept
{
    Duration least{std::numeric_limits<std::int64_t>::max()};
    for (const MarketEvent& event : events) {
        if (event.venueTime.valid())
            least = std::min(least, event.localTime - event.venueTime);
    }
    return least;
}

void PackedEvents::unpack(EventUnpacker& unpacker, std::vector<MarketEvent>& out) const
{
    const auto block = std::span(m_bytes).first(m_bytes.size() - EventUnpacker::kPadding);
    MAKER_ASSERT(unpacker.unpack(block, m_count, out));
}

std::shared_ptr<const PackedEvents> EventPress::pack(std::span<const MarketEvent> events)
{
    if (events.empty())
        return nullptr;
    m_packer.begin();
    for (const MarketEvent& event : events) {
        if (!m_packer.add(event))
            return nullptr;
    }
    m_packer.finish(m_block);
    auto packed = std::make_shared<PackedEvents>();
    packed->m_bytes.reserve(m_block.size() + EventUnpacker::kPadding);
    packed->m_bytes.assign(m_block.begin(), m_block.end());
    packed->m_bytes.resize(m_block.size() + EventUnpacker::kPadding);
    packed->m_count = events.size();
    packed->m_to = events.back().localTime;
    packed->m_leastLatency = leastLatencyOf(events);
    return packed;
}

} // namespace maker
