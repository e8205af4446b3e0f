#include "session/lab/truth_report.h"

#include "session/lab/truth_compare.h"
#include "session/lab/truth_replay.h"
#include "store/recorded_run.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace maker {

namespace {

constexpr std::array kExponents{1.0, 2.0, 3.0, 5.0};

Duration medianOf(std::vector<Duration> values)
{
    if (values.empty())
        return {};
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

void describe(const RecordedTruth& truth, const EngineConfig& config, const TruthOptions& options, TruthReport& report)
{
    report.currency = config.accountCurrency.str();
    report.note = truth.note;
    report.from = truth.from;
    report.to = truth.to;
    report.events = truth.events;
    report.clockShift = truth.clockShift;
    for (const RecordedTruth::Span& gap : truth.gaps)
        report.missing = report.missing + (gap.to - gap.from);
    const auto& rows = options.latencies.empty() ? truth.latencies : options.latencies;
    report.latencyRows = rows.size();
    std::vector<Duration> entries;
    std::vector<Duration> responses;
    for (const sim::LatencyRow& row : rows) {
        entries.push_back(row.exchange - row.request);
        responses.push_back(row.response - row.exchange);
    }
    report.entryMedian = medianOf(std::move(entries));
    report.responseMedian = medianOf(std::move(responses));
}

bool better(const TruthReport& a, const TruthReport& b)
{
    if (a.identical != b.identical)
        return a.identical > b.identical;
    return std::abs(a.livePnl - a.replayedPnl) < std::abs(b.livePnl - b.replayedPnl);
}

} // namespace

std::string_view toText(OrderFate fate) noexcept
{
    constexpr std::array<std::string_view, 4> kTexts{"open", "filled", "canceled", "rejected"};
    return kTexts[static_cast<std::size_t>(fate)];
}

std::string_view toText(TruthCause cause) noexcept
{
    constexpr std::array<std::string_view, kTruthCauses> kTexts{"latency", "queue", "missed data", "rejected", "unexplained"};
    return kTexts[static_cast<std::size_t>(cause)];
}

std::string TruthReport::summary() const
{
    char text[160];
    std::snprintf(text, sizeof text, "%llu of %llu orders identical (%.1f %%), fills %llu live, %llu replayed, PnL gap %+.4f %s",
        static_cast<unsigned long long>(identical), static_cast<unsigned long long>(compared), identicalShare() * 100.0,
        static_cast<unsigned long long>(liveFills), static_cast<unsigned long long>(replayedFills), livePnl - replayedPnl,
        currency.c_str());
    std::string out = text;
    for (std::size_t i = 0; i < kTruthCauses; ++i) {
        if (count[i] > 0)
            out += ", " + std::string(toText(static_cast<TruthCause>(i))) + ' ' + std::to_string(count[i]);
    }
    return out + '.';
}

Result<TruthReport> truthReport(const std::string& path, const TruthOptions& options)
{
    if (options.queue && options.queue->kind == QueueKind::Exact)
        return fail(ErrorCode::InvalidArgument,
            "A recorded run holds the levels of its market and not every order, so queue positions cannot be exact; choose "
            "another queue model.");
    const auto run = RecordedRun::open(path);
    if (!run)
        return tl::unexpected(run.error());
    const EngineConfig config = run->setup().config;
    const auto truth = readTruth(path, options);
    if (!truth)
        return tl::unexpected(truth.error());
    std::vector<QueueModel> models;
    if (options.queue)
        models.push_back(*options.queue);
    for (std::size_t i = 0; !options.queue && i < kExponents.size(); ++i)
        models.push_back({.kind = QueueKind::Power, .n = kExponents[i]});
    std::optional<TruthReport> best;
    for (const QueueModel& model : models) {
        const auto replayed = replayTruth(path, *truth, model, options);
        if (!replayed)
            return tl::unexpected(replayed.error());
        TruthReport report;
        report.path = path;
        report.queue = model;
        describe(*truth, config, options, report);
        compareTruth(*truth, *replayed, config, options, report);
        if (!best || better(report, *best))
            best = std::move(report);
        if (best->identical == best->compared)
            break;
    }
    return std::move(*best);
}

} // namespace maker
