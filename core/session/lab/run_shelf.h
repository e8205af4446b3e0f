#pragma once

#include "session/lab/lab_store.h"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace maker {

/// The kept runs as the window lists them, the newest opened ones in memory. Any thread.
class RunShelf {
public:
    static constexpr std::size_t kOpen = 24;

    /// Reads the list in the store's thread; `changed` is called when runs() or find() may answer differently.
    RunShelf(LabStore& store, std::function<void()> changed);
    /// Waits for what it asked of the store.
    ~RunShelf();
    RunShelf(const RunShelf&) = delete;
    RunShelf& operator=(const RunShelf&) = delete;

    /// Keeps a result in the store and in memory; answers its id. Never from the window's thread.
    Result<std::uint64_t> keep(LabResult result, const std::string& sweep);
    std::vector<RunSummary> runs() const;
    /// Null until it is loaded; asking loads it. Null for good where it is gone.
    std::shared_ptr<const LabResult> find(std::uint64_t id);
    /// The same run cut to a part; null for one without such a part too.
    std::shared_ptr<const LabResult> find(std::uint64_t id, Sample sample);
    void remove(std::uint64_t id);
    bool has(std::uint64_t id) const;
    /// Puts the checks of a kept run, with their cuts, in place of those it has.
    void setChecks(std::uint64_t id, std::vector<std::pair<std::string, std::string>> checks, std::vector<LookAheadCut> cuts);

private:
    void open(std::shared_ptr<const LabResult> result);
    std::string differenceOf(const LabRequest& request) const;

    LabStore& m_store;
    const std::function<void()> m_changed;
    mutable std::mutex m_mutex;
    std::vector<LabRunRow> m_rows; ///< newest first
    std::list<std::shared_ptr<const LabResult>> m_open; ///< newest used first
    std::set<std::uint64_t> m_loading;
    struct Cut {
        std::shared_ptr<const LabResult> whole;
        Sample sample;
        std::shared_ptr<const LabResult> part; ///< null: there is none, or not yet
    };
    std::list<Cut> m_cuts; ///< newest first
};

/// What differs between two requests: "levels 2 -> 4, queue_model power3 -> log"; empty where nothing does.
std::string differenceText(const LabRunRow& before, const LabRequest& request);

} // namespace maker
