#include "kernel/model/instrument.h"

#include "kernel/model/decimal_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace maker {
namespace {

constexpr int kMaxDecimals = 18;
/// Width of the guard band in steps, and in parts of the value where a double is coarser than that.
constexpr double kGuardSteps = 1e-9;
constexpr double kGuardRelative = 4 * std::numeric_limits<double>::epsilon();
constexpr double kMaxCount = 9.2e18;

std::string quoted(std::string_view text)
{
    return '"' + std::string(text.substr(0, 64)) + '"';
}

struct Step {
    std::int64_t count = 1;
    int decimals = 0;
};

Result<Step> readStep(std::string_view name, std::string_view text)
{
    const int decimals = significantDecimals(text);
    if (decimals > kMaxDecimals)
        return fail(ErrorCode::Unsupported, std::string(name) + ' ' + quoted(text) + " has more than 18 decimals.");
    const auto read = readDecimal<std::int64_t>(text, decimals, ExtraDigits::Zeros);
    if (read.fault == DecimalFault::TooLarge)
        return fail(ErrorCode::Unsupported, std::string(name) + ' ' + quoted(text) + " is too large.");
    if (read.fault != DecimalFault::None || read.count <= 0)
        return fail(ErrorCode::Unsupported, std::string(name) + ' ' + quoted(text) + " is not a positive decimal.");
    return Step{read.count, decimals};
}

/// A lower limit must lie on the grid, or "a multiple of the step" would not be what the venue checks.
Result<std::int64_t> readMinimum(std::string_view name, std::string_view text, const Step& step)
{
    const auto read = readDecimal<std::int64_t>(text, step.decimals, ExtraDigits::Zeros);
    if (read.fault == DecimalFault::None && read.count % step.count == 0)
        return read.count;
    return fail(ErrorCode::Unsupported, std::string(name) + ' ' + quoted(text) + " is not a multiple of its step.");
}

/// An upper limit may be finer than the step: what lies below it counts.
Result<std::int64_t> readMaximum(std::string_view name, std::string_view text, const Step& step)
{
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::size_t kept = point + 1 + static_cast<std::size_t>(step.decimals);
    const auto whole = readDecimal<Int128>(text, kMaxDecimals, ExtraDigits::Zeros);
    if (whole.fault == DecimalFault::NotDecimal || whole.fault == DecimalFault::TooFine)
        return fail(ErrorCode::Unsupported, std::string(name) + ' ' + quoted(text) + " is not a plain decimal.");
    std::string_view cut = text.substr(0, std::min(kept, text.size()));
    if (cut.ends_with('.'))
        cut.remove_suffix(1);
    const auto read = readDecimal<std::int64_t>(cut, step.decimals, ExtraDigits::Zeros);
    if (read.fault != DecimalFault::None)
        return fail(ErrorCode::Unsupported, std::string(name) + ' ' + quoted(text) + " with "
                        + std::to_string(step.decimals) + " decimals does not fit 63 bits.");
    return read.count;
}

struct Limits {
    std::int64_t min = 0;
    std::int64_t max = 0;
};

Result<Limits> readLimits(std::string_view name, std::string_view minText, std::string_view maxText, const Step& step)
{
    const auto min = readMinimum("Minimum " + std::string(name), minText, step);
    if (!min)
        return tl::unexpected(min.error());
    const auto max = readMaximum("Maximum " + std::string(name), maxText, step);
    if (!max)
        return tl::unexpected(max.error());
    if (*max != 0 && *max < *min)
        return fail(ErrorCode::Unsupported, "Maximum " + std::string(name) + ' ' + quoted(maxText)
                        + " is below the minimum " + quoted(minText) + '.');
    return Limits{*min, *max};
}

std::optional<std::int64_t> readCount(std::string_view text, int decimals) noexcept
{
    const auto read = readDecimal<std::int64_t>(text, decimals, ExtraDigits::Zeros);
    if (read.fault != DecimalFault::None)
        return std::nullopt;
    return read.count;
}

Error countError(std::string_view name, std::string_view text, int decimals)
{
    const std::string subject = std::string(name) + ' ' + quoted(text);
    switch (readDecimal<std::int64_t>(text, decimals, ExtraDigits::Zeros).fault) {
    case DecimalFault::TooFine:
        return {ErrorCode::Parse, subject + " has more than " + std::to_string(decimals) + " decimals."};
    case DecimalFault::TooLarge:
        return {ErrorCode::OutOfRange, subject + " is too large."};
    case DecimalFault::None:
    case DecimalFault::NotDecimal:
        break;
    }
    return {ErrorCode::Parse, subject + " is not a plain decimal number."};
}

char* writeCount(char* out, std::int64_t count, int decimals) noexcept
{
    char reversed[24];
    char* at = reversed;
    std::uint64_t rest = count < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    for (int place = 0; rest != 0 || place <= decimals; ++place) {
        if (place == decimals && decimals > 0)
            *at++ = '.';
        *at++ = static_cast<char>('0' + static_cast<char>(rest % 10));
        rest /= 10;
    }
    if (count < 0)
        *at++ = '-';
    while (at != reversed)
        *out++ = *--at;
    return out;
}

double stepsOf(double value, int decimals, std::int64_t step) noexcept
{
    // Powers of ten up to 10^18 are exact doubles; multiplying by an inexact 10^-n would lose one more bit.
    return value * static_cast<double>(pow10(decimals)) / static_cast<double>(step);
}

double guardBand(double steps) noexcept
{
    return std::max(kGuardSteps, steps * kGuardRelative);
}

std::optional<std::int64_t> countOfSteps(double steps, std::int64_t step) noexcept
{
    if (!(steps < kMaxCount / static_cast<double>(step)))
        return std::nullopt;
    return tryMul(static_cast<std::int64_t>(steps), step);
}

} // namespace

Result<Instrument> Instrument::make(const InstrumentSpec& spec)
{
    const auto tick = readStep("Tick size", spec.tickSize);
    if (!tick)
        return tl::unexpected(tick.error());
    const auto lot = readStep("Lot size", spec.lotSize);
    if (!lot)
        return tl::unexpected(lot.error());
    if (tick->decimals + lot->decimals > kMaxDecimals)
        return fail(ErrorCode::Unsupported, "Tick size " + quoted(spec.tickSize) + " and lot size " + quoted(spec.lotSize)
                        + " have more than 18 decimals together.");
    const auto prices = readLimits("price", spec.minPrice, spec.maxPrice, *tick);
    if (!prices)
        return tl::unexpected(prices.error());
    const auto quantities = readLimits("quantity", spec.minQty, spec.maxQty, *lot);
    if (!quantities)
        return tl::unexpected(quantities.error());
    const auto minNotional = Money::parse(spec.minNotional);
    if (!minNotional || minNotional->sign() < 0)
        return fail(ErrorCode::Unsupported, "Minimum notional " + quoted(spec.minNotional) + " is not a plain decimal.");

    Instrument made;
    made.m_id = spec.id;
    made.m_revision = spec.revision;
    made.m_venue = spec.venue;
    made.m_symbol = spec.symbol;
    made.m_base = spec.base;
    made.m_quote = spec.quote;
    made.m_kind = spec.kind;
    made.m_priceDecimals = tick->decimals;
    made.m_qtyDecimals = lot->decimals;
    made.m_priceUnit = 1.0 / static_cast<double>(pow10(tick->decimals));
    made.m_qtyUnit = 1.0 / static_cast<double>(pow10(lot->decimals));
    made.m_priceMoney = pow10(kMaxDecimals - tick->decimals);
    made.m_qtyMoney = pow10(kMaxDecimals - lot->decimals);
    made.m_notionalMoney = pow10(kMaxDecimals - tick->decimals - lot->decimals);
    made.m_tickSize = {tick->count};
    made.m_lotSize = {lot->count};
    made.m_minPrice = {prices->min};
    made.m_maxPrice = {prices->max};
    made.m_minQty = {quantities->min};
    made.m_maxQty = {quantities->max};
    made.m_minNotional = *minNotional;
    return made;
}

Result<Price> Instrument::parsePrice(std::string_view text) const
{
    if (const auto count = readCount(text, m_priceDecimals))
        return Price{*count};
    return tl::unexpected(countError("Price", text, m_priceDecimals));
}

Result<Qty> Instrument::parseQty(std::string_view text) const
{
    if (const auto count = readCount(text, m_qtyDecimals))
        return Qty{*count};
    return tl::unexpected(countError("Quantity", text, m_qtyDecimals));
}

std::optional<Price> Instrument::tryPrice(std::string_view text) const noexcept
{
    const auto read = readDecimal<std::int64_t>(text, m_priceDecimals, ExtraDigits::Zeros);
    return read.fault == DecimalFault::None ? std::optional(Price{read.count}) : std::nullopt;
}

std::optional<Qty> Instrument::tryQty(std::string_view text) const noexcept
{
    const auto read = readDecimal<std::int64_t>(text, m_qtyDecimals, ExtraDigits::Zeros);
    return read.fault == DecimalFault::None ? std::optional(Qty{read.count}) : std::nullopt;
}

std::string Instrument::format(Price price) const
{
    char buffer[24];
    return {buffer, formatTo(buffer, price)};
}

std::string Instrument::format(Qty qty) const
{
    char buffer[24];
    return {buffer, formatTo(buffer, qty)};
}

char* Instrument::formatTo(char* out, Price price) const noexcept
{
    return writeCount(out, price.count, m_priceDecimals);
}

char* Instrument::formatTo(char* out, Qty qty) const noexcept
{
    return writeCount(out, qty.count, m_qtyDecimals);
}

std::optional<Price> Instrument::priceDown(double value) const noexcept
{
    if (!std::isfinite(value) || value <= 0.0)
        return std::nullopt;
    const double steps = stepsOf(value, m_priceDecimals, m_tickSize.count);
    const auto count = countOfSteps(std::floor(steps + guardBand(steps)), m_tickSize.count);
    if (!count || *count == 0) // below the first tick there is no price
        return std::nullopt;
    return Price{*count};
}

std::optional<Price> Instrument::priceUp(double value) const noexcept
{
    if (!std::isfinite(value) || value <= 0.0)
        return std::nullopt;
    const double steps = stepsOf(value, m_priceDecimals, m_tickSize.count);
    const auto count = countOfSteps(std::max(1.0, std::ceil(steps - guardBand(steps))), m_tickSize.count);
    return count ? std::optional(Price{*count}) : std::nullopt;
}

std::optional<Qty> Instrument::qtyDown(double value) const noexcept
{
    if (!std::isfinite(value) || value < 0.0)
        return std::nullopt;
    const double steps = stepsOf(value, m_qtyDecimals, m_lotSize.count);
    const auto count = countOfSteps(std::floor(steps + guardBand(steps)), m_lotSize.count);
    return count ? std::optional(Qty{*count}) : std::nullopt;
}

Money Instrument::notional(Price price, Qty qty) const noexcept
{
    const auto exact = tryNotional(price, qty);
    MAKER_ASSERT(exact.has_value());
    return *exact;
}

} // namespace maker
