#include "kernel/params/param_json.h"
#include "platform/durable_file.h"
#include "search/merged.h"
#include "search/shard.h"
#include "search/shard_text.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace maker::search {

namespace {

Result<std::vector<std::string>> shardPaths(const std::string& directory)
{
    std::error_code error;
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("shard-") && name.ends_with(".jsonl"))
            paths.push_back(entry.path().string());
    }
    if (error)
        return fail(ErrorCode::NotFound, "The directory " + directory + " cannot be read: " + error.message() + ".");
    if (paths.empty())
        return fail(ErrorCode::NotFound, "There are no shards in " + directory + ".");
    std::ranges::sort(paths);
    return paths;
}

/// The head that all shards share, apart from their own number.
bool sameSearch(ShardHead a, const ShardHead& b)
{
    a.index = b.index;
    return a == b;
}

Result<void> collect(const ShardFile& shard, const std::string& path, std::map<std::uint64_t, ItemRuns>& items)
{
    for (const ItemRuns& item : shard.items) {
        if (item.item % shard.head.count != shard.head.index || item.item >= shard.head.items)
            return fail(ErrorCode::Corrupt, path + " holds item " + std::to_string(item.item) + ", which is not its own.");
        if (!items.emplace(item.item, item).second)
            return fail(ErrorCode::Corrupt, "Item " + std::to_string(item.item) + " is there twice; one is in " + path + ".");
    }
    return {};
}

/// Which shards of the count are there; the sentence names those that are not.
Result<void> checkShards(const std::vector<std::uint64_t>& indexes, std::uint64_t count)
{
    std::string missing;
    for (std::uint64_t index = 0; index < count; ++index) {
        const auto times = std::ranges::count(indexes, index);
        if (times > 1)
            return fail(ErrorCode::Corrupt, "Shard " + std::to_string(index) + " is there more than once.");
        if (times == 0)
            missing += (missing.empty() ? "" : ", ") + std::to_string(index);
    }
    if (!missing.empty())
        return fail(ErrorCode::NotFound, "Shards are missing: " + missing + " of " + std::to_string(count) + ".");
    return {};
}

} // namespace

Result<std::string> mergeShards(const std::string& directory)
{
    const auto paths = shardPaths(directory);
    if (!paths)
        return tl::unexpected(paths.error());
    std::optional<ShardHead> head;
    std::vector<std::uint64_t> indexes;
    std::map<std::uint64_t, ItemRuns> items;
    for (const std::string& path : *paths) {
        auto shard = readShard(path, true);
        if (!shard)
            return tl::unexpected(shard.error());
        if (head && !sameSearch(*head, shard->head))
            return fail(ErrorCode::Corrupt, path + " belongs to another plan, other recordings or another number of shards.");
        head = shard->head;
        indexes.push_back(shard->head.index);
        if (auto good = collect(*shard, path, items); !good)
            return tl::unexpected(good.error());
    }
    if (auto good = checkShards(indexes, head->count); !good)
        return tl::unexpected(good.error());
    if (items.size() != head->items) {
        return fail(ErrorCode::Corrupt, "There are " + std::to_string(items.size()) + " items of "
                + std::to_string(head->items) + ".");
    }
    std::vector<TrialRun> runs;
    for (auto& [number, item] : items)
        std::ranges::move(item.runs, std::back_inserter(runs));
    const std::string path = (std::filesystem::path(directory) / "merged.json").string();
    if (auto written = replaceFileDurably(path, mergedJson(head->plan, head->windows, runs)); !written)
        return tl::unexpected(written.error());
    return path;
}

} // namespace maker::search
