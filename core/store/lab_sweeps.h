#pragma once

#include "kernel/base/result.h"
#include "kernel/base/timestamp.h"
#include "store/database.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace maker {

/// One kept search of the lab; its plan, items and checks are texts whose meaning the lab knows.
struct LabSweepRow {
    std::uint64_t id = 0; ///< never used again; later ones are larger
    Timestamp created;
    std::string name;
    std::string plan;
    std::string currency;
    std::string state;
    std::string message;
    std::vector<std::pair<Timestamp, Timestamp>> windows;
    std::uint64_t walkForwardRun = 0; ///< 0: none
};

/// What belongs to one combination of a search.
struct LabSweepCell {
    std::string params;
    std::string models;
    std::uint64_t run = 0; ///< 0: none
    std::string checks;
};

/// A search with all that is kept of it.
struct LabSweepContent {
    LabSweepRow row;
    std::vector<std::pair<std::uint64_t, std::string>> items; ///< in the order of their numbers
    std::vector<LabSweepCell> cells;
};

/// Searches of the lab in the store, bounded: the oldest make room. Used by the thread of its connection.
class LabSweeps {
public:
    static constexpr std::uint64_t kMost = 50;

    explicit LabSweeps(Database& database) : m_database(database) {}

    Result<void> add(const LabSweepRow& row);
    /// Everything of the row but its plan, name and time may have changed.
    Result<void> update(const LabSweepRow& row);
    Result<void> putItem(std::uint64_t sweep, std::uint64_t item, const std::string& runs);
    Result<void> putCell(std::uint64_t sweep, const LabSweepCell& cell);
    /// Newest first.
    Result<std::vector<LabSweepContent>> list();
    Result<void> remove(std::uint64_t sweep);

private:
    Result<void> readItems(LabSweepContent& content);
    Result<void> readCells(LabSweepContent& content);
    Result<void> makeRoom();

    Database& m_database;
};

} // namespace maker
