#pragma once

#include "kernel/model/money.h"

#include <cstdint>

namespace maker::sim {

/// In which asset the buyer pays; the seller always pays in the quote asset.
enum class FeeAsset : std::uint8_t {
    Received, ///< the asset received: base for buys, as Binance does
    Quote,    ///< always the quote asset, on top of the price for buys
};

/// Fees of a venue in millionths (100 = 1 bp); negative is a rebate. A fee has
/// `decimals` places, rounded as named.
struct FeeModel {
    std::int32_t makerPpm = 20;
    std::int32_t takerPpm = 400;
    FeeAsset asset = FeeAsset::Received;
    int decimals = 8;
    Rounding rounding = Rounding::TowardZero;

    /// The fee on an amount received or traded, in its currency.
    Money fee(Money amount, bool isMaker) const noexcept;
    /// The most that a trade of the amount can cost: what is locked for a buy that pays in the quote asset.
    Money highestFee(Money amount) const noexcept;
};

} // namespace maker::sim
