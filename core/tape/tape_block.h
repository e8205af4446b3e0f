#pragma once

#include "kernel/base/id.h"
#include "kernel/base/timestamp.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace maker {

enum class GapCause : std::uint8_t { FeedDown, SequenceBreak, Silence };

/// Time of which a tape knows less than the venue told.
struct TapeGap {
    Timestamp from;
    Timestamp to;
    InstrumentId instrument; ///< invalid: all
    GapCause cause = GapCause::Silence;

    friend bool operator==(const TapeGap&, const TapeGap&) = default;
};

/// What stands before the packed records of a block, and what the index repeats of it.
struct TapeBlock {
    static constexpr std::size_t kBytes = 88;
    static constexpr std::uint32_t kMagic = 0x4B4C4254U; ///< "TBLK"
    static constexpr std::uint32_t kMaxRaw = 64U << 20U;
    static constexpr std::int64_t kNoLatency = std::numeric_limits<std::int64_t>::max();

    std::uint64_t offset = 0; ///< of its header in the file; not part of the header
    std::uint32_t number = 0; ///< from 0
    std::uint32_t records = 0;
    std::uint32_t rawBytes = 0;
    std::uint32_t storedBytes = 0;
    std::uint32_t payloadCrc = 0; ///< of the gaps and the packed records
    std::uint32_t gaps = 0;
    Timestamp firstLocal;
    Timestamp lastLocal;
    Timestamp firstVenue; ///< zero: the venue gave none
    Timestamp lastVenue;
    std::int64_t leastLatency = kNoLatency; ///< ns of local minus venue time
    std::uint32_t books = 0;
    std::uint32_t trades = 0;
    std::uint32_t quotes = 0;
    std::uint32_t orders = 0; ///< records of single orders; tapes of before them say none

    std::uint64_t end() const noexcept; ///< offset behind it
    friend bool operator==(const TapeBlock&, const TapeBlock&) = default;
};

inline constexpr std::size_t kTapeGapBytes = 24;

void putBlock(std::vector<std::byte>& out, const TapeBlock& block);
/// False where the bytes are no header, or one of them was changed.
bool readBlock(std::span<const std::byte> bytes, TapeBlock& block);
void putGap(std::vector<std::byte>& out, const TapeGap& gap);
TapeGap readGap(std::span<const std::byte> bytes);

/// The index at the end of a closed tape and the pointer to it behind that.
inline constexpr std::uint32_t kIndexMagic = 0x58444954U; ///< "TIDX"
inline constexpr std::size_t kTrailerBytes = 24;
std::vector<std::byte> indexBytes(std::span<const TapeBlock> blocks, std::span<const TapeGap> gaps, std::uint64_t offset);

/// Where the index stands, as the last kTrailerBytes of a file say; false: they say nothing.
bool readTrailer(std::span<const std::byte> bytes, std::uint64_t& offset, std::uint32_t& size);
/// False where a byte was changed.
bool readIndex(std::span<const std::byte> bytes, std::vector<TapeBlock>& blocks, std::vector<TapeGap>& gaps);

} // namespace maker
