#include "kernel/backtest/backtest_run.h"

#include "kernel/backtest/run_parts.h"

namespace maker::backtest {

BacktestRun::BacktestRun(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
BacktestRun::~BacktestRun() = default;

Result<std::unique_ptr<BacktestRun>> BacktestRun::make(std::vector<std::unique_ptr<EventSource>> sources, RunSetup setup)
{
    auto feed = EventFeed::make(std::move(sources), {.leastLatency = durationOf(setup.models.feedLatency), .to = setup.to});
    if (!feed)
        return tl::unexpected(feed.error());
    auto parts = std::make_unique<Parts>(std::move(*feed), std::move(setup));
    if (const auto started = parts->start(); !started)
        return tl::unexpected(started.error());
    return std::unique_ptr<BacktestRun>(new BacktestRun(std::move(parts)));
}

Result<bool> BacktestRun::step(std::uint64_t maxEvents)
{
    return m_parts->step(maxEvents);
}

RunProgress BacktestRun::progress() const
{
    RunProgress progress;
    progress.events = m_parts->record.events;
    progress.expected = m_parts->feed.expectedEvents();
    progress.now = m_parts->now;
    progress.fills = m_parts->record.fills.size();
    for (const auto& instrument : m_parts->feed.instruments())
        progress.gaps += m_parts->engine->market(instrument->id()).gaps;
    return progress;
}

RunRecord BacktestRun::finish()
{
    m_parts->end();
    m_parts->record.digest = m_parts->log.digest();
    return std::move(m_parts->record);
}

const Engine& BacktestRun::engine() const noexcept
{
    return *m_parts->engine;
}

const std::vector<std::shared_ptr<const Instrument>>& BacktestRun::instruments() const noexcept
{
    return m_parts->feed.instruments();
}

Money BacktestRun::venueBalance(const Currency& asset) const
{
    Money sum;
    for (const ExecEvent& balance : m_parts->balances) {
        if (balance.asset == asset)
            sum += balance.free + balance.locked;
    }
    return sum;
}

} // namespace maker::backtest
