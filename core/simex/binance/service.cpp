#include "simex/binance/service.h"

namespace maker::simex::binance {

Served serve(const Operation& operation, Desk& desk, RateLimits& limits, const Params& params, Faults& faults)
{
    Served served;
    if (operation.places && faults.failBeforeAccept > 0) {
        --faults.failBeforeAccept;
        served.failure = statusUnknown();
        return served;
    }
    JsonWriter json(served.body);
    served.failure = operation.run({desk, limits, params, json});
    if (served.failure)
        return served;
    if (operation.places && faults.failAfterAccept > 0) {
        --faults.failAfterAccept;
        served.failure = statusUnknown();
    }
    if (operation.trades && faults.dropBeforeAnswer > 0) {
        --faults.dropBeforeAnswer;
        served.drop = true;
    }
    return served;
}

int weightOf(const Operation& operation, const Params& params)
{
    return operation.weigh ? operation.weigh(params) : operation.weight;
}

} // namespace maker::simex::binance
