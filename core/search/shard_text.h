#pragma once

#include "search/trial_run.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maker::search {

/// First line of a shard's file: what the results belong to.
struct ShardHead {
    std::string plan; ///< its canonical text
    std::uint64_t index = 0;
    std::uint64_t count = 1;
    std::uint64_t items = 0; ///< of the whole plan
    std::uint32_t windows = 0;
    Timestamp from; ///< of the recordings, within the plan's time
    Timestamp to;

    friend bool operator==(const ShardHead&, const ShardHead&) = default;
};

/// One item's results.
struct ItemRuns {
    std::uint64_t item = 0;
    std::vector<TrialRun> runs;
};

std::string headLine(const ShardHead& head);
Result<ShardHead> parseHead(std::string_view line);
/// The runs of an item, a line each, then a line that closes it.
std::string itemLines(const ItemRuns& item);
std::string runLine(const TrialRun& run);
Result<TrialRun> parseRun(std::string_view line);

/// A shard's file read back.
struct ShardFile {
    ShardHead head;
    std::vector<ItemRuns> items; ///< in the order of the file
    bool complete = false;       ///< its last line says so and its checksum is right
};

/// `whole`: anything but a complete file is an error that names the line; else whatever follows the last closed item is
/// left out.
Result<ShardFile> readShard(const std::string& path, bool whole);

/// Last line of a complete file: a checksum of all before it.
std::string endLine(std::string_view text);

} // namespace maker::search
