#include "tape/event_packing.h"

#include "tape/varint.h"

#include <algorithm>
#include <cstring>

namespace maker {
namespace {

// The tag of a record: its kind, then these.
constexpr unsigned kKindBits = 0x07U;
constexpr unsigned kSell = 0x08U;
constexpr unsigned kLast = 0x10U;
constexpr unsigned kLevel = 0x20U;     ///< a level like the record before it but for price and quantity
constexpr unsigned kSameIds = 0x40U;   ///< of such a level: the ids too are those of the record before, else zero
constexpr unsigned kNoVenueTime = 0x80U; ///< of such a level: its venue time is zero

// Which fields of another record follow in the rest.
constexpr unsigned kHasInstrument = 1U << 0U;
constexpr unsigned kHasVenue = 1U << 1U;
constexpr unsigned kHasLocalTime = 1U << 2U;
constexpr unsigned kHasVenueTime = 1U << 3U;
constexpr unsigned kHasPrice = 1U << 4U;
constexpr unsigned kHasQty = 1U << 5U;
constexpr unsigned kHasAsk = 1U << 6U;
constexpr unsigned kHasFirstId = 1U << 7U;
constexpr unsigned kHasLastId = 1U << 8U;
constexpr unsigned kHasPrevId = 1U << 9U;
constexpr unsigned kHasLevels = 1U << 10U;
constexpr unsigned kHasReserved = 1U << 11U;

constexpr std::size_t kStreamHeader = 16;

constexpr std::uint64_t bits(std::int64_t value) noexcept
{
    return static_cast<std::uint64_t>(value);
}

constexpr std::size_t sideOf(Side side) noexcept
{
    return side == Side::Buy ? 0 : 1;
}

bool idsAreZero(const MarketEvent& event) noexcept
{
    return event.firstId == 0 && event.lastId == 0 && event.prevId == 0;
}

} // namespace

EventPacker::EventPacker(const std::vector<InstrumentId>& ids) : m_places(ids.size() + 1)
{
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (m_placeOf.size() <= ids[i].value)
            m_placeOf.resize(ids[i].value + std::size_t{1});
        m_placeOf[ids[i].value] = static_cast<std::uint32_t>(i + 1);
    }
    begin();
}

void EventPacker::begin()
{
    std::fill(m_places.begin(), m_places.end(), Place{});
    for (auto* const stream : {&m_tags, &m_prices, &m_quantities, &m_rest})
        stream->clear();
    m_before = {};
    m_venueTime = 0;
    m_place = 0;
}

std::size_t EventPacker::bytes() const noexcept
{
    return kStreamHeader + m_tags.size() + m_prices.size() + m_quantities.size() + m_rest.size();
}

bool EventPacker::add(const MarketEvent& event)
{
    const unsigned tag = static_cast<unsigned>(event.kind) | (event.side == Side::Sell ? kSell : 0U) | (event.last ? kLast : 0U);
    if (event.kind == MarketKind::BookLevel && addLevel(event, tag))
        return true;
    std::uint32_t place = 0;
    if (event.instrument.valid()) {
        place = event.instrument.value < m_placeOf.size() ? m_placeOf[event.instrument.value] : 0;
        if (place == 0)
            return false;
    }
    m_tags.push_back(static_cast<std::uint8_t>(tag));
    addFields(event, place);
    m_before = event;
    return true;
}

bool EventPacker::addLevel(const MarketEvent& event, unsigned tag)
{
    const MarketEvent& before = m_before;
    const bool sameIds =
        event.firstId == before.firstId && event.lastId == before.lastId && event.prevId == before.prevId;
    const bool noVenueTime = !event.venueTime.valid();
    if (m_place == 0 || event.instrument != before.instrument || event.venue != before.venue
        || event.localTime != before.localTime || (!noVenueTime && event.venueTime != before.venueTime)
        || (!sameIds && !idsAreZero(event)) || event.levels != 0 || event.reserved != 0 || event.askPrice.count != 0
        || event.askQty.count != 0)
        return false;
    m_tags.push_back(static_cast<std::uint8_t>(tag | kLevel | (sameIds ? kSameIds : 0U) | (noVenueTime ? kNoVenueTime : 0U)));
    std::uint64_t& price = m_places[m_place].price[sideOf(event.side)];
    putSigned(m_prices, bits(event.price.count) - price);
    price = bits(event.price.count);
    putVarint(m_quantities, zigzag(bits(event.qty.count)));
    m_before = event;
    return true;
}

void EventPacker::addFields(const MarketEvent& event, std::uint32_t place)
{
    Place& of = m_places[place];
    std::uint64_t& id = of.id[static_cast<std::size_t>(event.kind)];
    unsigned mask = place != m_place ? kHasInstrument : 0U;
    mask |= event.venue != m_before.venue ? kHasVenue : 0U;
    mask |= event.localTime != m_before.localTime ? kHasLocalTime : 0U;
    mask |= event.venueTime.valid() ? kHasVenueTime : 0U;
    mask |= event.price.count != 0 ? kHasPrice : 0U;
    mask |= event.qty.count != 0 ? kHasQty : 0U;
    mask |= event.askPrice.count != 0 || event.askQty.count != 0 ? kHasAsk : 0U;
    mask |= event.firstId != 0 ? kHasFirstId : 0U;
    mask |= event.lastId != 0 ? kHasLastId : 0U;
    mask |= event.prevId != 0 ? kHasPrevId : 0U;
    mask |= event.levels != 0 ? kHasLevels : 0U;
    mask |= event.reserved != 0 ? kHasReserved : 0U;
    putVarint(m_rest, mask);
    if ((mask & kHasInstrument) != 0)
        putVarint(m_rest, place);
    if ((mask & kHasVenue) != 0)
        putVarint(m_rest, event.venue.value);
    if ((mask & kHasLocalTime) != 0)
        putSigned(m_rest, bits(event.localTime.ns) - bits(m_before.localTime.ns));
    if ((mask & kHasVenueTime) != 0) {
        putSigned(m_rest, bits(event.venueTime.ns) - m_venueTime);
        m_venueTime = bits(event.venueTime.ns);
    }
    if ((mask & kHasPrice) != 0) {
        putSigned(m_prices, bits(event.price.count) - of.price[sideOf(event.side)]);
        of.price[sideOf(event.side)] = bits(event.price.count);
    }
    if ((mask & kHasQty) != 0)
        putVarint(m_quantities, zigzag(bits(event.qty.count)));
    if ((mask & kHasAsk) != 0)
        addAsk(event);
    const std::uint64_t before = id;
    if ((mask & kHasFirstId) != 0)
        putSigned(m_rest, bits(event.firstId) - before);
    if ((mask & kHasLastId) != 0) {
        putSigned(m_rest, bits(event.lastId) - (event.firstId != 0 ? bits(event.firstId) : before));
        id = bits(event.lastId);
    }
    if ((mask & kHasPrevId) != 0)
        putSigned(m_rest, bits(event.prevId) - before);
    if ((mask & kHasLevels) != 0)
        putVarint(m_rest, event.levels);
    if ((mask & kHasReserved) != 0)
        putVarint(m_rest, event.reserved);
    m_place = place;
}

void EventPacker::addAsk(const MarketEvent& event)
{
    putSigned(m_prices, bits(event.askPrice.count) - bits(event.price.count));
    putVarint(m_quantities, zigzag(bits(event.askQty.count)));
}

void EventPacker::finish(std::vector<std::uint8_t>& out) const
{
    out.clear();
    out.reserve(bytes());
    for (const auto* const stream : {&m_tags, &m_prices, &m_quantities, &m_rest}) {
        for (unsigned shift = 0; shift < 32; shift += 8)
            out.push_back(static_cast<std::uint8_t>(stream->size() >> shift));
    }
    for (const auto* const stream : {&m_tags, &m_prices, &m_quantities, &m_rest})
        out.insert(out.end(), stream->begin(), stream->end());
}

/// Where each of the four streams is being read, and its end.
struct EventUnpacker::Streams {
    std::array<const std::uint8_t*, 4> at{};
    std::array<const std::uint8_t*, 4> end{};

    bool open(std::span<const std::uint8_t> bytes)
    {
        if (bytes.size() < kStreamHeader)
            return false;
        const std::uint8_t* next = bytes.data() + kStreamHeader;
        std::uint64_t left = bytes.size() - kStreamHeader;
        for (std::size_t i = 0; i < 4; ++i) {
            std::uint32_t size = 0;
            for (std::size_t k = 0; k < 4; ++k)
                size |= static_cast<std::uint32_t>(bytes[4 * i + k]) << (8 * k);
            if (size > left)
                return false;
            at[i] = next;
            next += size;
            end[i] = next;
            left -= size;
        }
        return left == 0;
    }
    /// No stream is read behind its end; one record of garbage beyond it still lies in the padding.
    bool within() const noexcept { return at[1] <= end[1] && at[2] <= end[2] && at[3] <= end[3]; }
    bool ended() const noexcept { return at == end; }
};

EventUnpacker::EventUnpacker(TapePlaces places) : m_places(places.ids.size() + 1), m_venue(places.venue)
{
    for (std::size_t i = 0; i < places.ids.size(); ++i)
        m_places[i + 1].id = places.ids[i];
}

bool EventUnpacker::unpack(std::span<const std::uint8_t> bytes, std::size_t count, std::vector<MarketEvent>& out)
{
    Streams in;
    if (!in.open(bytes) || static_cast<std::size_t>(in.end[0] - in.at[0]) != count)
        return false;
    for (Place& place : m_places) {
        place.price = {};
        place.idBefore = {};
    }
    m_venueTime = 0;
    m_place = 0;
    out.resize(count);
    MarketEvent before;
    MarketEvent* event = out.data();
    const std::uint8_t* tags = in.at[0];
    for (std::size_t i = 0; i < count; ++i, ++event) {
        const unsigned tag = tags[i];
        if (!in.within())
            return false;
        *event = i == 0 ? before : event[-1];
        event->kind = static_cast<MarketKind>(tag & kKindBits);
        event->side = (tag & kSell) != 0 ? Side::Sell : Side::Buy;
        event->last = (tag & kLast) != 0;
        if ((tag & kLevel) != 0) [[likely]] {
            std::uint64_t& price = m_places[m_place].price[(tag & kSell) != 0 ? 1 : 0];
            price += readSigned(in.at[1]);
            event->price = {static_cast<std::int64_t>(price)};
            event->qty = {static_cast<std::int64_t>(readSigned(in.at[2]))};
            event->askPrice = {};
            event->askQty = {};
            event->levels = 0;
            event->reserved = 0;
            if ((tag & kSameIds) == 0)
                event->firstId = event->lastId = event->prevId = 0;
            if ((tag & kNoVenueTime) != 0)
                event->venueTime = {};
        } else if (!readFields(in, *event)) {
            return false;
        }
    }
    in.at[0] = in.end[0];
    return in.ended();
}

bool EventUnpacker::readFields(Streams& in, MarketEvent& event)
{
    const std::uint8_t*& rest = in.at[3];
    const auto mask = static_cast<unsigned>(readVarint(rest));
    if ((mask & kHasInstrument) != 0) {
        const std::uint64_t place = readVarint(rest);
        if (place >= m_places.size())
            return false;
        m_place = static_cast<std::uint32_t>(place);
    }
    Place& of = m_places[m_place];
    std::uint64_t& id = of.idBefore[static_cast<std::size_t>(event.kind)];
    event.instrument = of.id;
    if ((mask & kHasVenue) != 0)
        event.venue = {static_cast<std::uint16_t>(readVarint(rest))};
    if (m_venue.valid())
        event.venue = m_venue;
    if ((mask & kHasLocalTime) != 0)
        event.localTime.ns = static_cast<std::int64_t>(bits(event.localTime.ns) + readSigned(rest));
    if ((mask & kHasVenueTime) != 0)
        m_venueTime += readSigned(rest);
    event.venueTime = {(mask & kHasVenueTime) != 0 ? static_cast<std::int64_t>(m_venueTime) : 0};
    std::uint64_t& price = of.price[sideOf(event.side)];
    if ((mask & kHasPrice) != 0)
        price += readSigned(in.at[1]);
    event.price = {(mask & kHasPrice) != 0 ? static_cast<std::int64_t>(price) : 0};
    event.qty = {(mask & kHasQty) != 0 ? static_cast<std::int64_t>(readSigned(in.at[2])) : 0};
    const bool ask = (mask & kHasAsk) != 0;
    event.askPrice = {ask ? static_cast<std::int64_t>(bits(event.price.count) + readSigned(in.at[1])) : 0};
    event.askQty = {ask ? static_cast<std::int64_t>(readSigned(in.at[2])) : 0};
    const std::uint64_t before = id;
    event.firstId = (mask & kHasFirstId) != 0 ? static_cast<std::int64_t>(before + readSigned(rest)) : 0;
    event.lastId = 0;
    if ((mask & kHasLastId) != 0) {
        id = ((mask & kHasFirstId) != 0 ? bits(event.firstId) : before) + readSigned(rest);
        event.lastId = static_cast<std::int64_t>(id);
    }
    event.prevId = (mask & kHasPrevId) != 0 ? static_cast<std::int64_t>(before + readSigned(rest)) : 0;
    event.levels = (mask & kHasLevels) != 0 ? static_cast<std::uint16_t>(readVarint(rest)) : std::uint16_t{0};
    event.reserved = (mask & kHasReserved) != 0 ? static_cast<std::uint8_t>(readVarint(rest)) : std::uint8_t{0};
    return true;
}

} // namespace maker
