#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/params/params.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace maker::pure_market_making {

/// What the distances are measured from.
enum class PriceSource : std::uint8_t { Mid, WeightedMid, Microprice, Fair };

/// Parameters of pure market making; spreads are basis points of the reference price, sizes are base units.
struct Params {
    std::int32_t levels = 1;
    double bidSpread = 5.0;
    double askSpread = 5.0;
    double levelSpreadStep = 5.0;
    double minSpread = 2.0;
    double orderSize = 0.01;
    double levelSizeStep = 0.0;
    Duration refreshTime = Duration::seconds(2);
    double refreshTolerance = 0.5;
    Duration filledOrderDelay = Duration::seconds(1);
    double inventoryTarget = 50.0;
    double inventoryRange = 10.0;
    bool sizeSkew = true;
    double priceSkew = 3.0;
    PriceSource priceSource = PriceSource::Microprice;
    bool postOnly = true;

    static constexpr std::string_view kName = "pure_market_making";
    static constexpr std::array<ParamChoice, 4> kPriceSources{{
        {"mid", MAKER_TEXT("Mid")},
        {"weighted_mid", MAKER_TEXT("Weighted mid")},
        {"microprice", MAKER_TEXT("Microprice")},
        {"fair", MAKER_TEXT("Fair value of the engine")},
    }};

    static constexpr auto fields();

    /// The rules between fields.
    std::vector<Violation> validate() const;
};

constexpr auto Params::fields()
{
    return std::tuple{
        field(&Params::bidSpread,
              {.key = "bid_spread", .text = MAKER_TEXT("Bid spread"),
               .help = MAKER_TEXT("Distance of the first bid from the reference price."), .unit = "bp",
               .group = MAKER_TEXT("Prices"), .searchable = true, .min = 0, .max = 5000, .step = 0.5, .decimals = 2}),
        field(&Params::askSpread,
              {.key = "ask_spread", .text = MAKER_TEXT("Ask spread"),
               .help = MAKER_TEXT("Distance of the first ask from the reference price."), .unit = "bp",
               .group = MAKER_TEXT("Prices"), .searchable = true, .min = 0, .max = 5000, .step = 0.5, .decimals = 2}),
        field(&Params::minSpread,
              {.key = "min_spread", .text = MAKER_TEXT("Minimum spread"),
               .help = MAKER_TEXT("No quote comes nearer to the reference price than half of this, whatever the skew."),
               .unit = "bp", .group = MAKER_TEXT("Prices"), .searchable = true, .min = 0, .max = 5000, .step = 0.5,
               .decimals = 2}),
        field(&Params::priceSource,
              {.key = "price_source", .text = MAKER_TEXT("Reference price"),
               .help = MAKER_TEXT("What the distances are measured from."), .group = MAKER_TEXT("Prices"),
               .choices = kPriceSources}),
        field(&Params::postOnly,
              {.key = "post_only", .text = MAKER_TEXT("Post only"),
               .help = MAKER_TEXT("Quotes that would take are moved behind the opposite side and marked post only."),
               .group = MAKER_TEXT("Prices")}),
        field(&Params::levels,
              {.key = "levels", .text = MAKER_TEXT("Levels"), .help = MAKER_TEXT("Quotes on each side."),
               .group = MAKER_TEXT("Levels"), .searchable = true, .min = 1, .max = 20, .step = 1}),
        field(&Params::levelSpreadStep,
              {.key = "level_spread_step", .text = MAKER_TEXT("Spread step"),
               .help = MAKER_TEXT("Added distance of each further level."), .unit = "bp",
               .group = MAKER_TEXT("Levels"), .searchable = true, .min = 0, .max = 1000, .step = 0.5, .decimals = 2}),
        field(&Params::orderSize,
              {.key = "order_size", .text = MAKER_TEXT("Order size"), .help = MAKER_TEXT("Size of the first level."),
               .unit = kBaseUnit, .group = MAKER_TEXT("Levels"), .searchable = true, .min = 1e-8, .max = 1e9,
               .step = 0.001, .decimals = 8}),
        field(&Params::levelSizeStep,
              {.key = "level_size_step", .text = MAKER_TEXT("Size step"),
               .help = MAKER_TEXT("Added size of each further level; negative makes them smaller."),
               .unit = kBaseUnit, .group = MAKER_TEXT("Levels"), .min = -1e9, .max = 1e9, .step = 0.001,
               .decimals = 8}),
        field(&Params::refreshTime,
              {.key = "refresh_time", .text = MAKER_TEXT("Refresh time"),
               .help = MAKER_TEXT("Quotes are placed anew at most this often, except after a fill or when the reference "
                                  "price comes nearer than the minimum spread allows."),
               .unit = "s", .group = MAKER_TEXT("Timing"), .searchable = true, .min = 0, .max = 3600, .step = 0.1,
               .decimals = 2}),
        field(&Params::refreshTolerance,
              {.key = "refresh_tolerance", .text = MAKER_TEXT("Refresh tolerance"),
               .help = MAKER_TEXT("An order this near to its new price is left where it is."), .unit = "bp",
               .group = MAKER_TEXT("Timing"), .min = 0, .max = 1000, .step = 0.1, .decimals = 2}),
        field(&Params::filledOrderDelay,
              {.key = "filled_order_delay", .text = MAKER_TEXT("Delay after a fill"),
               .help = MAKER_TEXT("The side that was filled is not quoted for this long."), .unit = "s",
               .group = MAKER_TEXT("Timing"), .searchable = true, .min = 0, .max = 3600, .step = 0.1, .decimals = 2}),
        field(&Params::inventoryTarget,
              {.key = "inventory_target", .text = MAKER_TEXT("Inventory target"),
               .help = MAKER_TEXT("Share of the account's value that should be base."), .unit = "%",
               .group = MAKER_TEXT("Inventory"), .min = 0, .max = 100, .step = 1, .decimals = 1}),
        field(&Params::inventoryRange,
              {.key = "inventory_range", .text = MAKER_TEXT("Inventory range"),
               .help = MAKER_TEXT("The skew is full when the base is this many times one side's total size away from "
                                  "its target."),
               .unit = "x", .group = MAKER_TEXT("Inventory"), .searchable = true, .min = 0.1, .max = 10000,
               .step = 0.5, .decimals = 2}),
        field(&Params::sizeSkew,
              {.key = "size_skew", .text = MAKER_TEXT("Skew sizes"),
               .help = MAKER_TEXT("Shifts size from one side to the other; at the end of the range one side is empty."),
               .group = MAKER_TEXT("Inventory")}),
        field(&Params::priceSkew,
              {.key = "price_skew", .text = MAKER_TEXT("Price skew"),
               .help = MAKER_TEXT("Both sides move by this at the end of the range: down when long, up when short."),
               .unit = "bp", .group = MAKER_TEXT("Inventory"), .searchable = true, .min = 0, .max = 1000, .step = 0.5,
               .decimals = 2}),
    };
}

} // namespace maker::pure_market_making
