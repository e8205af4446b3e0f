#include "store/checkpointer.h"

#include "kernel/base/log.h"
#include "platform/thread_priority.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <atomic>

namespace maker {

Checkpointer::Checkpointer(QString path, std::chrono::milliseconds every)
    : m_path(std::move(path)), m_every(every), m_thread([this] { run(); })
{
}

Checkpointer::~Checkpointer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

bool Checkpointer::sleep()
{
    std::unique_lock lock(m_mutex);
    return !m_wake.wait_for(lock, m_every, [this] { return m_stop; });
}

void Checkpointer::run()
{
    yieldToOthers();
    static std::atomic<int> made{0};
    const QString name = QStringLiteral("checkpoints.%1").arg(++made);
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        connection.setDatabaseName(m_path);
        bool complained = !connection.open();
        if (complained)
            log(LogLevel::Warning, "store", "No connection to shorten the log of the store.");
        while (sleep()) {
            QSqlQuery query(connection);
            if (query.exec(QStringLiteral("PRAGMA wal_checkpoint(PASSIVE)")) || complained)
                continue;
            complained = true; // the writer shortens the log itself once it is long
            log(LogLevel::Warning, "store", "The log of the store was not shortened: " + query.lastError().text().toStdString());
        }
    }
    QSqlDatabase::removeDatabase(name);
}

} // namespace maker
