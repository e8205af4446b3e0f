#include "store/database.h"

#include "store/migrations.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QStorageInfo>
#include <QUuid>

#include <array>
#include <utility>

namespace maker {

namespace {

tl::unexpected<Error> failSql(const QSqlError& error, const QString& what)
{
    // SQLITE_CORRUPT and SQLITE_NOTADB: the file itself is damaged.
    const QString code = error.nativeErrorCode();
    const bool corrupt = code == QLatin1String("11") || code == QLatin1String("26");
    return fail(corrupt ? ErrorCode::Corrupt : ErrorCode::Io,
        (what + QStringLiteral(": ") + error.text()).toStdString());
}

/// Moves the file and its write-ahead log out of the way; returns the new name.
Result<QString> setAside(const QString& path)
{
    const QString suffix = QStringLiteral(".damaged-")
        + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz"));
    if (!QFile::rename(path, path + suffix))
        return fail(ErrorCode::Io, (QStringLiteral("The damaged file ") + path + QStringLiteral(" could not be set aside.")).toStdString());
    for (const char* extra : {"-wal", "-shm"}) {
        if (QFile::exists(path + QLatin1String(extra)))
            QFile::rename(path + QLatin1String(extra), path + suffix + QLatin1String(extra));
    }
    return path + suffix;
}

} // namespace

bool isNetworkFileSystem(const QByteArray& type)
{
    static constexpr std::array kNetworkTypes{"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "9p",
        "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "davfs", "webdav"};
    for (const char* name : kNetworkTypes) {
        if (type.toLower() == name)
            return true;
    }
    return false;
}

Database::Database(Database&& other) noexcept
    : m_name(std::exchange(other.m_name, QString())), m_connection(std::exchange(other.m_connection, QSqlDatabase()))
{
}

Database::~Database()
{
    if (m_name.isEmpty())
        return;
    m_connection.close();
    m_connection = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<Database> Database::connect(const QString& path)
{
    Database database(QUuid::createUuid().toString());
    database.m_connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), database.m_name);
    if (!database.m_connection.isValid())
        return fail(ErrorCode::Unsupported, "Qt's SQLite driver is not installed (package libqt6sql6-sqlite).");
    database.m_connection.setDatabaseName(path);
    database.m_connection.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!database.m_connection.open())
        return failSql(database.m_connection.lastError(), QStringLiteral("Opening ") + path);
    if (auto configured = database.configure(); !configured)
        return tl::unexpected(configured.error());
    if (auto checked = database.check(); !checked)
        return tl::unexpected(checked.error());
    return database;
}

Result<Database::Opened> Database::open(const QString& path)
{
    const QFileInfo info(path);
    if (!QDir().mkpath(info.absolutePath()))
        return fail(ErrorCode::Io, (QStringLiteral("Making the directory ") + info.absolutePath() + QStringLiteral(" failed.")).toStdString());
    const QByteArray type = QStorageInfo(info.absolutePath()).fileSystemType();
    if (isNetworkFileSystem(type)) {
        return fail(ErrorCode::Unsupported,
            (info.absolutePath() + QStringLiteral(" is on a network disk (") + QString::fromUtf8(type)
                + QStringLiteral("), where the store's locks are not safe. Choose a profile on a local disk."))
                .toStdString());
    }
    auto database = connect(path);
    if (database)
        return migrated(std::move(*database), path, std::nullopt);
    if (database.error().code != ErrorCode::Corrupt)
        return tl::unexpected(database.error());
    const auto aside = setAside(path);
    if (!aside)
        return tl::unexpected(aside.error());
    auto fresh = connect(path);
    if (!fresh)
        return tl::unexpected(fresh.error());
    return migrated(std::move(*fresh), path, *aside);
}

Result<Database::Opened> Database::migrated(Database database, const QString& path, std::optional<QString> aside)
{
    if (auto done = migrate(database, path); !done)
        return tl::unexpected(done.error());
    return Opened{std::move(database), std::move(aside)};
}

Result<void> Database::configure()
{
    for (const char* pragma : {"PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0",
             "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON",
             "PRAGMA wal_autocheckpoint=16384"}) {
        if (auto done = exec(QLatin1String(pragma)); !done)
            return done;
    }
    return {};
}

Result<void> Database::check()
{
    QSqlQuery query(m_connection);
    if (!query.exec(QStringLiteral("PRAGMA quick_check(1)")) || !query.next())
        return failSql(query.lastError(), QStringLiteral("Checking the store"));
    const QString verdict = query.value(0).toString();
    if (verdict != QLatin1String("ok"))
        return fail(ErrorCode::Corrupt, (QStringLiteral("The store is damaged: ") + verdict).toStdString());
    return {};
}

Result<void> Database::exec(const QString& sql)
{
    QSqlQuery query(m_connection);
    if (!query.exec(sql))
        return failSql(query.lastError(), sql.left(80));
    return {};
}

void Database::rollback()
{
    // Fails only where no transaction is open, which is what is wanted.
    static_cast<void>(exec(QStringLiteral("ROLLBACK")));
}

} // namespace maker
