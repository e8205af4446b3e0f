#include "store/migrations.h"

#include "store/database.h"

#include <QFile>
#include <QSqlQuery>
#include <QStringList>

#include <array>

namespace maker {

namespace {

// A released step is never edited; a change of the schema is a new step. Prices, quantities and money are decimal text,
// times are nanoseconds since 1970 UTC.
constexpr std::array kSteps{
    R"sql(
CREATE TABLE runs (
  run INTEGER PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER, version TEXT NOT NULL, mode TEXT NOT NULL,
  account TEXT NOT NULL);
CREATE TABLE deposits (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, asset TEXT NOT NULL, amount TEXT NOT NULL, time INTEGER NOT NULL);
CREATE INDEX deposits_account ON deposits(account);
CREATE TABLE orders (
  client_order_id TEXT PRIMARY KEY, venue_order_id TEXT NOT NULL, account TEXT NOT NULL, symbol TEXT NOT NULL,
  strategy INTEGER NOT NULL, side TEXT NOT NULL, type TEXT NOT NULL, time_in_force TEXT NOT NULL,
  post_only INTEGER NOT NULL, state TEXT NOT NULL, price TEXT NOT NULL, qty TEXT NOT NULL, cum_qty TEXT NOT NULL,
  created INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX orders_account ON orders(account, updated);
CREATE TABLE fills (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, symbol TEXT NOT NULL, trade_id TEXT NOT NULL,
  client_order_id TEXT NOT NULL, venue_order_id TEXT NOT NULL, strategy INTEGER NOT NULL, side TEXT NOT NULL,
  is_maker INTEGER NOT NULL, price TEXT NOT NULL, qty TEXT NOT NULL, fee TEXT NOT NULL, fee_asset TEXT NOT NULL,
  mid TEXT NOT NULL, venue_time INTEGER NOT NULL, local_time INTEGER NOT NULL,
  UNIQUE (account, symbol, trade_id));
CREATE TABLE journal (
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL, sequence INTEGER NOT NULL, time INTEGER NOT NULL, kind TEXT NOT NULL,
  strategy INTEGER NOT NULL, client_order_id TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX journal_time ON journal(time);
CREATE TABLE equity (
  account TEXT NOT NULL, time INTEGER NOT NULL, equity TEXT NOT NULL, realized TEXT NOT NULL, unrealized TEXT NOT NULL,
  spread TEXT NOT NULL, inventory TEXT NOT NULL, fees TEXT NOT NULL, rebates TEXT NOT NULL,
  PRIMARY KEY (account, time)) WITHOUT ROWID;
CREATE TABLE params (
  subject TEXT PRIMARY KEY, json TEXT NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;
)sql",
    R"sql(
CREATE TABLE markouts (
  account TEXT NOT NULL, symbol TEXT NOT NULL, trade_id TEXT NOT NULL, horizon_ms INTEGER NOT NULL,
  micro_bps INTEGER NOT NULL, time INTEGER NOT NULL,
  PRIMARY KEY (account, symbol, trade_id, horizon_ms)) WITHOUT ROWID;
)sql",
    R"sql(
CREATE TABLE lab_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, label TEXT NOT NULL, strategy TEXT NOT NULL,
  data TEXT NOT NULL, params TEXT NOT NULL, models TEXT NOT NULL, difference TEXT NOT NULL, sweep TEXT NOT NULL,
  currency TEXT NOT NULL, pnl TEXT NOT NULL, sharpe REAL, pnl_per_notional_bps REAL, fills INTEGER NOT NULL,
  statistics TEXT NOT NULL, record_bytes INTEGER NOT NULL, record BLOB NOT NULL);
)sql",
    R"sql(
CREATE TABLE lab_sweeps (
  id INTEGER PRIMARY KEY, created INTEGER NOT NULL, name TEXT NOT NULL, plan TEXT NOT NULL,
  currency TEXT NOT NULL, state TEXT NOT NULL, message TEXT NOT NULL, windows TEXT NOT NULL,
  walk_forward_run INTEGER NOT NULL);
CREATE TABLE lab_sweep_items (
  sweep INTEGER NOT NULL, item INTEGER NOT NULL, runs TEXT NOT NULL, PRIMARY KEY (sweep, item)) WITHOUT ROWID;
CREATE TABLE lab_sweep_cells (
  sweep INTEGER NOT NULL, params TEXT NOT NULL, models TEXT NOT NULL, run INTEGER NOT NULL, checks TEXT NOT NULL,
  PRIMARY KEY (sweep, params, models)) WITHOUT ROWID;
)sql",
};

Result<int> userVersion(Database& database)
{
    QSqlQuery query(database.connection());
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return fail(ErrorCode::Io, "The store's schema version could not be read.");
    return query.value(0).toInt();
}

Result<void> runStep(Database& database, int step)
{
    if (auto begun = database.begin(); !begun)
        return begun;
    const QStringList statements = QString::fromUtf8(kSteps[static_cast<std::size_t>(step)]).split(QLatin1Char(';'));
    for (const QString& statement : statements) {
        if (statement.trimmed().isEmpty())
            continue;
        if (auto done = database.exec(statement); !done) {
            database.rollback();
            return done;
        }
    }
    if (auto done = database.exec(QStringLiteral("PRAGMA user_version=%1").arg(step + 1)); !done) {
        database.rollback();
        return done;
    }
    return database.commit();
}

} // namespace

int schemaVersion()
{
    return static_cast<int>(kSteps.size());
}

Result<void> migrate(Database& database, const QString& path)
{
    const auto version = userVersion(database);
    if (!version)
        return tl::unexpected(version.error());
    if (*version > schemaVersion()) {
        return fail(ErrorCode::Unsupported,
            (QStringLiteral("The store ") + path + QStringLiteral(" was written by a newer version (schema ")
                + QString::number(*version) + QStringLiteral(", this build knows ") + QString::number(schemaVersion()) + QStringLiteral(")."))
                .toStdString());
    }
    if (*version > 0 && *version < schemaVersion()) {
        const QString copy = path + QStringLiteral(".schema-%1").arg(*version);
        if (auto checkpoint = database.exec(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")); !checkpoint)
            return checkpoint;
        QFile::remove(copy);
        if (!QFile::copy(path, copy))
            return fail(ErrorCode::Io, (QStringLiteral("The store could not be copied to ") + copy + QStringLiteral(" before its migration.")).toStdString());
    }
    for (int step = *version; step < schemaVersion(); ++step) {
        if (auto done = runStep(database, step); !done)
            return done;
    }
    return {};
}

} // namespace maker
