#pragma once

#include "kernel/backtest/bar_strategy.h"
#include "kernel/base/int128.h"
#include "kernel/params/params.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace maker::backtest::sma_cross {

/// Parameters of the cross of two simple moving averages; lengths in bars, size in base units.
struct Params {
    std::int32_t fast = 20;
    std::int32_t slow = 50;
    double size = 1.0;

    static constexpr std::string_view kName = "sma_cross";

    static constexpr auto fields()
    {
        return std::tuple{
            field(&Params::fast,
                  {.key = "fast", .text = MAKER_TEXT("Fast average"), .help = MAKER_TEXT("Closes in the faster average."),
                   .unit = MAKER_TEXT("bars"), .group = MAKER_TEXT("Averages"), .searchable = true, .min = 1, .max = 9'999,
                   .step = 1}),
            field(&Params::slow,
                  {.key = "slow", .text = MAKER_TEXT("Slow average"), .help = MAKER_TEXT("Closes in the slower average."),
                   .unit = MAKER_TEXT("bars"), .group = MAKER_TEXT("Averages"), .searchable = true, .min = 2, .max = 10'000,
                   .step = 1}),
            field(&Params::size,
                  {.key = "size", .text = MAKER_TEXT("Size"), .help = MAKER_TEXT("What is held while the fast average is above."),
                   .unit = kBaseUnit, .group = MAKER_TEXT("Averages"), .min = 1e-8, .max = 1e9, .step = 0.01,
                   .decimals = 8}),
        };
    }
    /// The rules between fields.
    std::vector<Violation> validate() const;
};

/// Long from the moment the fast average of the closes comes to lie above the slow one until it no longer does; flat
/// otherwise, also before the first cross. The averages are compared as whole numbers, so no rounding decides.
class SmaCross final : public BarStrategy {
public:
    SmaCross(const Params& params, Qty size);

    Qty onBar(const BarView& view) override;

private:
    std::vector<std::int64_t> m_closes; ///< the last `slow`, a ring
    std::size_t m_at = 0;               ///< where the next close goes: the oldest one of the slow average
    std::size_t m_fastAt = 0;           ///< the oldest one of the fast average
    std::uint64_t m_seen = 0;
    std::uint64_t m_fast;
    std::uint64_t m_slow;
    Int128 m_fastSum = 0;
    Int128 m_slowSum = 0;
    std::optional<bool> m_above;
    Qty m_size;
    Qty m_wanted;
};

BarStrategyKind kind();

} // namespace maker::backtest::sma_cross
