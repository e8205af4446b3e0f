#pragma once

#include "simex/binance/desk.h"
#include "simex/json_writer.h"

#include <optional>
#include <string_view>

namespace maker::simex::binance {

/// The length of a kline interval by the venue's name ("1s" .. "1d").
std::optional<Duration> intervalOf(std::string_view name);

void writeTrade(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimTrade& trade);
/// Trades are not merged: each is its own aggregate, with equal ids.
void writeAggTrade(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimTrade& trade);
void writeKline(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimCandle& candle, Duration interval);
void writeTicker24h(JsonWriter& json, const Desk& desk, const Instrument& instrument);
void writeTickerPrice(JsonWriter& json, const Desk& desk, const Instrument& instrument);
void writeTickerBook(JsonWriter& json, const Desk& desk, const Instrument& instrument);

/// Events of the market streams.
void writeTradeEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimTrade& trade);
void writeAggTradeEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimTrade& trade);
void writeBookTickerEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument);
void writeMiniTickerEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument);
void writeTickerEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument);
void writeKlineEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimCandle& candle,
    std::string_view intervalName, bool closed);

} // namespace maker::simex::binance
