#include "kernel/strategy/pure_market_making/params.h"

namespace maker::pure_market_making {

std::vector<Violation> Params::validate() const
{
    std::vector<Violation> violations;
    if (bidSpread + askSpread < minSpread)
        violations.push_back({"min_spread", "The minimum spread must not exceed bid spread plus ask spread."});
    if (orderSize + (levels - 1) * levelSizeStep <= 0.0)
        violations.push_back({"level_size_step", "The size of the last level must stay above zero."});
    return violations;
}

} // namespace maker::pure_market_making
