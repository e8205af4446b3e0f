#include "store/lab_runs.h"

#include "store/sql_text.h"

namespace maker {

namespace {

QVariant number(const std::optional<double>& value)
{
    return value ? QVariant(*value) : QVariant();
}

std::optional<double> number(const QVariant& value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toDouble());
}

QByteArray bytes(std::string_view value)
{
    return QByteArray(value.data(), static_cast<qsizetype>(value.size()));
}

} // namespace

Result<std::uint64_t> LabRuns::add(const LabRunRow& row, std::string_view statistics, std::string_view record)
{
    if (auto begun = m_database.begin(); !begun)
        return tl::unexpected(begun.error());
    const auto id = insert(row, statistics, record);
    if (!id) {
        m_database.rollback();
        return id;
    }
    if (auto room = makeRoom(*id); !room) {
        m_database.rollback();
        return tl::unexpected(room.error());
    }
    if (auto done = m_database.commit(); !done) {
        m_database.rollback();
        return tl::unexpected(done.error());
    }
    return id;
}

Result<std::uint64_t> LabRuns::insert(const LabRunRow& row, std::string_view statistics, std::string_view record)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral(
        "INSERT INTO lab_runs(created,label,strategy,data,params,models,difference,sweep,currency,pnl,sharpe,"
        "pnl_per_notional_bps,fills,statistics,record,record_bytes) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
    query.addBindValue(static_cast<qint64>(row.created.ns));
    for (const std::string* value : {&row.label, &row.strategy, &row.data, &row.params, &row.models, &row.difference,
             &row.sweep, &row.currency})
        query.addBindValue(text(*value));
    query.addBindValue(text(row.pnl.toString()));
    query.addBindValue(number(row.sharpe));
    query.addBindValue(number(row.pnlPerNotionalBps));
    query.addBindValue(static_cast<qint64>(row.fills));
    query.addBindValue(QString::fromUtf8(bytes(statistics)));
    query.addBindValue(bytes(record));
    query.addBindValue(static_cast<qint64>(record.size()));
    if (!query.exec())
        return failed(query, "The run could not be kept");
    return query.lastInsertId().toULongLong();
}

Result<void> LabRuns::makeRoom(std::uint64_t newest)
{
    for (;;) {
        QSqlQuery size(m_database.connection());
        if (!size.exec(QStringLiteral("SELECT COUNT(*), COALESCE(SUM(record_bytes),0), MIN(id) FROM lab_runs")) || !size.next())
            return failed(size, "The size of the kept runs could not be read");
        const std::uint64_t oldest = size.value(2).toULongLong();
        const bool fits = size.value(0).toULongLong() <= m_limits.runs && size.value(1).toULongLong() <= m_limits.bytes;
        if (fits || oldest == newest)
            return {};
        size.finish();
        if (auto removed = remove(oldest); !removed)
            return removed;
    }
}

Result<std::vector<LabRunRow>> LabRuns::list()
{
    QSqlQuery query(m_database.connection());
    query.setForwardOnly(true);
    if (!query.exec(QStringLiteral("SELECT id,created,label,strategy,data,params,models,difference,sweep,currency,pnl,sharpe,"
                                   "pnl_per_notional_bps,fills FROM lab_runs ORDER BY id DESC")))
        return failed(query, "The kept runs could not be read");
    std::vector<LabRunRow> rows;
    while (query.next()) {
        LabRunRow& row = rows.emplace_back();
        row.id = query.value(0).toULongLong();
        row.created = {query.value(1).toLongLong()};
        int column = 2;
        for (std::string* value : {&row.label, &row.strategy, &row.data, &row.params, &row.models, &row.difference,
                 &row.sweep, &row.currency})
            *value = textAt(query, column++);
        const auto pnl = Money::parse(textAt(query, 10));
        if (!pnl)
            return fail(ErrorCode::Corrupt, "A kept run has no readable PnL: " + pnl.error().detail);
        row.pnl = *pnl;
        row.sharpe = number(query.value(11));
        row.pnlPerNotionalBps = number(query.value(12));
        row.fills = query.value(13).toULongLong();
    }
    return rows;
}

Result<std::string> LabRuns::record(std::uint64_t id)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("SELECT record FROM lab_runs WHERE id=?"));
    query.addBindValue(static_cast<qint64>(id));
    if (!query.exec())
        return failed(query, "The run could not be read");
    if (!query.next())
        return fail(ErrorCode::NotFound, "Run " + std::to_string(id) + " is not kept any more.");
    return query.value(0).toByteArray().toStdString();
}

Result<void> LabRuns::replaceRecord(std::uint64_t id, std::string_view record)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("UPDATE lab_runs SET record=?,record_bytes=? WHERE id=?"));
    query.addBindValue(bytes(record));
    query.addBindValue(static_cast<qint64>(record.size()));
    query.addBindValue(static_cast<qint64>(id));
    if (!query.exec())
        return failed(query, "The run could not be kept");
    return {};
}

Result<void> LabRuns::remove(std::uint64_t id)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("DELETE FROM lab_runs WHERE id=?"));
    query.addBindValue(static_cast<qint64>(id));
    if (!query.exec())
        return failed(query, "The run could not be removed");
    return {};
}

} // namespace maker
