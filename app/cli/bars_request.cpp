#include "app/cli/bars_request.h"

#include "app/cli/backtest_report.h"
#include "app/cli/backtest_request.h"
#include "platform/durable_file.h"
#include "tape/import/read_bars.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace maker::cli {

namespace {

using backtest::BarModels;

Result<std::string> settingsOf(std::string_view option, const ParamSchema& schema, const std::vector<std::string>& settings)
{
    auto set = withSettings(schema, schema.defaults(), settings);
    if (set)
        return set;
    return fail(ErrorCode::InvalidArgument, std::string(option) + ": " + set.error().detail);
}

} // namespace

Result<backtest::BarSetup> barSetup(const BarsRequest& request)
{
    const backtest::BarStrategyKind* const kind = backtest::findBarStrategyKind(request.strategy);
    if (kind == nullptr) {
        std::string names;
        for (const backtest::BarStrategyKind& known : backtest::barStrategyKinds())
            names += (names.empty() ? "" : ", ") + std::string(known.name);
        return fail(ErrorCode::NotFound,
                    "There is no strategy over bars named \"" + request.strategy + "\"; there are: " + names + '.');
    }
    backtest::BarSetup setup;
    setup.strategy = request.strategy;
    auto params = settingsOf("--set", *kind->schema, request.settings);
    if (!params)
        return tl::unexpected(params.error());
    setup.params = std::move(*params);
    std::vector<std::string> settings = request.models;
    if (!request.fees.empty())
        settings.push_back("taker_fee=" + request.fees);
    const auto models = settingsOf("Models", schemaOf<BarModels>(), settings);
    if (!models)
        return tl::unexpected(models.error());
    setup.models = *readParams<BarModels>(*models);
    return setup;
}

Result<backtest::BarSequence> openBars(const BarsRequest& request)
{
    const auto from = parseMoment(request.from);
    const auto to = parseMoment(request.to);
    if (!from || !to)
        return tl::unexpected(from ? to.error() : from.error());
    if (to->valid() && *to <= *from)
        return fail(ErrorCode::InvalidArgument, "--to must be later than --from.");
    auto series = readBars(request.data, request.symbol);
    if (!series)
        return tl::unexpected(series.error());
    std::erase_if(series->bars, [&](const Candle& bar) {
        return bar.openTime < *from || (to->valid() && bar.openTime >= *to);
    });
    if (series->bars.empty())
        return fail(ErrorCode::NotFound, request.data + " holds no bars between --from and --to.");
    return backtest::BarSequence{std::move(series->instrument), series->interval,
                                 std::make_shared<const std::vector<Candle>>(std::move(series->bars))};
}

std::string toText(const BarsOutcome& outcome)
{
    const RunRecord& record = outcome.record;
    char speed[80];
    std::snprintf(speed, sizeof speed, "%llu in %.3f s, %.2f M/s", static_cast<unsigned long long>(record.events),
                  outcome.seconds, static_cast<double>(record.events) / std::max(outcome.seconds, 1e-9) * 1e-6);
    return statisticsText(outcome.statistics) + "\nRun\n  Bars                              " + speed
        + "\n  Digest                            " + record.digest + '\n' + checksText(outcome.checks);
}

std::string toJson(const BarsOutcome& outcome)
{
    const RunRecord& record = outcome.record;
    return "{\"strategy\":" + jsonString(outcome.setup.strategy) + ",\"params\":" + outcome.setup.params + ",\"models\":"
        + writeParams(outcome.setup.models) + ",\"symbols\":[" + jsonString(record.instruments.front()->symbol().view())
        + "],\"bar_ns\":" + std::to_string(outcome.interval.ns) + ",\"begin_ns\":" + std::to_string(record.begin.ns)
        + ",\"end_ns\":" + std::to_string(record.end.ns) + ",\"bars\":" + std::to_string(record.events) + ",\"digest\":\""
        + record.digest + "\",\"checks\":" + checksJson(outcome.checks) + ",\"statistics\":" + statisticsJson(outcome.statistics) + "}\n";
}

Result<void> writeReport(const std::string& folder, const BarsOutcome& outcome)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::InvalidArgument, "The folder " + folder + " cannot be written to.");
    if (const auto written = replaceFileDurably(folder + "/fills.csv", fillsCsv(outcome.record)); !written)
        return written;
    if (const auto written = replaceFileDurably(folder + "/equity.csv", equityCsv(outcome.record)); !written)
        return written;
    return replaceFileDurably(folder + "/statistics.json", toJson(outcome));
}

} // namespace maker::cli
