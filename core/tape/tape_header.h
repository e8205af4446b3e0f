#pragma once

#include "kernel/base/result.h"
#include "kernel/book/book_sync.h"
#include "kernel/model/instrument.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

enum class TapeContent : std::uint8_t { Events, Bars };

/// An instrument as a tape describes it.
struct TapeInstrument {
    std::shared_ptr<const Instrument> instrument;
    SequenceRule rule = kBinanceSpotRule;
};

/// What a tape says of itself before its first block.
struct TapeHeader {
    TapeContent content = TapeContent::Events;
    std::string venueName;
    std::string source;   ///< where it comes from: the name of a file, or "recorded"
    Duration barInterval; ///< Bars: their length
    std::vector<TapeInstrument> instruments;
};

/// The header as the bytes that a tape begins with.
std::vector<std::byte> toBytes(const TapeHeader& header);

/// A header and how many bytes it took.
struct ReadTapeHeader {
    TapeHeader header;
    std::size_t bytes = 0;
};

/// Every tape begins so.
inline constexpr std::string_view kTapeMagic{"MKTAPE\r\n", 8};
inline constexpr std::uint32_t kTapeVersion = 1;
inline constexpr std::size_t kTapePrefix = 20;        ///< magic, version, size of the rest, checksum
inline constexpr std::size_t kMaxTapeHeader = 8U << 20U;

/// Reads what toBytes() wrote. `bytes` may go on behind it; OutOfRange: more bytes are needed, as many as `needed` says.
/// Corrupt where a byte was changed, Unsupported for a newer version.
Result<ReadTapeHeader> readTapeHeader(std::span<const std::byte> bytes, std::size_t& needed);

} // namespace maker
