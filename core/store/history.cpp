#include "store/history.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>

namespace maker {

namespace {

Error readError(const QSqlQuery& query)
{
    return Error{ErrorCode::Io, "Reading the store failed: " + query.lastError().text().toStdString()};
}

std::string column(const QSqlQuery& query, int index)
{
    return query.value(index).toString().toStdString();
}

Timestamp timeColumn(const QSqlQuery& query, int index)
{
    return Timestamp{query.value(index).toLongLong()};
}

/// Every stored number was written by us: one that does not parse means the row was damaged.
class RowReader {
public:
    explicit RowReader(const QSqlQuery& query) : m_query(query) {}

    Money money(int index)
    {
        const auto value = Money::parse(column(m_query, index));
        return value ? *value : broken(index, Money{});
    }
    Price price(const Instrument& instrument, int index)
    {
        const auto value = instrument.tryPrice(column(m_query, index));
        return value ? *value : broken(index, Price{});
    }
    Qty qty(const Instrument& instrument, int index)
    {
        const auto value = instrument.tryQty(column(m_query, index));
        return value ? *value : broken(index, Qty{});
    }
    const std::optional<Error>& error() const noexcept { return m_error; }

private:
    template <typename T>
    T broken(int index, T none)
    {
        m_error = Error{ErrorCode::Corrupt, "The store holds the number '" + column(m_query, index) + "', which cannot be read."};
        return none;
    }

    const QSqlQuery& m_query;
    std::optional<Error> m_error;
};

Order orderOf(const IntentRecord& intent, const Instrument& instrument, AccountId account)
{
    Order order;
    order.clientOrderId = ClientOrderId(clientOrderIdOf(intent));
    order.instrument = instrument.id();
    order.account = account;
    order.strategy = StrategyId{intent.strategy};
    order.side = static_cast<Side>(intent.side);
    order.type = static_cast<OrderType>(intent.type);
    order.timeInForce = static_cast<TimeInForce>(intent.timeInForce);
    order.postOnly = intent.postOnly != 0;
    order.price = {intent.price};
    order.qty = {intent.qty};
    order.created = order.updated = Timestamp{intent.timeNs};
    return order;
}

std::optional<OrderState> stateFrom(std::string_view name)
{
    for (int i = 0; i <= static_cast<int>(OrderState::Expired); ++i) {
        if (toText(static_cast<OrderState>(i)) == name)
            return static_cast<OrderState>(i);
    }
    return std::nullopt;
}

} // namespace

Result<AccountHistory> History::account(const QString& account, AccountId id)
{
    AccountHistory history;
    QSqlQuery query(m_database.connection());
    query.setForwardOnly(true);

    query.prepare(QStringLiteral("SELECT asset, amount FROM deposits WHERE account=? ORDER BY id"));
    query.addBindValue(account);
    if (!query.exec())
        return tl::unexpected(readError(query));
    while (query.next()) {
        RowReader row(query);
        history.deposits.push_back({row.money(1), Currency(column(query, 0))});
        if (row.error())
            return tl::unexpected(*row.error());
    }

    query.prepare(QStringLiteral("SELECT symbol, trade_id, client_order_id, venue_order_id, strategy, side, is_maker, price, "
                                 "qty, fee, fee_asset, mid, venue_time, local_time FROM fills WHERE account=? ORDER BY id"));
    query.addBindValue(account);
    if (!query.exec())
        return tl::unexpected(readError(query));
    while (query.next()) {
        const Instrument* instrument = find(query.value(0).toString());
        if (instrument == nullptr)
            return fail(ErrorCode::NotFound, "The store has fills of " + column(query, 0) + ", which this session does not trade.");
        RowReader row(query);
        Fill fill;
        fill.tradeId = TradeId(column(query, 1));
        fill.clientOrderId = ClientOrderId(column(query, 2));
        fill.venueOrderId = VenueOrderId(column(query, 3));
        fill.instrument = instrument->id();
        fill.account = id;
        fill.strategy = StrategyId{static_cast<std::uint16_t>(query.value(4).toUInt())};
        fill.side = column(query, 5) == "buy" ? Side::Buy : Side::Sell;
        fill.isMaker = query.value(6).toBool();
        fill.price = row.price(*instrument, 7);
        fill.qty = row.qty(*instrument, 8);
        fill.fee = {row.money(9), Currency(column(query, 10))};
        fill.mid = row.money(11);
        fill.venueTime = timeColumn(query, 12);
        fill.localTime = timeColumn(query, 13);
        if (row.error())
            return tl::unexpected(*row.error());
        history.lastVenueTime = std::max(history.lastVenueTime, fill.venueTime);
        history.fills.push_back(fill);
    }

    if (auto read = readMarkouts(account, history); !read)
        return tl::unexpected(read.error());

    query.prepare(QStringLiteral("SELECT client_order_id, venue_order_id, symbol, strategy, side, post_only, state, price, qty, "
                                 "cum_qty, created, updated FROM orders WHERE account=? AND state NOT IN "
                                 "('Filled','Canceled','Rejected','Expired') ORDER BY created"));
    query.addBindValue(account);
    if (!query.exec())
        return tl::unexpected(readError(query));
    while (query.next()) {
        const Instrument* instrument = find(query.value(2).toString());
        const auto state = stateFrom(column(query, 6));
        if (instrument == nullptr || !state)
            return fail(ErrorCode::Corrupt, "The store has an open order that this session cannot read: " + column(query, 0));
        RowReader row(query);
        Order order;
        order.clientOrderId = ClientOrderId(column(query, 0));
        order.venueOrderId = VenueOrderId(column(query, 1));
        order.instrument = instrument->id();
        order.account = id;
        order.strategy = StrategyId{static_cast<std::uint16_t>(query.value(3).toUInt())};
        order.side = column(query, 4) == "buy" ? Side::Buy : Side::Sell;
        order.postOnly = query.value(5).toBool();
        order.state = *state;
        order.price = row.price(*instrument, 7);
        order.qty = row.qty(*instrument, 8);
        order.cumQty = row.qty(*instrument, 9);
        order.created = timeColumn(query, 10);
        order.updated = timeColumn(query, 11);
        if (row.error())
            return tl::unexpected(*row.error());
        history.openOrders.push_back(order);
    }
    return history;
}

/// Fills and their markouts meet by row order: both are read by the fills' own id.
Result<void> History::readMarkouts(const QString& account, AccountHistory& history)
{
    history.markouts.resize(history.fills.size());
    QSqlQuery query(m_database.connection());
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT f.trade_id, f.symbol, m.horizon_ms, m.micro_bps FROM fills f JOIN markouts m USING "
                                 "(account, symbol, trade_id) WHERE f.account=? ORDER BY f.id, m.horizon_ms"));
    query.addBindValue(account);
    if (!query.exec())
        return tl::unexpected(readError(query));
    std::size_t at = 0;
    while (query.next()) {
        const Instrument* instrument = find(query.value(1).toString());
        const TradeId trade(column(query, 0));
        while (at < history.fills.size()
            && (instrument == nullptr || history.fills[at].tradeId != trade || history.fills[at].instrument != instrument->id()))
            ++at;
        if (at == history.fills.size())
            return fail(ErrorCode::Corrupt, "The store has the markout of a trade that it does not have: " + trade.str());
        const Duration horizon = Duration::millis(query.value(2).toLongLong());
        const auto known = std::find(kMarkoutHorizons.begin(), kMarkoutHorizons.end(), horizon);
        // A horizon that this version does not show is no error: another may have asked for it.
        if (known != kMarkoutHorizons.end())
            history.markouts[at].bps[static_cast<std::size_t>(known - kMarkoutHorizons.begin())]
                = static_cast<double>(query.value(3).toLongLong()) * 1e-6;
    }
    return {};
}

Result<std::vector<Order>> History::unrecorded(
    const QString& account, AccountId id, std::span<const IntentRecord> intents)
{
    QSqlQuery runs(m_database.connection());
    runs.prepare(QStringLiteral("SELECT 1 FROM runs WHERE run=? AND account=?"));
    QSqlQuery orders(m_database.connection());
    orders.prepare(QStringLiteral("SELECT 1 FROM orders WHERE client_order_id=?"));
    std::vector<Order> found;
    std::uint32_t run = 0;
    bool ours = false;
    for (const IntentRecord& intent : intents) {
        if (intent.run != run) {
            run = intent.run;
            runs.bindValue(0, run);
            runs.bindValue(1, account);
            if (!runs.exec())
                return tl::unexpected(readError(runs));
            ours = runs.next();
        }
        const std::string_view symbol = symbolOf(intent);
        const Instrument* instrument = find(QString::fromUtf8(symbol.data(), static_cast<qsizetype>(symbol.size())));
        if (!ours || instrument == nullptr)
            continue;
        const std::string_view clientId = clientOrderIdOf(intent);
        orders.bindValue(0, QString::fromUtf8(clientId.data(), static_cast<qsizetype>(clientId.size())));
        if (!orders.exec())
            return tl::unexpected(readError(orders));
        if (!orders.next())
            found.push_back(orderOf(intent, *instrument, id));
    }
    return found;
}

Result<std::vector<EquityRow>> History::equity(const QString& account, Timestamp from)
{
    QSqlQuery query(m_database.connection());
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT time, equity, realized, unrealized, spread, inventory, fees, rebates FROM equity "
                                 "WHERE account=? AND time>=? ORDER BY time"));
    query.addBindValue(account);
    query.addBindValue(static_cast<qlonglong>(from.ns));
    if (!query.exec())
        return tl::unexpected(readError(query));
    std::vector<EquityRow> rows;
    while (query.next()) {
        RowReader row(query);
        rows.push_back({timeColumn(query, 0), row.money(1), row.money(2), row.money(3), row.money(4), row.money(5),
            row.money(6), row.money(7)});
        if (row.error())
            return tl::unexpected(*row.error());
    }
    return rows;
}

Result<std::optional<QString>> History::params(const QString& subject)
{
    QSqlQuery query(m_database.connection());
    query.prepare(QStringLiteral("SELECT json FROM params WHERE subject=?"));
    query.addBindValue(subject);
    if (!query.exec())
        return tl::unexpected(readError(query));
    if (!query.next())
        return std::optional<QString>{};
    return std::optional<QString>{query.value(0).toString()};
}

const Instrument* History::find(const QString& symbol) const
{
    const std::string wanted = symbol.toStdString();
    for (const auto& instrument : m_instruments) {
        if (instrument->symbol().view() == wanted)
            return instrument.get();
    }
    return nullptr;
}

} // namespace maker
