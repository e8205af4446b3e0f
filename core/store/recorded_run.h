#pragma once

#include "kernel/engine/setup_text.h"
#include "store/event_recording.h"
#include "store/run_recording.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// One recorded input of an engine, with the journal's answers to the rows that it led to.
struct RecordedEvent {
    Event event;
    std::vector<JournalAnswer> answers;
};

/// What a run said when it ended in order: its journal's digest and rows.
struct RecordedEnd {
    std::string digest;
    std::uint64_t rows = 0;
};

/// A recorded run (its directory or its first segment) read event by event. Used by one thread.
class RecordedRun {
public:
    /// Fails where the recording is damaged or holds no market events.
    static Result<RecordedRun> open(const std::string& path);

    const EngineSetup& setup() const noexcept { return m_setup; }
    /// False at the end.
    Result<bool> next(RecordedEvent& out);
    /// Nothing where the run did not end in order. Known at the end.
    const std::optional<RecordedEnd>& end() const noexcept { return m_end; }
    /// Why the recording ends early; empty where it does not. Known at the end.
    std::string note() const;

private:
    explicit RecordedRun(RecordingReader reader) : m_reader(std::move(reader)) {}
    Result<void> readSetup();
    Result<bool> takeWord(std::string_view kind, std::string_view rest, RecordedEvent& out);

    RecordingReader m_reader;
    EngineSetup m_setup;
    std::string m_line;
    std::optional<Event> m_read; ///< the event after the one that was given last
    std::string m_note;
    std::optional<RecordedEnd> m_end;
    bool m_over = false;
};

} // namespace maker
