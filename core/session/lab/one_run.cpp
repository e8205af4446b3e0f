#include "session/lab/one_run.h"

#include "kernel/params/params.h"
#include "search/latency_file.h"
#include "session/lab/carry_through.h"
#include "session/lab/source_taps.h"

namespace maker {

namespace {

constexpr std::uint64_t kStep = 20'000; // events between two looks at progress and cancel: some milliseconds

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
    setup->journal = steering.journal;
    setup->beforeEnd = steering.atEnd;
    auto sources = open({});
    if (!sources)
        return tl::unexpected(sources.error());
    std::vector<std::vector<Candle>> candles(sources->size());
    for (std::size_t i = 0; i < sources->size(); ++i) {
        auto& source = (*sources)[i];
        source = std::make_unique<CandleTap>(std::move(source), request.symbol, candles[i]);
        if (steering.latency != nullptr)
            source = std::make_unique<LatencyTap>(std::move(source), *steering.latency);
    }
    auto run = backtest::BacktestRun::make(std::move(*sources), std::move(*setup));
    if (!run)
        return tl::unexpected(run.error());
    if (const auto done = carryThrough(**run, kStep, steering, tellProgress(steering)); !done)
        return tl::unexpected(done.error());
    LabResult result;
    result.request = request;
    result.record = (*run)->finish();
    run->reset(); // the taps hand over their open candles
    result.statistics = statisticsOf(result.record);
    result.candles = joinCandles(candles, result.record.begin, result.record.end);
    return result;
}

} // namespace maker
