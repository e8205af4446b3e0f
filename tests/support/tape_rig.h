#pragma once

#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace maker::test {

/// A price in ticks and a quantity in lots.
struct TapeLevel {
    Side side = Side::Buy;
    std::int64_t price = 0;
    std::int64_t qty = 0;
};

inline TapeLevel bid(std::int64_t price, std::int64_t qty) { return {Side::Buy, price, qty}; }
inline TapeLevel ask(std::int64_t price, std::int64_t qty) { return {Side::Sell, price, qty}; }

/// An instrument whose prices and quantities are whole numbers, so that cases can be counted by hand.
inline Instrument wholeInstrument(std::uint32_t id = 1)
{
    InstrumentSpec spec;
    spec.id = {id};
    spec.venue = {1};
    spec.symbol = "ABCUSD";
    spec.base = "ABC";
    spec.quote = "USD";
    spec.tickSize = "1";
    spec.lotSize = "1";
    return Instrument::make(spec).value();
}

/// Writes the records of a recorded market with ids that follow each other.
class TapeWriter {
public:
    explicit TapeWriter(InstrumentId instrument = {1}) : m_instrument(instrument) {}

    std::vector<MarketEvent> snapshot(std::initializer_list<TapeLevel> levels)
    {
        return message(MarketKind::BookSnapshot, levels);
    }
    std::vector<MarketEvent> delta(std::initializer_list<TapeLevel> levels) { return message(MarketKind::BookDelta, levels); }
    MarketEvent trade(Side aggressor, std::int64_t price, std::int64_t qty)
    {
        MarketEvent event = blank(MarketKind::Trade);
        event.side = aggressor;
        event.price = {price};
        event.qty = {qty};
        event.lastId = ++m_tradeId;
        return event;
    }
    MarketEvent quote(std::int64_t bidPrice, std::int64_t bidQty, std::int64_t askPrice, std::int64_t askQty)
    {
        MarketEvent event = blank(MarketKind::BestQuote);
        event.price = {bidPrice};
        event.qty = {bidQty};
        event.askPrice = {askPrice};
        event.askQty = {askQty};
        event.lastId = ++m_updateId;
        return event;
    }
    /// What one order of the tape has left at its price; 0: it is gone.
    MarketEvent order(Side side, std::int64_t id, std::int64_t price, std::int64_t qty)
    {
        MarketEvent event = blank(MarketKind::BookOrder);
        event.side = side;
        event.price = {price};
        event.qty = {qty};
        event.lastId = id;
        return event;
    }
    /// Every order is forgotten, those until the record marked last are all there are.
    MarketEvent forgetOrders(bool noneFollow = false)
    {
        MarketEvent event = blank(MarketKind::BookOrder);
        event.last = noneFollow;
        return event;
    }
    std::int64_t updateId() const noexcept { return m_updateId; }
    void setUpdateId(std::int64_t id) noexcept { m_updateId = id; }

private:
    MarketEvent blank(MarketKind kind) const
    {
        MarketEvent event;
        event.kind = kind;
        event.instrument = m_instrument;
        event.venue = {1};
        return event;
    }
    std::vector<MarketEvent> message(MarketKind kind, std::initializer_list<TapeLevel> levels)
    {
        MarketEvent header = blank(kind);
        ++m_updateId;
        header.firstId = header.lastId = m_updateId;
        header.levels = static_cast<std::uint16_t>(levels.size());
        header.last = levels.size() == 0;
        std::vector<MarketEvent> events{header};
        for (const TapeLevel& level : levels) {
            MarketEvent event = blank(MarketKind::BookLevel);
            event.side = level.side;
            event.price = {level.price};
            event.qty = {level.qty};
            event.last = false;
            events.push_back(event);
        }
        events.back().last = true;
        return events;
    }

    InstrumentId m_instrument;
    std::int64_t m_updateId = 0;
    std::int64_t m_tradeId = 0;
};

} // namespace maker::test
