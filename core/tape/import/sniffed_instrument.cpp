#include "tape/import/sniffed_instrument.h"

#include "kernel/model/decimal_text.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>
#include <utility>

namespace maker {
namespace {

constexpr std::uint64_t kStrays = 1000; ///< one stray in so many texts is not believed

std::string stepText(std::int64_t count, int decimals)
{
    std::string digits = std::to_string(count);
    if (decimals == 0)
        return digits;
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places)
        digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
    return digits;
}

/// Largest of 1, 2, 5 times a power of ten that divides: steps of venues look like this, a chance divisor does not.
std::int64_t roundStep(std::int64_t divisor)
{
    std::int64_t best = 1;
    for (std::int64_t power = 1; power <= divisor && power <= pow10(17); power *= 10) {
        for (const std::int64_t times : {1, 2, 5}) {
            if (divisor % (power * times) == 0)
                best = power * times;
        }
    }
    return best;
}

} // namespace

void GridSniffer::add(std::string_view text)
{
    const int decimals = significantDecimals(text);
    if (decimals > 18)
        return;
    const auto read = readDecimal<std::int64_t>(text, decimals, ExtraDigits::Zeros);
    if (read.fault != DecimalFault::None)
        return;
    const std::size_t point = text.find('.');
    m_written = std::max(m_written, point == std::string_view::npos ? 0 : static_cast<int>(text.size() - point - 1));
    if (read.count == 0)
        return; // lies on every grid
    Grid& grid = m_grids[decimals];
    ++grid.texts;
    grid.divisor = std::gcd(grid.divisor, read.count);
    ++m_count;
}

void GridSniffer::add(const GridSniffer& other)
{
    for (std::size_t i = 0; i < std::size(m_grids); ++i) {
        m_grids[i].texts += other.m_grids[i].texts;
        m_grids[i].divisor = std::gcd(m_grids[i].divisor, other.m_grids[i].divisor);
    }
    m_count += other.m_count;
    m_written = std::max(m_written, other.m_written);
}

int GridSniffer::decimals() const noexcept
{
    std::uint64_t finer = 0;
    for (int decimals = 18; decimals > 0; --decimals) {
        finer += m_grids[decimals].texts;
        if (finer * kStrays > m_count)
            return decimals;
    }
    return 0;
}

int GridSniffer::finestDecimals() const noexcept
{
    int decimals = 18;
    while (decimals > 0 && m_grids[decimals].texts == 0)
        --decimals;
    return decimals;
}

std::string GridSniffer::step() const
{
    return stepOf(decimals());
}

std::string GridSniffer::exactStep() const
{
    constexpr int kMost = 10;
    return stepOf(std::min(finestDecimals(), kMost));
}

std::string GridSniffer::stepOf(int finest) const
{
    std::int64_t divisor = 0;
    for (int i = 0; i <= finest; ++i) {
        std::int64_t scaled = 0;
        if (__builtin_mul_overflow(m_grids[i].divisor, pow10(finest - i), &scaled))
            scaled = 1;
        divisor = std::gcd(divisor, scaled);
    }
    // A handful of round numbers says nothing of the step.
    constexpr std::uint64_t kEnough = 100;
    return stepText(m_count < kEnough ? 1 : roundStep(std::max<std::int64_t>(divisor, 1)), finest);
}

SymbolParts splitSymbol(std::string_view symbol)
{
    SymbolParts parts;
    for (const char separator : {'-', '/'}) {
        const std::size_t at = symbol.find(separator);
        if (at != std::string_view::npos && at > 0) {
            parts.base = symbol.substr(0, at);
            const std::string_view rest = symbol.substr(at + 1);
            parts.quote = rest.substr(0, rest.find(separator));
            return parts;
        }
    }
    const std::size_t contract = symbol.find('_');
    const std::string_view pair = symbol.substr(0, contract);
    constexpr std::array<std::string_view, 22> kQuotes = {"USDT", "USDC", "FDUSD", "TUSD", "BUSD", "USDP", "BTC", "ETH", "BNB",
        "EUR", "GBP", "TRY", "BRL", "JPY", "AUD", "UAH", "RUB", "ZAR", "PLN", "DAI", "XRP", "USD"};
    for (const std::string_view quote : kQuotes) {
        if (pair.size() > quote.size() && pair.ends_with(quote)) {
            parts.base = pair.substr(0, pair.size() - quote.size());
            parts.quote = quote;
            parts.inverse = contract != std::string_view::npos && quote == "USD";
            return parts;
        }
    }
    parts.base = pair;
    parts.quote = "QUOTE";
    return parts;
}

Result<Instrument> SniffedInstrument::build(InstrumentId id, VenueId venue, std::string tick, std::string lot) const
{
    InstrumentSpec spec;
    spec.id = id;
    spec.venue = venue;
    const SymbolParts parts = splitSymbol(symbol);
    if (symbol.empty() || !spec.symbol.assign(symbol) || !spec.base.assign(parts.base) || !spec.quote.assign(parts.quote))
        return fail(ErrorCode::Unsupported, "The symbol \"" + symbol.substr(0, 64) + "\" is empty or too long.");
    spec.kind = parts.inverse ? InstrumentKind::InversePerpetual
        : futures             ? InstrumentKind::LinearPerpetual
                              : InstrumentKind::Spot;
    spec.tickSize = std::move(tick);
    spec.lotSize = std::move(lot);
    return Instrument::make(spec);
}

} // namespace maker
