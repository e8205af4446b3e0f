#include "venues/binance/parse/frame_reader.h"

namespace maker::binance {
namespace {

/// The last millisecond whose nanoseconds fit.
constexpr std::int64_t kMaxMillis = 9'000'000'000'000;

} // namespace

FrameFault FrameReader::interpret(Timestamp localTime, FrameKind& kind)
{
    const Field& type = field(Key::EventType);
    if (type.shape == Shape::Text && type.text == "depthUpdate") {
        kind = FrameKind::Delta;
        return finishBook(MarketKind::BookDelta, localTime);
    }
    if (type.shape == Shape::Text && (type.text == "trade" || type.text == "aggTrade")) {
        kind = FrameKind::Trade;
        return finishTrade(type.text == "trade" ? Key::TradeId : Key::Ask, localTime);
    }
    // Spot's bookTicker is the one event that does not name its type.
    const bool untyped = type.shape == Shape::Absent && field(Key::LastId).shape == Shape::Integer
        && field(Key::Symbol).shape == Shape::Text;
    if (untyped || (type.shape == Shape::Text && type.text == "bookTicker")) {
        kind = FrameKind::BestQuote;
        return finishBestQuote(localTime);
    }
    kind = FrameKind::Other;
    return type.shape == Shape::Absent || type.shape == Shape::Text ? FrameFault::None : FrameFault::WrongType;
}

FrameFault FrameReader::require(Key key, Shape shape) const noexcept
{
    const Shape found = field(key).shape;
    if (found == shape)
        return FrameFault::None;
    return found == Shape::Absent ? FrameFault::MissingField : FrameFault::WrongType;
}

FrameFault FrameReader::timeOf(Key key, Timestamp& out) const noexcept
{
    const Field& found = field(key);
    if (found.shape == Shape::Absent)
        return FrameFault::None;
    if (found.shape != Shape::Integer)
        return FrameFault::WrongType;
    if (found.number < 0 || found.number > kMaxMillis)
        return FrameFault::BadTime;
    out = Timestamp::fromMillis(found.number);
    return FrameFault::None;
}

MarketEvent FrameReader::baseEvent(MarketKind kind, Timestamp localTime) const noexcept
{
    MarketEvent event;
    event.kind = kind;
    event.instrument = m_instrument->id();
    event.venue = m_instrument->venue();
    event.localTime = localTime;
    return event;
}

FrameFault FrameReader::finishBook(MarketKind kind, Timestamp localTime)
{
    const bool snapshot = kind == MarketKind::BookSnapshot;
    const Key bids = snapshot ? Key::Bids : Key::Bid;
    const Key asks = snapshot ? Key::Asks : Key::Ask;
    const Key lastId = snapshot ? Key::SnapshotId : Key::LastId;
    const Key firstId = snapshot ? Key::SnapshotId : Key::FirstId;
    for (const auto fault : {snapshot ? FrameFault::None : require(Key::Symbol, Shape::Text), require(bids, Shape::Levels),
                             require(asks, Shape::Levels), require(firstId, Shape::Integer),
                             require(lastId, Shape::Integer)}) {
        if (fault != FrameFault::None)
            return fault;
    }
    if (m_instrument == nullptr)
        return FrameFault::UnknownSymbol;
    Timestamp eventTime;
    if (const auto fault = timeOf(Key::EventTime, eventTime); fault != FrameFault::None)
        return fault;
    DeltaHead head{eventTime.millis(), field(firstId).number, field(lastId).number, 0};
    if (field(Key::PrevId).shape != Shape::Absent) {
        if (const auto fault = require(Key::PrevId, Shape::Integer); fault != FrameFault::None)
            return fault;
        head.prevId = field(Key::PrevId).number;
    }
    return writeHeader(kind, head, localTime);
}

FrameFault FrameReader::writeHeader(MarketKind kind, const DeltaHead& head, Timestamp localTime)
{
    if (head.eventTime > kMaxMillis)
        return FrameFault::BadTime;
    if (head.firstId <= 0 || head.lastId < head.firstId || head.prevId < 0 || head.prevId >= head.lastId)
        return FrameFault::BadId;
    MarketEvent header = baseEvent(kind, localTime);
    header.venueTime = Timestamp::fromMillis(head.eventTime);
    header.firstId = head.firstId;
    header.lastId = head.lastId;
    header.prevId = head.prevId;
    const std::size_t levels = m_events.size() - 1;
    header.levels = static_cast<std::uint16_t>(levels);
    header.last = levels == 0;
    m_events.front() = header;
    for (std::size_t i = 1; i <= levels; ++i)
        m_events[i].venueTime = header.venueTime;
    m_events.back().last = true;
    return FrameFault::None;
}

FrameFault FrameReader::finishTrade(Key id, Timestamp localTime)
{
    for (const auto fault : {require(Key::Symbol, Shape::Text), require(id, Shape::Integer), require(Key::Price, Shape::Text),
                             require(Key::Qty, Shape::Text), require(Key::TradeTime, Shape::Integer),
                             require(Key::BuyerIsMaker, Shape::Bool)}) {
        if (fault != FrameFault::None)
            return fault;
    }
    if (m_instrument == nullptr)
        return FrameFault::UnknownSymbol;
    MarketEvent trade = baseEvent(MarketKind::Trade, localTime);
    if (const auto fault = timeOf(Key::TradeTime, trade.venueTime); fault != FrameFault::None)
        return fault;
    const auto price = m_instrument->tryPrice(field(Key::Price).text);
    if (!price || price->count <= 0)
        return FrameFault::BadPrice;
    const auto qty = marketQty(field(Key::Qty).text);
    if (!qty || qty->count <= 0)
        return FrameFault::BadQty;
    trade.price = *price;
    trade.qty = *qty;
    trade.side = field(Key::BuyerIsMaker).truth ? Side::Sell : Side::Buy;
    trade.lastId = field(id).number;
    if (trade.lastId < 0)
        return FrameFault::BadId;
    m_events.resize(1);
    m_events.front() = trade;
    return FrameFault::None;
}

FrameFault FrameReader::finishBestQuote(Timestamp localTime)
{
    for (const auto fault : {require(Key::Symbol, Shape::Text), require(Key::LastId, Shape::Integer),
                             require(Key::Bid, Shape::Text), require(Key::BidQty, Shape::Text),
                             require(Key::Ask, Shape::Text), require(Key::AskQty, Shape::Text)}) {
        if (fault != FrameFault::None)
            return fault;
    }
    if (m_instrument == nullptr)
        return FrameFault::UnknownSymbol;
    MarketEvent quote = baseEvent(MarketKind::BestQuote, localTime);
    if (const auto fault = timeOf(Key::EventTime, quote.venueTime); fault != FrameFault::None)
        return fault;
    const auto bid = m_instrument->tryPrice(field(Key::Bid).text);
    const auto ask = m_instrument->tryPrice(field(Key::Ask).text);
    if (!bid || !ask)
        return FrameFault::BadPrice;
    const auto bidQty = marketQty(field(Key::BidQty).text);
    const auto askQty = marketQty(field(Key::AskQty).text);
    if (!bidQty || !askQty)
        return FrameFault::BadQty;
    quote.price = *bid;
    quote.qty = *bidQty;
    quote.askPrice = *ask;
    quote.askQty = *askQty;
    quote.lastId = field(Key::LastId).number;
    if (quote.lastId <= 0)
        return FrameFault::BadId;
    m_events.resize(1);
    m_events.front() = quote;
    return FrameFault::None;
}

} // namespace maker::binance
