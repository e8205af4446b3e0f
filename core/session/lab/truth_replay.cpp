#include "session/lab/truth_replay.h"

#include "kernel/sim/sim_venue.h"
#include "store/recorded_run.h"

#include <algorithm>
#include <limits>

namespace maker {

namespace {

constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};
constexpr std::uint64_t kLook = 4096; // turns between two looks at cancel and progress

constexpr Duration kLastWords = Duration::seconds(1); // the run waited for the answers to its last cancels

class NoJournal final : public JournalSink {
public:
    bool record(const JournalRow&) override { return true; }
};

/// Carries requests to the simulated venue. Until an account has sent its first order the recording answers for it: what
/// it owned and what it had open is known from there only.
class TruthGateway final : public OrderGateway, public FeedControl {
public:
    TruthGateway(sim::SimVenue& venue, OrderTales& tales) : m_venue(venue), m_tales(tales) {}

    void setNow(Timestamp now) noexcept { m_now = now; }
    bool simulated(AccountId account) const { return m_simulated.contains(account); }

    void place(const Approved<NewOrder>& order) override
    {
        m_simulated.insert(order.request().account);
        m_tales.onSent(order.request(), m_now);
        m_venue.place(order.request(), m_now);
    }
    void replace(const Approved<ReplaceOrder>& replace) override
    {
        m_tales.onCancel(replace.request().cancel.clientOrderId, m_now);
        m_tales.onSent(replace.request().order, m_now);
        m_venue.replace(replace.request(), m_now);
    }
    void cancel(const CancelOrder& cancel) override
    {
        m_tales.onCancel(cancel.clientOrderId, m_now);
        if (m_tales.knows(cancel.clientOrderId))
            m_venue.cancel(cancel, m_now);
    }
    void cancelAll(AccountId account, InstrumentId instrument) override
    {
        if (simulated(account))
            m_venue.cancelAll(account, instrument, m_now);
    }
    void query(const CancelOrder& order) override
    {
        if (m_tales.knows(order.clientOrderId))
            m_venue.query(order, m_now);
    }
    void reconcile(AccountId account, Timestamp since) override
    {
        if (simulated(account))
            m_venue.reconcile(account, since, m_now);
    }
    void requestSnapshot(InstrumentId) override {}

private:
    sim::SimVenue& m_venue;
    OrderTales& m_tales;
    Timestamp m_now;
    std::set<AccountId> m_simulated;
};

sim::SimVenueConfig venueOf(const RecordedTruth& truth, const QueueModel& queue, const TruthOptions& options)
{
    sim::SimVenueConfig config;
    config.queue = queue;
    config.latency.table = options.latencies.empty() ? truth.latencies : options.latencies;
    const sim::LatencyModel::Config some{.base = Duration::millis(10), .meanJitter = {}, .seed = 1};
    config.latency.entry = some;
    config.latency.response = some;
    config.fees = truth.fees;
    return config;
}

/// Our own quantity in the recorded book, as time passes at the venue.
class OwnInBook {
public:
    explicit OwnInBook(const std::vector<RecordedTruth::OwnChange>& changes) : m_changes(changes) {}

    void passTo(Timestamp at)
    {
        for (; m_next < m_changes.size() && m_changes[m_next].at <= at; ++m_next) {
            const RecordedTruth::OwnChange& change = m_changes[m_next];
            m_resting[{change.instrument, change.side, change.price}] += change.change.count;
        }
    }
    Qty at(InstrumentId instrument, Side side, Price price) const
    {
        const auto found = m_resting.find({instrument, side, price});
        return {found == m_resting.end() ? 0 : std::max<std::int64_t>(0, found->second)};
    }

private:
    const std::vector<RecordedTruth::OwnChange>& m_changes;
    std::size_t m_next = 0;
    std::map<std::tuple<InstrumentId, Side, Price>, std::int64_t> m_resting;
};

class SecondPassage {
public:
    SecondPassage(RecordedRun run, const RecordedTruth& truth, const QueueModel& queue, const TruthOptions& options)
        : m_run(std::move(run)), m_truth(truth), m_options(options), m_venue(venueOf(truth, queue, options)),
          m_gateway(m_venue, m_tales), m_own(truth.own), m_booksHoldOwn(m_run.setup().config.bookHoldsOwn)
    {
    }

    Result<OrderTales> replay()
    {
        if (auto begun = begin(); !begun)
            return tl::unexpected(begun.error());
        for (;;) {
            const auto more = step();
            if (!more)
                return tl::unexpected(more.error());
            if (!*more)
                break;
            if (++m_turns % kLook != 0)
                continue;
            if (m_options.canceled && m_options.canceled())
                return fail(ErrorCode::Canceled, "The truth check was canceled.");
            if (m_options.progress)
                m_options.progress(m_given, m_truth.events);
        }
        return std::move(m_tales);
    }

private:
    Result<void> begin()
    {
        const EngineSetup& setup = m_run.setup();
        for (const EngineInstrument& entry : setup.config.instruments)
            m_venue.addInstrument(entry.instrument, entry.account);
        for (const auto& [account, amount] : m_truth.balances)
            m_venue.deposit(account, amount);
        for (const Order& order : setup.history.orders)
            m_inherited.insert(order.clientOrderId.str());
        auto engine = Engine::make(setup.config, {m_gateway, m_journal, m_gateway});
        if (!engine)
            return tl::unexpected(engine.error());
        m_engine = std::move(*engine);
        return m_engine->restore(setup.history);
    }

    /// Reads on until the venue's side has a record, so that it is never behind ours.
    Result<void> readAhead()
    {
        while (!m_ended && (m_toVenue == m_waiting.size() || !std::holds_alternative<MarketEvent>(m_waiting[m_toVenue]))) {
            if (m_toVenue < m_waiting.size()) {
                ++m_toVenue;
                continue;
            }
            const auto more = m_run.next(m_next);
            if (!more)
                return tl::unexpected(more.error());
            m_ended = !*more;
            if (*more)
                m_waiting.push_back(std::move(m_next.event));
        }
        while (m_ended && m_toVenue < m_waiting.size() && !std::holds_alternative<MarketEvent>(m_waiting[m_toVenue]))
            ++m_toVenue;
        return {};
    }

    Result<bool> step()
    {
        if (auto read = readAhead(); !read)
            return tl::unexpected(read.error());
        const bool hasMarket = m_toVenue < m_waiting.size();
        const Timestamp exchange = hasMarket ? exchangeTime(std::get<MarketEvent>(m_waiting[m_toVenue])) : kNever;
        const Timestamp ours = m_toVenue > 0 ? localTime(m_waiting.front()) : kNever;
        const Timestamp arrival = m_venue.nextArrival();
        const Timestamp answer = m_venue.nextAnswer();
        const Timestamp venues = std::min(arrival, answer);
        if (exchange != kNever && exchange <= ours && exchange <= venues) {
            toVenue(std::get<MarketEvent>(m_waiting[m_toVenue]), exchange);
            ++m_toVenue;
        } else if (exchange == kNever && ours == kNever) {
            if (venues > m_truth.to + kLastWords)
                return false;
            arrival <= answer ? m_venue.carryOut(arrival) : onAnswer(answer);
        } else if (venues <= ours && arrival <= answer) {
            m_venue.carryOut(arrival);
        } else if (venues <= ours) {
            onAnswer(answer);
        } else {
            onRecorded(ours);
        }
        return true;
    }

    Timestamp exchangeTime(const MarketEvent& event) const
    {
        if (event.venueTime.valid())
            return std::max(m_exchange, event.venueTime + m_truth.clockShift);
        return m_exchange.valid() ? m_exchange : event.localTime;
    }

    /// What was recorded was given in this order, whatever its stamps say.
    Timestamp localTime(const Event& event) const
    {
        Timestamp at;
        if (const auto* market = std::get_if<MarketEvent>(&event))
            at = market->localTime;
        else if (const auto* exec = std::get_if<ExecEvent>(&event))
            at = exec->localTime;
        else if (const auto* timer = std::get_if<Timer>(&event))
            at = timer->now;
        return std::max(at, m_now);
    }

    void toVenue(MarketEvent event, Timestamp at)
    {
        m_exchange = at;
        if (event.kind == MarketKind::Trade && m_truth.taken.contains({event.instrument, event.lastId}))
            return; // ours: the book's loss is told by its next change
        if (m_booksHoldOwn) {
            if (event.kind == MarketKind::BestQuote)
                return; // may be our own order alone
            m_own.passTo(at - m_truth.clockShift);
            if (event.kind == MarketKind::BookLevel)
                event.qty.count = std::max<std::int64_t>(0, event.qty.count - m_own.at(event.instrument, event.side, event.price).count);
        }
        m_venue.onMarket(event, at);
    }

    void onAnswer(Timestamp at)
    {
        m_now = std::max(m_now, at);
        m_gateway.setNow(m_now);
        const auto event = m_venue.takeAnswer(at);
        if (!event)
            return;
        m_tales.onAnswer(*event);
        m_engine->process(*event);
    }

    void onRecorded(Timestamp at)
    {
        m_now = at;
        m_gateway.setNow(m_now);
        ++m_given;
        const Event& event = m_waiting.front();
        const auto* exec = std::get_if<ExecEvent>(&event);
        if (exec == nullptr || passes(*exec))
            m_engine->process(event);
        m_waiting.pop_front();
        --m_toVenue;
    }

    /// Executions of the recording that the replay hears too: the state of the connection, and what earlier runs left.
    bool passes(const ExecEvent& event) const
    {
        if (event.kind == ExecKind::TradingUp || event.kind == ExecKind::TradingDown)
            return true;
        if (!event.clientOrderId.empty() && m_truth.orders.knows(event.clientOrderId))
            return false;
        return !m_gateway.simulated(event.account) || m_inherited.contains(event.clientOrderId.str());
    }

    RecordedRun m_run;
    const RecordedTruth& m_truth;
    const TruthOptions& m_options;
    sim::SimVenue m_venue;
    OrderTales m_tales;
    TruthGateway m_gateway;
    NoJournal m_journal;
    OwnInBook m_own;
    const bool m_booksHoldOwn;
    std::set<std::string> m_inherited;
    std::unique_ptr<Engine> m_engine;
    std::deque<Event> m_waiting;
    std::size_t m_toVenue = 0; ///< the first of m_waiting that the venue has not seen
    RecordedEvent m_next;
    Timestamp m_exchange;
    Timestamp m_now;
    std::uint64_t m_turns = 0;
    std::uint64_t m_given = 0;
    bool m_ended = false;
};

} // namespace

Result<OrderTales> replayTruth(const std::string& path, const RecordedTruth& truth, const QueueModel& queue,
    const TruthOptions& options)
{
    auto run = RecordedRun::open(path);
    if (!run)
        return tl::unexpected(run.error());
    const auto passage = std::make_unique<SecondPassage>(std::move(*run), truth, queue, options);
    return passage->replay();
}

} // namespace maker
