#include "tape/library.h"

#include "platform/file_claim.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace maker {

namespace fs = std::filesystem;

TapeEntry TapeLibrary::describe(const std::string& path)
{
    TapeEntry entry;
    entry.path = path;
    const auto reader = TapeReader::open(path);
    if (!reader) {
        std::error_code ignored;
        entry.trouble = reader.error().detail;
        entry.summary.bytes = fs::file_size(path, ignored);
        if (ignored)
            entry.summary.bytes = 0;
        return entry;
    }
    entry.summary = reader->summary();
    entry.growing = FileClaim::isTaken(path);
    if (!entry.growing)
        entry.trouble = entry.summary.trouble;
    entry.venue = reader->header().venueName;
    entry.source = reader->header().source;
    if (entry.summary.records > 0) // else there is nothing yet that it could be of
        entry.kind = entry.summary.kind(reader->header().content);
    for (const TapeInstrument& each : reader->header().instruments) {
        entry.symbols += (entry.symbols.empty() ? "" : ",") + each.instrument->symbol().str();
        entry.bases += (entry.bases.empty() ? "" : ",") + each.instrument->base().str();
    }
    return entry;
}

Result<std::vector<TapeEntry>> TapeLibrary::list() const
{
    std::vector<TapeEntry> entries;
    std::error_code error;
    if (!fs::exists(m_folder, error) && !error)
        return entries;
    for (fs::directory_iterator at(m_folder, error), end; !error && at != end; at.increment(error)) {
        if (at->path().extension() == kSuffix)
            entries.push_back(describe(at->path().string()));
    }
    if (error)
        return fail(ErrorCode::Io, "Cannot read the folder " + m_folder + ": " + error.message() + '.');
    std::sort(entries.begin(), entries.end(), [](const TapeEntry& a, const TapeEntry& b) {
        return std::tie(a.venue, a.symbols, a.summary.from, a.path) < std::tie(b.venue, b.symbols, b.summary.from, b.path);
    });
    return entries;
}

Result<std::vector<TapeTrouble>> TapeLibrary::verify(const std::string& path,
    const std::function<bool(std::size_t, std::size_t)>& onBlock)
{
    auto reader = TapeReader::open(path);
    if (!reader && reader.error().code == ErrorCode::Corrupt)
        return std::vector<TapeTrouble>{{std::nullopt, 0, reader.error().detail}};
    if (!reader)
        return tl::unexpected(reader.error());
    auto troubles = reader->verify(onBlock);
    if (troubles && FileClaim::isTaken(path))
        std::erase_if(*troubles, [](const TapeTrouble& trouble) { return !trouble.block; });
    return troubles;
}

Result<void> TapeLibrary::remove(const std::string& path) const
{
    std::error_code error;
    const fs::path file = fs::weakly_canonical(path, error);
    if (error || file.parent_path() != fs::weakly_canonical(m_folder, error) || file.extension() != kSuffix)
        return fail(ErrorCode::InvalidArgument, path + " is not a recording of " + m_folder + '.');
    if (FileClaim::isTaken(file.string()))
        return fail(ErrorCode::InvalidArgument, path + " is being recorded; end the recording first.");
    if (!fs::remove(file, error))
        return fail(error ? ErrorCode::Io : ErrorCode::NotFound,
            "Cannot remove " + path + ": " + (error ? error.message() : "it is not there") + '.');
    return {};
}

std::string TapeLibrary::pathFor(const std::string& source) const
{
    std::string name = fs::path(source).filename().string();
    for (const std::string_view suffix : {".gz", ".zip", ".csv", ".txt"}) {
        if (name.size() > suffix.size() && name.ends_with(suffix))
            name.resize(name.size() - suffix.size());
    }
    return (fs::path(m_folder) / (name + std::string(kSuffix))).string();
}

} // namespace maker
