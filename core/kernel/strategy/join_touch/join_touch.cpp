#include "kernel/strategy/join_touch/join_touch.h"

#include <algorithm>
#include <memory>

namespace maker::join_touch {

namespace {

/// How much of the base the quote money pays for at a price.
Qty affordable(const Instrument& instrument, Money money, Price price)
{
    const double unit = instrument.toDouble(price);
    const auto qty = money.sign() > 0 && unit > 0.0 ? instrument.qtyDown(money.toDouble() / unit) : std::nullopt;
    return qty.value_or(Qty{});
}

} // namespace

const QuoteTarget& JoinTouch::onBook(const MarketView& market, const PositionView& position)
{
    return decide(market, position);
}

const QuoteTarget& JoinTouch::onFill(const Fill&, const MarketView& market, const PositionView& position)
{
    m_bid = {};
    return decide(market, position);
}

const QuoteTarget& JoinTouch::onTimer(const MarketView& market, const PositionView& position)
{
    if (market.now - m_refreshed >= m_params.refreshTime)
        m_bid = {};
    return decide(market, position);
}

Result<void> JoinTouch::setParams(std::string_view json)
{
    auto parsed = maker::readParams<Params>(json);
    if (!parsed)
        return tl::unexpected(parsed.error());
    m_params = *parsed;
    m_bid = {};
    return {};
}

std::string JoinTouch::params() const
{
    return maker::writeParams(m_params);
}

const QuoteTarget& JoinTouch::decide(const MarketView& market, const PositionView& position)
{
    if (!market.tradable) {
        m_target.clear();
        m_bid = {};
    } else if (market.bestBid == m_bid && market.bestAsk == m_ask) {
        m_target.keep = true;
    } else {
        requote(market, position);
    }
    return m_target;
}

void JoinTouch::requote(const MarketView& market, const PositionView& position)
{
    m_target.clear();
    m_bid = market.bestBid;
    m_ask = market.bestAsk;
    m_refreshed = market.now;
    const Money quote = std::min(position.quoteTotal, position.quoteFree);
    quoteSide(market, Side::Buy, position.position, affordable(*market.instrument, quote, market.bestBid));
    quoteSide(market, Side::Sell, position.position, std::min(position.baseTotal, position.baseFree));
}

void JoinTouch::quoteSide(const MarketView& market, Side side, Qty position, Qty affordable)
{
    const Instrument& instrument = *market.instrument;
    const auto size = instrument.qtyDown(m_params.orderSize);
    const auto limit = instrument.qtyDown(m_params.maxPosition);
    if (!size || !limit || size->count <= 0 || *size < instrument.minQty() || *size > affordable)
        return;
    if (position.count * sign(side) + size->count > limit->count)
        return;
    const Price touch = side == Side::Buy ? market.bestBid : market.bestAsk;
    const Price price{touch.count - sign(side) * m_params.ticksBehind * instrument.tickSize().count};
    if (price.count <= 0)
        return;
    const auto notional = instrument.tryNotional(price, *size);
    if (!notional || *notional < instrument.minNotional())
        return;
    const double unit = instrument.toDouble(Price{1});
    const double at = static_cast<double>(price.count) * unit;
    Quote& quote = m_target.add();
    quote.side = side;
    quote.price = price;
    quote.qty = *size;
    quote.explain({.kind = ReasonKind::Fair, .bound = false, .before = market.fair, .after = market.fair});
    quote.explain({.kind = ReasonKind::Spread, .bound = at != market.fair, .before = market.fair, .after = at});
}

StrategyKind kind()
{
    return {.name = "join_touch",
            .title = MAKER_TEXT("Join the touch"),
            .help = MAKER_TEXT("Rests one bid and one ask at the best prices and follows them, within a largest position."),
            .schema = &schemaOf<Params>(),
            .make = []() -> std::unique_ptr<Strategy> { return std::make_unique<JoinTouch>(); }};
}

} // namespace maker::join_touch
