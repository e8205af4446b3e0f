#pragma once

#include "kernel/backtest/backtest_run.h"
#include "kernel/backtest/memory_source.h"

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace maker::test {

inline std::shared_ptr<const Instrument> tenthTick(const char* base = "BTC", std::uint32_t id = 1,
                                                   InstrumentKind kind = InstrumentKind::Spot)
{
    InstrumentSpec spec;
    spec.id = {id};
    spec.venue = {1};
    spec.symbol = Symbol(std::string(base) + "USDT");
    spec.base = base;
    spec.quote = "USDT";
    spec.kind = kind;
    spec.tickSize = "0.1";
    spec.lotSize = "0.001";
    spec.minQty = std::string("0.001");
    spec.minNotional = std::string("0.1");
    return std::make_shared<const Instrument>(*Instrument::make(spec));
}

/// A hand-made recording: prices in tenths, quantities in thousandths, times in milliseconds after its begin.
class MarketScript {
public:
    static constexpr Timestamp kBegin = Timestamp::fromMillis(1'700'000'000'000);

    explicit MarketScript(Duration feedLatency = Duration::millis(1), std::uint32_t instrument = 1)
        : m_latency(feedLatency), m_instrument{instrument}
    {
    }

    using Levels = std::vector<std::pair<std::int64_t, std::int64_t>>;

    MarketScript& snapshot(std::int64_t ms, const Levels& bids, const Levels& asks)
    {
        return book(MarketKind::BookSnapshot, ms, bids, asks);
    }
    MarketScript& change(std::int64_t ms, const Levels& bids, const Levels& asks)
    {
        return book(MarketKind::BookDelta, ms, bids, asks);
    }
    MarketScript& trade(std::int64_t ms, Side aggressor, std::int64_t price, std::int64_t qty)
    {
        MarketEvent event = begin(MarketKind::Trade, ms);
        event.side = aggressor;
        event.price = {price};
        event.qty = {qty};
        event.lastId = ++m_tradeId;
        events.push_back(event);
        return *this;
    }
    /// The next change does not follow the one before it.
    MarketScript& lose()
    {
        ++m_updateId;
        return *this;
    }
    MarketScript& latency(Duration feedLatency)
    {
        m_latency = feedLatency;
        return *this;
    }

    std::unique_ptr<backtest::EventSource> source(const std::shared_ptr<const Instrument>& instrument = tenthTick()) const
    {
        return sourceOf(events, instrument);
    }
    static std::unique_ptr<backtest::EventSource> sourceOf(std::vector<MarketEvent> events,
                                                           const std::shared_ptr<const Instrument>& instrument = tenthTick())
    {
        return std::make_unique<backtest::MemorySource>(std::vector{instrument},
                                                        std::make_shared<const std::vector<MarketEvent>>(std::move(events)));
    }

    std::vector<MarketEvent> events;

private:
    MarketEvent begin(MarketKind kind, std::int64_t ms) const
    {
        MarketEvent event;
        event.kind = kind;
        event.instrument = m_instrument;
        event.venue = {1};
        event.venueTime = kBegin + Duration::millis(ms);
        event.localTime = event.venueTime + m_latency;
        return event;
    }
    MarketScript& book(MarketKind kind, std::int64_t ms, const Levels& bids, const Levels& asks)
    {
        MarketEvent header = begin(kind, ms);
        header.levels = static_cast<std::uint16_t>(bids.size() + asks.size());
        header.firstId = header.lastId = ++m_updateId;
        header.last = false;
        events.push_back(header);
        for (const auto& [price, qty] : bids)
            level(ms, Side::Buy, price, qty);
        for (const auto& [price, qty] : asks)
            level(ms, Side::Sell, price, qty);
        events.back().last = true;
        return *this;
    }
    void level(std::int64_t ms, Side side, std::int64_t price, std::int64_t qty)
    {
        MarketEvent event = begin(MarketKind::BookLevel, ms);
        event.side = side;
        event.price = {price};
        event.qty = {qty};
        event.last = false;
        events.push_back(event);
    }

    Duration m_latency;
    InstrumentId m_instrument;
    std::int64_t m_updateId = 100;
    std::int64_t m_tradeId = 0;
};

/// A market at random: levels change, trades hit the touch, the touch moves by a tick now and then.
inline MarketScript randomMarket(std::uint64_t seed, int steps = 3'000, bool jitter = true)
{
    std::mt19937_64 random(seed);
    const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n)); };
    MarketScript script;
    std::int64_t mid = 1'000;
    std::int64_t ms = 0;
    MarketScript::Levels bids;
    MarketScript::Levels asks;
    for (std::int64_t i = 1; i <= 20; ++i) {
        bids.emplace_back(mid - i, 500 + below(2'000));
        asks.emplace_back(mid + i, 500 + below(2'000));
    }
    script.snapshot(0, bids, asks);
    for (int i = 0; i < steps; ++i) {
        ms += below(40);
        // Whole times of receipt never run back, however the latency changes.
        if (jitter)
            script.latency(std::max(Duration::micros(500 + below(2'500)),
                                    script.events.back().localTime - (MarketScript::kBegin + Duration::millis(ms))));
        const std::int64_t what = below(100);
        const std::int64_t off = 1 + below(6);
        if (what < 30)
            script.trade(ms, below(2) != 0 ? Side::Buy : Side::Sell, 0, 1 + below(900));
        else if (what < 38 && mid < 1'100) {
            ++mid;
            script.change(ms, {{mid - 1, 500 + below(2'000)}}, {{mid, 0}, {mid + 1, 500 + below(2'000)}});
        } else if (what < 46 && mid > 900) {
            --mid;
            script.change(ms, {{mid, 0}, {mid - 1, 500 + below(2'000)}}, {{mid + 1, 500 + below(2'000)}});
        } else if (below(2) != 0)
            script.change(ms, {{mid - off, off > 1 && below(4) == 0 ? 0 : 100 + below(2'000)}}, {});
        else
            script.change(ms, {}, {{mid + off, off > 1 && below(4) == 0 ? 0 : 100 + below(2'000)}});
        MarketEvent& last = script.events.back();
        if (last.kind == MarketKind::Trade)
            last.price = {last.side == Side::Buy ? mid + 1 : mid - 1};
    }
    return script;
}

/// Joins the touch with 0.1, with latencies of a millisecond and a fee of one basis point.
inline backtest::RunSetup plainSetup()
{
    backtest::RunSetup setup;
    setup.strategies.push_back({"join_touch", R"({"order_size": 0.1, "max_position": 1})", ""});
    setup.riskLimits = R"({"order_rate": 1000, "max_day_loss": 1e9, "max_drawdown": 1e9})";
    setup.models.queueModel = QueueKind::RiskAverse;
    setup.models.entryLatency = 1.0;
    setup.models.responseLatency = 1.0;
    setup.models.makerFee = 1.0;
    setup.models.takerFee = 5.0;
    setup.models.quoteBalance = 10'000.0;
    setup.models.baseBalance = 10.0;
    return setup;
}

template <typename... Sources>
std::unique_ptr<backtest::BacktestRun> makeRun(backtest::RunSetup setup, Sources... source)
{
    std::vector<std::unique_ptr<backtest::EventSource>> sources;
    (sources.push_back(std::move(source)), ...);
    auto made = backtest::BacktestRun::make(std::move(sources), std::move(setup));
    if (!made)
        qFatal("%s", made.error().detail.c_str());
    return std::move(*made);
}

inline RunRecord toEnd(backtest::BacktestRun& run, std::uint64_t step = 1'000'000)
{
    for (;;) {
        const auto more = run.step(step);
        if (!more)
            qFatal("%s", more.error().detail.c_str());
        if (!*more)
            return run.finish();
    }
}

} // namespace maker::test
