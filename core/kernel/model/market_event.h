#pragma once

#include "kernel/base/id.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/numbers.h"

#include <cstdint>
#include <type_traits>

namespace maker {

enum class MarketKind : std::uint8_t {
    BookSnapshot, ///< header of a full book; levels follow
    BookDelta,    ///< header of a change; levels follow
    BookLevel,    ///< one level of the header before it: quantity 0 removes it
    Trade,
    BestQuote,    ///< the venue's own best bid and ask at `lastId`
    FeedUp,       ///< connection made: books of its instruments wait for a snapshot
    FeedDown,     ///< connection lost, or our ring overflowed: books of its instruments are stale
    /// One resting order behind a level, of recordings that know every order: id, side, price and what it has left; quantity
    /// 0: it rests no more. Less than before keeps its place in the queue; more, or another price, goes to the back of it.
    /// Id 0: every order is forgotten, those that follow are all there are, oldest first within a price. Levels are told
    /// beside them, so whoever reads levels passes over these. What a trade took of an order is told after the trade.
    BookOrder,
};

/// One record of the market lane. A book update is a header and `levels` BookLevel records; `last` marks the record that
/// completes it, and only then may anyone act. Trivially copyable; 88 bytes.
struct MarketEvent {
    MarketKind kind = MarketKind::Trade;
    Side side = Side::Buy; ///< BookLevel, BookOrder: bid = Buy; Trade: side of the aggressor
    bool last = true;
    std::uint8_t reserved = 0;
    InstrumentId instrument; ///< invalid on FeedUp/FeedDown that concern every instrument of the venue
    VenueId venue;
    std::uint16_t levels = 0; ///< headers: number of level records that follow
    Timestamp venueTime;      ///< zero where the venue gives none
    Timestamp localTime;
    Price price;       ///< BestQuote: bid
    Qty qty;           ///< BestQuote: bid quantity
    Price askPrice;    ///< BestQuote only
    Qty askQty;        ///< BestQuote only
    std::int64_t firstId = 0; ///< headers: first update id (U)
    std::int64_t lastId = 0;  ///< headers: last update id (u); Trade: the venue's numeric trade id; BestQuote: its update id;
                              ///< BookOrder: the order's id at the venue
    std::int64_t prevId = 0;  ///< headers: previous last id (pu), futures only
};

static_assert(std::is_trivially_copyable_v<MarketEvent> && sizeof(MarketEvent) == 88);

} // namespace maker
