#include "kernel/pricing/mid.h"

namespace maker {

std::optional<Touch> touchOf(const OrderBook& book, const Instrument& instrument) noexcept
{
    const auto bid = book.bestBid();
    const auto ask = book.bestAsk();
    if (!bid || !ask)
        return std::nullopt;
    return Touch{instrument.toDouble(bid->price), instrument.toDouble(ask->price), instrument.toDouble(bid->qty),
                 instrument.toDouble(ask->qty)};
}

double mid(const Touch& touch) noexcept
{
    return 0.5 * (touch.bid + touch.ask);
}

double weightedMid(const Touch& touch) noexcept
{
    const double total = touch.bidQty + touch.askQty;
    if (!(total > 0.0))
        return mid(touch);
    return (touch.bid * touch.askQty + touch.ask * touch.bidQty) / total;
}

namespace {

/// Volume-weighted price and total quantity of the best levels.
std::optional<Touch> sideOf(const OrderBook& book, const Instrument& instrument, Side side, std::size_t depth) noexcept
{
    double notional = 0.0;
    double total = 0.0;
    auto levels = book.cursor(side);
    for (std::size_t i = 0; i < depth; ++i) {
        const auto level = levels.next();
        if (!level)
            break;
        const double qty = instrument.toDouble(level->qty);
        notional += instrument.toDouble(level->price) * qty;
        total += qty;
    }
    if (!(total > 0.0))
        return std::nullopt;
    return Touch{.bid = notional / total, .ask = 0.0, .bidQty = total, .askQty = 0.0};
}

} // namespace

std::optional<double> depthWeightedMid(const OrderBook& book, const Instrument& instrument, std::size_t depth) noexcept
{
    const auto bids = sideOf(book, instrument, Side::Buy, depth);
    const auto asks = sideOf(book, instrument, Side::Sell, depth);
    if (!bids || !asks)
        return std::nullopt;
    return weightedMid({bids->bid, asks->bid, bids->bidQty, asks->bidQty});
}

double microprice(const Touch& touch, double response) noexcept
{
    const double middle = mid(touch);
    return middle + response * (weightedMid(touch) - middle);
}

} // namespace maker
