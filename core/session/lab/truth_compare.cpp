#include "session/lab/truth_compare.h"

#include "session/lab/truth_pairs.h"

#include <algorithm>

namespace maker {

namespace {

constexpr Duration kEcho = Duration::seconds(10); // how long an answer at another time is felt by later decisions
constexpr Duration kNearGap = Duration::seconds(1);

using Pair = TalePair;

class Comparison {
public:
    Comparison(const RecordedTruth& live, const EngineConfig& config, const TruthOptions& options, TruthReport& report)
        : m_live(live), m_config(config), m_options(options), m_report(report)
    {
    }

    /// What happened to orders first, in any order; then what was decided, in the order of time: each decision that differs
    /// has its cause in something earlier.
    void run(const std::vector<Pair>& pairs)
    {
        std::vector<Found> decisions;
        for (const Pair& pair : pairs) {
            ++m_report.compared;
            if (pair.live != nullptr)
                m_report.livePnl += pnlOf(*pair.live);
            if (pair.replayed != nullptr)
                m_report.replayedPnl += pnlOf(*pair.replayed);
            watchAnswers(pair);
            auto found = differenceOf(pair);
            if (!found)
                ++m_report.identical;
            else if (found->decided)
                decisions.push_back(std::move(*found));
            else
                add(std::move(*found));
        }
        std::ranges::stable_sort(decisions, {}, [](const Found& found) { return found.difference.time; });
        for (Found& found : decisions) {
            explain(found);
            add(std::move(found));
        }
        std::ranges::stable_sort(m_report.differences, {}, &TruthDifference::time);
    }

private:
    struct Found {
        Pair pair;
        bool decided = false; ///< by the strategy; else it happened to the order
        TruthDifference difference;
    };
    struct Root {
        Timestamp time;
        TruthCause cause;
        InstrumentId instrument;
    };

    bool differ(Timestamp a, Timestamp b) const { return a.valid() != b.valid() || apart(a, b) > m_options.tolerance; }

    void add(Found found)
    {
        TruthDifference& difference = found.difference;
        const Pair& pair = found.pair;
        if (pair.live != nullptr)
            difference.live = *pair.live;
        if (pair.replayed != nullptr)
            difference.replayed = *pair.replayed;
        difference.gap = (pair.live != nullptr ? pnlOf(*pair.live) : 0.0)
            - (pair.replayed != nullptr ? pnlOf(*pair.replayed) : 0.0);
        if (!difference.follows)
            m_roots.push_back({difference.time, difference.cause, pair.any().instrument});
        const auto cause = static_cast<std::size_t>(difference.cause);
        ++m_report.count[cause];
        m_report.gap[cause] += difference.gap;
        m_report.differences.push_back(std::move(difference));
    }

    /// The first thing that differs; its cause where it happened to the order.
    std::optional<Found> differenceOf(const Pair& pair) const
    {
        if (pair.live == nullptr || pair.replayed == nullptr)
            return decided(pair, pair.sent(), pair.live != nullptr ? "The replay did not send this order." : "Only the replay sent this order.");
        const OrderTale& live = *pair.live;
        const OrderTale& replayed = *pair.replayed;
        if (live.price != replayed.price)
            return decided(pair, pair.sent(), "The replay sent it at another price.");
        if (live.qty != replayed.qty)
            return decided(pair, pair.sent(), "The replay sent it with another quantity.");
        if (differ(live.sent, replayed.sent))
            return decided(pair, pair.sent(), "The replay sent it at another time.");
        if ((live.fate == OrderFate::Rejected) != (replayed.fate == OrderFate::Rejected))
            return became(pair, live.sent, TruthCause::Rejected,
                live.fate == OrderFate::Rejected ? "The venue refused it, the simulated one did not."
                                                 : "The simulated venue refused it, the real one did not.");
        if (auto filled = fillsDiffer(pair))
            return filled;
        const bool cutOff = live.fate == OrderFate::Open && replayed.ended + m_options.tolerance >= m_live.to;
        if ((live.fate != replayed.fate && !cutOff) || differ(live.cancelSent, replayed.cancelSent))
            return decidedEnd(pair);
        return std::nullopt;
    }

    std::optional<Found> fillsDiffer(const Pair& pair) const
    {
        const auto& live = pair.live->fills;
        const auto& replayed = pair.replayed->fills;
        for (std::size_t i = 0; i < std::max(live.size(), replayed.size()); ++i) {
            const OrderTale::Fill* a = i < live.size() ? &live[i] : nullptr;
            const OrderTale::Fill* b = i < replayed.size() ? &replayed[i] : nullptr;
            const char* what = a == nullptr ? "Filled in the replay only."
                : b == nullptr              ? "Filled, but not in the replay."
                : a->qty != b->qty          ? "A fill has another quantity."
                : a->price != b->price      ? "A fill has another price."
                : differ(a->venueTime + m_live.clockShift, b->venueTime) ? "A fill came at another time."
                                                                           : nullptr;
            if (what != nullptr)
                return became(pair, firstOf(a, b), fillCause(pair, a, b), what);
        }
        return std::nullopt;
    }

    static Timestamp firstOf(const OrderTale::Fill* a, const OrderTale::Fill* b)
    {
        if (a == nullptr || b == nullptr)
            return a != nullptr ? a->localTime : b->localTime;
        return std::min(a->localTime, b->localTime);
    }

    /// A fill while the order did not rest in the other run: an answer or a request took another time. Else the queue.
    TruthCause fillCause(const Pair& pair, const OrderTale::Fill* a, const OrderTale::Fill* b) const
    {
        const auto rests = [](const OrderTale& tale, Timestamp at, Duration shift) {
            const bool left = tale.fate == OrderFate::Canceled && tale.endedAt + shift <= at;
            return tale.restedAt.valid() && tale.restedAt + shift < at && !left;
        };
        if (b == nullptr || (a != nullptr && a->venueTime + m_live.clockShift <= b->venueTime))
            return rests(*pair.replayed, a->venueTime + m_live.clockShift, {}) ? TruthCause::Queue : TruthCause::Latency;
        return rests(*pair.live, b->venueTime, m_live.clockShift) ? TruthCause::Queue : TruthCause::Latency;
    }

    bool nearGap(InstrumentId instrument, Timestamp time) const
    {
        return std::ranges::any_of(m_live.gaps, [&](const RecordedTruth::Span& gap) {
            return gap.instrument == instrument && gap.from - kNearGap <= time && time <= gap.to + kNearGap;
        });
    }

    Found became(const Pair& pair, Timestamp time, TruthCause cause, std::string what) const
    {
        Found found{pair, false, {}};
        found.difference.time = time;
        found.difference.cause = nearGap(pair.any().instrument, time) ? TruthCause::MissedData : cause;
        found.difference.what = std::move(what);
        return found;
    }

    /// The strategy decided otherwise, so it knew something else; explain() says what.
    Found decided(const Pair& pair, Timestamp time, std::string what) const
    {
        Found found = became(pair, time, TruthCause::Unexplained, std::move(what));
        found.decided = found.difference.cause == TruthCause::Unexplained;
        return found;
    }

    Found decidedEnd(const Pair& pair) const
    {
        Timestamp time = std::max(pair.live->sent, pair.replayed->sent);
        for (const Timestamp each : {pair.live->cancelSent, pair.replayed->cancelSent}) {
            if (each.valid())
                time = std::max(time, each);
        }
        std::string what = pair.live->fate != pair.replayed->fate
            ? "It ended " + std::string(toText(pair.live->fate)) + ", in the replay " + std::string(toText(pair.replayed->fate)) + '.'
            : "The replay withdrew it at another time.";
        return decided(pair, time, std::move(what));
    }

    /// A fresh difference of the same instrument led to it; else answers at other times; else any difference before it.
    void explain(Found& found) const
    {
        TruthDifference& difference = found.difference;
        const Timestamp time = difference.time;
        const InstrumentId instrument = found.pair.any().instrument;
        const Root* root = nullptr;
        const Root* elsewhere = nullptr;
        for (const Root& each : m_roots) {
            const Root*& latest = each.instrument == instrument ? root : elsewhere;
            if (each.time <= time && (latest == nullptr || each.time >= latest->time))
                latest = &each;
        }
        const bool fresh = root != nullptr && (time - root->time <= kEcho || holdsOther(instrument, time));
        const bool answers = std::ranges::any_of(m_answers, [&](const auto& answer) {
            return answer.first == instrument && answer.second <= time && time - answer.second <= kEcho;
        });
        if (!fresh && answers) {
            difference.cause = TruthCause::Latency;
        } else if (const Root* led = root != nullptr ? root : elsewhere) {
            difference.cause = led->cause;
            difference.follows = true;
        }
    }

    /// Whether the two runs hold other positions at this moment.
    bool holdsOther(InstrumentId instrument, Timestamp time) const
    {
        const auto held = m_positions.find(instrument);
        if (held == m_positions.end())
            return false;
        std::int64_t difference = 0;
        for (const auto& [at, change] : held->second) {
            if (at > time)
                break;
            difference += change;
        }
        return difference != 0;
    }

    /// Remembers when the two runs had answers at different times.
    void watchAnswers(const Pair& pair)
    {
        if (pair.live == nullptr || pair.replayed == nullptr)
            return;
        const auto watch = [&](Timestamp a, Timestamp b) {
            if (a != b && (a.valid() || b.valid()))
                m_answers.emplace_back(pair.any().instrument, a.valid() && b.valid() ? std::min(a, b) : std::max(a, b));
        };
        watch(pair.live->acked, pair.replayed->acked);
        watch(pair.live->ended, pair.replayed->ended);
    }

    double pnlOf(const OrderTale& tale) const
    {
        const auto entry = std::ranges::find_if(
            m_config.instruments, [&](const EngineInstrument& each) { return each.instrument->id() == tale.instrument; });
        const auto mark = m_live.marks.find(tale.instrument);
        if (entry == m_config.instruments.end() || mark == m_live.marks.end())
            return 0.0;
        const Instrument& instrument = *entry->instrument;
        double pnl = 0.0;
        for (const OrderTale::Fill& fill : tale.fills) {
            const double qty = instrument.toMoney(fill.qty).toDouble();
            const double edge = (mark->second - instrument.toMoney(fill.price).toDouble()) * qty;
            pnl += tale.side == Side::Buy ? edge : -edge;
            if (fill.fee.currency == instrument.quote())
                pnl -= fill.fee.money.toDouble();
            else if (fill.fee.currency == instrument.base())
                pnl -= fill.fee.money.toDouble() * mark->second;
        }
        return pnl;
    }

public:
    void notePositions(const OrderTales& replayed)
    {
        const auto add = [this](const OrderTales& orders, std::int64_t sign) {
            for (const OrderTale& tale : orders.tales()) {
                for (const OrderTale::Fill& fill : tale.fills)
                    m_positions[tale.instrument].emplace_back(
                        fill.localTime, sign * (tale.side == Side::Buy ? fill.qty.count : -fill.qty.count));
            }
        };
        add(m_live.orders, 1);
        add(replayed, -1);
        for (auto& [instrument, changes] : m_positions)
            std::ranges::sort(changes);
    }

private:
    const RecordedTruth& m_live;
    const EngineConfig& m_config;
    const TruthOptions& m_options;
    TruthReport& m_report;
    std::vector<Root> m_roots;
    std::vector<std::pair<InstrumentId, Timestamp>> m_answers;
    std::map<InstrumentId, std::vector<std::pair<Timestamp, std::int64_t>>> m_positions; ///< live less replay, its changes
};

} // namespace

void compareTruth(const RecordedTruth& live, const OrderTales& replayed, const EngineConfig& config,
    const TruthOptions& options, TruthReport& report)
{
    report.liveOrders = live.orders.tales().size();
    report.replayedOrders = replayed.tales().size();
    report.liveFills = live.orders.fills();
    report.replayedFills = replayed.fills();
    Comparison comparison(live, config, options, report);
    comparison.notePositions(replayed);
    comparison.run(pairTales(live.orders, replayed, options));
}

} // namespace maker
