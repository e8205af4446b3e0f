#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/market_event.h"

namespace maker {

/// The exchange's time as a live feed tells it: the venue's stamps, moved so that no record was ever nearer than the least
/// feed latency (two clocks differ) and none is thought older than a second. Never goes back.
class PaperClock {
public:
    static constexpr Duration kMostLag = Duration::seconds(1);

    explicit PaperClock(Duration leastLag) noexcept : m_leastLag(leastLag), m_lag(leastLag) {}

    /// Exchange time of a record that is read now.
    Timestamp onEvent(const MarketEvent& event) noexcept;
    /// Exchange time while nothing comes: as far behind as the last record was.
    Timestamp at(Timestamp local) noexcept;
    /// Local time at which at() reaches that exchange time.
    Timestamp localOf(Timestamp exchange) const noexcept { return exchange + m_lag; }
    Duration lag() const noexcept { return m_lag; }

private:
    Timestamp forward(Timestamp exchange) noexcept;

    Duration m_leastLag;
    Duration m_lag;
    Duration m_shift; ///< taken from the venue's stamps
    Timestamp m_now;
};

} // namespace maker
