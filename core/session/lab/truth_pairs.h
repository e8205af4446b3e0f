#pragma once

#include "session/lab/truth_tales.h"

#include <algorithm>
#include <vector>

namespace maker {

/// One order of ours in the run and in its replay; null where it was sent in one of them only. At least one is there.
struct TalePair {
    const OrderTale* live = nullptr;
    const OrderTale* replayed = nullptr;

    const OrderTale& any() const { return live != nullptr ? *live : *replayed; }
    Timestamp sent() const
    {
        if (live == nullptr || replayed == nullptr)
            return any().sent;
        return std::min(live->sent, replayed->sent);
    }
};

/// How far two moments lie from each other.
inline Duration apart(Timestamp a, Timestamp b)
{
    return a < b ? b - a : a - b;
}

/// Finds the orders of one run again in the other: the nearest one of the same kind within `options.pairWithin`, one with
/// the same price and quantity before others. Ascending times; the tales must outlive the pairs.
std::vector<TalePair> pairTales(const OrderTales& live, const OrderTales& replayed, const TruthOptions& options);

} // namespace maker
