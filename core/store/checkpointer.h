#pragma once

#include <QString>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace maker {

/// Moves SQLite's write-ahead log into the database file now and then, in a thread and over a connection of its own. Left
/// to the writing connection, this happens inside of a commit and costs it two waits for the disk, while orders wait for
/// their intents in the same thread. It never blocks the writer; the writer only does it itself where the log has become
/// very long.
class Checkpointer {
public:
    explicit Checkpointer(QString path, std::chrono::milliseconds every = std::chrono::seconds(5));
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

private:
    void run();
    bool sleep();

    QString m_path;
    std::chrono::milliseconds m_every;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace maker
