#pragma once

#include "kernel/model/numbers.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace maker::backtest {

/// The orders of one strategy in one instrument that rest, and the best price of either side.
class RestingPrices {
public:
    /// The order of this number came to rest.
    void add(std::uint64_t number, Side side, Price price);
    /// It rests no longer; one that does not rest changes nothing.
    void remove(std::uint64_t number);

    /// Zero: nothing rests there.
    Price best(Side side) const noexcept { return m_best[indexOf(side)]; }

private:
    struct Resting {
        std::uint64_t number = 0;
        Side side = Side::Buy;
        Price price;
    };

    void improve(Side side, Price price) noexcept;

    std::vector<Resting> m_orders; ///< in no order
    std::array<Price, 2> m_best{};
};

} // namespace maker::backtest
