#include "session/session_parts.h"

#include "store/past.h"
#include "venues/api/venue_clock.h"

// What the window shows of the time before this session.

namespace maker {

namespace {
constexpr Duration kDays = Duration::seconds(30 * 86'400);
constexpr Duration kQuotes = Duration::seconds(86'400);
constexpr int kMostOrders = 20'000;
} // namespace

/// A past that cannot be read is said and missed; it keeps nobody from trading.
void Session::Parts::loadPast(Database& database)
{
    const Timestamp now = localNow();
    const bool embedded = config.environment == Environment::Simulated && config.simulatedPort == 0;
    // Each start of the demo is a new account: its days are those of all of them, its orders are of other markets.
    const QString family = embedded ? QStringLiteral("demo-") : QString::fromStdString(account);
    const auto days = readPastDays(database, family, now - kDays);
    if (!days)
        notes.push_back("Earlier days are not shown: " + days.error().detail);
    for (const PastDay& day : days ? *days : std::vector<PastDay>{}) {
        pastDays.push_back({day.day,
            {day.equity, day.total(), day.realized, day.unrealized, day.spread, day.inventory, day.fees, day.rebates}});
    }
    if (embedded)
        return;
    const auto orders
        = readPastOrders(database, QString::fromStdString(account), catalog.instruments, now - kQuotes, kMostOrders);
    if (!orders)
        notes.push_back("Earlier quotes are not shown: " + orders.error().detail);
    for (const PastOrder& order : orders ? *orders : std::vector<PastOrder>{})
        pastQuotes[order.instrument].push_back({order.created, order.updated, order.side, order.price});
}

} // namespace maker
