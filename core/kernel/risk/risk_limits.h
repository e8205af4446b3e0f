#pragma once

#include "kernel/params/params.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace maker {

/// Every pre-trade limit. Order money is in the instrument's quote currency, losses in the account's, positions in base.
struct RiskLimits {
    static constexpr std::int64_t kMaxOrderRate = 1000;

    double collarBps = 500.0;
    double maxOrderNotional = 50'000.0;
    double maxLong = 5.0;
    double maxShort = 5.0;
    std::int64_t maxOpenOrders = 100;
    std::int64_t orderRate = 50;
    double staleBookSeconds = 5.0;
    double maxDayLoss = 2'000.0;
    double maxDrawdown = 3'000.0;
    double warnPercent = 50.0;
    double pausePercent = 80.0;

    friend bool operator==(const RiskLimits&, const RiskLimits&) = default;

    /// Keys that an instrument may have its own values of; the others count over the whole desk.
    static constexpr std::array<std::string_view, 5> kOfInstrument{"collar", "max_order_notional", "stale_book",
                                                                   "max_long", "max_short"};
    /// These with what counts over the whole desk taken from `desk`.
    RiskLimits ofInstrument(const RiskLimits& desk) const;

    static constexpr std::string_view kName = "risk_limits";
    static constexpr auto fields()
    {
        return std::tuple{
            field(&RiskLimits::collarBps,
                  {.key = "collar", .text = MAKER_TEXT("Price collar"),
                   .help = MAKER_TEXT("Refuse an order whose price is farther than this from the fair value."),
                   .unit = "bp", .group = MAKER_TEXT("Orders"), .min = 1, .max = 5000, .step = 10, .decimals = 1}),
            field(&RiskLimits::maxOrderNotional,
                  {.key = "max_order_notional", .text = MAKER_TEXT("Largest order"),
                   .help = MAKER_TEXT("Refuse an order worth more than this in the quote currency."),
                   .group = MAKER_TEXT("Orders"), .min = 0.01, .max = 1e12, .step = 1000, .decimals = 2}),
            field(&RiskLimits::maxOpenOrders,
                  {.key = "max_open_orders", .text = MAKER_TEXT("Most open orders"),
                   .help = MAKER_TEXT("Refuse an order while this many of ours are open in the account."),
                   .group = MAKER_TEXT("Orders"), .min = 1, .max = 10'000, .step = 1}),
            field(&RiskLimits::orderRate,
                  {.key = "order_rate", .text = MAKER_TEXT("Orders a second"),
                   .help = MAKER_TEXT("Refuse orders beyond this many in any second. Cancels are never limited."),
                   .unit = "1/s", .group = MAKER_TEXT("Orders"), .min = 1, .max = kMaxOrderRate, .step = 1}),
            field(&RiskLimits::staleBookSeconds,
                  {.key = "stale_book", .text = MAKER_TEXT("Stale book"),
                   .help = MAKER_TEXT("Refuse orders when the book has not changed for this long."),
                   .unit = "s", .group = MAKER_TEXT("Orders"), .type = ParamType::Seconds, .min = 0.1, .max = 600,
                   .step = 0.5, .decimals = 1}),
            field(&RiskLimits::maxLong,
                  {.key = "max_long", .text = MAKER_TEXT("Longest position"),
                   .help = MAKER_TEXT("The position may not exceed this even if every open buy order fills."),
                   .group = MAKER_TEXT("Position"), .min = 0, .max = 1e12, .step = 0.1, .decimals = 8}),
            field(&RiskLimits::maxShort,
                  {.key = "max_short", .text = MAKER_TEXT("Shortest position"),
                   .help = MAKER_TEXT("The position may not fall below minus this even if every open sell order fills."),
                   .group = MAKER_TEXT("Position"), .min = 0, .max = 1e12, .step = 0.1, .decimals = 8}),
            field(&RiskLimits::maxDayLoss,
                  {.key = "max_day_loss", .text = MAKER_TEXT("Day loss"),
                   .help = MAKER_TEXT("Halt trading when equity has lost this much since the UTC day began."),
                   .group = MAKER_TEXT("Losses"), .min = 0.01, .max = 1e12, .step = 100, .decimals = 2}),
            field(&RiskLimits::maxDrawdown,
                  {.key = "max_drawdown", .text = MAKER_TEXT("Drawdown"),
                   .help = MAKER_TEXT("Halt trading when equity has fallen this much from its peak."),
                   .group = MAKER_TEXT("Losses"), .min = 0.01, .max = 1e12, .step = 100, .decimals = 2}),
            field(&RiskLimits::warnPercent,
                  {.key = "warn_at", .text = MAKER_TEXT("Warn at"),
                   .help = MAKER_TEXT("The share of a loss limit from which its gauge warns."), .unit = "%",
                   .group = MAKER_TEXT("Losses"), .min = 1, .max = 100, .step = 5}),
            field(&RiskLimits::pausePercent,
                  {.key = "pause_at", .text = MAKER_TEXT("Reduce at"),
                   .help = MAKER_TEXT("The share of a loss limit from which only reducing orders pass."), .unit = "%",
                   .group = MAKER_TEXT("Losses"), .min = 1, .max = 100, .step = 5}),
        };
    }
    /// The rules between fields.
    std::vector<Violation> validate() const;
};

} // namespace maker
