#include "store/lab_sweeps.h"

#include "store/sql_text.h"

#include <QStringList>

namespace maker {

namespace {

QVariant number(std::uint64_t value)
{
    return static_cast<qint64>(value);
}

/// "from,to;from,to" in nanoseconds.
QString windowsText(const LabSweepRow& row)
{
    QStringList spans;
    for (const auto& [from, to] : row.windows)
        spans.append(QStringLiteral("%1,%2").arg(from.ns).arg(to.ns));
    return spans.join(QLatin1Char(';'));
}

std::vector<std::pair<Timestamp, Timestamp>> windowsOf(const QString& spans)
{
    std::vector<std::pair<Timestamp, Timestamp>> windows;
    for (const QString& span : spans.split(QLatin1Char(';'), Qt::SkipEmptyParts))
        windows.push_back({{span.section(QLatin1Char(','), 0, 0).toLongLong()}, {span.section(QLatin1Char(','), 1, 1).toLongLong()}});
    return windows;
}

} // namespace

Result<void> LabSweeps::add(const LabSweepRow& row)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("INSERT INTO lab_sweeps(id,created,name,plan,currency,state,message,windows,"
                                 "walk_forward_run) VALUES(?,?,?,?,?,?,?,?,?)"));
    query.addBindValue(number(row.id));
    query.addBindValue(static_cast<qint64>(row.created.ns));
    for (const std::string* value : {&row.name, &row.plan, &row.currency, &row.state, &row.message})
        query.addBindValue(text(*value));
    query.addBindValue(windowsText(row));
    query.addBindValue(number(row.walkForwardRun));
    if (!query.exec())
        return failed(query, "The search could not be kept");
    return makeRoom();
}

Result<void> LabSweeps::update(const LabSweepRow& row)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("UPDATE lab_sweeps SET currency=?,state=?,message=?,windows=?,walk_forward_run=? WHERE id=?"));
    for (const std::string* value : {&row.currency, &row.state, &row.message})
        query.addBindValue(text(*value));
    query.addBindValue(windowsText(row));
    query.addBindValue(number(row.walkForwardRun));
    query.addBindValue(number(row.id));
    if (!query.exec())
        return failed(query, "The search could not be kept");
    return {};
}

Result<void> LabSweeps::putItem(std::uint64_t sweep, std::uint64_t item, const std::string& runs)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("INSERT OR REPLACE INTO lab_sweep_items(sweep,item,runs) VALUES(?,?,?)"));
    query.addBindValue(number(sweep));
    query.addBindValue(number(item));
    query.addBindValue(text(runs));
    if (!query.exec())
        return failed(query, "A result of the search could not be kept");
    return {};
}

Result<void> LabSweeps::putCell(std::uint64_t sweep, const LabSweepCell& cell)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("INSERT OR REPLACE INTO lab_sweep_cells(sweep,params,models,run,checks) VALUES(?,?,?,?,?)"));
    query.addBindValue(number(sweep));
    query.addBindValue(text(cell.params));
    query.addBindValue(text(cell.models));
    query.addBindValue(number(cell.run));
    query.addBindValue(text(cell.checks));
    if (!query.exec())
        return failed(query, "A combination of the search could not be kept");
    return {};
}

Result<std::vector<LabSweepContent>> LabSweeps::list()
{
    QSqlQuery query(m_database.connection());
    if (!query.exec(QStringLiteral("SELECT id,created,name,plan,currency,state,message,windows,walk_forward_run "
                                   "FROM lab_sweeps ORDER BY id DESC")))
        return failed(query, "The kept searches could not be read");
    std::vector<LabSweepContent> sweeps;
    while (query.next()) {
        LabSweepRow& row = sweeps.emplace_back().row;
        row.id = query.value(0).toULongLong();
        row.created = {query.value(1).toLongLong()};
        int column = 2;
        for (std::string* value : {&row.name, &row.plan, &row.currency, &row.state, &row.message})
            *value = textAt(query, column++);
        row.windows = windowsOf(query.value(7).toString());
        row.walkForwardRun = query.value(8).toULongLong();
    }
    for (LabSweepContent& sweep : sweeps) {
        if (auto read = readItems(sweep); !read)
            return tl::unexpected(read.error());
        if (auto read = readCells(sweep); !read)
            return tl::unexpected(read.error());
    }
    return sweeps;
}

Result<void> LabSweeps::readItems(LabSweepContent& content)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("SELECT item,runs FROM lab_sweep_items WHERE sweep=? ORDER BY item"));
    query.addBindValue(number(content.row.id));
    if (!query.exec())
        return failed(query, "The results of a search could not be read");
    while (query.next())
        content.items.emplace_back(query.value(0).toULongLong(), textAt(query, 1));
    return {};
}

Result<void> LabSweeps::readCells(LabSweepContent& content)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("SELECT params,models,run,checks FROM lab_sweep_cells WHERE sweep=?"));
    query.addBindValue(number(content.row.id));
    if (!query.exec())
        return failed(query, "The combinations of a search could not be read");
    while (query.next())
        content.cells.push_back({textAt(query, 0), textAt(query, 1), query.value(2).toULongLong(), textAt(query, 3)});
    return {};
}

Result<void> LabSweeps::remove(std::uint64_t sweep)
{
    for (const char* statement : {"DELETE FROM lab_sweep_items WHERE sweep=?", "DELETE FROM lab_sweep_cells WHERE sweep=?",
             "DELETE FROM lab_sweeps WHERE id=?"}) {
        QSqlQuery query(m_database.connection());
        query.prepare(QString::fromLatin1(statement));
        query.addBindValue(number(sweep));
        if (!query.exec())
            return failed(query, "The search could not be removed");
    }
    return {};
}

Result<void> LabSweeps::makeRoom()
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("SELECT id FROM lab_sweeps ORDER BY id DESC LIMIT -1 OFFSET ?"));
    query.addBindValue(number(kMost));
    if (!query.exec())
        return failed(query, "The kept searches could not be counted");
    std::vector<std::uint64_t> old;
    while (query.next())
        old.push_back(query.value(0).toULongLong());
    for (const std::uint64_t sweep : old) {
        if (auto removed = remove(sweep); !removed)
            return removed;
    }
    return {};
}

} // namespace maker
