#pragma once

#include "kernel/base/timestamp.h"

#include <array>
#include <cstddef>

namespace maker {

/// How far a venue's clock is ahead of ours, from request and answer: the server's time is taken to belong to the middle
/// of the round trip, and the sample with the shortest trip of the last eight is believed (as NTP's clock filter does,
/// RFC 5905 section 10).
class ClockOffset {
public:
    void observe(Timestamp sent, Timestamp server, Timestamp received) noexcept;

    bool known() const noexcept { return m_count > 0; }
    Duration offset() const noexcept { return m_offset; }
    /// Half the round trip of the sample believed: the offset is wrong by no more than this.
    Duration uncertainty() const noexcept { return m_uncertainty; }
    Timestamp toServer(Timestamp local) const noexcept { return local + m_offset; }
    /// Forgets all samples: our clock or the venue's has stepped.
    void reset() noexcept { *this = ClockOffset(); }

private:
    struct Sample {
        Duration offset;
        Duration trip;
    };

    std::array<Sample, 8> m_samples{};
    std::size_t m_count = 0;
    std::size_t m_next = 0;
    Duration m_offset;
    Duration m_uncertainty;
};

} // namespace maker
