#include "session/lab/lab_parts.h"

#include "kernel/backtest/sample_market.h"
#include "platform/utc_text.h"
#include "tape/tape_copy.h"
#include "tape/import/importer.h"

#include <filesystem>

// The lab's library: what recordings there are, and the jobs that add, check and remove them.

namespace maker {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSuffix = ".tape";
constexpr const char* kNameFormat = "%Y-%m-%d %H.%M.%S"; // what every file system takes
constexpr const char* kSampleName = "Demo market, one hour, seed 7";
constexpr Duration kMemorySpan = Duration::seconds(600);

DataSetView viewOf(const TapeEntry& entry)
{
    DataSetView view;
    view.path = entry.path;
    view.venue = entry.venue;
    view.symbol = entry.symbols;
    view.bases = entry.bases;
    view.kind = entry.kind;
    view.from = entry.summary.from;
    view.to = entry.summary.to;
    view.events = entry.summary.records;
    view.bytes = entry.summary.bytes;
    view.growing = entry.growing;
    view.trouble = entry.trouble;
    for (const TapeGap& gap : entry.summary.gaps)
        view.gaps.push_back({gap.from, gap.to});
    return view;
}

/// What an import left out, with the first places.
std::string sentenceOf(const ImportReport& report)
{
    std::string text = std::to_string(report.rows) + " rows gave " + std::to_string(report.events) + " events.";
    if (report.wrong > 0)
        text += " " + std::to_string(report.wrong) + " rows were wrong, the first in line "
            + std::to_string(report.firstWrong.front().line) + ": " + report.firstWrong.front().sentence;
    if (report.duplicates > 0)
        text += " " + std::to_string(report.duplicates) + " were there already.";
    if (report.outOfOrder > 0)
        text += " " + std::to_string(report.outOfOrder) + " were out of order.";
    return text;
}

/// A name in the library that no file has yet.
std::string freePath(const std::string& library, const std::string& name)
{
    std::error_code ignored;
    fs::create_directories(library, ignored);
    fs::path path = fs::path(library) / (name + kSuffix);
    for (int n = 2; fs::exists(path, ignored); ++n)
        path = fs::path(library) / (name + " (" + std::to_string(n) + ')' + kSuffix);
    return path.string();
}

} // namespace

void Lab::Parts::readLibrary()
{
    std::vector<DataSetView> found;
    if (const auto entries = TapeLibrary(libraryPath()).list()) {
        for (const TapeEntry& entry : *entries)
            found.push_back(viewOf(entry));
    }
    {
        const std::lock_guard lock(mutex);
        sets = std::move(found);
    }
    changed();
}

void Lab::lookForDataSets()
{
    m_parts->store.post([parts = m_parts.get()](LabTables*) { parts->readLibrary(); });
}

std::vector<DataSetView> Lab::dataSets() const
{
    const std::lock_guard lock(m_parts->mutex);
    return m_parts->sets;
}

std::vector<std::string> Lab::importFormats() const
{
    return importFormatNames();
}

std::uint64_t Lab::importFile(const std::string& path, const std::string& format, const std::string& symbol)
{
    const auto work = [this, path, format, symbol](Job& job) -> Result<void> {
        ImportOptions options;
        options.symbol = symbol;
        const auto known = importFormat(format.empty() ? "auto" : format);
        if (!known)
            return fail(ErrorCode::InvalidArgument, "There is no import format named " + format + ".");
        options.format = *known;
        options.onProgress = [&job](const ImportProgress& progress) {
            job.progress(progress.bytes, progress.totalBytes);
            return job.mayGoOn();
        };
        const TapeLibrary library(m_parts->libraryPath());
        std::error_code ignored; // a folder that cannot be made shows when the tape is
        fs::create_directories(library.folder(), ignored);
        const std::string target = library.pathFor(path);
        job.concerns(target);
        const auto report = maker::importFile(path, target, options);
        m_parts->readLibrary();
        if (!report)
            return tl::unexpected(report.error());
        job.note(sentenceOf(*report));
        return {};
    };
    return m_parts->board.add("Import " + fs::path(path).filename().string(), work);
}

std::uint64_t Lab::verify(const std::string& path)
{
    const auto work = [this, path](Job& job) -> Result<void> {
        job.concerns(path);
        const auto troubles = TapeLibrary::verify(path, [&job](std::size_t done, std::size_t whole) {
            job.progress(done, whole);
            return job.mayGoOn();
        });
        if (!troubles)
            return tl::unexpected(troubles.error());
        if (job.canceled())
            return fail(ErrorCode::Canceled, "The check was canceled.");
        if (troubles->empty()) {
            job.note("Every block is as it was written.");
            return {};
        }
        const std::string sentence = troubles->front().sentence;
        {
            const std::lock_guard lock(m_parts->mutex);
            for (DataSetView& set : m_parts->sets) {
                if (set.path == path)
                    set.trouble = sentence;
            }
        }
        return fail(ErrorCode::Corrupt, troubles->size() == 1
                ? sentence
                : sentence + " And " + std::to_string(troubles->size() - 1) + " more places.");
    };
    return m_parts->board.add("Verify " + fs::path(path).filename().string(), work);
}

Result<void> Lab::remove(const std::string& path)
{
    if (auto removed = TapeLibrary(m_parts->libraryPath()).remove(path); !removed)
        return removed;
    {
        const std::lock_guard lock(m_parts->mutex);
        std::erase_if(m_parts->sets, [&](const DataSetView& set) { return set.path == path; });
    }
    m_parts->changed();
    return {};
}

std::uint64_t Lab::makeSample()
{
    const auto work = [this](Job& job) -> Result<void> {
        const SampleMarket::Config config;
        SampleMarket market(config);
        const std::string target = freePath(m_parts->libraryPath(), kSampleName);
        job.concerns(target);
        const auto whole = static_cast<std::uint64_t>(config.length.ns / 1'000'000);
        const auto copied = copyToTape(market, headerOf(market, "Demo", "generated"), target,
            {[&job] { return !job.mayGoOn(); }, [&](std::uint64_t, std::uint64_t) {
                 job.progress(static_cast<std::uint64_t>((market.now() - config.begin).ns / 1'000'000), whole);
             }});
        m_parts->readLibrary();
        return copied;
    };
    return m_parts->board.add(kSampleName, work);
}

std::uint64_t Lab::keepLastMinutes()
{
    if (!m_parts->config.memory)
        return 0;
    const MarketMemory::Window window = m_parts->config.memory->window(kMemorySpan);
    if (window.empty())
        return 0;
    const auto work = [this, window](Job& job) -> Result<void> {
        const auto source = window.source();
        const std::string target = freePath(m_parts->libraryPath(), "Last minutes " + utcText(window.to(), kNameFormat));
        job.concerns(target);
        const auto copied = copyToTape(*source, headerOf(*source, m_parts->config.venue, "recorded"), target,
            {[&job] { return !job.mayGoOn(); }, [&job](std::uint64_t done, std::uint64_t whole) { job.progress(done, whole); }});
        m_parts->readLibrary();
        return copied;
    };
    return m_parts->board.add("Keep the last minutes", work);
}

} // namespace maker
