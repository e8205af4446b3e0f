#pragma once

#include "kernel/book/order_book.h"
#include "kernel/model/instrument.h"

#include <cstddef>
#include <optional>

namespace maker {

/// Best bid and ask as model values in quote currency per base unit.
struct Touch {
    double bid = 0.0;
    double ask = 0.0;
    double bidQty = 0.0;
    double askQty = 0.0;
};

/// The touch of a book; nullopt where a side is empty.
std::optional<Touch> touchOf(const OrderBook& book, const Instrument& instrument) noexcept;

/// (bid + ask) / 2.
double mid(const Touch& touch) noexcept;

/// Mid weighted by the opposite quantities: (bid * askQty + ask * bidQty) / (bidQty + askQty), leaning to the thinner side.
double weightedMid(const Touch& touch) noexcept;

/// Weighted mid over the first `depth` levels: each side is reduced to its volume-weighted price and its total quantity.
/// nullopt where a side is empty.
std::optional<double> depthWeightedMid(const OrderBook& book, const Instrument& instrument, std::size_t depth) noexcept;

inline constexpr double kMicropriceResponse = 0.6;

/// Microprice: mid + spread * g(imbalance), where the weighted mid would use g(I) = I - 1/2. Stoikov, "The micro-price: a
/// high-frequency estimator of future prices" (2018), finds g flatter than that: `response` 1 gives the weighted mid, 0
/// the mid, and values between shrink the correction linearly. The result always lies between bid and ask.
double microprice(const Touch& touch, double response = kMicropriceResponse) noexcept;

} // namespace maker
