#pragma once

#include <cmath>
#include <cstdint>

namespace maker::backtest {

/// Whether a fee in basis points is a whole number of millionths, as fees are charged; a finer one would be charged as
/// another than the one that is shown.
inline bool onFeeGrid(double bps) noexcept
{
    const double millionths = bps * 100.0;
    return std::abs(millionths - std::round(millionths)) < 1e-6;
}

/// A fee in basis points as it is charged, in millionths.
inline std::int32_t ppmOf(double bps) noexcept
{
    return static_cast<std::int32_t>(std::lround(bps * 100.0));
}

} // namespace maker::backtest
