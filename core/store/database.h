#pragma once

#include "kernel/base/result.h"

#include <QSqlDatabase>
#include <QString>

#include <optional>

namespace maker {

/// One connection to the store's SQLite file: WAL, checked at open, migrated to the newest schema.
/// Used by the thread that opened it.
class Database {
public:
    struct Opened;

    /// Opens or makes `path`. A damaged file is set aside as `path.damaged-<time>` and a new one begun; `Opened::setAside`
    /// says so. Refused: a file system of the network (SQLite's locks and WAL need a local one) and a newer schema.
    static Result<Opened> open(const QString& path);

    Database(Database&& other) noexcept;
    Database& operator=(Database&&) = delete;
    ~Database();

    QSqlDatabase& connection() noexcept { return m_connection; }
    Result<void> exec(const QString& sql);
    Result<void> begin() { return exec(QStringLiteral("BEGIN IMMEDIATE")); }
    Result<void> commit() { return exec(QStringLiteral("COMMIT")); }
    void rollback();

private:
    explicit Database(QString name) : m_name(std::move(name)) {}
    static Result<Database> connect(const QString& path);
    static Result<Opened> migrated(Database database, const QString& path, std::optional<QString> aside);
    Result<void> configure();
    Result<void> check();

    QString m_name;
    QSqlDatabase m_connection;
};

struct Database::Opened {
    Database database;
    std::optional<QString> setAside; ///< where the damaged file went
};

/// True for file systems that live on another machine ("nfs", "cifs", ...).
bool isNetworkFileSystem(const QByteArray& type);

} // namespace maker
