#include "store/journal_writer.h"

#include <QSqlError>
#include <QVariant>

#include <array>

namespace maker {

namespace {

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QString text(Money money)
{
    return QString::fromStdString(money.toString());
}

qlonglong time(Timestamp at)
{
    return static_cast<qlonglong>(at.ns);
}

QString kindText(JournalKind kind)
{
    static constexpr std::array kNames{
        "order", "fill", "refused", "rejected", "strategy", "risk", "alert", "equity", "deposit",
        "markout"};
    return QLatin1String(kNames[static_cast<std::size_t>(kind)]);
}

} // namespace

JournalWriter::JournalWriter(Database& database, Instruments instruments, Identity identity)
    : m_database(database), m_instruments(std::move(instruments)), m_identity(std::move(identity)),
      m_order(database.connection()), m_fill(database.connection()), m_deposit(database.connection()),
      m_equity(database.connection()), m_entry(database.connection()), m_markout(database.connection())
{
}

Result<void> JournalWriter::beginRun(Timestamp now)
{
    if (auto prepared = prepare(); !prepared)
        return prepared;
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("INSERT OR REPLACE INTO runs(run, started, version, mode, account) VALUES(?,?,?,?,?)"));
    query.addBindValue(m_identity.run);
    query.addBindValue(time(now));
    query.addBindValue(m_identity.version);
    query.addBindValue(m_identity.mode);
    query.addBindValue(m_identity.account);
    return run(query);
}

Result<void> JournalWriter::endRun(Timestamp now)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("UPDATE runs SET ended=? WHERE run=?"));
    query.addBindValue(time(now));
    query.addBindValue(m_identity.run);
    return run(query);
}

Result<void> JournalWriter::prepare()
{
    if (m_prepared)
        return {};
    const auto ready = [](QSqlQuery& query, const char* sql) -> Result<void> {
        if (!query.prepare(QLatin1String(sql)))
            return fail(ErrorCode::Io, "Preparing a statement of the store failed: " + query.lastError().text().toStdString());
        return {};
    };
    const std::array<std::pair<QSqlQuery*, const char*>, 6> statements{{
        {&m_order,
            "INSERT INTO orders(client_order_id, venue_order_id, account, symbol, strategy, side, type, time_in_force, "
            "post_only, state, price, qty, cum_qty, created, updated) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
            "ON CONFLICT(client_order_id) DO UPDATE SET venue_order_id=excluded.venue_order_id, state=excluded.state, "
            "price=excluded.price, qty=excluded.qty, cum_qty=excluded.cum_qty, updated=excluded.updated"},
        {&m_fill,
            "INSERT INTO fills(account, symbol, trade_id, client_order_id, venue_order_id, strategy, side, is_maker, price, "
            "qty, fee, fee_asset, mid, venue_time, local_time) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
            "ON CONFLICT(account, symbol, trade_id) DO NOTHING"},
        {&m_deposit, "INSERT INTO deposits(account, asset, amount, time) VALUES(?,?,?,?)"},
        {&m_equity,
            "INSERT OR REPLACE INTO equity(account, time, equity, realized, unrealized, spread, inventory, fees, rebates) "
            "VALUES(?,?,?,?,?,?,?,?,?)"},
        {&m_entry,
            "INSERT INTO journal(run, sequence, time, kind, strategy, client_order_id, code, text) VALUES(?,?,?,?,?,?,?,?)"},
        {&m_markout,
            "INSERT OR REPLACE INTO markouts(account, symbol, trade_id, horizon_ms, micro_bps, time) VALUES(?,?,?,?,?,?)"},
    }};
    for (const auto& [query, sql] : statements) {
        if (auto prepared = ready(*query, sql); !prepared)
            return prepared;
    }
    m_prepared = true;
    return {};
}

Result<void> JournalWriter::write(std::span<const JournalRow> batch)
{
    if (auto prepared = prepare(); !prepared)
        return prepared;
    if (auto begun = m_database.begin(); !begun)
        return begun;
    for (const JournalRow& row : batch) {
        if (auto written = writeRow(row); !written) {
            m_database.rollback();
            return written;
        }
    }
    auto committed = m_database.commit();
    if (!committed)
        m_database.rollback();
    return committed;
}

Result<void> JournalWriter::writeRow(const JournalRow& row)
{
    switch (row.kind) {
    case JournalKind::OrderUpdate: return writeOrder(row.order);
    case JournalKind::FillBooked: return writeFill(row.fill);
    case JournalKind::Deposit: return writeDeposit(row);
    case JournalKind::Equity: return writeEquity(row);
    case JournalKind::Markout: return writeMarkout(row);
    default: return writeEntry(row);
    }
}

Result<void> JournalWriter::writeOrder(const Order& order)
{
    const Instrument* instrument = find(order.instrument);
    if (instrument == nullptr)
        return fail(ErrorCode::NotFound, "An order of an unknown instrument cannot be stored.");
    int i = 0;
    m_order.bindValue(i++, text(order.clientOrderId.view()));
    m_order.bindValue(i++, text(order.venueOrderId.view()));
    m_order.bindValue(i++, m_identity.account);
    m_order.bindValue(i++, text(instrument->symbol().view()));
    m_order.bindValue(i++, order.strategy.value);
    m_order.bindValue(i++, text(toText(order.side)));
    m_order.bindValue(i++, text(toText(order.type)));
    m_order.bindValue(i++, text(toText(order.timeInForce)));
    m_order.bindValue(i++, order.postOnly ? 1 : 0);
    m_order.bindValue(i++, text(toText(order.state)));
    m_order.bindValue(i++, QString::fromStdString(instrument->format(order.price)));
    m_order.bindValue(i++, QString::fromStdString(instrument->format(order.qty)));
    m_order.bindValue(i++, QString::fromStdString(instrument->format(order.cumQty)));
    m_order.bindValue(i++, time(order.created));
    m_order.bindValue(i++, time(order.updated));
    return run(m_order);
}

Result<void> JournalWriter::writeFill(const Fill& fill)
{
    const Instrument* instrument = find(fill.instrument);
    if (instrument == nullptr)
        return fail(ErrorCode::NotFound, "A fill of an unknown instrument cannot be stored.");
    int i = 0;
    m_fill.bindValue(i++, m_identity.account);
    m_fill.bindValue(i++, text(instrument->symbol().view()));
    m_fill.bindValue(i++, text(fill.tradeId.view()));
    m_fill.bindValue(i++, text(fill.clientOrderId.view()));
    m_fill.bindValue(i++, text(fill.venueOrderId.view()));
    m_fill.bindValue(i++, fill.strategy.value);
    m_fill.bindValue(i++, text(toText(fill.side)));
    m_fill.bindValue(i++, fill.isMaker ? 1 : 0);
    m_fill.bindValue(i++, QString::fromStdString(instrument->format(fill.price)));
    m_fill.bindValue(i++, QString::fromStdString(instrument->format(fill.qty)));
    m_fill.bindValue(i++, text(fill.fee.money));
    m_fill.bindValue(i++, text(fill.fee.currency.view()));
    m_fill.bindValue(i++, text(fill.mid));
    m_fill.bindValue(i++, time(fill.venueTime));
    m_fill.bindValue(i++, time(fill.localTime));
    return run(m_fill);
}

Result<void> JournalWriter::writeMarkout(const JournalRow& row)
{
    const Instrument* instrument = find(row.markout.instrument);
    if (instrument == nullptr)
        return fail(ErrorCode::NotFound, "A markout of an unknown instrument cannot be stored.");
    int i = 0;
    m_markout.bindValue(i++, m_identity.account);
    m_markout.bindValue(i++, text(instrument->symbol().view()));
    m_markout.bindValue(i++, text(row.markout.tradeId.view()));
    m_markout.bindValue(i++, static_cast<qlonglong>(kMarkoutHorizons[row.markout.horizon].ns / 1'000'000));
    m_markout.bindValue(i++, static_cast<qlonglong>(row.markout.microBps));
    m_markout.bindValue(i++, time(row.time));
    return run(m_markout);
}

Result<void> JournalWriter::writeDeposit(const JournalRow& row)
{
    m_deposit.bindValue(0, m_identity.account);
    m_deposit.bindValue(1, text(row.amount.currency.view()));
    m_deposit.bindValue(2, text(row.amount.money));
    m_deposit.bindValue(3, time(row.time));
    return run(m_deposit);
}

Result<void> JournalWriter::writeEquity(const JournalRow& row)
{
    int i = 0;
    m_equity.bindValue(i++, m_identity.account);
    m_equity.bindValue(i++, time(row.time));
    for (const Money part : {row.equity, row.realized, row.unrealized, row.spread, row.inventory, row.fees, row.rebates})
        m_equity.bindValue(i++, text(part));
    return run(m_equity);
}

Result<void> JournalWriter::writeEntry(const JournalRow& row)
{
    const bool refused = row.kind == JournalKind::Refused;
    int i = 0;
    m_entry.bindValue(i++, m_identity.run);
    m_entry.bindValue(i++, static_cast<qulonglong>(row.sequence));
    m_entry.bindValue(i++, time(row.time));
    m_entry.bindValue(i++, kindText(row.kind));
    m_entry.bindValue(i++, row.strategy.value);
    m_entry.bindValue(i++, text(row.order.clientOrderId.view()));
    m_entry.bindValue(i++, refused ? text(toText(row.refusal.code)) : QStringLiteral(""));
    m_entry.bindValue(i++, refused ? text(row.refusal.detail.view()) : text(row.text.view()));
    return run(m_entry);
}

Result<void> JournalWriter::saveParams(const QString& subject, const QString& json, Timestamp now)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("INSERT INTO params(subject, json, updated) VALUES(?,?,?) "
                                 "ON CONFLICT(subject) DO UPDATE SET json=excluded.json, updated=excluded.updated"));
    query.addBindValue(subject);
    query.addBindValue(json);
    query.addBindValue(time(now));
    return run(query);
}

Result<void> JournalWriter::run(QSqlQuery& query)
{
    if (!query.exec())
        return fail(ErrorCode::Io, "Writing to the store failed: " + query.lastError().text().toStdString());
    return {};
}

const Instrument* JournalWriter::find(InstrumentId id) const
{
    for (const auto& instrument : m_instruments) {
        if (instrument->id() == id)
            return instrument.get();
    }
    return nullptr;
}

} // namespace maker
