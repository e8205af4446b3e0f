#pragma once

#include <compare>
#include <cstdint>

namespace maker {

/// A number that names one thing of one kind; two kinds never mix. Zero names nothing.
template <typename Tag, typename Int = std::uint32_t>
struct Id {
    Int value = 0;

    constexpr bool valid() const noexcept { return value != 0; }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using VenueId = Id<struct VenueTag, std::uint16_t>;
using InstrumentId = Id<struct InstrumentTag, std::uint32_t>;
using AccountId = Id<struct AccountTag, std::uint16_t>;
using StrategyId = Id<struct StrategyTag, std::uint16_t>;

} // namespace maker
