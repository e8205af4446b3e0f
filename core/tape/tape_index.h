#pragma once

#include "kernel/base/result.h"
#include "platform/durable_file.h"
#include "tape/tape_reader.h"

#include <string>
#include <vector>

namespace maker {

/// Where the blocks of a tape are and what they tell without being unpacked.
struct TapeIndex {
    std::vector<TapeBlock> blocks;
    std::uint64_t headerBytes = 0;
    std::uint64_t endOfBlocks = 0;
    TapeSummary summary;
};

/// A header with its place, read from the beginning of a tape.
Result<ReadTapeHeader> readHeaderOf(const DurableFile& file);

/// Reads the index at the end; where that is missing or damaged, finds the blocks by their headers and says so in the
/// summary.
Result<TapeIndex> readIndexOf(const DurableFile& file, std::uint64_t headerBytes);

/// The same from the headers alone.
Result<TapeIndex> scanBlocks(const DurableFile& file, std::uint64_t headerBytes);

} // namespace maker
