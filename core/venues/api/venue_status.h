#pragma once

#include "venues/api/latency_histogram.h"

#include <atomic>
#include <cstdint>

namespace maker {

enum class LinkState : std::uint8_t { Down, Connecting, Up };

/// A copy of a venue's health for views.
struct VenueHealth {
    LinkState market = LinkState::Down;
    LinkState trading = LinkState::Down;
    std::uint64_t messages = 0;  ///< market frames since start
    std::uint64_t badFrames = 0; ///< market frames that were not understood
    std::uint64_t badReplies = 0; ///< execution messages that were not understood
    std::uint64_t overflows = 0; ///< times the receiving ring was full
    std::uint64_t reconnects = 0;
    std::uint32_t weightUsed = 0;
    std::uint32_t weightLimit = 0;
    std::uint32_t ambiguous = 0; ///< requests whose outcome had to be asked for
    Duration clockOffset;
    Duration ackP50; ///< order sent to answer received
    Duration ackP99;
    Timestamp lastMessage;
};

/// A venue's health as its threads count it: every field has one writer (feed or trade thread) and any readers.
class VenueStatus {
public:
    std::atomic<LinkState> market{LinkState::Down};
    std::atomic<LinkState> trading{LinkState::Down};
    std::atomic<std::uint64_t> messages{0};
    std::atomic<std::uint64_t> badFrames{0};
    std::atomic<std::uint64_t> badReplies{0};
    std::atomic<std::uint64_t> overflows{0};
    std::atomic<std::uint64_t> reconnects{0};
    std::atomic<std::uint32_t> weightUsed{0};
    std::atomic<std::uint32_t> weightLimit{0};
    std::atomic<std::uint32_t> ambiguous{0};
    std::atomic<std::int64_t> clockOffsetNs{0};
    std::atomic<std::int64_t> lastMessageNs{0};
    /// Local time until which the venue wants no request at all (429, 418); shared by all who ask it.
    std::atomic<std::int64_t> blockedUntilNs{0};
    LatencyHistogram ackLatency;

    VenueHealth health() const noexcept;
};

} // namespace maker
