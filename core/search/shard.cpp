#include "search/shard.h"

#include "platform/durable_file.h"
#include "search/shard_text.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

namespace maker::search {

namespace {

std::string shardName(const Shard& shard)
{
    char name[64];
    std::snprintf(name, sizeof name, "shard-%05llu-of-%05llu.jsonl", static_cast<unsigned long long>(shard.index),
        static_cast<unsigned long long>(shard.count));
    return name;
}

/// Finished items, kept as they come so that an interruption costs only what was being done.
class Finished {
public:
    Finished(std::string path, const ShardHead& head) : m_path(std::move(path))
    {
        if (auto part = readShard(m_path, false); part && part->head == head) {
            for (ItemRuns& item : part->items)
                m_items.insert_or_assign(item.item, std::move(item));
        }
        // Written anew: what a killed process left of an unfinished line is gone.
        m_file.open(m_path, std::ios::binary | std::ios::trunc);
        m_file << headLine(head) << '\n';
        for (const auto& [number, item] : m_items)
            m_file << itemLines(item);
        m_file.flush();
    }

    bool has(std::uint64_t item) const { return m_items.contains(item); }
    Result<void> add(ItemRuns item)
    {
        m_file << itemLines(item);
        m_file.flush();
        if (!m_file)
            return fail(ErrorCode::Io, "The file " + m_path + " cannot be written. Is the disk full?");
        m_items.insert_or_assign(item.item, std::move(item));
        return {};
    }
    std::uint64_t count() const { return m_items.size(); }
    const std::map<std::uint64_t, ItemRuns>& items() const { return m_items; }

private:
    std::string m_path;
    std::ofstream m_file;
    std::map<std::uint64_t, ItemRuns> m_items;
};

/// Hands out items to threads and takes results; every member may be called from all of them.
class Workers {
public:
    Workers(const ShardWork& work, const std::vector<Window>& windows, Finished& finished)
        : m_work(work), m_windows(windows), m_finished(finished)
    {
        const std::uint64_t items = itemCount(work.plan);
        for (std::uint64_t item = work.shard.index; item < items; item += work.shard.count) {
            ++m_ours;
            if (!finished.has(item))
                m_open.push_back(item);
        }
    }

    Result<void> run()
    {
        std::vector<std::thread> threads;
        for (unsigned i = 1; i < std::min<std::size_t>(m_work.threads, m_open.size()); ++i)
            threads.emplace_back([this] { work(); });
        work();
        for (std::thread& thread : threads)
            thread.join();
        if (m_error)
            return tl::unexpected(*m_error);
        return {};
    }

private:
    void work()
    {
        const Stopped stopped = [this] { return m_failed.load() || m_work.stopped(); };
        for (std::size_t next = m_next.fetch_add(1); next < m_open.size() && !stopped(); next = m_next.fetch_add(1)) {
            auto runs = runItem(m_work.plan, m_work.recordings, m_windows, m_open[next], stopped);
            take(m_open[next], std::move(runs));
        }
        if (m_work.stopped())
            take(0, fail(ErrorCode::Canceled, "The search was interrupted; the same command continues it."));
    }

    void take(std::uint64_t item, Result<std::vector<TrialRun>> runs)
    {
        const std::lock_guard lock(m_mutex);
        Result<void> kept;
        if (runs)
            kept = m_finished.add({item, *std::move(runs)});
        else
            kept = tl::unexpected(runs.error());
        if (!kept && !m_error) {
            m_error = kept.error();
            m_failed.store(true);
        }
        if (kept && m_work.progress)
            m_work.progress({m_finished.count(), m_ours});
    }

    const ShardWork& m_work;
    const std::vector<Window>& m_windows;
    Finished& m_finished;
    std::vector<std::uint64_t> m_open;
    std::uint64_t m_ours = 0;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_failed{false};
    std::mutex m_mutex;
    std::optional<Error> m_error;
};

Result<void> checkShard(const ShardWork& work)
{
    if (work.shard.count == 0 || work.shard.index >= work.shard.count) {
        return fail(ErrorCode::InvalidArgument, "The shard's index must lie below the number of shards, "
                + std::to_string(work.shard.count) + ".");
    }
    std::error_code error;
    std::filesystem::create_directories(work.directory, error);
    if (error)
        return fail(ErrorCode::Io, "The directory " + work.directory + " cannot be made: " + error.message() + ".");
    return {};
}

} // namespace

Result<std::string> runShard(const ShardWork& work)
{
    if (auto good = checkShard(work); !good)
        return tl::unexpected(good.error());
    const std::string path = (std::filesystem::path(work.directory) / shardName(work.shard)).string();
    const auto windows = windowsOf(work.plan, work.recordings);
    if (!windows)
        return tl::unexpected(windows.error());
    const ShardHead head{canonicalText(work.plan), work.shard.index, work.shard.count, itemCount(work.plan),
        static_cast<std::uint32_t>(windows->size()), windows->front().from, windows->back().to};
    if (std::filesystem::exists(path)) {
        const auto done = readShard(path, true);
        if (!done)
            return tl::unexpected(done.error());
        if (done->head != head)
            return fail(ErrorCode::AlreadyExists, path + " belongs to another plan or other recordings.");
        return path;
    }
    Finished finished(path + ".part", head);
    if (auto ran = Workers(work, *windows, finished).run(); !ran)
        return tl::unexpected(ran.error());
    std::string text = headLine(head) + '\n';
    for (const auto& [number, item] : finished.items())
        text += itemLines(item);
    text += endLine(text);
    if (auto written = replaceFileDurably(path, text); !written)
        return tl::unexpected(written.error());
    std::error_code ignored; // a part that stays is only left over
    std::filesystem::remove(path + ".part", ignored);
    return path;
}

} // namespace maker::search
