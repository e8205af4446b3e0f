#pragma once

#include "kernel/backtest/event_source.h"
#include "kernel/sim/market_generator.h"

#include <memory>
#include <vector>

namespace maker {

/// A market of the demo's generator as a recording would show it: a snapshot of each book, then every 100 ms what changed
/// and every trade at its time; or, order by order, every change of every order and of its level when it happens. The same
/// seed gives the same events. Nothing is stored.
class SampleMarket final : public backtest::EventSource, private sim::SimListener {
public:
    struct Config {
        std::uint64_t seed = 7;
        Duration length = Duration::seconds(3600);
        Timestamp begin{1'767'225'600'000'000'000}; ///< 2026-01-01 00:00 UTC
        Duration feedLatency = Duration::millis(5);
        bool orders = false; ///< order by order
    };

    explicit SampleMarket(Config config);
    ~SampleMarket() override;

    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_instruments; }
    Result<std::span<const MarketEvent>> next() override;
    Result<void> rewind() override;
    std::uint64_t expectedEvents() const override { return 0; }
    Duration leastFeedLatency() const override { return m_config.feedLatency; }
    SequenceRule sequenceRule(InstrumentId) const override { return kBinanceSpotRule; }
    bool orderByOrder() const override { return m_config.orders; }

    /// How far it has come.
    Timestamp now() const noexcept { return m_now; }

private:
    void onExecution(const sim::SimExecution&) override {}
    void onBalance(AccountId, const sim::SimBalance&, Timestamp) override {}
    void onTrade(const sim::SimTrade& trade) override;
    void onResting(const sim::SimResting& order) override;
    void begin();
    void snapshot(InstrumentId instrument);
    void changes(InstrumentId instrument);
    void addLevel(InstrumentId instrument, const sim::LevelChange& level, bool last);
    void add(MarketEvent event);

    const Config m_config;
    std::vector<std::shared_ptr<const Instrument>> m_instruments;
    std::unique_ptr<sim::SimExchange> m_exchange;
    std::unique_ptr<sim::MarketGenerator> m_generator;
    std::vector<MarketEvent> m_batch;
    std::vector<sim::LevelChange> m_changes;
    Timestamp m_now;
    bool m_begun = false;
};

} // namespace maker
