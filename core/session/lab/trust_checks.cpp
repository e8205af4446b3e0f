#include "session/lab/trust_checks.h"

#include "kernel/params/param_json.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maker {

namespace {

constexpr Duration kMargin = Duration::seconds(5); // an answer may be older than the record it followed from
constexpr std::array kCuts{Duration::seconds(60), Duration::seconds(180), Duration::seconds(300)};
constexpr Duration kLater = Duration::seconds(60);
constexpr Duration kWarmUpSpan = Duration::seconds(300);
constexpr const char* kNoOrders = R"({"max_order_notional":0.01})";
constexpr double kAgreeBps = 0.5;
constexpr std::uint64_t kStep = 64;

/// What was decided, as a time and a digest of each row about an order.
class Decisions final : public JournalSink {
public:
    struct Entry {
        Timestamp time;
        std::uint64_t digest = 0;
        friend bool operator==(const Entry&, const Entry&) = default;
    };

    bool record(const JournalRow& row) override
    {
        if (row.kind == JournalKind::OrderUpdate || row.kind == JournalKind::Refused)
            m_entries.push_back({row.time, digestOf(row)});
        return true;
    }
    std::size_t before(Timestamp time) const
    {
        const auto end = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.time >= time; });
        return static_cast<std::size_t>(end - m_entries.begin());
    }
    const std::vector<Entry>& entries() const noexcept { return m_entries; }

private:
    static std::uint64_t digestOf(const JournalRow& row)
    {
        std::uint64_t digest = 14695981039346656037ULL; // FNV-1a
        const auto add = [&digest](std::uint64_t value) { digest = (digest ^ value) * 1099511628211ULL; };
        for (const char c : row.order.clientOrderId.view())
            add(static_cast<unsigned char>(c));
        add(static_cast<std::uint64_t>(row.order.state));
        add(static_cast<std::uint64_t>(row.order.side));
        for (const std::int64_t count : {row.order.price.count, row.order.qty.count, row.order.cumQty.count})
            add(static_cast<std::uint64_t>(count));
        return digest;
    }

    std::vector<Entry> m_entries;
};

/// A run of the request between two moments, driven by `eachStep` after every few events.
template <typename EachStep>
Result<void> runPart(const LabRequest& request, const OpenSources& open, const RunSteering& steering,
    const std::function<void(backtest::RunSetup&)>& change, EachStep eachStep)
{
    auto setup = setupOf(request);
    if (!setup)
        return tl::unexpected(setup.error());
    change(*setup);
    auto sources = open();
    if (!sources)
        return tl::unexpected(sources.error());
    auto run = backtest::BacktestRun::make(std::move(*sources), std::move(*setup));
    if (!run)
        return tl::unexpected(run.error());
    for (;;) {
        const auto more = (*run)->step(kStep);
        if (!more)
            return tl::unexpected(more.error());
        eachStep(**run);
        if (!*more)
            return {};
        if (steering.canceled && steering.canceled())
            return fail(ErrorCode::Canceled, "The checks were canceled.");
    }
}

Result<std::string> lookAhead(const LabResult& result, const OpenSources& open, const RunSteering& steering)
{
    const Timestamp begin = result.record.begin;
    const Duration span = std::min(result.record.end - begin, kCuts.back());
    if (span <= kMargin * 2)
        return std::string("not checked: the run is too short");
    const auto decide = [&](Duration length, Decisions& decisions) {
        return runPart(
            result.request, open, steering,
            [&](backtest::RunSetup& setup) {
                setup.to = begin + length;
                setup.journal = &decisions;
            },
            [](const backtest::BacktestRun&) {});
    };
    Decisions whole;
    if (auto done = decide(span + kMargin, whole); !done)
        return tl::unexpected(done.error());
    std::size_t compared = 0;
    for (const int part : {1, 2, 3}) {
        const Duration length{span.ns * part / 3 - kMargin.ns / 2};
        Decisions cut;
        if (auto done = decide(length, cut); !done)
            return tl::unexpected(done.error());
        const Timestamp until = begin + length - kMargin;
        const std::size_t count = whole.before(until);
        const bool same = cut.before(until) == count
            && std::equal(whole.entries().begin(), whole.entries().begin() + static_cast<std::ptrdiff_t>(count),
                cut.entries().begin());
        if (!same) {
            return "FAILED: with the recording cut off after " + numberText(std::round(length.toSeconds()))
                + " s the decisions before the cut are different";
        }
        compared += count;
    }
    return "ok: the recording cut off at three moments leads to the same decisions before them, "
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
    const Timestamp begin = result.record.begin;
    const Duration span = std::min(result.record.end - begin, kWarmUpSpan);
    const Duration later = std::min(kLater, Duration{span.ns / 5});
    if (span <= kMargin * 2)
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

Result<void> addTrustChecks(LabResult& result, const OpenSources& open, const RunSteering& steering)
{
    RunSteering quiet = steering;
    quiet.progress = nullptr;
    const auto ahead = lookAhead(result, open, quiet);
    if (!ahead)
        return tl::unexpected(ahead.error());
    result.checks.emplace_back("Look-ahead", *ahead);
    const auto warm = warmUp(result, open, quiet);
    if (!warm)
        return tl::unexpected(warm.error());
    result.checks.emplace_back("Warm-up", *warm);
    return {};
}

} // namespace maker
