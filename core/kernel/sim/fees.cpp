#include "kernel/sim/fees.h"

#include "kernel/base/checked.h"

#include <algorithm>

namespace maker::sim {

namespace {

constexpr std::int64_t kMillion = 1'000'000;

Money share(Money amount, std::int32_t ppm, int decimals, Rounding rounding) noexcept
{
    if (ppm == 0)
        return {};
    const Int128 unit = pow10(Money::kDecimals - decimals);
    return Money::fromUnits(mulDiv(amount.units(), ppm, kMillion * unit, rounding) * unit);
}

} // namespace

Money FeeModel::fee(Money amount, bool isMaker) const noexcept
{
    return share(amount, isMaker ? makerPpm : takerPpm, decimals, rounding);
}

Money FeeModel::highestFee(Money amount) const noexcept
{
    const std::int32_t highest = std::max({makerPpm, takerPpm, std::int32_t{0}});
    return share(amount, highest, decimals, Rounding::AwayFromZero);
}

namespace {

std::int64_t dayOf(Timestamp time) noexcept
{
    constexpr std::int64_t kDay = 86'400'000'000'000;
    return time.ns / kDay;
}

} // namespace

void TradedVolume::add(Money quote, Timestamp now) noexcept
{
    const std::int64_t number = dayOf(now);
    Day& day = m_days[static_cast<std::size_t>(number % kMaxDays)];
    if (day.number != number)
        day = {number, {}};
    day.volume += quote;
    m_total += quote;
}

Money TradedVolume::within(int days, Timestamp now) const noexcept
{
    if (days <= 0)
        return m_total;
    const std::int64_t today = dayOf(now);
    Money sum;
    for (const Day& day : m_days) {
        if (day.number <= today && day.number > today - days)
            sum += day.volume;
    }
    return sum;
}

FeeModel ratesAt(const FeeModel& model, const FeeSchedule& schedule, Money volume) noexcept
{
    FeeModel rates = model;
    for (const FeeTier& tier : schedule.tiers) {
        if (volume < tier.volume)
            break;
        rates.makerPpm = tier.makerPpm;
        rates.takerPpm = tier.takerPpm;
    }
    return rates;
}

FeeModel highestRates(const FeeModel& model, const FeeSchedule& schedule) noexcept
{
    FeeModel rates = model;
    for (const FeeTier& tier : schedule.tiers) {
        rates.makerPpm = std::max(rates.makerPpm, tier.makerPpm);
        rates.takerPpm = std::max(rates.takerPpm, tier.takerPpm);
    }
    return rates;
}

Money feeInToken(const FeeModel& model, const FeeToken& token, Money quoteFee) noexcept
{
    const Int128 one = pow10(Money::kDecimals);
    const Money discounted = share(quoteFee, static_cast<std::int32_t>(kMillion) - token.discountPpm, Money::kDecimals,
        model.rounding);
    const Int128 unit = pow10(Money::kDecimals - model.decimals);
    return Money::fromUnits(mulDiv(discounted.units(), one / unit, token.price.units(), model.rounding) * unit);
}

} // namespace maker::sim
