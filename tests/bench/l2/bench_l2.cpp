// bench_l2 DIR: parse, sequence check and apply of DIR/depth.jsonl on DIR/snapshot.json against two floors of the same
// build; prints one JSON object a line.
#include "bench/l2/floors.h"
#include "kernel/book/book_sync.h"
#include "venues/binance/parse/market_parser.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>

namespace {

using namespace maker;

constexpr int kRounds = 7;

Instrument bitcoin()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01000000";
    spec.lotSize = "0.00001000";
    return Instrument::make(spec).value();
}

binance::PaddedFrame padded(const bench::Frames::Frame& frame)
{
    return {frame.data, frame.size, frame.size + bench::Frames::kRoom};
}

bench::BookSum sumOf(const OrderBook& book, const Instrument& instrument)
{
    bench::BookSum sum;
    const std::int64_t priceScale = pow10(8 - instrument.priceDecimals());
    const std::int64_t qtyScale = pow10(8 - instrument.qtyDecimals());
    for (const Side side : {Side::Buy, Side::Sell}) {
        auto levels = book.cursor(side);
        while (const auto level = levels.next())
            sum.add(level->price.count * priceScale, level->qty.count * qtyScale);
    }
    return sum;
}

/// What the terminal does with a frame, up to the moment a strategy may act.
bench::BookSum product(const bench::Frames& snapshot, const bench::Frames& deltas)
{
    const Instrument instrument = bitcoin();
    binance::MarketParser parser([&](std::string_view symbol) {
        return symbol == instrument.symbol().view() ? &instrument : nullptr;
    });
    BookSync sync(instrument.tickSize(), kBinanceSpotRule);
    std::uint64_t changes = 0;
    for (const auto& frame : snapshot.all()) {
        for (const MarketEvent& event : parser.parseSnapshot(padded(frame), instrument, {1}).events)
            changes += sync.process(event).complete;
    }
    for (const auto& frame : deltas.all()) {
        for (const MarketEvent& event : parser.parseStream(padded(frame), {1}).events)
            changes += sync.process(event).complete;
    }
    if (!sync.live() || changes != snapshot.all().size() + deltas.all().size())
        return {};
    return sumOf(sync.book(), instrument);
}

struct Way {
    bench::BookSum (*run)(const bench::Frames&, const bench::Frames&);
    std::vector<double> seconds;
    bench::BookSum sum;

    double median() const
    {
        std::vector<double> sorted = seconds;
        std::sort(sorted.begin(), sorted.end());
        return sorted[sorted.size() / 2];
    }
};

void print(const char* name, double value, double floor, double goal, bool same)
{
    const double ratio = value / floor;
    std::printf("{\"name\":\"%s\",\"value\":%.0f,\"unit\":\"messages/s\",\"floor\":%.0f,\"ratio\":%.3f,\"goal\":%.2f,"
                "\"met\":%s}\n",
                name, value, floor, ratio, goal, same && ratio >= goal ? "true" : "false");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: bench_l2 DIR (with depth.jsonl and snapshot.json)\n");
        return 2;
    }
    const std::string folder = argv[1];
    const auto snapshot = bench::Frames::load(folder + "/snapshot.json");
    const auto deltas = bench::Frames::load(folder + "/depth.jsonl");
    if (snapshot.all().empty() || deltas.all().empty()) {
        std::fprintf(stderr, "bench_l2: cannot read depth.jsonl and snapshot.json in %s\n", folder.c_str());
        return 2;
    }
    Way ways[] = {{product, {}, {}}, {bench::simdjsonIntoMaps, {}, {}}, {bench::handScannerIntoArray, {}, {}}};
    // Interleaved, so that a slow second of the machine meets all of them.
    for (int round = 0; round < kRounds; ++round) {
        for (Way& way : ways) {
            const auto start = std::chrono::steady_clock::now();
            way.sum = way.run(snapshot, deltas);
            way.seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
    }
    const bool same = ways[0].sum == ways[1].sum && ways[0].sum == ways[2].sum && ways[0].sum.levels > 0;
    const auto rate = [&](const Way& way) { return static_cast<double>(deltas.all().size()) / way.median(); };
    print("l2 parse + sequence + apply against simdjson + std::map", rate(ways[0]), rate(ways[1]), 1.4, same);
    print("l2 parse + sequence + apply against hand scanner + array", rate(ways[0]), rate(ways[2]), 0.35, same);
    std::printf("{\"name\":\"l2 final book equals both floors\",\"value\":%d,\"unit\":\"equal\",\"floor\":1,\"ratio\":%d,"
                "\"goal\":1,\"met\":%s}\n",
                same, same, same ? "true" : "false");
    std::fprintf(stderr, "book hash %016llx, %llu levels\n", static_cast<unsigned long long>(ways[0].sum.hash),
                 static_cast<unsigned long long>(ways[0].sum.levels));
    return same ? 0 : 1;
}
