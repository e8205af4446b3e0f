#include "session/lab/one_run.h"

#include "kernel/params/params.h"
#include "kernel/pricing/candle_builder.h"
#include "search/latency_file.h"

#include <algorithm>

namespace maker {

namespace {

constexpr std::uint64_t kStep = 20'000; // events between two looks at progress and cancel: some milliseconds

/// Passes a recording on and makes candles of one symbol's trades on the way.
class CandleTap final : public backtest::EventSource {
public:
    CandleTap(std::unique_ptr<backtest::EventSource> source, const std::string& symbol, std::vector<Candle>& candles)
        : m_source(std::move(source)), m_candles(candles)
    {
        for (const auto& instrument : m_source->instruments()) {
            if (symbol.empty() || instrument->symbol().view() == symbol) {
                m_watched = instrument->id();
                break;
            }
        }
    }
    ~CandleTap() override
    {
        if (m_builder.live())
            m_candles.push_back(*m_builder.live());
    }

    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_source->instruments(); }
    Result<std::span<const MarketEvent>> next() override
    {
        const auto batch = m_source->next();
        if (!batch)
            return batch;
        for (const MarketEvent& event : *batch) {
            if (event.kind == MarketKind::Trade && event.instrument == m_watched)
                m_builder.onTrade(event, [this](const Candle& candle) { m_candles.push_back(candle); });
        }
        return batch;
    }
    Result<void> rewind() override
    {
        m_builder = CandleBuilder(Duration::seconds(60));
        m_candles.clear();
        return m_source->rewind();
    }
    std::uint64_t expectedEvents() const override { return m_source->expectedEvents(); }
    Duration leastFeedLatency() const override { return m_source->leastFeedLatency(); }
    SequenceRule sequenceRule(InstrumentId instrument) const override { return m_source->sequenceRule(instrument); }

private:
    std::unique_ptr<backtest::EventSource> m_source;
    std::vector<Candle>& m_candles;
    InstrumentId m_watched;
    CandleBuilder m_builder{Duration::seconds(60)};
};

/// In order of time and within the run; a minute that two recordings share is one candle.
std::vector<Candle> joined(std::vector<Candle> all, const RunRecord& record)
{
    constexpr Duration kMinute = Duration::seconds(60);
    std::erase_if(all, [&](const Candle& candle) {
        return candle.openTime > record.end || candle.openTime + kMinute < record.begin;
    });
    std::stable_sort(all.begin(), all.end(), [](const Candle& a, const Candle& b) { return a.openTime < b.openTime; });
    std::vector<Candle> out;
    for (const Candle& candle : all) {
        if (out.empty() || out.back().openTime != candle.openTime) {
            out.push_back(candle);
            continue;
        }
        extend(out.back(), candle);
    }
    return out;
}

} // namespace

Result<backtest::RunSetup> setupOf(const LabRequest& request)
{
    backtest::RunSetup setup;
    const auto models = readParams<backtest::BacktestModels>(request.models.empty() ? "{}" : request.models);
    if (!models)
        return tl::unexpected(models.error());
    setup.models = *models;
    setup.strategies.push_back({request.strategy, request.params, request.symbol});
    setup.from = request.from;
    setup.to = request.to;
    if (auto read = readLatencyFile(setup); !read)
        return tl::unexpected(read.error());
    return setup;
}

Result<LabResult> runOnce(const LabRequest& request, const OpenSources& open, const RunSteering& steering,
    const std::string& riskLimits)
{
    auto setup = setupOf(request);
    if (!setup)
        return tl::unexpected(setup.error());
    setup->riskLimits = riskLimits;
    auto sources = open();
    if (!sources)
        return tl::unexpected(sources.error());
    std::vector<std::vector<Candle>> candles(sources->size());
    for (std::size_t i = 0; i < sources->size(); ++i)
        (*sources)[i] = std::make_unique<CandleTap>(std::move((*sources)[i]), request.symbol, candles[i]);
    auto run = backtest::BacktestRun::make(std::move(*sources), std::move(*setup));
    if (!run)
        return tl::unexpected(run.error());
    for (;;) {
        const auto more = (*run)->step(kStep);
        if (!more)
            return tl::unexpected(more.error());
        if (steering.progress)
            steering.progress((*run)->progress());
        if (!*more)
            break;
        if (steering.canceled && steering.canceled())
            return fail(ErrorCode::Canceled, "The run was canceled.");
    }
    LabResult result;
    result.request = request;
    result.record = (*run)->finish();
    run->reset(); // the taps hand over their open candles
    result.statistics = statisticsOf(result.record);
    std::vector<Candle> all;
    for (const auto& some : candles)
        all.insert(all.end(), some.begin(), some.end());
    result.candles = joined(std::move(all), result.record);
    return result;
}

} // namespace maker
