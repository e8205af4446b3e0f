#pragma once

#include "session/lab_port.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace maker {

/// One piece of background work as whoever does it sees it; any thread.
class Job {
public:
    explicit Job(std::uint64_t id, std::string title, std::function<void()> changed);

    std::uint64_t id() const noexcept { return m_id; }
    void cancel();
    bool canceled() const noexcept { return m_canceled.load(std::memory_order_relaxed); }
    void pause();
    void resume();
    bool paused() const noexcept { return m_paused.load(std::memory_order_relaxed); }
    /// Asked by the work every few milliseconds: waits while the job is paused, false once it is canceled. The place on
    /// the board is another's in the meantime.
    bool mayGoOn();
    /// `done` of `whole` units; a whole of zero is not known. Cheap: told on at most ten times a second.
    void progress(std::uint64_t done, std::uint64_t whole);
    void note(std::string message);
    void madeRun(std::uint64_t run);
    void concerns(std::string dataSet);

    /// Called by mayGoOn() around its wait, in the waiting thread.
    void onWait(std::function<void()> leave, std::function<void()> enter);
    void begin();
    void finish(const Result<void>& outcome);
    JobView view() const;
    bool over() const;

private:
    using Clock = std::chrono::steady_clock;

    const std::uint64_t m_id;
    const std::function<void()> m_changed;
    std::atomic<bool> m_canceled{false};
    std::atomic<bool> m_paused{false};
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::function<void()> m_leave;
    std::function<void()> m_enter;
    JobView m_view;
    Clock::time_point m_begin; ///< moved on by the pauses, so that speed and rest are those of the work
    Clock::time_point m_pausedAt;
    Clock::time_point m_told;
};

/// Background work on threads of low priority, oldest first; what is urgent goes ahead. A paused job keeps its thread but
/// not its place: as many others as before go on. Whatever is not over when the board ends is canceled and waited for.
class JobBoard {
public:
    using Work = std::function<Result<void>(Job&)>;
    static constexpr std::size_t kListed = 100; ///< finished jobs that are still listed

    /// `changed` is called, from any thread, when jobs() may answer differently.
    JobBoard(unsigned threads, std::function<void()> changed);
    ~JobBoard();
    JobBoard(const JobBoard&) = delete;
    JobBoard& operator=(const JobBoard&) = delete;

    std::uint64_t add(std::string title, Work work, bool urgent = false);
    /// A job that consists of others (a sweep): listed, done by parts that are not.
    std::shared_ptr<Job> open(std::string title);
    /// Runs `part` on a thread of the board; it reports to its whole.
    void addPart(std::shared_ptr<Job> whole, std::function<void(Job&)> part);

    std::vector<JobView> jobs() const;
    /// Null where it is not listed any more.
    std::shared_ptr<Job> shared(std::uint64_t id) const;
    void cancel(std::uint64_t id);
    void pause(std::uint64_t id);
    void resume(std::uint64_t id);

private:
    struct Task {
        std::shared_ptr<Job> job;
        Work work;                       ///< whole jobs
        std::function<void(Job&)> part;  ///< parts
    };

    std::shared_ptr<Job> list(std::string title);
    void push(Task task, bool urgent);
    void run();
    void work(Task& task);
    std::deque<Task>::iterator nextTask();
    void wakeAll();
    void leave();
    void enter();

    const std::function<void()> m_changed;
    const std::size_t m_places;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    std::deque<std::shared_ptr<Job>> m_jobs; ///< newest first
    std::uint64_t m_lastId = 0;
    std::size_t m_busy = 0;    ///< threads that work
    std::size_t m_waiting = 0; ///< threads whose job is paused
    bool m_stop = false;
    std::vector<std::thread> m_threads;
};

} // namespace maker
