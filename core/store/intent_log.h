#pragma once

#include "kernel/base/result.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/order.h"
#include "platform/durable_file.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maker {

/// One order that was about to be sent, exactly as it lies on disk (little endian, 128 bytes).
struct IntentRecord {
    std::uint32_t magic = 0;
    std::uint32_t crc = 0; ///< CRC-32C of the record with this field zero
    std::uint64_t sequence = 0;
    std::int64_t timeNs = 0;
    std::uint32_t run = 0;
    std::uint8_t side = 0;
    std::uint8_t type = 0;
    std::uint8_t timeInForce = 0;
    std::uint8_t postOnly = 0;
    std::array<char, 36> clientOrderId{};
    std::array<char, 32> symbol{};
    std::uint16_t account = 0;
    std::uint16_t strategy = 0;
    std::int64_t price = 0;
    std::int64_t qty = 0;
    std::uint32_t reserved[2] = {};
};
static_assert(sizeof(IntentRecord) == 128);

IntentRecord makeIntent(const NewOrder& order, std::string_view symbol, Timestamp now) noexcept;
std::string_view clientOrderIdOf(const IntentRecord& record) noexcept;
std::string_view symbolOf(const IntentRecord& record) noexcept;

/// What must be safe before an order may leave: `Power` survives a power cut, `Process` the death of the process.
enum class IntentDurability : std::uint8_t { Process, Power };

/// An append-only log of order intents in preallocated segments `intents-NNNNNN.log`; a torn tail ends the log, never
/// damages it. Used by one thread.
class IntentLog {
public:
    static constexpr std::size_t kRecordsPerSegment = 8192;
    static constexpr std::size_t kSegmentsKept = 8;

    /// Reads what earlier runs left, takes the next run number, makes it durable and begins a new segment.
    static Result<IntentLog> open(const std::string& directory, IntentDurability durability);

    std::uint32_t run() const noexcept { return m_run; }
    /// Valid records that were there at open, oldest first.
    const std::vector<IntentRecord>& recovered() const noexcept { return m_recovered; }
    /// Numbers, checksums and writes the batch with one write, in `Power` mode followed by one sync. On an error nothing of
    /// the batch may be sent.
    Result<void> append(std::span<IntentRecord> batch);
    /// Makes everything written so far survive a power cut, whatever the mode.
    Result<void> sync();
    bool hasUnsynced() const noexcept { return m_unsynced; }

private:
    IntentLog(std::string directory, IntentDurability durability, DurableFile segment)
        : m_directory(std::move(directory)), m_durability(durability), m_segment(std::move(segment))
    {
    }
    Result<void> beginSegment(std::uint32_t number);
    void dropOldSegments() const;

    std::string m_directory;
    IntentDurability m_durability;
    DurableFile m_segment;
    std::vector<IntentRecord> m_recovered;
    std::uint64_t m_nextSequence = 1;
    std::uint32_t m_run = 1;
    std::uint32_t m_segmentNumber = 1;
    std::size_t m_used = 0;
    bool m_unsynced = false;
};

} // namespace maker
