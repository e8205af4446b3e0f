#include "store/recorded_run.h"

#include "kernel/engine/event_script.h"
#include "kernel/engine/field_text.h"

namespace maker {

namespace {

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

} // namespace

Result<RecordedRun> RecordedRun::open(const std::string& path)
{
    auto reader = RecordingReader::open(path);
    if (!reader)
        return tl::unexpected(reader.error());
    RecordedRun run(std::move(*reader));
    if (auto read = run.readSetup(); !read)
        return tl::unexpected(read.error());
    return run;
}

Result<void> RecordedRun::readSetup()
{
    for (;;) {
        const auto more = m_reader.next(m_line);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return fail(ErrorCode::Corrupt, "The recording ends before it says what the engine began with.");
        std::string_view rest = m_line;
        if (nextWord(rest) == recorded::kBegin) {
            bool market = false;
            if (!readAll(rest, [&](FieldReader& reader) { reader("market", market); }))
                return tl::unexpected(unreadable(m_line));
            return market ? Result<void>{}
                          : fail(ErrorCode::Unsupported, "The recording holds no market data: it shows what happened, but "
                                    "cannot be replayed. Record a run with --record-market for that.");
        }
        if (auto read = readSetupLine(m_line, m_setup); !read)
            return read;
    }
}

Result<bool> RecordedRun::next(RecordedEvent& out)
{
    out.answers.clear();
    bool given = m_read.has_value();
    if (given)
        out.event = std::move(*m_read);
    m_read.reset();
    while (!m_over) {
        const auto more = m_reader.next(m_line);
        if (!more)
            return more;
        if (!*more) {
            m_over = true;
            break;
        }
        std::string_view rest = m_line;
        const std::string_view kind = nextWord(rest);
        const auto known = takeWord(kind, rest, out);
        if (!known)
            return tl::unexpected(unreadable(m_line));
        if (*known)
            continue;
        auto event = parseEventLine(m_line);
        if (!event)
            return tl::unexpected(event.error());
        if (given) {
            m_read = std::move(*event);
            return true;
        }
        out.event = std::move(*event);
        given = true;
    }
    return given;
}

/// False: it is an event.
Result<bool> RecordedRun::takeWord(std::string_view kind, std::string_view rest, RecordedEvent& out)
{
    bool good = true;
    if (kind == recorded::kJournalFull || kind == recorded::kJournalRefused) {
        JournalAnswer answer{0, kind == recorded::kJournalRefused};
        good = readAll(rest, [&](FieldReader& reader) { reader("sequence", answer.sequence); });
        out.answers.push_back(answer);
    } else if (kind == recorded::kBroken) {
        std::string reason;
        good = readAll(rest, [&](FieldReader& reader) { reader("reason", reason); });
        m_note = "The recording broke off: " + reason;
        m_over = true;
    } else if (kind == recorded::kEnd) {
        RecordedEnd& end = m_end.emplace();
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

std::string RecordedRun::note() const
{
    if (!m_reader.tornTail().empty())
        return m_reader.tornTail();
    if (m_over && !m_end && m_note.empty())
        return "The recording has no end: the run was cut off, or later segments were not given.";
    return m_note;
}

} // namespace maker
