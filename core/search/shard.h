#pragma once

#include "search/trial_run.h"

#include <cstdint>
#include <functional>
#include <string>

namespace maker::search {

/// Which part of a plan one process does: the items whose number leaves `index` when divided by `count`.
struct Shard {
    std::uint64_t index = 0;
    std::uint64_t count = 1;
};

struct ShardProgress {
    std::uint64_t done = 0;
    std::uint64_t items = 0;
};

/// What a shard is given to work with.
struct ShardWork {
    const Plan& plan;
    Recordings recordings;
    Shard shard;
    std::string directory; ///< made where missing; the shard writes one file there
    unsigned threads = 1;
    Stopped stopped;       ///< asked from the working threads
    std::function<void(const ShardProgress&)> progress;
};

/// Does a shard and writes `shard-IIIII-of-NNNNN.jsonl` in one piece (beside, synced, renamed). A complete file is left as
/// it is. What was finished when the work was stopped is kept in `.part` and not done again. The same plan and recordings
/// give the same bytes, whatever the threads, the machine or the interruptions. Fails with Canceled when stopped.
Result<std::string> runShard(const ShardWork& work);

/// Puts all shards of a directory together and writes `merged.json` there; the bytes do not depend on how many shards
/// there were. Refuses missing, double, incomplete and damaged shards and those of different plans or recordings.
Result<std::string> mergeShards(const std::string& directory);

} // namespace maker::search
