#include "store/replay.h"

#include "kernel/engine/engine.h"
#include "kernel/engine/event_script.h"
#include "kernel/engine/field_text.h"
#include "kernel/engine/journal_text.h"
#include "store/run_recording.h"

#include <set>

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
    Replay(RecordingReader reader, const std::function<void(std::string_view)>& onRow)
        : m_reader(std::move(reader)), m_journal(onRow)
    {
    }

    Result<ReplayReport> run();

private:
    Result<void> readSetup();
    Result<void> take(const std::string& line);
    Result<bool> takeWord(std::string_view kind, std::string_view rest);
    Result<void> step();
    void finish();

    RecordingReader m_reader;
    RecordedJournal m_journal;
    NoVenue m_venue;
    EngineSetup m_setup;
    std::unique_ptr<Engine> m_engine;
    std::optional<Event> m_pending; ///< waits until the journal's answers to it, which follow it, have been read
    bool m_restored = false;
    bool m_over = false;
    ReplayReport m_report;
};

Error unreadable(std::string_view line)
{
    return {ErrorCode::Parse, "The recording holds a line that is not understood: " + std::string(line.substr(0, 120))};
}

/// Reads the fields that `visitAll` offers; false where one is unknown.
template <typename VisitAll>
bool readAll(std::string_view rest, VisitAll visitAll)
{
    for (std::string_view word = nextWord(rest); !word.empty(); word = nextWord(rest)) {
        const std::size_t equals = std::min(word.find('='), word.size());
        FieldReader reader(word.substr(0, equals), word.substr(std::min(equals + 1, word.size())));
        visitAll(reader);
        if (!reader.taken())
            return false;
    }
    return true;
}

Result<ReplayReport> Replay::run()
{
    if (auto read = readSetup(); !read)
        return tl::unexpected(read.error());
    auto engine = Engine::make(m_setup.config, {m_venue, m_journal, m_venue});
    if (!engine)
        return tl::unexpected(engine.error());
    m_engine = std::move(*engine);
    std::string line;
    while (!m_over) {
        const auto more = m_reader.next(line);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        if (auto taken = take(line); !taken)
            return tl::unexpected(taken.error());
    }
    if (auto stepped = step(); !stepped)
        return tl::unexpected(stepped.error());
    finish();
    return m_report;
}

Result<void> Replay::readSetup()
{
    std::string line;
    for (;;) {
        const auto more = m_reader.next(line);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return fail(ErrorCode::Corrupt, "The recording ends before it says what the engine began with.");
        std::string_view rest = line;
        if (nextWord(rest) == recorded::kBegin) {
            bool market = false;
            if (!readAll(rest, [&](FieldReader& reader) { reader("market", market); }))
                return tl::unexpected(unreadable(line));
            return market ? Result<void>{}
                          : fail(ErrorCode::Unsupported, "The recording holds no market data: it shows what happened, but "
                                    "cannot be replayed. Record a run with --record-market for that.");
        }
        if (auto read = readSetupLine(line, m_setup); !read)
            return read;
    }
}

Result<void> Replay::take(const std::string& line)
{
    std::string_view rest = line;
    const std::string_view kind = nextWord(rest);
    const auto known = takeWord(kind, rest);
    if (!known)
        return tl::unexpected(unreadable(line));
    if (*known)
        return {};
    auto event = parseEventLine(line);
    if (!event)
        return tl::unexpected(event.error());
    if (auto stepped = step(); !stepped)
        return stepped;
    m_pending = std::move(*event);
    return {};
}

/// False: it is an event.
Result<bool> Replay::takeWord(std::string_view kind, std::string_view rest)
{
    bool good = true;
    if (kind == recorded::kJournalFull || kind == recorded::kJournalRefused) {
        JournalAnswer answer{0, kind == recorded::kJournalRefused};
        good = readAll(rest, [&](FieldReader& reader) { reader("sequence", answer.sequence); });
        m_journal.expect(answer);
    } else if (kind == recorded::kBroken) {
        std::string reason;
        good = readAll(rest, [&](FieldReader& reader) { reader("reason", reason); });
        m_report.note = "The recording broke off: " + reason;
        m_over = true;
    } else if (kind == recorded::kEnd) {
        ReplayReport::Recorded& end = m_report.recorded.emplace();
        good = readAll(rest, [&](FieldReader& reader) {
            reader("digest", end.digest);
            reader("rows", end.rows);
        });
        m_over = true;
    } else {
        return false;
    }
    return good ? Result<bool>(true) : fail(ErrorCode::Parse, {});
}

/// What waits happens: the history first, then one event a time.
Result<void> Replay::step()
{
    if (!m_restored) {
        m_restored = true;
        return m_engine->restore(m_setup.history);
    }
    if (!m_pending)
        return {};
    ++m_report.events;
    m_engine->process(*m_pending);
    m_pending.reset();
    return {};
}

void Replay::finish()
{
    const EngineCounters& counters = m_engine->counters();
    m_report.marketEvents = counters.marketEvents;
    m_report.orders = counters.ordersSent + counters.replacesSent;
    m_report.fills = counters.fills;
    m_report.rows = m_journal.rows();
    m_report.digest = m_journal.digest().text();
    m_report.currency = m_setup.config.accountCurrency.str();
    m_report.equity = m_engine->pnl().equity;
    for (const EngineInstrument& entry : m_setup.config.instruments) {
        const Instrument& instrument = *entry.instrument;
        m_report.positions.push_back(
            {instrument.symbol().str(), instrument.format(m_engine->position(instrument.id()).position)});
    }
    if (!m_reader.tornTail().empty())
        m_report.note = m_reader.tornTail();
    else if (!m_report.recorded && m_report.note.empty())
        m_report.note = "The recording has no end: the run was cut off, or later segments were not given.";
}

} // namespace

Result<ReplayReport> replayRecording(const std::string& path, const std::function<void(std::string_view)>& onRow)
{
    auto reader = RecordingReader::open(path);
    if (!reader)
        return tl::unexpected(reader.error());
    return Replay(std::move(*reader), onRow).run();
}

} // namespace maker
