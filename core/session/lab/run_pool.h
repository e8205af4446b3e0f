#pragma once

#include "kernel/backtest/backtest_run.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace maker {

/// What a pool has done of what it was given.
struct PoolProgress {
    std::size_t runs = 0;
    std::size_t done = 0; ///< ended, failed and canceled ones too
    std::uint64_t events = 0;
    std::uint64_t expected = 0; ///< of the runs that have begun; zero: not known
    double perSecond = 0.0;     ///< events, since the first run began
    std::optional<Duration> left; ///< estimated; nothing where it cannot be said
};

/// Runs backtests side by side, one thread a run at a time. Runs begin in the order in which they were added.
class RunPool {
public:
    using RunId = std::uint64_t;
    /// Called by the thread that runs it, so opening a recording keeps nobody waiting.
    using Make = std::function<Result<std::unique_ptr<backtest::BacktestRun>>()>;
    /// Called once for each run by the thread that ran it; a canceled run ends with ErrorCode::Canceled.
    using Done = std::function<void(RunId, Result<RunRecord>)>;

    /// `threads` 0: one for each processor.
    explicit RunPool(unsigned threads = 0);
    /// Cancels what runs and what waits, and returns when all of it has ended.
    ~RunPool();
    RunPool(const RunPool&) = delete;
    RunPool& operator=(const RunPool&) = delete;

    RunId add(Make make, Done done);
    /// Ends it within some milliseconds; nothing happens where it has ended.
    void cancel(RunId run);
    void cancelAll();
    /// Returns when everything that was added has ended, or after `patience`; false: there is still work.
    bool waitFor(std::chrono::milliseconds patience);
    void wait();
    PoolProgress progress() const;
    std::size_t threads() const noexcept { return m_threads.size(); }

private:
    struct Job {
        RunId id = 0;
        Make make;
        Done done;
        std::atomic<bool> canceled{false};
        std::atomic<std::uint64_t> events{0};
        std::atomic<std::uint64_t> expected{0};
    };
    using JobPtr = std::shared_ptr<Job>;

    void work();
    Result<RunRecord> carryOut(Job& job) const;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::deque<JobPtr> m_waiting;
    std::vector<JobPtr> m_running;
    std::vector<std::thread> m_threads;
    RunId m_lastId = 0;
    std::size_t m_done = 0;
    std::uint64_t m_doneEvents = 0;
    std::optional<std::chrono::steady_clock::time_point> m_begin;
    bool m_stopping = false;
};

} // namespace maker
