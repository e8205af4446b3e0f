#pragma once

#include "kernel/model/instrument.h"
#include "kernel/sim/sim_types.h"
#include "simex/binance/desk.h"
#include "simex/json_writer.h"

namespace maker::simex::binance {

/// Numbers as the venue prints them: eight decimals (more where the instrument has more).
std::string text(const Instrument& instrument, Price price);
std::string text(const Instrument& instrument, Qty qty);
std::string text(Money money);
void append(JsonWriter& json, const Instrument& instrument, Price price);
void append(JsonWriter& json, const Instrument& instrument, Qty qty);

std::string_view sideText(Side side) noexcept;
std::string_view typeText(const sim::SimOrder& order) noexcept;
std::string_view statusText(const sim::SimOrder& order) noexcept;
std::string_view tifText(TimeInForce tif) noexcept;

/// [["price","qty"],...] of the best levels of one side.
void writeLevels(JsonWriter& json, const Desk& desk, const Instrument& instrument, Side side, std::size_t limit);

/// The state of one order as queries show it.
void writeOrder(JsonWriter& json, const Desk& desk, const sim::SimOrder& order);
/// Adds the fields every view of an order has to an open object: price to selfTradePreventionMode.
void writeState(JsonWriter& json, const Desk& desk, const sim::SimOrder& order);
/// An order as the answer to a cancel shows it; `requestId` is the client id of the cancel.
void writeCanceled(JsonWriter& json, const Desk& desk, const sim::SimOrder& order, std::string_view requestId);
/// The fills of the order just placed, as a FULL answer lists them.
void writeFills(JsonWriter& json, const Desk& desk, const sim::SimOrder& order);
/// An executionReport event.
std::string executionReport(const Desk& desk, const Instrument& instrument, const sim::SimExecution& execution);

} // namespace maker::simex::binance
