#include "store/run_recording.h"

#include "kernel/engine/event_script.h"
#include "kernel/engine/field_text.h"

namespace maker {

Result<RunRecording> RunRecording::begin(const Config& config, const EngineSetup& setup)
{
    auto writer = RecordingWriter::create(config.root, setup.config.run, config.limits);
    if (!writer)
        return tl::unexpected(writer.error());
    for (const std::string& line : setupLines(setup))
        writer->add(line);
    writer->add(std::string(recorded::kBegin) + (config.market ? " market=1" : ""));
    if (auto written = writer->flush(); !written)
        return tl::unexpected(written.error());
    return RunRecording(std::move(*writer));
}

void RunRecording::add(const Event& event)
{
    m_writer.add(eventLine(event));
}

void RunRecording::add(const JournalAnswer& answer)
{
    std::string line(answer.kept ? recorded::kJournalRefused : recorded::kJournalFull);
    FieldWriter{line}("sequence", answer.sequence);
    m_writer.add(line);
}

Result<void> RunRecording::breakOff(std::string_view reason)
{
    std::string line(recorded::kBroken);
    FieldWriter{line}("reason", std::string(reason));
    m_writer.add(line);
    return m_writer.sync();
}

Result<void> RunRecording::end(std::string_view digest, std::uint64_t rows)
{
    std::string line(recorded::kEnd);
    FieldWriter writer(line);
    writer("digest", std::string(digest));
    writer("rows", rows);
    m_writer.add(line);
    return m_writer.sync();
}

} // namespace maker
