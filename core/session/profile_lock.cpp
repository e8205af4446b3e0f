#include "session/profile_lock.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace maker {

namespace {

QString serverName(const QString& profile)
{
    const QByteArray digest =
        QCryptographicHash::hash(QDir(profile).absolutePath().toUtf8(), QCryptographicHash::Sha256).toHex();
    return QStringLiteral("makerdesk-") + QString::fromLatin1(digest.left(16));
}

bool askToRaise(const QString& profile)
{
    QLocalSocket socket;
    socket.connectToServer(serverName(profile));
    if (!socket.waitForConnected(500))
        return false;
    socket.write("raise\n");
    socket.waitForBytesWritten(500);
    return socket.waitForReadyRead(1000) && socket.readAll().startsWith("raised");
}

} // namespace

ProfileLock::ProfileLock(const QString& profile) : m_file(profile + QStringLiteral("/lock"))
{
    m_file.setStaleLockTime(0); // stale only when its process is gone
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    QObject::connect(&m_server, &QLocalServer::newConnection, &m_server, [this] {
        QLocalSocket* socket = m_server.nextPendingConnection();
        QObject::connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QLocalSocket::readyRead, socket, [this, socket] {
            socket->readAll();
            socket->write(m_raise ? "raised\n" : "headless\n");
            socket->flush();
            if (m_raise)
                m_raise();
        });
    });
}

Result<std::unique_ptr<ProfileLock>> ProfileLock::take(const QString& profile)
{
    if (!QDir().mkpath(profile))
        return fail(ErrorCode::Io, "The profile directory " + profile.toStdString() + " cannot be made.");
    std::unique_ptr<ProfileLock> lock(new ProfileLock(profile));
    if (!lock->m_file.tryLock(100)) {
        qint64 pid = 0;
        QString host;
        QString application;
        if (!lock->m_file.getLockInfo(&pid, &host, &application))
            return fail(ErrorCode::Io, "The profile " + profile.toStdString() + " cannot be locked: is it writable?");
        const bool raised = askToRaise(profile);
        return fail(ErrorCode::Busy,
            "The profile " + profile.toStdString() + " is in use by process " + std::to_string(pid) + " on "
                + host.toStdString() + (raised ? "; its window was raised." : ". Use --profile for another one."));
    }
    QLocalServer::removeServer(serverName(profile));
    lock->m_server.listen(serverName(profile));
    return lock;
}

} // namespace maker
