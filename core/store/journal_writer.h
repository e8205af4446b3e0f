#pragma once

#include "kernel/base/result.h"
#include "kernel/engine/ports.h"
#include "kernel/model/instrument.h"
#include "store/database.h"

#include <QSqlQuery>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace maker {

using Instruments = std::vector<std::shared_ptr<const Instrument>>;

/// Writes journal rows into the store, one transaction a batch. Fills are unique by (account, symbol, trade id): a row that
/// is there already changes nothing, so a batch may be written again after an error. Used by the store thread.
class JournalWriter {
public:
    struct Identity {
        std::uint32_t run = 0;
        QString account; ///< the ledger's name: simulated accounts get a new one each start
        QString version;
        QString mode;
    };

    JournalWriter(Database& database, Instruments instruments, Identity identity);

    /// Writes the run's own row. Called once before the first batch.
    Result<void> beginRun(Timestamp now);
    Result<void> endRun(Timestamp now);
    Result<void> write(std::span<const JournalRow> batch);
    Result<void> saveParams(const QString& subject, const QString& json, Timestamp now);

private:
    Result<void> prepare();
    Result<void> writeRow(const JournalRow& row);
    Result<void> writeOrder(const Order& order);
    Result<void> writeFill(const Fill& fill);
    Result<void> writeMarkout(const JournalRow& row);
    Result<void> writeDeposit(const JournalRow& row);
    Result<void> writeEquity(const JournalRow& row);
    Result<void> writeEntry(const JournalRow& row);
    Result<void> run(QSqlQuery& query);
    const Instrument* find(InstrumentId id) const;

    Database& m_database;
    Instruments m_instruments;
    Identity m_identity;
    bool m_prepared = false;
    QSqlQuery m_order;
    QSqlQuery m_fill;
    QSqlQuery m_deposit;
    QSqlQuery m_equity;
    QSqlQuery m_entry;
    QSqlQuery m_markout;
};

} // namespace maker
