#pragma once

#include "kernel/model/candle.h"
#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"
#include "tape/import/order_rows.h"
#include "tape/import/sniffed_instrument.h"
#include "tape/import/table_shape.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// Turns the rows of a table into events or bars of one instrument.
class TableRows {
public:
    TableRows(TableShape shape, const Instrument& instrument, std::string symbol);

    /// One row; a sentence where it is wrong, null where it is good. A good row leaves a bar, or events, to be taken;
    /// changes of a book are held back until their message is whole.
    const char* add(const std::vector<std::string_view>& fields);
    /// The message that was being read is whole.
    void finish();

    const Candle& bar() const noexcept { return m_bar; }
    /// Those that are whole; the caller clears them.
    std::vector<MarketEvent>& events() noexcept { return m_events; }
    std::uint64_t rounded() const noexcept { return m_rounded; }
    /// Of the last row, to find duplicates with: the venue's id, or a hash of it where it is no number; 0: it has none.
    std::uint64_t id() const noexcept { return m_id; }

private:
    const char* addBar(const std::vector<std::string_view>& fields);
    const char* addTrade(const std::vector<std::string_view>& fields);
    const char* addQuote(const std::vector<std::string_view>& fields);
    const char* addChange(const std::vector<std::string_view>& fields);
    const char* addSnapshot(const std::vector<std::string_view>& fields);
    const char* addOrder(const std::vector<std::string_view>& fields);
    const char* readTimes(const std::vector<std::string_view>& fields);
    void readId(const std::vector<std::string_view>& fields, Column column);
    bool price(std::string_view text, Price& out);
    bool qty(std::string_view text, Qty& out);
    MarketEvent event(MarketKind kind) const noexcept;

    TableShape m_shape;
    const Instrument& m_instrument;
    std::string m_symbol;
    Timestamp m_local;
    Timestamp m_venue;
    std::uint64_t m_id = 0;
    std::uint64_t m_rounded = 0;
    std::int64_t m_bookId = 1; ///< these tables have none: each message gets the next
    bool m_inSnapshot = false;
    Candle m_bar;
    std::vector<MarketEvent> m_events;
    std::vector<MarketEvent> m_message; ///< header and levels of the message being read
    OrderRows m_orders;
};

/// Learns how fine the numbers of a row are.
void learnGrid(const TableShape& shape, const std::vector<std::string_view>& fields, SniffedInstrument& learned);

} // namespace maker
