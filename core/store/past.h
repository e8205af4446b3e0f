#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/instrument.h"
#include "store/database.h"

#include <memory>
#include <span>
#include <vector>

namespace maker {

/// What all accounts of one family earned on one UTC day; the parts add up to the total.
struct PastDay {
    Timestamp day; ///< its midnight
    Money equity;  ///< the last one of the day, of the newest account
    Money realized;
    Money unrealized;
    Money spread;
    Money inventory;
    Money fees;
    Money rebates;

    Money total() const { return spread + inventory + fees + rebates; }
};

/// A time during which an order of ours rested.
struct PastOrder {
    InstrumentId instrument;
    Side side = Side::Buy;
    Price price;
    Timestamp created;
    Timestamp updated; ///< of a closed order: when it ended
};

/// The results of the days since `from`, oldest first. `family` is the beginning that the names of the accounts share: a
/// demo has a new account at each start, all of them are "demo-". Reads a few rows a day, however long the curve is.
Result<std::vector<PastDay>> readPastDays(Database& database, const QString& family, Timestamp from);

/// Closed orders of ours of one account since `from`, by creation; at most `most`, the newest ones.
Result<std::vector<PastOrder>> readPastOrders(Database& database, const QString& account,
    std::span<const std::shared_ptr<const Instrument>> instruments, Timestamp from, int most);

} // namespace maker
