#include "store/past.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

namespace maker {

namespace {

constexpr std::int64_t kDayNs = 86'400'000'000'000;
constexpr std::array kParts{&PastDay::realized, &PastDay::unrealized, &PastDay::spread, &PastDay::inventory,
    &PastDay::fees, &PastDay::rebates};

Error readError(const QSqlQuery& query)
{
    return Error{ErrorCode::Io, "Reading the past from the store failed: " + query.lastError().text().toStdString()};
}

/// The last point of an account's curve before a moment; zeros where it has none. The sums of a curve begin at zero.
Result<PastDay> pointBefore(QSqlQuery& query, const QString& account, std::int64_t before)
{
    query.bindValue(0, account);
    query.bindValue(1, static_cast<qlonglong>(before));
    if (!query.exec())
        return tl::unexpected(readError(query));
    PastDay point;
    if (!query.next())
        return point;
    point.day = {query.value(0).toLongLong()};
    for (std::size_t i = 0; i <= kParts.size(); ++i) {
        const auto value = Money::parse(query.value(static_cast<int>(i) + 1).toString().toStdString());
        if (!value)
            return fail(ErrorCode::Corrupt, "The store holds a result that cannot be read.");
        (i == 0 ? point.equity : point.*kParts[i - 1]) = *value;
    }
    return point;
}

} // namespace

Result<std::vector<PastDay>> readPastDays(Database& database, const QString& family, Timestamp from)
{
    QSqlQuery accounts(database.connection());
    accounts.prepare(QStringLiteral("SELECT account, MIN(started) FROM runs WHERE substr(account, 1, ?)=? "
                                    "AND COALESCE(ended, started)>=? GROUP BY account ORDER BY 2"));
    accounts.addBindValue(family.size());
    accounts.addBindValue(family);
    accounts.addBindValue(static_cast<qlonglong>(from.ns));
    if (!accounts.exec())
        return tl::unexpected(readError(accounts));
    QSqlQuery point(database.connection());
    point.prepare(QStringLiteral("SELECT time, equity, realized, unrealized, spread, inventory, fees, rebates FROM equity "
                                 "WHERE account=? AND time<? ORDER BY time DESC LIMIT 1"));
    std::map<std::int64_t, PastDay> days;
    while (accounts.next()) {
        const QString account = accounts.value(0).toString();
        auto last = pointBefore(point, account, std::numeric_limits<std::int64_t>::max());
        while (last && last->day.ns >= from.ns && last->day.ns > 0) {
            const std::int64_t midnight = last->day.ns / kDayNs * kDayNs;
            auto before = pointBefore(point, account, midnight);
            if (!before)
                return tl::unexpected(before.error());
            PastDay& day = days[midnight];
            day.day = {midnight};
            day.equity = last->equity;
            for (const auto part : kParts)
                day.*part += (*last).*part - (*before).*part;
            last = before;
        }
        if (!last)
            return tl::unexpected(last.error());
    }
    std::vector<PastDay> sorted;
    for (const auto& [midnight, day] : days)
        sorted.push_back(day);
    return sorted;
}

Result<std::vector<PastOrder>> readPastOrders(Database& database, const QString& account,
    std::span<const std::shared_ptr<const Instrument>> instruments, Timestamp from, int most)
{
    QSqlQuery query(database.connection());
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT symbol, side, price, created, updated FROM orders WHERE account=? AND updated>=? "
                                 "AND state IN ('Filled','Canceled','Expired') AND venue_order_id<>'' "
                                 "ORDER BY updated DESC LIMIT ?"));
    query.addBindValue(account);
    query.addBindValue(static_cast<qlonglong>(from.ns));
    query.addBindValue(most);
    if (!query.exec())
        return tl::unexpected(readError(query));
    std::vector<PastOrder> orders;
    while (query.next()) {
        const std::string symbol = query.value(0).toString().toStdString();
        for (const auto& instrument : instruments) {
            if (instrument->symbol().view() != symbol)
                continue;
            const auto price = instrument->tryPrice(query.value(2).toString().toStdString());
            if (!price)
                return fail(ErrorCode::Corrupt, "The store holds an order price that cannot be read.");
            orders.push_back({instrument->id(), query.value(1).toString() == QLatin1String("buy") ? Side::Buy : Side::Sell,
                *price, {query.value(3).toLongLong()}, {query.value(4).toLongLong()}});
        }
    }
    std::sort(orders.begin(), orders.end(),
        [](const PastOrder& a, const PastOrder& b) { return a.created < b.created; });
    return orders;
}

} // namespace maker
