#include "session/lab/job_board.h"

#include "platform/thread_priority.h"

#include <algorithm>

namespace maker {

namespace {
constexpr std::chrono::milliseconds kTellEvery{100};
}

Job::Job(std::uint64_t id, std::string title, std::function<void()> changed) : m_id(id), m_changed(std::move(changed))
{
    m_view.id = id;
    m_view.title = std::move(title);
}

void Job::cancel()
{
    {
        const std::lock_guard lock(m_mutex);
        m_canceled.store(true);
    }
    m_wake.notify_all();
}

void Job::pause()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_view.state != JobState::Queued && m_view.state != JobState::Running)
            return;
        m_paused.store(true);
        m_pausedAt = Clock::now();
        m_view.state = JobState::Paused;
        m_view.perSecond = 0.0;
    }
    m_changed();
}

void Job::resume()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_paused.exchange(false))
            return;
        const bool begun = m_begin != Clock::time_point{};
        if (begun)
            m_begin += Clock::now() - m_pausedAt;
        m_view.state = begun ? JobState::Running : JobState::Queued;
    }
    m_wake.notify_all();
    m_changed();
}

bool Job::mayGoOn()
{
    if (!paused())
        return !canceled();
    if (m_leave)
        m_leave();
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return !m_paused || m_canceled; });
    }
    if (m_enter)
        m_enter();
    return !canceled();
}

void Job::onWait(std::function<void()> leave, std::function<void()> enter)
{
    m_leave = std::move(leave);
    m_enter = std::move(enter);
}

void Job::progress(std::uint64_t done, std::uint64_t whole)
{
    const Clock::time_point now = Clock::now();
    {
        const std::lock_guard lock(m_mutex);
        if (now - m_told < kTellEvery || m_paused)
            return;
        m_told = now;
        const double seconds = std::chrono::duration<double>(now - m_begin).count();
        m_view.perSecond = seconds > 0.0 ? static_cast<double>(done) / seconds : 0.0;
        if (whole > 0) {
            m_view.progress = std::min(1.0, static_cast<double>(done) / static_cast<double>(whole));
            const double rest = done < whole && done > 0
                ? seconds * static_cast<double>(whole - done) / static_cast<double>(done)
                : 0.0;
            m_view.left = {static_cast<std::int64_t>(rest * 1e9)};
        }
    }
    m_changed();
}

void Job::note(std::string message)
{
    {
        const std::lock_guard lock(m_mutex);
        m_view.message = std::move(message);
    }
    m_changed();
}

void Job::madeRun(std::uint64_t run)
{
    const std::lock_guard lock(m_mutex);
    m_view.run = run;
}

void Job::concerns(std::string dataSet)
{
    const std::lock_guard lock(m_mutex);
    m_view.dataSet = std::move(dataSet);
}

void Job::begin()
{
    {
        const std::lock_guard lock(m_mutex);
        m_begin = Clock::now();
        m_pausedAt = m_begin;
        m_view.state = m_paused ? JobState::Paused : JobState::Running;
    }
    m_changed();
}

void Job::finish(const Result<void>& outcome)
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused.store(false);
        m_view.left = {};
        if (outcome) {
            m_view.state = JobState::Done;
            m_view.progress = 1.0;
        } else {
            m_view.state = outcome.error().code == ErrorCode::Canceled ? JobState::Canceled : JobState::Failed;
            m_view.message = outcome.error().detail;
        }
    }
    m_changed();
}

JobView Job::view() const
{
    const std::lock_guard lock(m_mutex);
    return m_view;
}

bool Job::over() const
{
    const std::lock_guard lock(m_mutex);
    return m_view.state >= JobState::Done;
}

JobBoard::JobBoard(unsigned threads, std::function<void()> changed)
    : m_changed(std::move(changed)), m_places(std::max(1U, threads))
{
    for (std::size_t i = 0; i < m_places; ++i)
        m_threads.emplace_back([this] { run(); });
}

JobBoard::~JobBoard()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        for (const auto& job : m_jobs)
            job->cancel();
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads) // none is added any more
        thread.join();
}

std::shared_ptr<Job> JobBoard::list(std::string title)
{
    auto job = std::make_shared<Job>(++m_lastId, std::move(title), m_changed);
    job->onWait([this] { leave(); }, [this] { enter(); });
    m_jobs.push_front(job);
    std::size_t over = 0;
    std::erase_if(m_jobs, [&over](const auto& listed) { return listed->over() && ++over > kListed; });
    return job;
}

void JobBoard::push(Task task, bool urgent)
{
    if (urgent)
        m_tasks.push_front(std::move(task));
    else
        m_tasks.push_back(std::move(task));
    m_wake.notify_one();
}

std::uint64_t JobBoard::add(std::string title, Work work, bool urgent)
{
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(m_mutex);
        auto job = list(std::move(title));
        id = job->id();
        push({std::move(job), std::move(work), nullptr}, urgent);
    }
    m_changed();
    return id;
}

std::shared_ptr<Job> JobBoard::open(std::string title)
{
    std::shared_ptr<Job> job;
    {
        const std::lock_guard lock(m_mutex);
        job = list(std::move(title));
    }
    job->begin();
    return job;
}

void JobBoard::addPart(std::shared_ptr<Job> whole, std::function<void(Job&)> part)
{
    const std::lock_guard lock(m_mutex);
    push({std::move(whole), nullptr, std::move(part)}, false);
}

std::vector<JobView> JobBoard::jobs() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<JobView> views;
    views.reserve(m_jobs.size());
    for (const auto& job : m_jobs)
        views.push_back(job->view());
    return views;
}

std::shared_ptr<Job> JobBoard::shared(std::uint64_t id) const
{
    const std::lock_guard lock(m_mutex);
    const auto at = std::find_if(m_jobs.begin(), m_jobs.end(), [id](const auto& job) { return job->id() == id; });
    return at == m_jobs.end() ? nullptr : *at;
}

void JobBoard::cancel(std::uint64_t id)
{
    if (const auto job = shared(id)) {
        job->cancel();
        wakeAll(); // one that waits in the queue, paused, may be dropped now
    }
}

void JobBoard::pause(std::uint64_t id)
{
    if (const auto job = shared(id))
        job->pause();
}

void JobBoard::resume(std::uint64_t id)
{
    if (const auto job = shared(id)) {
        job->resume();
        wakeAll();
    }
}

/// Whoever looked at a job before its state moved looks again.
void JobBoard::wakeAll()
{
    {
        const std::lock_guard lock(m_mutex);
    }
    m_wake.notify_all();
}

/// The calling thread waits with a paused job: another takes its place.
void JobBoard::leave()
{
    const std::lock_guard lock(m_mutex);
    --m_busy;
    ++m_waiting;
    if (!m_stop && m_threads.size() < m_places + m_waiting)
        m_threads.emplace_back([this] { run(); });
    m_wake.notify_all();
}

void JobBoard::enter()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_stop || m_busy < m_places; });
    --m_waiting;
    ++m_busy;
}

/// The first that may begin; the end where there is none.
std::deque<JobBoard::Task>::iterator JobBoard::nextTask()
{
    if (m_busy >= m_places && !m_stop)
        return m_tasks.end();
    return std::find_if(m_tasks.begin(), m_tasks.end(),
        [this](const Task& task) { return m_stop || !task.job->paused() || task.job->canceled(); });
}

void JobBoard::run()
{
    yieldToOthers();
    for (;;) {
        Task task;
        {
            std::unique_lock lock(m_mutex);
            auto next = m_tasks.end();
            m_wake.wait(lock, [&] { return (next = nextTask()) != m_tasks.end() || m_stop; });
            if (next == m_tasks.end())
                return;
            task = std::move(*next);
            m_tasks.erase(next);
            ++m_busy;
        }
        work(task);
        {
            const std::lock_guard lock(m_mutex);
            --m_busy;
        }
        m_wake.notify_all();
    }
}

void JobBoard::work(Task& task)
{
    if (task.part) {
        task.part(*task.job);
        return;
    }
    if (task.job->canceled()) {
        task.job->finish(fail(ErrorCode::Canceled, "Canceled before it began."));
        return;
    }
    task.job->begin();
    task.job->finish(task.work(*task.job));
}

} // namespace maker
