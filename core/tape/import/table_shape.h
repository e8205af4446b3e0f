#pragma once

#include "kernel/base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// What the rows of a table are.
enum class TableKind : std::uint8_t { Candles, Trades, BestQuotes, BookChanges, BookSnapshots, Orders };

/// What a column means.
enum class Column : std::uint8_t {
    Time,
    LocalTime,
    SymbolName,
    Exchange,
    Id,
    OrderId,
    Action,
    Side,
    BuyerIsMaker,
    IsSnapshot,
    Price,
    Qty,
    Open,
    High,
    Low,
    Close,
    Volume,
    BuyVolume,
    TradeCount,
    CloseTime,
    BidPrice,
    BidQty,
    AskPrice,
    AskQty,
    Count,
};

/// Which column of a table means what, found from its header or, without one, from its name and width.
struct TableShape {
    static constexpr int kAbsent = -1;

    TableKind kind = TableKind::Trades;
    bool tardis = false; ///< its conventions: a venue time equal to the local time means none
    bool header = false; ///< the first line is one
    char separator = ',';
    std::array<int, static_cast<std::size_t>(Column::Count)> columns{};
    std::size_t width = 0;
    std::size_t depth = 0; ///< BookSnapshots: levels a side; asks and bids alternate from `firstLevel`
    std::size_t firstLevel = 0;

    int at(Column column) const noexcept { return columns[static_cast<std::size_t>(column)]; }
    bool has(Column column) const noexcept { return at(column) != kAbsent; }
    std::string_view field(const std::vector<std::string_view>& fields, Column column) const noexcept
    {
        return fields[static_cast<std::size_t>(at(column))];
    }
};

/// Reads the first line of a table called `name`. Fails with Unsupported and the line where it cannot be told what it is.
Result<TableShape> shapeOf(std::string_view firstLine, std::string_view name);

/// The symbol that a file name seems to contain ("BTCUSDT-trades-2024-08.zip"); empty: none.
std::string symbolInName(std::string_view name);

} // namespace maker
