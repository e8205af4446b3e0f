#pragma once

#include "kernel/model/fill.h"
#include "kernel/model/instrument.h"

#include <string>

namespace maker {

struct PairText {
    std::uint32_t id = 1;
    const char* base = "BTC";
    const char* quote = "USDT";
    const char* tick = "0.01";
    const char* lot = "0.00001";
    std::uint32_t revision = 1;
};

inline Instrument makePair(const PairText& text)
{
    InstrumentSpec spec;
    spec.id = {text.id};
    spec.revision = text.revision;
    spec.venue = {1};
    spec.symbol = Symbol((std::string(text.base) + text.quote).c_str());
    spec.base = text.base;
    spec.quote = text.quote;
    spec.tickSize = text.tick;
    spec.lotSize = text.lot;
    return Instrument::make(spec).value();
}

inline Money money(const char* text)
{
    return Money::parse(text).value();
}

/// A fill of account 1 and strategy 1; the numbers as text.
struct FillText {
    const char* price = "100";
    const char* qty = "1";
    const char* mid = "0";
    const char* fee = "0";
    const char* feeAsset = "USDT";
    std::uint16_t strategy = 1;
};

inline Fill makeFill(const Instrument& instrument, Side side, const char* tradeId, const FillText& text)
{
    Fill fill;
    fill.tradeId = tradeId;
    fill.instrument = instrument.id();
    fill.account = {1};
    fill.strategy = {text.strategy};
    fill.side = side;
    fill.price = instrument.parsePrice(text.price).value();
    fill.qty = instrument.parseQty(text.qty).value();
    fill.mid = money(text.mid);
    fill.fee = {money(text.fee), text.feeAsset};
    return fill;
}

} // namespace maker
