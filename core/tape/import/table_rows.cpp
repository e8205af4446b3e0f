#include "tape/import/table_rows.h"

#include "tape/import/csv_fields.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <utility>

namespace maker {
namespace {

constexpr const char* kBadTime = "the time cannot be read";
constexpr const char* kBadPrice = "the price is not a positive decimal";
constexpr const char* kBadQty = "the quantity is not a decimal";

bool saysTrue(std::string_view text)
{
    return text == "true" || text == "True" || text == "TRUE" || text == "1";
}

bool saysFalse(std::string_view text)
{
    return text == "false" || text == "False" || text == "FALSE" || text == "0";
}

std::optional<Side> sideOf(std::string_view text)
{
    const std::string side = columnName(text);
    if (side == "buy" || side == "b" || side == "bid")
        return Side::Buy;
    if (side == "sell" || side == "s" || side == "ask" || side == "a")
        return Side::Sell;
    return std::nullopt;
}

} // namespace

TableRows::TableRows(TableShape shape, const Instrument& instrument, std::string symbol)
    : m_shape(std::move(shape)), m_instrument(instrument), m_symbol(std::move(symbol))
{
}

const char* TableRows::add(const std::vector<std::string_view>& fields)
{
    if (fields.size() < m_shape.width)
        return "it has too few columns";
    if (m_shape.has(Column::SymbolName) && m_shape.field(fields, Column::SymbolName) != m_symbol)
        return "it is of another symbol";
    if (const char* const wrong = readTimes(fields))
        return wrong;
    readId(fields, m_shape.kind == TableKind::Orders ? Column::OrderId : Column::Id);
    switch (m_shape.kind) {
    case TableKind::Candles: return addBar(fields);
    case TableKind::Trades: return addTrade(fields);
    case TableKind::BestQuotes: return addQuote(fields);
    case TableKind::BookChanges: return addChange(fields);
    case TableKind::BookSnapshots: return addSnapshot(fields);
    case TableKind::Orders: return addOrder(fields);
    }
    return "it is of no known kind";
}

const char* TableRows::readTimes(const std::vector<std::string_view>& fields)
{
    const auto venue = readTime(m_shape.field(fields, Column::Time));
    if (!venue)
        return kBadTime;
    m_venue = *venue;
    m_local = *venue;
    if (m_shape.has(Column::LocalTime)) {
        const auto local = readTime(m_shape.field(fields, Column::LocalTime));
        if (!local)
            return kBadTime;
        m_local = *local;
        if (m_shape.tardis && m_local == m_venue)
            m_venue = {};
    }
    return nullptr;
}

void TableRows::readId(const std::vector<std::string_view>& fields, Column column)
{
    m_id = 0;
    if (!m_shape.has(column))
        return;
    const std::string_view text = m_shape.field(fields, column);
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), m_id);
    if (error == std::errc() && at == text.data() + text.size() && m_id <= std::uint64_t{std::numeric_limits<std::int64_t>::max()})
        return;
    constexpr std::uint64_t kPositive = ~(std::uint64_t{1} << 63U);
    std::uint64_t hash = 0xCBF29CE484222325U; // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    m_id = text.empty() ? 0 : hash & kPositive;
}

bool TableRows::price(std::string_view text, Price& out)
{
    const auto read = readCount(text, m_instrument.priceDecimals());
    if (!read || read->count <= 0)
        return false;
    m_rounded += read->rounded ? 1 : 0;
    out = {read->count};
    return true;
}

bool TableRows::qty(std::string_view text, Qty& out)
{
    const auto read = readCount(text, m_instrument.qtyDecimals());
    if (!read)
        return false;
    m_rounded += read->rounded ? 1 : 0;
    out = {read->count};
    return true;
}

MarketEvent TableRows::event(MarketKind kind) const noexcept
{
    MarketEvent made;
    made.kind = kind;
    made.instrument = m_instrument.id();
    made.venue = m_instrument.venue();
    made.venueTime = m_venue;
    made.localTime = m_local;
    return made;
}

const char* TableRows::addBar(const std::vector<std::string_view>& fields)
{
    Candle bar;
    bar.openTime = m_local;
    if (!price(m_shape.field(fields, Column::Open), bar.open) || !price(m_shape.field(fields, Column::High), bar.high)
        || !price(m_shape.field(fields, Column::Low), bar.low) || !price(m_shape.field(fields, Column::Close), bar.close))
        return kBadPrice;
    if (m_shape.has(Column::Volume) && !qty(m_shape.field(fields, Column::Volume), bar.volume))
        return kBadQty;
    if (m_shape.has(Column::BuyVolume) && !qty(m_shape.field(fields, Column::BuyVolume), bar.buyVolume))
        return kBadQty;
    if (m_shape.has(Column::TradeCount)) {
        const auto count = readCount(m_shape.field(fields, Column::TradeCount), 0);
        bar.trades = count ? static_cast<std::uint32_t>(std::min<std::int64_t>(count->count, 0xFFFF'FFFF)) : 0;
    }
    if (bar.high < std::max({bar.open, bar.close, bar.low}) || bar.low > std::min(bar.open, bar.close))
        return "its high and low do not enclose its open and close";
    m_bar = bar;
    return nullptr;
}

const char* TableRows::addTrade(const std::vector<std::string_view>& fields)
{
    MarketEvent trade = event(MarketKind::Trade);
    if (!price(m_shape.field(fields, Column::Price), trade.price))
        return kBadPrice;
    if (!qty(m_shape.field(fields, Column::Qty), trade.qty) || trade.qty.count <= 0)
        return "the quantity is not a positive decimal";
    if (m_shape.has(Column::BuyerIsMaker)) {
        const std::string_view maker = m_shape.field(fields, Column::BuyerIsMaker);
        if (!saysTrue(maker) && !saysFalse(maker))
            return "who was the maker is neither true nor false";
        trade.side = saysTrue(maker) ? Side::Sell : Side::Buy;
    } else if (m_shape.has(Column::Side)) {
        // Where the aggressor is unknown, buying is assumed: volume and price count, the side cannot be known.
        const std::string_view said = m_shape.field(fields, Column::Side);
        const auto side = sideOf(said);
        if (!side && !said.empty() && columnName(said) != "unknown")
            return "its side is neither buy nor sell";
        trade.side = side.value_or(Side::Buy);
    }
    trade.lastId = static_cast<std::int64_t>(m_id);
    m_events.push_back(trade);
    return nullptr;
}

const char* TableRows::addQuote(const std::vector<std::string_view>& fields)
{
    MarketEvent quote = event(MarketKind::BestQuote);
    if (!price(m_shape.field(fields, Column::BidPrice), quote.price) || !price(m_shape.field(fields, Column::AskPrice), quote.askPrice))
        return kBadPrice;
    if (!qty(m_shape.field(fields, Column::BidQty), quote.qty) || !qty(m_shape.field(fields, Column::AskQty), quote.askQty))
        return kBadQty;
    quote.lastId = static_cast<std::int64_t>(m_id);
    m_events.push_back(quote);
    return nullptr;
}

const char* TableRows::addChange(const std::vector<std::string_view>& fields)
{
    const std::string_view snapshotText = m_shape.field(fields, Column::IsSnapshot);
    const auto side = sideOf(m_shape.field(fields, Column::Side));
    MarketEvent level = event(MarketKind::BookLevel);
    if ((!saysTrue(snapshotText) && !saysFalse(snapshotText)) || !side)
        return "its side is neither bid nor ask, or is_snapshot neither true nor false";
    if (!price(m_shape.field(fields, Column::Price), level.price))
        return kBadPrice;
    if (!qty(m_shape.field(fields, Column::Qty), level.qty))
        return kBadQty;
    const bool snapshot = saysTrue(snapshotText);
    constexpr std::size_t kMostLevels = 65'535;
    if (!m_message.empty()
        && (m_message.front().localTime != m_local || m_inSnapshot != snapshot || m_message.size() > kMostLevels))
        finish();
    if (m_message.empty()) {
        m_inSnapshot = snapshot;
        m_message.push_back(event(snapshot ? MarketKind::BookSnapshot : MarketKind::BookDelta));
    }
    level.side = *side;
    level.venueTime = m_message.front().venueTime;
    m_message.push_back(level);
    return nullptr;
}

const char* TableRows::addSnapshot(const std::vector<std::string_view>& fields)
{
    m_message.assign(1, event(MarketKind::BookSnapshot));
    for (std::size_t i = 0; i < m_shape.depth; ++i) {
        for (const Side side : {Side::Sell, Side::Buy}) {
            const std::size_t at = m_shape.firstLevel + 4 * i + (side == Side::Buy ? 2 : 0);
            if (fields[at].empty())
                continue; // the book has no more levels
            MarketEvent level = event(MarketKind::BookLevel);
            level.side = side;
            if (!price(fields[at], level.price) || !qty(fields[at + 1], level.qty)) {
                m_message.clear();
                return kBadPrice;
            }
            m_message.push_back(level);
        }
    }
    m_inSnapshot = true;
    finish();
    return nullptr;
}

const char* TableRows::addOrder(const std::vector<std::string_view>& fields)
{
    const auto action = orderAction(m_shape.field(fields, Column::Action));
    if (!action)
        return "its action is none of add, modify, cancel, execute and clear";
    OrderRows::Row row;
    row.action = *action;
    row.id = static_cast<std::int64_t>(m_id);
    row.blank = event(MarketKind::BookOrder);
    const std::string_view side = m_shape.field(fields, Column::Side);
    row.side = sideOf(side);
    if (!row.side && !side.empty())
        return "its side is neither buy nor sell";
    // What an action does not need may be left empty, but nothing may be written that cannot be read.
    Price read;
    if (const std::string_view text = m_shape.field(fields, Column::Price); !text.empty()) {
        if (!price(text, read) && *action != OrderAction::Clear)
            return kBadPrice;
        row.price = read;
    }
    Qty size;
    if (const std::string_view text = m_shape.field(fields, Column::Qty); !text.empty()) {
        if (!qty(text, size))
            return kBadQty;
        row.qty = size;
    }
    return m_orders.add(row, m_events);
}

void TableRows::finish()
{
    m_orders.finish(m_events);
    if (m_message.empty())
        return;
    MarketEvent& header = m_message.front();
    header.levels = static_cast<std::uint16_t>(m_message.size() - 1);
    header.firstId = ++m_bookId;
    header.lastId = m_bookId;
    header.prevId = m_inSnapshot ? 0 : m_bookId - 1;
    for (MarketEvent& record : m_message)
        record.last = false;
    m_message.back().last = true;
    m_events.insert(m_events.end(), m_message.begin(), m_message.end());
    m_message.clear();
}

void learnGrid(const TableShape& shape, const std::vector<std::string_view>& fields, SniffedInstrument& learned)
{
    if (fields.size() < shape.width)
        return;
    for (const Column column : {Column::Price, Column::Open, Column::High, Column::Low, Column::Close, Column::BidPrice, Column::AskPrice}) {
        if (shape.has(column))
            learned.prices.add(shape.field(fields, column));
    }
    for (const Column column : {Column::Qty, Column::Volume, Column::BuyVolume, Column::BidQty, Column::AskQty}) {
        if (shape.has(column))
            learned.quantities.add(shape.field(fields, column));
    }
    for (std::size_t i = 0; i < shape.depth * 2; ++i) {
        learned.prices.add(fields[shape.firstLevel + 2 * i]);
        learned.quantities.add(fields[shape.firstLevel + 2 * i + 1]);
    }
}

} // namespace maker
