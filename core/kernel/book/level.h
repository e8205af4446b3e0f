#pragma once

#include "kernel/model/numbers.h"

namespace maker {

/// One price of one side of a book and the quantity that rests there.
struct Level {
    Price price;
    Qty qty;

    friend constexpr bool operator==(const Level&, const Level&) = default;
};

} // namespace maker
