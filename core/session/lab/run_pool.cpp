#include "session/lab/run_pool.h"

#include <algorithm>

namespace maker {

namespace {

constexpr std::uint64_t kStep = 20'000; // events between two looks at a cancel: some milliseconds

} // namespace

RunPool::RunPool(unsigned threads)
{
    const unsigned count = threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
    m_threads.reserve(count);
    for (unsigned i = 0; i < count; ++i)
        m_threads.emplace_back([this] { work(); });
}

RunPool::~RunPool()
{
    cancelAll();
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

RunPool::RunId RunPool::add(Make make, Done done)
{
    auto job = std::make_shared<Job>();
    job->make = std::move(make);
    job->done = std::move(done);
    const std::lock_guard lock(m_mutex);
    job->id = ++m_lastId;
    m_waiting.push_back(job);
    m_wake.notify_one();
    return job->id;
}

void RunPool::cancel(RunId run)
{
    const std::lock_guard lock(m_mutex);
    for (const auto& job : m_waiting) {
        if (job->id == run)
            job->canceled = true;
    }
    for (const auto& job : m_running) {
        if (job->id == run)
            job->canceled = true;
    }
}

void RunPool::cancelAll()
{
    const std::lock_guard lock(m_mutex);
    for (const auto& job : m_waiting)
        job->canceled = true;
    for (const auto& job : m_running)
        job->canceled = true;
}

bool RunPool::waitFor(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    return m_idle.wait_for(lock, patience, [this] { return m_waiting.empty() && m_running.empty(); });
}

void RunPool::wait()
{
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_waiting.empty() && m_running.empty(); });
}

void RunPool::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
        if (m_waiting.empty())
            return;
        const JobPtr job = m_waiting.front();
        m_waiting.pop_front();
        m_running.push_back(job);
        if (!m_begin)
            m_begin = std::chrono::steady_clock::now();
        lock.unlock();
        Result<RunRecord> outcome = carryOut(*job);
        if (job->done)
            job->done(job->id, std::move(outcome));
        lock.lock();
        std::erase(m_running, job);
        ++m_done;
        m_doneEvents += job->events;
        if (m_waiting.empty() && m_running.empty())
            m_idle.notify_all();
    }
}

Result<RunRecord> RunPool::carryOut(Job& job) const
{
    const auto canceled = [] { return fail(ErrorCode::Canceled, "The run was canceled."); };
    if (job.canceled)
        return canceled();
    auto run = job.make();
    if (!run)
        return tl::unexpected(run.error());
    job.expected = (*run)->progress().expected;
    for (;;) {
        const auto more = (*run)->step(kStep);
        if (!more)
            return tl::unexpected(more.error());
        job.events = (*run)->progress().events;
        if (!*more)
            return (*run)->finish();
        if (job.canceled)
            return canceled();
    }
}

PoolProgress RunPool::progress() const
{
    const std::lock_guard lock(m_mutex);
    PoolProgress progress;
    progress.done = m_done;
    progress.runs = m_done + m_running.size() + m_waiting.size();
    progress.events = progress.expected = m_doneEvents;
    bool known = true;
    for (const auto& job : m_running) {
        const std::uint64_t events = job->events;
        const std::uint64_t expected = job->expected;
        known = known && expected != 0;
        progress.events += events;
        progress.expected += std::max(events, expected);
    }
    if (!known)
        progress.expected = 0;
    if (!m_begin || progress.events == 0)
        return progress;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - *m_begin).count();
    progress.perSecond = seconds > 0.0 ? static_cast<double>(progress.events) / seconds : 0.0;
    const std::size_t begun = m_done + m_running.size();
    if (!known || begun == 0 || progress.perSecond <= 0.0)
        return progress;
    // Those that wait are thought to be as long as those that began.
    const double each = static_cast<double>(progress.expected) / static_cast<double>(begun);
    const double open = static_cast<double>(progress.expected - progress.events)
        + each * static_cast<double>(m_waiting.size());
    progress.left = Duration{static_cast<std::int64_t>(open / progress.perSecond * 1e9)};
    return progress;
}

} // namespace maker
