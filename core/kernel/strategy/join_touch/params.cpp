#include "kernel/strategy/join_touch/params.h"

namespace maker::join_touch {

std::vector<Violation> Params::validate() const
{
    if (maxPosition < orderSize)
        return {{"max_position", "The largest position must hold at least one order."}};
    return {};
}

} // namespace maker::join_touch
