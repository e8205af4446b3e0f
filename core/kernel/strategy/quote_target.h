#pragma once

#include "kernel/base/assert.h"
#include "kernel/model/numbers.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace maker {

/// A link of the chain that leads from the fair value to the price sent.
enum class ReasonKind : std::uint8_t { Fair, Spread, Skew, Floor, Tick, Budget };

/// One step: the running price (Budget: the running size) before and after it, and whether it changed anything.
struct ReasonStep {
    ReasonKind kind = ReasonKind::Fair;
    bool bound = false;
    double before = 0.0;
    double after = 0.0;
};

/// One quote that should rest, with why it is where it is.
struct Quote {
    static constexpr std::size_t kMaxSteps = 8;

    Side side = Side::Buy;
    std::uint8_t level = 0; ///< 0 is nearest to the touch
    std::uint8_t steps = 0;
    bool postOnly = true;
    Price price;
    Qty qty;
    std::array<ReasonStep, kMaxSteps> chain{};

    /// A new one; what the chain of the one before held lies beyond its steps.
    void begin() noexcept
    {
        side = Side::Buy;
        level = steps = 0;
        postOnly = true;
        price = {};
        qty = {};
    }
    void explain(ReasonStep step) noexcept
    {
        MAKER_ASSERT(steps < kMaxSteps);
        chain[steps++] = step;
    }
};

/// All quotes of one strategy that should rest now, in place. Empty: nothing should rest. `keep` asks for no change at
/// all (between two refreshes).
struct QuoteTarget {
    static constexpr std::size_t kMaxQuotes = 40;

    bool keep = false;
    std::uint8_t count = 0;
    /// An order whose price is within this many price counts of its quote and whose leaves cover it is left alone.
    std::int64_t priceTolerance = 0;
    std::array<Quote, kMaxQuotes> quotes{};

    std::span<const Quote> view() const noexcept { return {quotes.data(), count}; }
    void clear() noexcept
    {
        count = 0;
        keep = false;
    }
    Quote& add() noexcept
    {
        MAKER_ASSERT(count < kMaxQuotes);
        Quote& quote = quotes[count++];
        quote.begin();
        return quote;
    }
};

} // namespace maker
