#pragma once

#include "kernel/base/result.h"
#include "kernel/model/candle.h"
#include "kernel/model/instrument.h"
#include "kernel/params/param_spec.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace maker::backtest {

/// What a strategy may know when a bar has closed: that bar and what it owns. Earlier bars it remembers itself, later ones
/// it cannot see.
struct BarView {
    const Candle& bar;
    Qty position; ///< base
};

/// Decides on closed bars: pure, no orders, no clock, no input or output. It answers each bar with the position it wants;
/// the difference is traded at the open of the next bar.
class BarStrategy {
public:
    virtual ~BarStrategy() = default;

    virtual Qty onBar(const BarView& view) = 0;
};

/// One kind of strategy over bars: its name, its parameters and how to make one.
struct BarStrategyKind {
    std::string_view name;  ///< stable: "sma_cross"
    std::string_view title; ///< shown
    std::string_view help;
    const ParamSchema* schema = nullptr;
    /// Fails with the sentence that says which parameter is wrong for this instrument.
    Result<std::unique_ptr<BarStrategy>> (*make)(std::string_view params, const Instrument& instrument) = nullptr;
};

/// Every strategy over bars of this build, in display order.
std::span<const BarStrategyKind> barStrategyKinds() noexcept;
const BarStrategyKind* findBarStrategyKind(std::string_view name) noexcept;

} // namespace maker::backtest
