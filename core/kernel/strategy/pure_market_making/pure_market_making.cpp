#include "kernel/strategy/pure_market_making/pure_market_making.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace maker::pure_market_making {

namespace {

constexpr double kBp = 1e-4;

/// Away from the market is down for bids and up for asks.
double awayBy(Side side, double price, double distance) noexcept
{
    return side == Side::Buy ? price - distance : price + distance;
}

double furtherOf(Side side, double a, double b) noexcept
{
    return side == Side::Buy ? std::min(a, b) : std::max(a, b);
}

void explain(Quote& quote, ReasonKind kind, double& running, double after)
{
    quote.explain({.kind = kind, .bound = after != running, .before = running, .after = after});
    running = after;
}

} // namespace

const QuoteTarget& PureMarketMaking::onBook(const MarketView& market, const PositionView& position)
{
    return decide(market, position);
}

const QuoteTarget& PureMarketMaking::onFill(const Fill& fill, const MarketView& market, const PositionView& position)
{
    m_waitUntil[indexOf(fill.side)] = market.now + m_params.filledOrderDelay;
    m_refreshed = {};
    return decide(market, position);
}

const QuoteTarget& PureMarketMaking::onTimer(const MarketView& market, const PositionView& position)
{
    return decide(market, position);
}

Result<void> PureMarketMaking::setParams(std::string_view json)
{
    auto parsed = maker::readParams<Params>(json);
    if (!parsed)
        return tl::unexpected(parsed.error());
    m_params = *parsed;
    m_refreshed = {};
    return {};
}

std::string PureMarketMaking::params() const
{
    return maker::writeParams(m_params);
}

const QuoteTarget& PureMarketMaking::decide(const MarketView& market, const PositionView& position)
{
    const double reference = market.tradable ? referencePrice(market) : 0.0;
    if (!(reference > 0.0) || !std::isfinite(reference)) {
        m_target.clear();
        m_refreshed = {};
        return m_target;
    }
    if (refreshDue(market, reference))
        requote(market, position, reference);
    else
        m_target.keep = true;
    return m_target;
}

bool PureMarketMaking::refreshDue(const MarketView& market, double reference) const
{
    if (!m_refreshed.valid() || market.now - m_refreshed >= m_params.refreshTime)
        return true;
    if (m_waiting && !anySideWaits(market.now))
        return true;
    return quotesTooNear(market, reference);
}

bool PureMarketMaking::anySideWaits(Timestamp now) const
{
    return now < m_waitUntil[0] || now < m_waitUntil[1];
}

/// A quote that the reference has come closer to than the minimum allows is not left until the next refresh.
bool PureMarketMaking::quotesTooNear(const MarketView& market, double reference) const
{
    const double least = reference * (m_params.minSpread * 0.5 - m_params.refreshTolerance) * kBp;
    const double tick = market.instrument->toDouble(market.instrument->tickSize());
    for (const Quote& quote : m_target.view()) {
        const double distance = sign(quote.side) * (reference - market.instrument->toDouble(quote.price));
        if (distance < least - tick)
            return true;
    }
    return false;
}

void PureMarketMaking::requote(const MarketView& market, const PositionView& position, double reference)
{
    const Instrument& instrument = *market.instrument;
    m_target.clear();
    m_refreshed = market.now;
    m_waiting = anySideWaits(market.now);
    const double unit = instrument.toDouble(Price{1});
    m_target.priceTolerance = static_cast<std::int64_t>(reference * m_params.refreshTolerance * kBp / unit);
    m_deviation = deviationOf(*market.instrument, position, reference);
    if (market.now >= m_waitUntil[indexOf(Side::Buy)])
        quoteSide(market, Side::Buy, reference, std::min(position.quoteTotal, position.quoteFree));
    if (market.now >= m_waitUntil[indexOf(Side::Sell)])
        quoteSide(market, Side::Sell, reference, instrument.toMoney(std::min(position.baseTotal, position.baseFree)));
}

void PureMarketMaking::quoteSide(const MarketView& market, Side side, double reference, Money budget)
{
    Price previous;
    for (int level = 0; level < m_params.levels; ++level) {
        Quote quote;
        quote.side = side;
        quote.level = static_cast<std::uint8_t>(level);
        quote.postOnly = m_params.postOnly;
        if (!placeLevel(market, side, reference, level, quote, previous))
            return;
        previous = quote.price;
        if (sizeLevel(market, level, budget, quote))
            m_target.add() = quote;
    }
}

/// Fair, spread, skew, floor and tick of one level; false when no valid price is left.
bool PureMarketMaking::placeLevel(const MarketView& market, Side side, double reference, int level, Quote& quote,
                                  Price previous) const
{
    const Instrument& instrument = *market.instrument;
    const double tick = instrument.toDouble(instrument.tickSize());
    double price = reference;
    explain(quote, ReasonKind::Fair, price, reference);

    const double spread = (side == Side::Buy ? m_params.bidSpread : m_params.askSpread) + level * m_params.levelSpreadStep;
    explain(quote, ReasonKind::Spread, price, awayBy(side, price, reference * spread * kBp));
    explain(quote, ReasonKind::Skew, price, price - reference * m_deviation * m_params.priceSkew * kBp);

    double floor = furtherOf(side, price, awayBy(side, reference, reference * m_params.minSpread * 0.5 * kBp));
    const Price touch = side == Side::Buy ? market.bestAsk : market.bestBid;
    if (m_params.postOnly && touch.count > 0)
        floor = furtherOf(side, floor, awayBy(side, instrument.toDouble(touch), tick));
    explain(quote, ReasonKind::Floor, price, floor);

    std::optional<Price> rounded = side == Side::Buy ? instrument.priceDown(price) : instrument.priceUp(price);
    if (!rounded)
        return false;
    if (previous.count > 0) { // two levels never share a tick
        const std::int64_t step = instrument.tickSize().count;
        rounded->count = side == Side::Buy ? std::min(rounded->count, previous.count - step)
                                           : std::max(rounded->count, previous.count + step);
    }
    if (rounded->count <= 0)
        return false;
    quote.price = *rounded;
    explain(quote, ReasonKind::Tick, price, instrument.toDouble(quote.price));
    return true;
}

/// Size of one level within what is left of the budget; false when too little is left for the venue.
bool PureMarketMaking::sizeLevel(const MarketView& market, int level, Money& budget, Quote& quote) const
{
    const Instrument& instrument = *market.instrument;
    const double lean = m_params.sizeSkew ? 1.0 - sign(quote.side) * m_deviation : 1.0;
    const double wanted = (m_params.orderSize + level * m_params.levelSizeStep) * lean;
    if (!(wanted > 0.0) || budget.sign() <= 0)
        return false;
    const double price = instrument.toDouble(quote.price);
    const double affordable = quote.side == Side::Buy ? budget.toDouble() / price : budget.toDouble();
    std::optional<Qty> qty = instrument.qtyDown(std::min(wanted, affordable));
    if (!qty || qty->count <= 0)
        return false;
    const auto cost = [&](Qty q) {
        return quote.side == Side::Buy ? instrument.tryNotional(quote.price, q) : std::optional(instrument.toMoney(q));
    };
    // The model's division may be off by its last bit; the exact product decides.
    if (const auto exact = cost(*qty); !exact || *exact > budget)
        qty->count -= instrument.lotSize().count;
    if (instrument.maxQty().count > 0)
        qty->count = std::min(qty->count, instrument.maxQty().count / instrument.lotSize().count * instrument.lotSize().count);
    if (qty->count <= 0 || *qty < instrument.minQty())
        return false;
    const auto notional = instrument.tryNotional(quote.price, *qty);
    if (!notional || *notional < instrument.minNotional())
        return false;
    quote.qty = *qty;
    double size = wanted;
    explain(quote, ReasonKind::Budget, size, instrument.toDouble(*qty));
    budget -= *cost(*qty);
    return true;
}

double PureMarketMaking::referencePrice(const MarketView& market) const
{
    switch (m_params.priceSource) {
    case PriceSource::Mid:
        return market.mid;
    case PriceSource::Microprice:
        return market.microprice;
    case PriceSource::Fair:
        return market.fair;
    case PriceSource::WeightedMid:
        break;
    }
    const double bidQty = static_cast<double>(market.bidQty.count);
    const double askQty = static_cast<double>(market.askQty.count);
    if (bidQty + askQty <= 0.0)
        return market.mid;
    const double bid = market.instrument->toDouble(market.bestBid);
    const double ask = market.instrument->toDouble(market.bestAsk);
    return (bid * askQty + ask * bidQty) / (bidQty + askQty);
}

/// How far the base held is from its target, as a share of the range, within [-1, 1].
double PureMarketMaking::deviationOf(const Instrument& instrument, const PositionView& position,
                                     double reference) const
{
    double levelsSize = 0.0;
    for (int level = 0; level < m_params.levels; ++level)
        levelsSize += std::max(0.0, m_params.orderSize + level * m_params.levelSizeStep);
    const double range = levelsSize * m_params.inventoryRange;
    if (!(range > 0.0))
        return 0.0;
    const double base = instrument.toDouble(position.baseTotal);
    const double total = base + position.quoteTotal.toDouble() / reference;
    const double wanted = total * m_params.inventoryTarget * 0.01;
    return std::clamp((base - wanted) / range, -1.0, 1.0);
}

StrategyKind kind()
{
    return {.name = "pure_market_making",
            .title = MAKER_TEXT("Pure market making"),
            .help = MAKER_TEXT("Rests bids and asks at fixed distances around a reference price and leans against its inventory."),
            .schema = &schemaOf<Params>(),
            .make = []() -> std::unique_ptr<Strategy> { return std::make_unique<PureMarketMaking>(); }};
}

} // namespace maker::pure_market_making
