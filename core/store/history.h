#pragma once

#include "kernel/base/result.h"
#include "kernel/model/fill.h"
#include "kernel/model/order.h"
#include "kernel/portfolio/markouts.h"
#include "store/intent_log.h"
#include "store/journal_writer.h"

#include <optional>
#include <span>
#include <vector>

namespace maker {

/// What a ledger needs to go on where the last run stopped.
struct AccountHistory {
    std::vector<Amount> deposits;
    std::vector<Fill> fills;       ///< in booking order
    std::vector<Markouts> markouts; ///< of each of `fills`
    std::vector<Order> openOrders; ///< as last seen; the venue decides what became of them
    Timestamp lastVenueTime;       ///< of the newest fill; zero: none
};

/// One stored second of an account's PnL curve.
struct EquityRow {
    Timestamp time;
    Money equity;
    Money realized;
    Money unrealized;
    Money spread;
    Money inventory;
    Money fees;
    Money rebates;
};

/// Reads of the store. Rows of instruments that are not in `instruments` are an error: a ledger with holes is no ledger.
class History {
public:
    History(Database& database, Instruments instruments)
        : m_database(database), m_instruments(std::move(instruments))
    {
    }

    Result<AccountHistory> account(const QString& account, AccountId id);
    Result<std::vector<EquityRow>> equity(const QString& account, Timestamp from);
    /// Orders of the account whose intent was logged but of which the store knows nothing: the process died in between.
    /// They count as in flight until the venue has been asked.
    Result<std::vector<Order>> unrecorded(const QString& account, AccountId id, std::span<const IntentRecord> intents);
    /// Nothing where none were saved.
    Result<std::optional<QString>> params(const QString& subject);

private:
    Result<void> readMarkouts(const QString& account, AccountHistory& history);
    const Instrument* find(const QString& symbol) const;

    Database& m_database;
    Instruments m_instruments;
};

} // namespace maker
