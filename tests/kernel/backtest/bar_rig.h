#pragma once

#include "kernel/backtest/bar_run.h"
#include "tests/support/maker_test.h"

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace maker::test {

inline constexpr Timestamp kBegin{1'600'000'000'000'000'000};
inline constexpr Duration kMinute = Duration::seconds(60);

/// Prices with two decimals, lots of a thousandth.
inline std::shared_ptr<const Instrument> barPair(const std::string& minNotional = "0")
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTC-USDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.001";
    spec.minNotional = minNotional;
    return std::make_shared<const Instrument>(*Instrument::make(spec));
}

inline Candle bar(int minute, std::int64_t open, std::int64_t close)
{
    Candle made;
    made.openTime = kBegin + kMinute * minute;
    made.open = {open};
    made.high = {std::max(open, close)};
    made.low = {std::min(open, close)};
    made.close = {close};
    return made;
}

/// Closes that cross with averages of 1 and 2: above at the close of bar 2 (110 > 105), no longer at that of bar 4.
inline std::vector<Candle> upAndDown()
{
    return {bar(0, 10'000, 10'000), bar(1, 10'000, 10'000), bar(2, 10'000, 11'000),
            bar(3, 11'100, 11'200), bar(4, 11'200, 10'500), bar(5, 10'400, 10'300)};
}

inline backtest::BarSetup quick(double size = 1.0)
{
    backtest::BarSetup setup;
    setup.strategy = "sma_cross";
    setup.params = R"({"fast": 1, "slow": 2, "size": )" + numberText(size) + "}";
    setup.models.equityInterval = kMinute;
    setup.models.quoteBalance = 1'000.0;
    return setup;
}

inline backtest::BarSequence sequenceOf(std::vector<Candle> bars, std::shared_ptr<const Instrument> instrument = barPair())
{
    return {std::move(instrument), kMinute, std::make_shared<const std::vector<Candle>>(std::move(bars))};
}

inline RunRecord toEnd(backtest::BarRun& run, std::uint64_t stride = 1'000'000)
{
    for (;;) {
        const auto more = run.step(stride);
        if (!more)
            qFatal("%s", more.error().detail.c_str());
        if (!*more)
            return run.finish();
    }
}

inline RunRecord play(std::vector<Candle> bars, const backtest::BarSetup& setup, std::uint64_t stride = 1'000'000)
{
    auto run = backtest::BarRun::make(sequenceOf(std::move(bars)), setup);
    if (!run)
        qFatal("%s", run.error().detail.c_str());
    return toEnd(**run, stride);
}

/// A walk of closes with gaps between bars and between close and open.
inline std::vector<Candle> walk(std::uint32_t seed, int count)
{
    std::mt19937 random(seed);
    std::vector<Candle> bars;
    std::int64_t price = 20'000;
    int minute = 0;
    for (int i = 0; i < count; ++i) {
        const std::int64_t open = std::max<std::int64_t>(100, price + static_cast<std::int64_t>(random() % 41) - 20);
        price = std::max<std::int64_t>(100, open + static_cast<std::int64_t>(random() % 401) - 200);
        bars.push_back(bar(minute, open, price));
        minute += 1 + static_cast<int>(random() % 8 == 0 ? random() % 90 : 0);
    }
    return bars;
}

} // namespace maker::test
