#include "session/lab/lab_parts.h"
#include "session/lab/sample_market.h"
#include "session/lab/tape_copy.h"
#include "tape/import/open_market.h"
#include "tape/tape_reader.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>

// The lab's library: what recordings there are, and the jobs that add, check and remove them.

namespace maker {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSuffix = ".tape";
constexpr const char* kSampleName = "Demo market, one hour, seed 7";
constexpr Duration kMemorySpan = Duration::seconds(600);

DataSetView viewOf(const fs::path& path)
{
    DataSetView view;
    view.path = path.string();
    std::error_code ignored;
    view.bytes = fs::file_size(path, ignored);
    const auto reader = TapeReader::open(view.path);
    if (!reader) {
        view.trouble = reader.error().detail;
        return view;
    }
    const TapeHeader& header = reader->header();
    const TapeSummary& summary = reader->summary();
    view.venue = header.venueName;
    for (const TapeInstrument& entry : header.instruments)
        view.symbol += (view.symbol.empty() ? "" : ", ") + entry.instrument->symbol().str();
    view.kind = summary.kind(header.content);
    view.from = summary.from;
    view.to = summary.to;
    view.events = summary.records;
    view.trouble = summary.trouble;
    for (const TapeGap& gap : summary.gaps)
        view.gaps.push_back({gap.from, gap.to});
    return view;
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

std::string minuteText(Timestamp time)
{
    const std::time_t seconds = static_cast<std::time_t>(time.ns / 1'000'000'000);
    std::tm parts{};
#ifdef _WIN32
    gmtime_s(&parts, &seconds);
#else
    gmtime_r(&seconds, &parts);
#endif
    std::array<char, 32> text{};
    return std::string(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H.%M.%S", &parts));
}

} // namespace

void Lab::Parts::readLibrary()
{
    std::vector<DataSetView> found;
    std::error_code failed;
    for (const fs::directory_entry& entry : fs::directory_iterator(libraryPath(), failed)) {
        if (entry.path().extension() == kSuffix)
            found.push_back(viewOf(entry.path()));
    }
    std::sort(found.begin(), found.end(), [](const DataSetView& a, const DataSetView& b) { return a.path < b.path; });
    {
        const std::lock_guard lock(mutex);
        sets = std::move(found);
    }
    changed();
}

std::vector<DataSetView> Lab::dataSets() const
{
    const std::lock_guard lock(m_parts->mutex);
    return m_parts->sets;
}

std::vector<std::string> Lab::importFormats() const
{
    return {"auto", "binance-stream"};
}

std::uint64_t Lab::importFile(const std::string& path, const std::string&, const std::string& symbol)
{
    const auto work = [this, path, symbol](Job& job) -> Result<void> {
        MarketFileOptions options;
        options.symbol = symbol;
        auto market = openMarket(path, options);
        if (!market)
            return tl::unexpected(market.error());
        const std::string target = freePath(m_parts->libraryPath(), fs::path(path).stem().string());
        job.concerns(target);
        const TapeHeader header = headerOf(**market, (*market)->venueName(), fs::path(path).filename().string());
        const auto copied = copyToTape(**market, header, target, {[&job] { return job.canceled(); },
            [&job](std::uint64_t done, std::uint64_t whole) { job.progress(done, whole); }});
        m_parts->readLibrary();
        return copied;
    };
    return m_parts->board.add("Import " + fs::path(path).filename().string(), work);
}

std::uint64_t Lab::verify(const std::string& path)
{
    const auto work = [this, path](Job& job) -> Result<void> {
        job.concerns(path);
        auto reader = TapeReader::open(path);
        if (!reader)
            return tl::unexpected(reader.error());
        const auto troubles = reader->verify([&job](std::size_t done, std::size_t whole) {
            job.progress(done, whole);
            return !job.canceled();
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
    {
        const std::lock_guard lock(m_parts->mutex);
        const auto known = std::find_if(m_parts->sets.begin(), m_parts->sets.end(),
            [&](const DataSetView& set) { return set.path == path; });
        if (known == m_parts->sets.end())
            return fail(ErrorCode::NotFound, "The library has no recording " + path + ".");
        std::error_code failed;
        if (!fs::remove(path, failed) && failed)
            return fail(ErrorCode::Io, "The recording " + path + " cannot be removed: " + failed.message() + ".");
        m_parts->sets.erase(known);
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
            {[&job] { return job.canceled(); }, [&](std::uint64_t, std::uint64_t) {
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
        const std::string target = freePath(m_parts->libraryPath(), "Last minutes " + minuteText(window.to()));
        job.concerns(target);
        const auto copied = copyToTape(*source, headerOf(*source, m_parts->config.venue, "recorded"), target,
            {[&job] { return job.canceled(); }, [&job](std::uint64_t done, std::uint64_t whole) { job.progress(done, whole); }});
        m_parts->readLibrary();
        return copied;
    };
    return m_parts->board.add("Keep the last minutes", work);
}

} // namespace maker
