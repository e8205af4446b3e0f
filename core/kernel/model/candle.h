#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/numbers.h"

#include <cstdint>

namespace maker {

/// Open, high, low, close of the trades in [openTime, openTime + interval).
struct Candle {
    Timestamp openTime;
    Price open;
    Price high;
    Price low;
    Price close;
    Qty volume;
    Qty buyVolume; ///< bought by aggressors
    std::uint32_t trades = 0;

    friend bool operator==(const Candle&, const Candle&) = default;
};

} // namespace maker
