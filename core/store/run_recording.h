#pragma once

#include "kernel/engine/setup_text.h"
#include "store/event_recording.h"

#include <cstdint>
#include <string_view>

namespace maker {

/// Lines of a recording that are not events.
namespace recorded {
inline constexpr std::string_view kBegin = "begin";                   ///< ends the setup: market=1
inline constexpr std::string_view kJournalFull = "JournalFull";       ///< sequence: the journal could not take this row
inline constexpr std::string_view kJournalRefused = "JournalRefused"; ///< sequence: taken, but told to pause
inline constexpr std::string_view kBroken = "broken";                 ///< reason: events are missing from here on
inline constexpr std::string_view kEnd = "end";                       ///< digest, rows: what the run journaled
} // namespace recorded

/// How the journal answered a row where it did not simply take it: the engine acts on it, so it is input.
struct JournalAnswer {
    std::uint64_t sequence = 0;
    bool kept = false;
};

/// What one run's engine was given, as lines of a recording. Used by one thread.
class RunRecording {
public:
    struct Config {
        std::string root;
        bool market = false; ///< market events follow too: only then can it be replayed
        RecordingLimits limits;
    };

    static Result<RunRecording> begin(const Config& config, const EngineSetup& setup);

    const std::string& directory() const noexcept { return m_writer.directory(); }
    void add(const Event& event);
    void add(const JournalAnswer& answer);
    Result<void> flush() { return m_writer.flush(); }
    /// The last line where events were lost.
    Result<void> breakOff(std::string_view reason);
    /// The last line of a run that ended in order.
    Result<void> end(std::string_view digest, std::uint64_t rows);

private:
    explicit RunRecording(RecordingWriter writer) : m_writer(std::move(writer)) {}

    RecordingWriter m_writer;
};

} // namespace maker
