#pragma once

#include <QDir>
#include <QFile>
#include <QString>

#ifdef __linux__
#include <sched.h>
#include <sys/mount.h>
#endif

/// A small disk of its own that nobody else sees: a mount in a name space of this thread and of those it starts.
class SmallDisk {
public:
    explicit SmallDisk(const QString& path, [[maybe_unused]] const char* size = "size=24m") : m_path(path)
    {
#ifdef __linux__
        static const bool alone = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
        m_mounted = alone && QDir().mkpath(path)
            && ::mount("tmpfs", QFile::encodeName(path).constData(), "tmpfs", 0, size) == 0;
#endif
    }
    ~SmallDisk()
    {
#ifdef __linux__
        if (m_mounted)
            ::umount2(QFile::encodeName(m_path).constData(), MNT_DETACH);
#endif
    }
    bool mounted() const { return m_mounted; }
    void fill()
    {
        QFile file(m_path + "/filler");
        if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            return;
        for (qint64 size = 1 << 20; size > 0; size /= 16) {
            while (file.write(QByteArray(static_cast<qsizetype>(size), 'x')) == size) {
            }
        }
    }
    void empty() { QFile::remove(m_path + "/filler"); }

private:
    QString m_path;
    bool m_mounted = false;
};
