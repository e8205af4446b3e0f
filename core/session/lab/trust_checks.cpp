#include "session/lab/trust_checks.h"

#include "kernel/params/param_json.h"
#include "kernel/params/params.h"
#include "session/lab/carry_through.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace maker {

namespace {

constexpr Duration kLeastSpan = Duration::seconds(10); // of a run that says anything
constexpr Duration kMargin = Duration::millis(100);    // beyond the feed's latency: timers between two records
constexpr Duration kMostMargin = Duration::seconds(5);
constexpr Duration kLater = Duration::seconds(60);
constexpr Duration kWarmUpSpan = Duration::seconds(300);
constexpr const char* kNoOrders = R"({"max_order_notional":0.01})";
constexpr double kAgreeBps = 0.5;
constexpr std::uint64_t kStep = 64;

std::uint64_t mixed(std::uint64_t digest, std::uint64_t value) noexcept
{
    return (digest ^ value) * 1099511628211ULL; // FNV-1a
}

constexpr std::uint64_t kSeed = 14695981039346656037ULL;

std::uint64_t mixed(std::uint64_t digest, std::string_view text) noexcept
{
    for (const char c : text)
        digest = mixed(digest, static_cast<unsigned char>(c));
    return digest;
}

std::uint64_t digestOf(const JournalRow& row)
{
    std::uint64_t digest = mixed(kSeed, row.order.clientOrderId.view());
    digest = mixed(digest, static_cast<std::uint64_t>(row.order.state));
    digest = mixed(digest, static_cast<std::uint64_t>(row.order.side));
    for (const std::int64_t count : {row.order.price.count, row.order.qty.count, row.order.cumQty.count})
        digest = mixed(digest, static_cast<std::uint64_t>(count));
    return digest;
}

/// A run of the request between two moments, driven by `eachStep` after every few events.
template <typename EachStep>
Result<void> runPart(const LabRequest& request, const OpenSources& open, const RunSteering& steering,
    const std::function<void(backtest::RunSetup&)>& change, EachStep eachStep)
{
    auto setup = setupOf(request);
    if (!setup)
        return tl::unexpected(setup.error());
    change(*setup);
    auto sources = open({});
    if (!sources)
        return tl::unexpected(sources.error());
    auto run = backtest::BacktestRun::make(std::move(*sources), std::move(*setup));
    if (!run)
        return tl::unexpected(run.error());
    return carryThrough(**run, kStep, steering, eachStep);
}

/// The same run with everything gone that was received after the cut.
Result<RunRecord> runCut(const LabRequest& request, const OpenSources& open, Timestamp cut, const RunSteering& steering,
    const std::string& riskLimits)
{
    const auto result = runOnce(request, [&](Timestamp) { return open(cut); }, steering, riskLimits);
    if (!result)
        return tl::unexpected(result.error());
    return result->record;
}

/// How long before a cut decisions may still lack what was on its way: an event of the venue that was received later.
Duration marginOf(const LabRequest& request, const RunTrace& trace)
{
    const auto models = readParams<backtest::BacktestModels>(request.models.empty() ? "{}" : request.models);
    const Duration feed = models ? backtest::durationOf(models->feedLatency) : Duration{};
    return std::min(kMostMargin, trace.latency + feed + kMargin);
}

bool equalBefore(const DecisionLog& whole, const DecisionLog& cut, Timestamp until, std::size_t& compared)
{
    const std::size_t count = whole.before(until);
    compared += count;
    return cut.before(until) == count
        && std::equal(whole.entries().begin(), whole.entries().begin() + static_cast<std::ptrdiff_t>(count),
            cut.entries().begin());
}

/// How a cut run is watched: its progress counts on from what ran before it, and its decisions are kept.
RunSteering counting(const RunSteering& steering, std::uint64_t before, std::uint64_t& events, DecisionLog& decisions)
{
    RunSteering watched;
    watched.canceled = steering.canceled;
    watched.journal = &decisions;
    watched.progress = [&steering, &events, before](backtest::RunProgress progress) {
        events = progress.events;
        progress.events += before;
        if (steering.progress)
            steering.progress(progress);
    };
    return watched;
}

Result<std::string> lookAhead(
    LabResult& result, const RunTrace& trace, const OpenSources& open, const RunSteering& steering)
{
    const Timestamp begin = result.record.begin;
    const Duration span = result.record.end - begin;
    if (span <= kLeastSpan)
        return std::string("not checked: the run is too short");
    const Duration margin = marginOf(result.request, trace);
    std::uint64_t before = result.record.events;
    std::size_t compared = 0;
    std::string moments;
    for (const double share : cutsOf(result.request)) {
        if (steering.checking)
            steering.checking(checkingCut(result.cuts.size()));
        const Duration length{static_cast<std::int64_t>(static_cast<double>(span.ns) * share)};
        DecisionLog decisions;
        std::uint64_t events = 0;
        const auto cut = runCut(result.request, open, begin + length, counting(steering, before, events, decisions), trace.riskLimits);
        if (!cut)
            return tl::unexpected(cut.error());
        before += events;
        const std::string seconds = numberText(std::round(length.toSeconds())) + " s";
        const std::size_t comparedSoFar = compared;
        if (!equalBefore(trace.decisions, decisions, std::min(begin + length, cut->end) - margin, compared)) {
            const std::string failed = "FAILED: with the recording cut off after " + seconds + " the decisions before the cut are different";
            result.cuts.push_back({begin + length, failed});
            return failed;
        }
        result.cuts.push_back({begin + length, "ok: cut off after " + seconds + ", the " + std::to_string(compared - comparedSoFar)
                + " decisions before the cut are the same"});
        moments += (moments.empty() ? "" : ", ") + seconds;
    }
    return "ok: the recording cut off after " + moments + " leads to the same decisions before each cut, "
        + std::to_string(compared) + " rows compared";
}

/// What the strategy asked for at one moment.
struct Asked {
    std::uint64_t events = 0;
    Timestamp time;
    double bid = 0.0; ///< zero: none
    double ask = 0.0;
};

Asked askedOf(const backtest::BacktestRun& run)
{
    Asked asked;
    const auto progress = run.progress();
    asked.events = progress.events;
    asked.time = progress.now;
    const StrategyId id = run.engine().strategies().front().id;
    const QuoteTarget* target = run.engine().target(id);
    if (target == nullptr)
        return asked;
    for (const Quote& quote : target->view()) {
        const auto price = static_cast<double>(quote.price.count);
        double& best = quote.side == Side::Buy ? asked.bid : asked.ask;
        if (best == 0.0 || (quote.side == Side::Buy ? price > best : price < best))
            best = price;
    }
    return asked;
}

/// Differences of the inner quotes in basis points, of the moments in which both quote.
std::vector<double> differences(const std::vector<Asked>& early, const std::vector<Asked>& late, Timestamp from)
{
    std::vector<double> bps;
    std::size_t at = 0;
    for (const Asked& b : late) {
        while (at < early.size() && early[at].events < b.events)
            ++at;
        if (at == early.size())
            break;
        const Asked& a = early[at];
        if (a.events != b.events || b.time < from)
            continue;
        if (a.bid > 0.0 && b.bid > 0.0)
            bps.push_back(std::abs(a.bid - b.bid) / a.bid * 1e4);
        if (a.ask > 0.0 && b.ask > 0.0)
            bps.push_back(std::abs(a.ask - b.ask) / a.ask * 1e4);
    }
    std::sort(bps.begin(), bps.end());
    return bps;
}

Result<std::string> warmUp(const LabResult& result, const OpenSources& open, const RunSteering& steering)
{
    if (steering.checking)
        steering.checking(kCheckingWarmUp);
    const Timestamp begin = result.record.begin;
    const Duration span = std::min(result.record.end - begin, kWarmUpSpan);
    const Duration later = std::min(kLater, Duration{span.ns / 5});
    if (span <= kLeastSpan)
        return std::string("not checked: the run is too short");
    const auto ask = [&](Duration start, std::vector<Asked>& asked) {
        return runPart(
            result.request, open, steering,
            [&](backtest::RunSetup& setup) {
                setup.from = begin + start;
                setup.to = begin + span;
                setup.riskLimits = kNoOrders;
            },
            [&](const backtest::BacktestRun& run) { asked.push_back(askedOf(run)); });
    };
    std::vector<Asked> early;
    std::vector<Asked> late;
    if (auto done = ask({}, early); !done)
        return tl::unexpected(done.error());
    if (auto done = ask(later, late); !done)
        return tl::unexpected(done.error());
    const std::string start = "a start " + numberText(std::round(later.toSeconds())) + " s later";
    for (const std::int64_t part : {1, 2, 4}) {
        const Duration wait{(span - later).ns * part / 8};
        const std::vector<double> bps = differences(early, late, begin + later + wait);
        if (bps.empty())
            return "not known: " + start + " never quotes while the earlier one does";
        const double median = bps[bps.size() / 2];
        if (median <= kAgreeBps) {
            return "ok: the quotes of " + start + " agree " + numberText(std::round(wait.toSeconds()))
                + " s after it, median difference " + numberText(std::round(median * 1000.0) / 1000.0) + " bp in "
                + std::to_string(bps.size()) + " comparisons";
        }
    }
    return "FAILED: the quotes of " + start + " still differ by more than " + numberText(kAgreeBps)
        + " bp in the median at half of the time looked at";
}

} // namespace

bool DecisionLog::record(const JournalRow& row)
{
    if (row.kind == JournalKind::OrderUpdate || row.kind == JournalKind::Refused)
        m_entries.push_back({row.time, digestOf(row)});
    return true;
}

std::size_t DecisionLog::before(Timestamp time) const
{
    const auto end = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.time >= time; });
    return static_cast<std::size_t>(end - m_entries.begin());
}

std::array<double, 3> cutsOf(const LabRequest& request)
{
    std::uint64_t digest = kSeed;
    for (const std::string* text : {&request.strategy, &request.params, &request.models, &request.symbol})
        digest = mixed(digest, *text);
    const auto draw = [&digest] {
        digest = mixed(digest, 1);
        return static_cast<double>(digest >> 11U) / 9007199254740992.0; // 2^53
    };
    const double early = 0.10 + 0.35 * draw();
    const double late = 0.45 + 0.35 * draw();
    return {early, late, 0.98};
}

double checkWork(const LabRequest& request)
{
    const auto cuts = cutsOf(request);
    return std::accumulate(cuts.begin(), cuts.end(), 0.0);
}

Result<LabResult> runTraced(const LabRequest& request, const OpenSources& open, const RunSteering& steering, RunTrace& trace)
{
    RunSteering watched = steering;
    watched.journal = &trace.decisions;
    watched.latency = &trace.latency;
    return runOnce(request, open, watched, trace.riskLimits);
}

Result<std::string> orNotChecked(Result<std::string> found)
{
    if (found || found.error().code == ErrorCode::Canceled)
        return found;
    return "not checked: the recording could not be run again: " + found.error().detail;
}

std::string checkingCut(std::size_t done)
{
    return "Checking for look-ahead: cut " + std::to_string(done + 1) + " of 3.";
}

std::vector<std::pair<std::string, std::string>> notChecked(std::string_view why)
{
    const std::string sentence = "not checked: " + std::string(why);
    return {{kLookAhead, sentence}, {kWarmUp, sentence}};
}

Result<void> addTrustChecks(LabResult& result, const RunTrace& trace, const OpenSources& open, const RunSteering& steering)
{
    const auto ahead = orNotChecked(lookAhead(result, trace, open, steering));
    if (!ahead)
        return tl::unexpected(ahead.error());
    result.checks.emplace_back(kLookAhead, *ahead);
    const auto warm = orNotChecked(warmUp(result, open, steering));
    if (!warm)
        return tl::unexpected(warm.error());
    result.checks.emplace_back(kWarmUp, *warm);
    return {};
}

} // namespace maker
