#pragma once

namespace maker {

/// Step of 1, 2 or 5 times a power of ten that divides `room` (the span of an axis) into at most `parts` steps.
double niceStep(double room, int parts = 4);

/// Digits after the point that tell two labels of such a step apart.
int decimalsOfStep(double step);

} // namespace maker
