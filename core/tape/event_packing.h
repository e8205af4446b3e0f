#pragma once

#include "kernel/model/candle.h"
#include "kernel/model/market_event.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace maker {

/// The instruments of a tape by their place in it: records name places, so that a reader may give ids of its own.
struct TapePlaces {
    std::vector<InstrumentId> ids;
    VenueId venue; ///< given to every record; invalid: as recorded
};

/// Packs the records of one block into bytes: each field as its difference to what the fields before let expect, in four
/// streams (what, prices, quantities, the rest), because like compresses best next to like. Lossless for every record whose
/// instrument has a place. A block begins anew, so each can be unpacked alone.
class EventPacker {
public:
    /// `ids` of the places, none above one million.
    explicit EventPacker(const std::vector<InstrumentId>& ids);

    void begin();
    /// False, and nothing packed: the instrument has no place.
    bool add(const MarketEvent& event);
    /// The block, replacing what `out` held.
    void finish(std::vector<std::uint8_t>& out) const;
    std::size_t bytes() const noexcept;

private:
    struct Place {
        std::array<std::uint64_t, 2> price{};
        std::array<std::uint64_t, 8> id{}; ///< by kind
    };
    bool addLevel(const MarketEvent& event, unsigned tag);
    void addFields(const MarketEvent& event, std::uint32_t place);
    void addAsk(const MarketEvent& event);

    std::vector<std::uint32_t> m_placeOf; ///< by id; 0: none, else place + 1
    std::vector<Place> m_places;          ///< by place + 1; the first is of records without an instrument
    std::vector<std::uint8_t> m_tags;
    std::vector<std::uint8_t> m_prices;
    std::vector<std::uint8_t> m_quantities;
    std::vector<std::uint8_t> m_rest;
    MarketEvent m_before;
    std::uint64_t m_venueTime = 0; ///< last one that was not zero
    std::uint32_t m_place = 0;
};

/// Unpacks blocks of events.
class EventUnpacker {
public:
    /// Readable bytes that must follow a block.
    static constexpr std::size_t kPadding = 192;

    explicit EventUnpacker(TapePlaces places);

    /// Unpacks `count` records into `out`; false: these bytes are no such block. `bytes` is followed by kPadding bytes.
    bool unpack(std::span<const std::uint8_t> bytes, std::size_t count, std::vector<MarketEvent>& out);

private:
    struct Place {
        InstrumentId id;
        std::array<std::uint64_t, 2> price{};
        std::array<std::uint64_t, 8> idBefore{};
    };
    struct Streams;
    bool readFields(Streams& in, MarketEvent& event);

    std::vector<Place> m_places; ///< by place + 1
    VenueId m_venue;
    std::uint64_t m_venueTime = 0;
    std::uint32_t m_place = 0;
};

/// Packs bars: differences of their times, and of their prices to the close before.
void packBars(std::span<const Candle> bars, std::vector<std::uint8_t>& out);
/// False: these bytes are no such block.
bool unpackBars(std::span<const std::uint8_t> bytes, std::size_t count, std::vector<Candle>& out);

} // namespace maker
