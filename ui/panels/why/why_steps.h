#pragma once

#include "kernel/model/instrument.h"
#include "kernel/model/order.h"
#include "session/views.h"

#include <QString>

#include <optional>
#include <vector>

namespace maker {

/// One row of the waterfall: a step of the reason chain with the running price before and after it.
struct WhyStep {
    QString title;
    QString from;    ///< where the figure comes from
    bool bound = false;
    double before = 0.0;
    double after = 0.0;
};

/// Why a quote is where it is: from the fair value to the price that rests.
struct WhyChain {
    std::vector<WhyStep> steps; ///< the first is the fair value
    Side side = Side::Buy;
    Price price;   ///< sent
    Qty qty;
    double fair = 0.0;
    QString budget; ///< what became of the size
    QString trouble; ///< a sentence where the steps do not add up to the price; empty: they do
};

/// The chain of a quote; `order` is what rests of it: where its price is another one because the strategy left it within
/// its tolerance, that is a step of its own.
WhyChain whyChain(const Instrument& instrument, const Quote& quote, const std::optional<Order>& order);

} // namespace maker
