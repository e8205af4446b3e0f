#include "store/replay.h"

#include "kernel/engine/engine.h"
#include "kernel/engine/journal_text.h"
#include "store/recorded_run.h"

#include <memory>
#include <set>
#include <utility>

namespace maker {

namespace {

/// Sends nothing: what the venue answered is part of the recording.
class NoVenue final : public OrderGateway, public FeedControl {
public:
    void place(const Approved<NewOrder>&) override {}
    void replace(const Approved<ReplaceOrder>&) override {}
    void cancel(const CancelOrder&) override {}
    void cancelAll(AccountId, InstrumentId) override {}
    void query(const CancelOrder&) override {}
    void reconcile(AccountId, Timestamp) override {}
    void requestSnapshot(InstrumentId) override {}
};

/// Answers each row as the journal of the run did, and digests the rows that the run kept.
class RecordedJournal final : public JournalSink {
public:
    explicit RecordedJournal(const std::function<void(std::string_view)>& onRow) : m_onRow(onRow) {}

    void expect(const JournalAnswer& answer) { (answer.kept ? m_refused : m_lost).insert(answer.sequence); }
    bool record(const JournalRow& row) override
    {
        if (m_lost.contains(row.sequence))
            return false;
        const std::string line = journalLine(row);
        m_digest.add(line);
        ++m_rows;
        if (m_onRow)
            m_onRow(line);
        return !m_refused.contains(row.sequence);
    }
    const JournalDigest& digest() const noexcept { return m_digest; }
    std::uint64_t rows() const noexcept { return m_rows; }

private:
    const std::function<void(std::string_view)>& m_onRow;
    std::set<std::uint64_t> m_lost;
    std::set<std::uint64_t> m_refused;
    JournalDigest m_digest;
    std::uint64_t m_rows = 0;
};

class Replay {
public:
    Replay(RecordedRun run, const std::function<void(std::string_view)>& onRow)
        : m_run(std::move(run)), m_journal(onRow)
    {
    }

    Result<ReplayReport> run();

private:
    void finish();

    RecordedRun m_run;
    RecordedJournal m_journal;
    NoVenue m_venue;
    std::unique_ptr<Engine> m_engine;
    ReplayReport m_report;
};

Result<ReplayReport> Replay::run()
{
    auto engine = Engine::make(m_run.setup().config, {m_venue, m_journal, m_venue});
    if (!engine)
        return tl::unexpected(engine.error());
    m_engine = std::move(*engine);
    RecordedEvent recorded;
    for (bool restored = false;; restored = true) {
        const auto more = m_run.next(recorded);
        if (!more)
            return tl::unexpected(more.error());
        for (const JournalAnswer& answer : recorded.answers)
            m_journal.expect(answer);
        // The history comes after the first read: the journal's answers to it stand before the first event.
        if (!restored) {
            if (auto done = m_engine->restore(m_run.setup().history); !done)
                return tl::unexpected(done.error());
        }
        if (!*more)
            break;
        ++m_report.events;
        m_engine->process(recorded.event);
    }
    finish();
    return m_report;
}

void Replay::finish()
{
    const EngineCounters& counters = m_engine->counters();
    m_report.marketEvents = counters.marketEvents;
    m_report.orders = counters.ordersSent + counters.replacesSent;
    m_report.fills = counters.fills;
    m_report.rows = m_journal.rows();
    m_report.digest = m_journal.digest().text();
    m_report.currency = m_run.setup().config.accountCurrency.str();
    m_report.equity = m_engine->pnl().equity;
    for (const EngineInstrument& entry : m_run.setup().config.instruments) {
        const Instrument& instrument = *entry.instrument;
        m_report.positions.push_back(
            {instrument.symbol().str(), instrument.format(m_engine->position(instrument.id()).position)});
    }
    m_report.recorded = m_run.end();
    m_report.note = m_run.note();
}

} // namespace

Result<ReplayReport> replayRecording(const std::string& path, const std::function<void(std::string_view)>& onRow)
{
    auto run = RecordedRun::open(path);
    if (!run)
        return tl::unexpected(run.error());
    return Replay(std::move(*run), onRow).run();
}

} // namespace maker
