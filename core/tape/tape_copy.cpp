#include "tape/tape_copy.h"

#include "tape/tape_writer.h"

#include <filesystem>

namespace maker {

namespace {

Result<void> writeAll(backtest::EventSource& source, TapeWriter& writer, const CopySteering& steering)
{
    const std::uint64_t whole = source.expectedEvents();
    for (;;) {
        const auto batch = source.next();
        if (!batch)
            return tl::unexpected(batch.error());
        if (batch->empty())
            return writer.close();
        for (const MarketEvent& event : *batch) {
            if (auto added = writer.add(event); !added)
                return added;
        }
        steering.progress(writer.records(), whole);
        if (steering.canceled())
            return fail(ErrorCode::Canceled, "Canceled; nothing was kept.");
    }
}

} // namespace

TapeHeader headerOf(const backtest::EventSource& source, std::string venueName, std::string origin)
{
    TapeHeader header;
    header.venueName = std::move(venueName);
    header.source = std::move(origin);
    for (const auto& instrument : source.instruments())
        header.instruments.push_back({instrument, source.sequenceRule(instrument->id())});
    return header;
}

Result<void> copyToTape(backtest::EventSource& source, TapeHeader header, const std::string& path,
    const CopySteering& steering)
{
    // Under its own name only when it is whole.
    const std::string partial = path + ".part";
    std::error_code failed;
    std::filesystem::remove(partial, failed);
    Result<void> written = [&]() -> Result<void> {
        auto writer = TapeWriter::create(partial, std::move(header));
        return writer ? writeAll(source, *writer, steering) : tl::unexpected(writer.error());
    }();
    if (written)
        std::filesystem::rename(partial, path, failed);
    if (written && failed)
        written = fail(ErrorCode::Io, "The recording " + path + " cannot be made: " + failed.message() + ".");
    if (!written)
        std::filesystem::remove(partial, failed);
    return written;
}

} // namespace maker
