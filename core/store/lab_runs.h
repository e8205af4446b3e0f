#pragma once

#include "kernel/base/result.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/money.h"
#include "store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// One kept run of the lab without what it left behind.
struct LabRunRow {
    std::uint64_t id = 0;
    Timestamp created;
    std::string label;
    std::string strategy;
    std::string data;
    std::string params; ///< JSON
    std::string models; ///< JSON
    std::string difference;
    std::string sweep;
    std::string currency;
    Money pnl;
    std::optional<double> sharpe;
    std::optional<double> pnlPerNotionalBps;
    std::uint64_t fills = 0;
};

/// Runs of the lab in the store, bounded: the oldest make room. Used by the thread of its connection.
class LabRuns {
public:
    struct Limits {
        std::uint64_t runs = 2000;
        std::uint64_t bytes = 1ULL << 30U; ///< of the records
    };

    LabRuns(Database& database, Limits limits) : m_database(database), m_limits(limits) {}

    /// Keeps a run with its statistics (JSON) and its record, as bytes; answers its id, which is never used again.
    Result<std::uint64_t> add(const LabRunRow& row, std::string_view statistics, std::string_view record);
    /// Newest first.
    Result<std::vector<LabRunRow>> list();
    /// The bytes given to add(); NotFound where the run is gone.
    Result<std::string> record(std::uint64_t id);
    /// Puts other bytes in their place; nothing happens where the run is gone.
    Result<void> replaceRecord(std::uint64_t id, std::string_view record);
    Result<void> remove(std::uint64_t id);

private:
    Result<std::uint64_t> insert(const LabRunRow& row, std::string_view statistics, std::string_view record);
    Result<void> makeRoom(std::uint64_t newest);

    Database& m_database;
    Limits m_limits;
};

} // namespace maker
