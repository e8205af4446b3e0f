#include "bench/backtest/ticks.h"

#include <cmath>
#include <cstdio>
#include <cstring>

namespace bench {

using namespace maker;

namespace {

constexpr std::uint64_t kSell = 1ULL << 28U;
constexpr std::uint64_t kKindMask = 255;
constexpr std::uint64_t kDepth = 1;

/// A record of the workload, as its generator writes it.
struct Record {
    std::uint64_t flags = 0;
    std::int64_t exchangeTime = 0;
    std::int64_t localTime = 0;
    double price = 0.0;
    double qty = 0.0;
    std::uint64_t orderId = 0;
    std::int64_t number = 0;
    double value = 0.0;
};
static_assert(sizeof(Record) == 64);

std::shared_ptr<const Instrument> bitcoin()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.1";
    spec.lotSize = "0.001";
    spec.minQty = std::string("0.001");
    spec.minNotional = std::string("5");
    return std::make_shared<const Instrument>(Instrument::make(spec).value());
}

MarketEvent eventOf(const Record& record, MarketKind kind)
{
    MarketEvent event;
    event.kind = kind;
    event.side = (record.flags & kSell) != 0 ? Side::Sell : Side::Buy;
    event.instrument = {1};
    event.venue = {1};
    event.venueTime = {record.exchangeTime};
    event.localTime = {record.localTime};
    return event;
}

bool sameMessage(const Record& a, const Record& b)
{
    return (b.flags & kKindMask) == kDepth && a.exchangeTime == b.exchangeTime && a.localTime == b.localTime;
}

void addPrice(MarketEvent& event, const Record& record)
{
    event.price = {std::llround(record.price * 10.0)};
    event.qty = {std::llround(record.qty * 1000.0)};
}

} // namespace

Ticks Ticks::load(const std::string& path, std::size_t mostRecords)
{
    Ticks ticks;
    std::vector<Record> records;
    if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
        std::vector<Record> block(65'536);
        while (records.size() < mostRecords) {
            const std::size_t count = std::fread(block.data(), sizeof(Record), block.size(), file);
            if (count == 0)
                break;
            records.insert(records.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
        }
        std::fclose(file);
    }
    records.resize(std::min(records.size(), mostRecords));
    auto events = std::make_shared<std::vector<MarketEvent>>();
    events->reserve(records.size() * 2);
    std::int64_t id = 0;
    for (std::size_t i = 0; i < records.size();) {
        if ((records[i].flags & kKindMask) != kDepth) {
            events->push_back(eventOf(records[i], MarketKind::Trade));
            events->back().lastId = static_cast<std::int64_t>(i);
            addPrice(events->back(), records[i++]);
            continue;
        }
        std::size_t end = i + 1;
        while (end < records.size() && sameMessage(records[i], records[end]))
            ++end;
        MarketEvent header = eventOf(records[i], id == 0 ? MarketKind::BookSnapshot : MarketKind::BookDelta);
        header.last = false;
        header.levels = static_cast<std::uint16_t>(end - i);
        header.firstId = header.lastId = ++id;
        events->push_back(header);
        for (; i < end; ++i) {
            events->push_back(eventOf(records[i], MarketKind::BookLevel));
            addPrice(events->back(), records[i]);
            events->back().last = i + 1 == end;
        }
    }
    ticks.instrument = bitcoin();
    ticks.records = records.size();
    ticks.events = std::move(events);
    ticks.leastLatency = backtest::MemorySource::leastLatency(*ticks.events);
    return ticks;
}

std::unique_ptr<backtest::EventSource> Ticks::source() const
{
    return std::make_unique<backtest::MemorySource>(std::vector{instrument}, events, kBinanceSpotRule, leastLatency);
}

} // namespace bench
