#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/money.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

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

/// Fees from that traded volume on.
struct FeeTier {
    Money volume; ///< in quote currency, within the window
    std::int32_t makerPpm = 0;
    std::int32_t takerPpm = 0;
};

/// Fees in an asset of their own, as Binance takes BNB: the value of the fee in quote currency, less the discount, at a
/// fixed price. Paid so only while the account holds enough of it; rebates never are.
struct FeeToken {
    Currency asset;               ///< empty: none
    Money price;                  ///< of one in quote currency
    std::int32_t discountPpm = 0; ///< 250,000 = a quarter off
};

/// What changes the fees of an account beyond the FeeModel.
struct FeeSchedule {
    std::vector<FeeTier> tiers; ///< ascending volumes; below the first the FeeModel's own rates hold
    int windowDays = 30;        ///< volume of the last days (UTC) including today, 1 .. 64; 0: of all time
    FeeToken token;
};

/// The volume that an account traded, by day.
class TradedVolume {
public:
    static constexpr int kMaxDays = 64;

    void add(Money quote, Timestamp now) noexcept;
    /// Of the last `days` days, today included; 0: ever.
    Money within(int days, Timestamp now) const noexcept;

private:
    struct Day {
        std::int64_t number = -1;
        Money volume;
    };

    std::array<Day, kMaxDays> m_days{};
    Money m_total;
};

/// The model with the rates of the tier that the volume has reached.
FeeModel ratesAt(const FeeModel& model, const FeeSchedule& schedule, Money volume) noexcept;
/// The model with the highest rates of all tiers: what must be locked.
FeeModel highestRates(const FeeModel& model, const FeeSchedule& schedule) noexcept;
/// A fee of this value in quote currency, in the token.
Money feeInToken(const FeeModel& model, const FeeToken& token, Money quoteFee) noexcept;

} // namespace maker::sim
