#include "app/cli/data_export.h"

#include "tape/tape_reader.h"

#include <filesystem>
#include <fstream>

namespace maker::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKinds[] = {"snapshot", "delta", "level", "trade", "quote", "feed_up", "feed_down", "order"};

const Instrument* find(const TapeHeader& header, InstrumentId id)
{
    for (const TapeInstrument& each : header.instruments) {
        if (each.instrument->id() == id)
            return each.instrument.get();
    }
    return nullptr;
}

std::string rowOf(const MarketEvent& event, const Instrument* instrument)
{
    const auto price = [&](Price value) { return value.count == 0 || instrument == nullptr ? "" : instrument->format(value); };
    const auto number = [](std::int64_t value) { return value == 0 ? std::string() : std::to_string(value); };
    const bool sided = event.kind == MarketKind::BookLevel || event.kind == MarketKind::Trade || event.kind == MarketKind::BookOrder;
    const bool sized = sided || event.kind == MarketKind::BestQuote;
    std::string row = std::to_string(event.localTime.ns) + ',' + number(event.venueTime.ns) + ',';
    row += (instrument != nullptr ? instrument->symbol().str() : "") + ',' + kKinds[static_cast<std::size_t>(event.kind)] + ',';
    row += sided ? event.side == Side::Buy ? "buy" : "sell" : "";
    row += ',' + price(event.price) + ',' + (sized && instrument != nullptr ? instrument->format(event.qty) : "") + ',';
    row += price(event.askPrice) + ',';
    row += event.kind == MarketKind::BestQuote && instrument != nullptr ? instrument->format(event.askQty) : "";
    row += ',' + number(event.firstId) + ',' + number(event.lastId) + ',' + number(event.prevId) + ',' + (event.last ? '1' : '0');
    return row + '\n';
}

Result<std::uint64_t> writeEvents(TapeReader& reader, std::ofstream& file)
{
    file << "local_time,venue_time,symbol,kind,side,price,qty,ask_price,ask_qty,first_id,last_id,prev_id,last\n";
    std::uint64_t rows = 0;
    for (;;) {
        const auto events = reader.next();
        if (!events)
            return tl::unexpected(events.error());
        if (events->empty())
            return rows;
        for (const MarketEvent& event : *events)
            file << rowOf(event, find(reader.header(), event.instrument));
        rows += events->size();
    }
}

Result<std::uint64_t> writeBars(TapeReader& reader, std::ofstream& file)
{
    file << "time,open,high,low,close,volume,taker_buy_volume,trades\n";
    const Instrument& in = *reader.header().instruments.front().instrument;
    std::uint64_t rows = 0;
    for (;;) {
        const auto bars = reader.nextBars();
        if (!bars)
            return tl::unexpected(bars.error());
        if (bars->empty())
            return rows;
        for (const Candle& bar : *bars)
            file << bar.openTime.ns << ',' << in.format(bar.open) << ',' << in.format(bar.high) << ',' << in.format(bar.low) << ','
                 << in.format(bar.close) << ',' << in.format(bar.volume) << ',' << in.format(bar.buyVolume) << ',' << bar.trades << '\n';
        rows += bars->size();
    }
}

} // namespace

Result<std::uint64_t> exportCsv(const std::string& tape, const std::string& out)
{
    auto reader = TapeReader::open(tape);
    if (!reader)
        return tl::unexpected(reader.error());
    // The name of a recording, its own above all, is a slip; the rename at the end would delete it.
    if (TapeReader::isTape(out))
        return fail(ErrorCode::AlreadyExists, out + " is a recording, which no CSV replaces.");
    const std::string part = out + ".part";
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    if (!file)
        return fail(ErrorCode::Io, "Cannot write " + part + '.');
    auto rows = reader->header().content == TapeContent::Bars ? writeBars(*reader, file) : writeEvents(*reader, file);
    file.close();
    std::error_code error;
    if (rows && file)
        fs::rename(part, out, error);
    if (rows && file && !error)
        return rows;
    fs::remove(part, error);
    return rows ? fail(ErrorCode::Io, "Cannot write " + out + '.') : rows;
}

} // namespace maker::cli
