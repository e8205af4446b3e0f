#include "ui/charts/nice_step.h"

#include <algorithm>
#include <cmath>

namespace maker {

double niceStep(double room, int parts)
{
    const double raw = std::max(room, 1e-9) / std::max(parts, 1);
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : { 1.0, 2.0, 5.0 }) {
        if (factor * power >= raw)
            return factor * power;
    }
    return 10.0 * power;
}

int decimalsOfStep(double step)
{
    return std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
}

} // namespace maker
