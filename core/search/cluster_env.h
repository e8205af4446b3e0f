#pragma once

#include "search/shard.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace maker::search {

/// Reads an environment variable; empty where it is not set.
using Environment = std::function<std::string(std::string_view name)>;

/// The shard that a scheduler gave this process through its environment: Slurm, AWS Batch, Kubernetes, HTCondor, GNU
/// parallel, Grid Engine, PBS, LSF, Google Batch, Cloud Run and MPI launchers. Nothing where none did. Two of them at once
/// is an error unless `engine` names the one that counts. A missing count is zero: it must be given.
Result<std::optional<Shard>> shardFromEnvironment(const Environment& environment, std::string_view engine);

/// Names for `engine`, separated by commas.
std::string engineNames();

} // namespace maker::search
