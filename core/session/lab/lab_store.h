#pragma once

#include "session/lab_port.h"
#include "store/lab_runs.h"
#include "store/lab_sweeps.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace maker {

/// The lab's tables of the store.
struct LabTables {
    LabRuns runs;
    LabSweeps sweeps;
};

/// A thread of low priority with its own connection to the store, for the lab's runs and searches; and the place for whatever else may
/// wait for the disk. Tasks run one after the other.
class LabStore {
public:
    /// Opens the database in its thread; where that fails every task is told so.
    LabStore(std::string databasePath, LabRuns::Limits limits);
    /// Finishes what was posted.
    ~LabStore();
    LabStore(const LabStore&) = delete;
    LabStore& operator=(const LabStore&) = delete;

    /// `tables` is null where the store could not be opened; why() says the reason.
    void post(std::function<void(LabTables* tables)> task);
    /// The same, and waits for it; never from the window's thread.
    void call(std::function<void(LabTables* tables)> task);
    std::string why() const;

private:
    void run();

    const std::string m_path;
    const LabRuns::Limits m_limits;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void(LabTables*)>> m_tasks;
    std::string m_why;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace maker
