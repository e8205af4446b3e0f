#pragma once

#include "kernel/base/id.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/fill.h"
#include "kernel/model/instrument.h"
#include "kernel/params/param_spec.h"
#include "kernel/strategy/quote_target.h"

#include <memory>
#include <string>
#include <string_view>

namespace maker {

class OrderBook;

/// What a strategy may know of the market at one moment. Doubles are model values in quote currency per base unit.
struct MarketView {
    const Instrument* instrument = nullptr;
    const OrderBook* book = nullptr; ///< synchronised, with our own orders still in it
    bool tradable = false;           ///< the book is in sync, fresh and not crossed
    Price bestBid;
    Price bestAsk;
    Qty bidQty;
    Qty askQty;
    double mid = 0.0;
    double microprice = 0.0;
    double fair = 0.0;
    double volatility = 0.0; ///< realised, per square root of a second, as a fraction of price
    Timestamp now;
};

/// What a strategy may know of its own position.
struct PositionView {
    Qty position;   ///< base; sum of the fills of this strategy
    Qty baseTotal;  ///< account total of the base asset
    Qty baseFree;
    Money quoteTotal;
    Money quoteFree;
};

/// A source of quotes: pure decisions, no orders, no clock, no input or output. It answers each call with the quotes that
/// should rest in the market now; the engine turns the difference into orders. The reference returned stays valid until
/// the next call.
class Strategy {
public:
    virtual ~Strategy() = default;

    virtual const QuoteTarget& onBook(const MarketView& market, const PositionView& position) = 0;
    virtual const QuoteTarget& onFill(const Fill& fill, const MarketView& market, const PositionView& position) = 0;
    /// Called at least once a second while the strategy runs, but for where it need not be asked: see standsUntil().
    virtual const QuoteTarget& onTimer(const MarketView& market, const PositionView& position) = 0;
    /// Promises that onBook() answers with `keep` while the market stays tradable and its two best prices stay what they
    /// were at the last call of any of the three: then it need not be asked. It is shown no volatility.
    virtual bool watchesTouchOnly() const noexcept { return false; }
    /// Where that is promised: before this moment onTimer() answers so as well. Asked for after each answer without `keep`.
    virtual Timestamp standsUntil() const noexcept { return {}; }
    /// Replaces all parameters; the violations of a refused set are returned as one error and nothing changes.
    virtual Result<void> setParams(std::string_view json) = 0;
    virtual std::string params() const = 0;
};

/// One kind of strategy: its name, its parameters and how to make one.
struct StrategyKind {
    std::string_view name;  ///< stable: "pure_market_making"
    std::string_view title; ///< shown
    std::string_view help;
    const ParamSchema* schema = nullptr;
    std::unique_ptr<Strategy> (*make)() = nullptr;
};

/// Every strategy of this build, in display order.
std::span<const StrategyKind> strategyKinds() noexcept;
const StrategyKind* findStrategyKind(std::string_view name) noexcept;

} // namespace maker
