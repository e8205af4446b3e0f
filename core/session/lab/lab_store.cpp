#include "session/lab/lab_store.h"

#include "platform/thread_priority.h"

#include <future>
#include <memory>

namespace maker {

LabStore::LabStore(std::string databasePath, LabRuns::Limits limits)
    : m_path(std::move(databasePath)), m_limits(limits), m_thread([this] { run(); })
{
}

LabStore::~LabStore()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void LabStore::post(std::function<void(LabTables*)> task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void LabStore::call(std::function<void(LabTables*)> task)
{
    const auto done = std::make_shared<std::promise<void>>();
    post([&task, done](LabTables* tables) {
        task(tables);
        done->set_value();
    });
    done->get_future().wait();
}

std::string LabStore::why() const
{
    const std::lock_guard lock(m_mutex);
    return m_why;
}

void LabStore::run()
{
    yieldToOthers();
    auto opened = Database::open(QString::fromStdString(m_path));
    std::optional<LabTables> tables;
    if (opened) {
        tables.emplace(LabTables{LabRuns(opened->database, m_limits), LabSweeps(opened->database)});
    } else {
        const std::lock_guard lock(m_mutex);
        m_why = opened.error().detail;
    }
    for (;;) {
        std::function<void(LabTables*)> task;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stop || !m_tasks.empty(); });
            if (m_tasks.empty())
                return;
            task = std::move(m_tasks.front());
            m_tasks.pop_front();
        }
        task(tables ? &*tables : nullptr);
    }
}

} // namespace maker
