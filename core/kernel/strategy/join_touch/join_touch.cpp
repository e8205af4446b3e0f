#include "kernel/strategy/join_touch/join_touch.h"

#include <algorithm>
#include <memory>

namespace maker::join_touch {

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
    if (market.now >= standsUntil())
        m_bid = {};
    return decide(market, position);
}

Result<void> JoinTouch::setParams(std::string_view json)
{
    auto parsed = maker::readParams<Params>(json);
    if (!parsed)
        return tl::unexpected(parsed.error());
    m_params = *parsed;
    m_sizedFor = nullptr;
    m_bid = {};
    return {};
}

std::string JoinTouch::params() const
{
    return maker::writeParams(m_params);
}

/// Most books and nearly every timer leave the touch where it was.
const QuoteTarget& JoinTouch::decide(const MarketView& market, const PositionView& position)
{
    if (market.bestBid == m_bid && market.bestAsk == m_ask && market.tradable) [[likely]] {
        m_target.keep = true;
        return m_target;
    }
    return requote(market, position);
}

const QuoteTarget& JoinTouch::requote(const MarketView& market, const PositionView& position)
{
    m_target.clear();
    if (!market.tradable) {
        m_bid = {};
        return m_target;
    }
    m_bid = market.bestBid;
    m_ask = market.bestAsk;
    m_refreshed = market.now;
    if (m_sizedFor != market.instrument || m_sizedRevision != market.instrument->revision())
        readSizes(*market.instrument);
    quoteSide(market, Side::Buy, position);
    quoteSide(market, Side::Sell, position);
    return m_target;
}

void JoinTouch::readSizes(const Instrument& instrument)
{
    m_sizedFor = &instrument;
    m_sizedRevision = instrument.revision();
    const auto size = instrument.qtyDown(m_params.orderSize);
    const auto limit = instrument.qtyDown(m_params.maxPosition);
    const bool quotable = size && limit && size->count > 0 && *size >= instrument.minQty();
    m_size = quotable ? *size : Qty{};
    m_limit = quotable ? *limit : Qty{};
}

void JoinTouch::quoteSide(const MarketView& market, Side side, const PositionView& position)
{
    const Instrument& instrument = *market.instrument;
    if (m_size.isZero() || position.position.count * sign(side) + m_size.count > m_limit.count)
        return;
    const Price touch = side == Side::Buy ? market.bestBid : market.bestAsk;
    const Price price{touch.count - sign(side) * m_params.ticksBehind * instrument.tickSize().count};
    if (price.count <= 0)
        return;
    const auto notional = instrument.tryNotional(price, m_size);
    if (!notional || *notional < instrument.minNotional())
        return;
    const bool paid = side == Side::Buy ? *notional <= std::min(position.quoteTotal, position.quoteFree)
                                        : m_size <= std::min(position.baseTotal, position.baseFree);
    if (!paid)
        return;
    const double unit = instrument.toDouble(Price{1});
    const double at = static_cast<double>(price.count) * unit;
    Quote& quote = m_target.add();
    quote.side = side;
    quote.price = price;
    quote.qty = m_size;
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
