#include "kernel/backtest/fee_tiers.h"

#include "kernel/backtest/fee_grid.h"
#include "kernel/model/money.h"

#include <array>
#include <charconv>
#include <optional>
#include <string>

namespace maker::backtest {

namespace {

constexpr double kLeastFee = -100.0;
constexpr double kMostFee = 1000.0;

std::string_view trimmed(std::string_view text) noexcept
{
    const std::size_t first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Millionths of a fee in basis points; nothing where it is none.
std::optional<std::int32_t> readFee(std::string_view text) noexcept
{
    double bp = 0.0;
    const auto [last, error] = std::from_chars(text.data(), text.data() + text.size(), bp);
    if (text.empty() || error != std::errc{} || last != text.data() + text.size())
        return std::nullopt;
    if (!(bp >= kLeastFee && bp <= kMostFee) || !onFeeGrid(bp))
        return std::nullopt;
    return ppmOf(bp);
}

Result<sim::FeeTier> readTier(std::string_view text)
{
    std::array<std::string_view, 3> fields;
    std::string_view rest = text;
    std::size_t count = 0;
    while (count < fields.size()) {
        const std::size_t colon = rest.find(':');
        fields[count++] = trimmed(rest.substr(0, colon));
        if (colon == std::string_view::npos)
            break;
        rest.remove_prefix(colon + 1);
        if (count == fields.size())
            ++count; // a field too many
    }
    const auto volume = Money::parse(fields[0]);
    const auto maker = readFee(fields[1]);
    const auto taker = readFee(fields[2]);
    if (count != fields.size() || !volume || volume->sign() <= 0 || !maker || !taker || *maker > *taker)
        return fail(ErrorCode::InvalidArgument, '"' + std::string(text) + "\" is no fee tier; write VOLUME:MAKER:TAKER, such as "
                        "1000000:0.5:4, with the maker fee not above the taker fee, both in basis points.");
    return sim::FeeTier{*volume, *maker, *taker};
}

} // namespace

Result<std::vector<sim::FeeTier>> readFeeTiers(std::string_view text)
{
    std::vector<sim::FeeTier> tiers;
    if (trimmed(text).empty())
        return tiers;
    while (true) {
        const std::size_t comma = text.find(',');
        auto tier = readTier(trimmed(text.substr(0, comma)));
        if (!tier)
            return tl::unexpected(tier.error());
        if (!tiers.empty() && tier->volume <= tiers.back().volume)
            return fail(ErrorCode::InvalidArgument, "Fee tiers must rise in volume.");
        tiers.push_back(*tier);
        if (comma == std::string_view::npos)
            return tiers;
        text.remove_prefix(comma + 1);
    }
}

} // namespace maker::backtest
