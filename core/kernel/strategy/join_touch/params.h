#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/params/params.h"

#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace maker::join_touch {

/// Parameters of joining the touch; sizes are base units.
struct Params {
    double orderSize = 0.01;
    double maxPosition = 0.1;
    std::int32_t ticksBehind = 0;
    Duration refreshTime = Duration::seconds(1);

    static constexpr std::string_view kName = "join_touch";

    static constexpr auto fields()
    {
        return std::tuple{
            field(&Params::orderSize,
                  {.key = "order_size", .text = MAKER_TEXT("Order size"), .help = MAKER_TEXT("Size of the bid and of the ask."),
                   .unit = kBaseUnit, .group = MAKER_TEXT("Quotes"), .searchable = true, .min = 1e-8, .max = 1e9,
                   .step = 0.001, .decimals = 8}),
            field(&Params::ticksBehind,
                  {.key = "ticks_behind", .text = MAKER_TEXT("Ticks behind"),
                   .help = MAKER_TEXT("How many ticks behind the best price each quote rests; zero joins it."),
                   .group = MAKER_TEXT("Quotes"), .searchable = true, .min = 0, .max = 1000, .step = 1}),
            field(&Params::maxPosition,
                  {.key = "max_position", .text = MAKER_TEXT("Largest position"),
                   .help = MAKER_TEXT("A side is left out when its fill would carry the position further than this, long or "
                                      "short."),
                   .unit = kBaseUnit, .group = MAKER_TEXT("Inventory"), .searchable = true, .min = 1e-8,
                   .max = 1e9, .step = 0.01, .decimals = 8}),
            field(&Params::refreshTime,
                  {.key = "refresh_time", .text = MAKER_TEXT("Check time"),
                   .help = MAKER_TEXT("Orders are compared with the quotes this often even if the best prices stay."),
                   .unit = "s", .group = MAKER_TEXT("Timing"), .min = 0.1, .max = 3600, .step = 0.5, .decimals = 2}),
        };
    }
    /// The rules between fields.
    std::vector<Violation> validate() const;
};

} // namespace maker::join_touch
