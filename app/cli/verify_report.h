#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace maker::cli {

/// What replaying a recording through the book showed. Prices and quantities are texts as the venue writes them.
struct VerifyReport {
    struct TextLevel {
        std::string price;
        std::string qty;
    };
    struct BestSample {
        std::int64_t id = 0;
        TextLevel bid;
        TextLevel ask;
    };

    std::string symbol;
    std::string rule;
    std::string state;
    std::int64_t snapshotId = 0;
    std::uint64_t dropped = 0;
    std::uint64_t applied = 0;
    std::uint64_t gaps = 0;
    std::int64_t firstFirstId = 0;
    std::int64_t firstLastId = 0;
    std::int64_t finalId = 0;
    std::uint64_t quotesEqual = 0; ///< best quotes that told beforehand what the book became at the same id
    std::uint64_t quotes = 0;
    std::uint64_t mismatches = 0;
    std::uint64_t badFrames = 0;
    std::string firstTrouble; ///< empty when there was none
    std::array<std::size_t, 2> levels{};
    std::vector<TextLevel> topBids;
    std::vector<TextLevel> topAsks;
    std::uint64_t trades = 0;
    std::string tradeVolume;
    std::string takerBuyVolume;
    std::vector<BestSample> samples; ///< every hundredth comparison

    /// The book was synchronised, never lost, and equal to every best quote.
    bool good() const noexcept
    {
        return state == "live" && mismatches == 0 && badFrames == 0 && gaps == 0 && applied > 0;
    }
    std::string toJson() const;
    std::string toText() const;
};

} // namespace maker::cli
