#include "store/intent_log.h"

#include "platform/crc32c.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace maker {

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kMagic = 0x314E494DU; // "MIN1"

std::uint32_t checksumOf(IntentRecord record) noexcept
{
    record.crc = 0;
    return crc32c(std::as_bytes(std::span(&record, 1)));
}

template <std::size_t N>
std::string_view textOf(const std::array<char, N>& bytes) noexcept
{
    return {bytes.data(), static_cast<std::size_t>(std::find(bytes.begin(), bytes.end(), '\0') - bytes.begin())};
}

template <std::size_t N>
void copyText(std::array<char, N>& to, std::string_view from) noexcept
{
    std::copy_n(from.begin(), std::min(from.size(), N), to.begin());
}

std::string segmentPath(const std::string& directory, std::uint32_t number)
{
    char name[32];
    std::snprintf(name, sizeof name, "intents-%06u.log", number);
    return directory + "/" + name;
}

/// Numbers of the segments present, ascending.
std::vector<std::uint32_t> segmentNumbers(const std::string& directory)
{
    std::vector<std::uint32_t> numbers;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(directory, ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with("intents-") || !name.ends_with(".log"))
            continue;
        std::uint32_t number = 0;
        const char* digits = name.data() + 8;
        if (const auto [end, error] = std::from_chars(digits, name.data() + name.size(), number);
            error == std::errc() && std::string_view(end) == ".log")
            numbers.push_back(number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

Result<void> readSegment(const std::string& path, std::vector<IntentRecord>& out)
{
    auto file = DurableFile::open(path, DurableFile::Mode::ReadOnly);
    if (!file)
        return tl::unexpected(file.error());
    std::vector<IntentRecord> records(IntentLog::kRecordsPerSegment);
    const auto bytes = file->readAt(0, std::as_writable_bytes(std::span(records)));
    if (!bytes)
        return tl::unexpected(bytes.error());
    for (std::size_t i = 0; i < *bytes / sizeof(IntentRecord); ++i) {
        const IntentRecord& record = records[i];
        if (record.magic != kMagic || record.crc != checksumOf(record))
            break; // the preallocated rest, or a tail torn by a power cut
        out.push_back(record);
    }
    return {};
}

/// The run number outlives every log segment: it has a file of its own.
Result<std::uint32_t> nextRun(const std::string& directory, std::uint32_t atLeast)
{
    const std::string path = directory + "/run";
    std::uint32_t last = 0;
    if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
        char text[16] = {};
        const std::size_t size = std::fread(text, 1, sizeof text - 1, file);
        std::fclose(file);
        if (std::from_chars(text, text + size, last).ec != std::errc())
            return fail(ErrorCode::Corrupt, "The run number in " + path + " is not a number.");
    }
    const std::uint32_t run = std::max(last + 1, atLeast);
    if (auto written = replaceFileDurably(path, std::to_string(run) + "\n"); !written)
        return tl::unexpected(written.error());
    return run;
}

} // namespace

IntentRecord makeIntent(const NewOrder& order, std::string_view symbol, Timestamp now) noexcept
{
    IntentRecord record;
    record.timeNs = now.ns;
    record.side = static_cast<std::uint8_t>(order.side);
    record.type = static_cast<std::uint8_t>(order.type);
    record.timeInForce = static_cast<std::uint8_t>(order.timeInForce);
    record.postOnly = order.postOnly ? 1 : 0;
    copyText(record.clientOrderId, order.clientOrderId.view());
    copyText(record.symbol, symbol);
    record.account = order.account.value;
    record.strategy = order.strategy.value;
    record.price = order.price.count;
    record.qty = order.qty.count;
    return record;
}

std::string_view clientOrderIdOf(const IntentRecord& record) noexcept
{
    return textOf(record.clientOrderId);
}

std::string_view symbolOf(const IntentRecord& record) noexcept
{
    return textOf(record.symbol);
}

Result<IntentLog> IntentLog::open(const std::string& directory, IntentDurability durability)
{
    std::error_code error;
    fs::create_directories(directory, error);
    if (error)
        return fail(ErrorCode::Io, "Making the directory " + directory + " failed: " + error.message());

    std::vector<IntentRecord> recovered;
    const std::vector<std::uint32_t> numbers = segmentNumbers(directory);
    for (const std::uint32_t number : numbers) {
        if (auto read = readSegment(segmentPath(directory, number), recovered); !read)
            return tl::unexpected(read.error());
    }
    std::uint32_t lastRun = 0;
    std::uint64_t lastSequence = 0;
    for (const IntentRecord& record : recovered) {
        lastRun = std::max(lastRun, record.run);
        lastSequence = std::max(lastSequence, record.sequence);
    }
    const auto run = nextRun(directory, lastRun + 1);
    if (!run)
        return tl::unexpected(run.error());

    const std::uint32_t number = numbers.empty() ? 1 : numbers.back() + 1;
    auto segment = DurableFile::open(segmentPath(directory, number), DurableFile::Mode::Create);
    if (!segment)
        return tl::unexpected(segment.error());
    IntentLog log(directory, durability, std::move(*segment));
    log.m_recovered = std::move(recovered);
    log.m_nextSequence = lastSequence + 1;
    log.m_run = *run;
    if (auto begun = log.beginSegment(number); !begun)
        return tl::unexpected(begun.error());
    log.dropOldSegments();
    return log;
}

Result<void> IntentLog::beginSegment(std::uint32_t number)
{
    if (number != m_segmentNumber || m_used != 0) {
        auto segment = DurableFile::open(segmentPath(m_directory, number), DurableFile::Mode::Create);
        if (!segment)
            return tl::unexpected(segment.error());
        m_segment = std::move(*segment);
    }
    m_segmentNumber = number;
    m_used = 0;
    if (auto reserved = m_segment.preallocate(kRecordsPerSegment * sizeof(IntentRecord)); !reserved)
        return reserved;
    return syncDirectory(m_directory);
}

Result<void> IntentLog::append(std::span<IntentRecord> batch)
{
    while (!batch.empty()) {
        if (m_used == kRecordsPerSegment) {
            if (auto begun = beginSegment(m_segmentNumber + 1); !begun)
                return begun;
        }
        const auto part = batch.first(std::min(batch.size(), kRecordsPerSegment - m_used));
        for (IntentRecord& record : part) {
            record.magic = kMagic;
            record.run = m_run;
            record.sequence = m_nextSequence++;
            record.crc = checksumOf(record);
        }
        if (auto written = m_segment.writeAt(m_used * sizeof(IntentRecord), std::as_bytes(part)); !written)
            return written;
        m_used += part.size();
        m_unsynced = true;
        batch = batch.subspan(part.size());
    }
    return m_durability == IntentDurability::Power ? sync() : Result<void>{};
}

Result<void> IntentLog::sync()
{
    if (!m_unsynced)
        return {};
    if (auto synced = m_segment.sync(); !synced)
        return synced;
    m_unsynced = false;
    return {};
}

void IntentLog::dropOldSegments() const
{
    const std::vector<std::uint32_t> numbers = segmentNumbers(m_directory);
    for (std::size_t i = 0; i + kSegmentsKept < numbers.size(); ++i) {
        std::error_code ignored;
        fs::remove(segmentPath(m_directory, numbers[i]), ignored);
    }
}

} // namespace maker
