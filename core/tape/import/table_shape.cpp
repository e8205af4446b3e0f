#include "tape/import/table_shape.h"

#include "tape/import/csv_fields.h"
#include "tape/import/sniffed_instrument.h"

#include <algorithm>
#include <utility>

namespace maker {
namespace {

using Names = std::vector<std::pair<std::string_view, Column>>;

/// What vendors call their columns, as columnName() spells them; the first that is there wins.
const Names& names()
{
    static const Names all = {
        {"transactiontime", Column::Time}, {"transacttime", Column::Time}, {"opentime", Column::Time}, {"time", Column::Time},
        {"timestamp", Column::Time}, {"date", Column::Time}, {"datetime", Column::Time}, {"localtimestamp", Column::LocalTime},
        {"symbol", Column::SymbolName}, {"exchange", Column::Exchange}, {"id", Column::Id}, {"aggtradeid", Column::Id},
        {"tradeid", Column::Id}, {"updateid", Column::Id}, {"side", Column::Side}, {"isbuyermaker", Column::BuyerIsMaker},
        {"issnapshot", Column::IsSnapshot}, {"price", Column::Price}, {"qty", Column::Qty}, {"quantity", Column::Qty},
        {"amount", Column::Qty}, {"size", Column::Qty}, {"open", Column::Open}, {"high", Column::High}, {"low", Column::Low},
        {"close", Column::Close}, {"volume", Column::Volume}, {"vol", Column::Volume}, {"takerbuyvolume", Column::BuyVolume},
        {"takerbuybaseassetvolume", Column::BuyVolume}, {"count", Column::TradeCount}, {"numberoftrades", Column::TradeCount},
        {"trades", Column::TradeCount}, {"closetime", Column::CloseTime}, {"bestbidprice", Column::BidPrice},
        {"bestbidqty", Column::BidQty}, {"bestaskprice", Column::AskPrice}, {"bestaskqty", Column::AskQty},
        {"bidprice", Column::BidPrice}, {"bidamount", Column::BidQty}, {"askprice", Column::AskPrice},
        {"askamount", Column::AskQty}, {"orderid", Column::OrderId}, {"action", Column::Action},
    };
    return all;
}

void nameColumns(TableShape& shape, const std::vector<std::string_view>& fields)
{
    shape.columns.fill(TableShape::kAbsent);
    shape.width = fields.size();
    std::vector<std::string> spelled;
    for (const std::string_view field : fields)
        spelled.push_back(columnName(field));
    for (const auto& [name, column] : names()) {
        const auto found = std::find(spelled.begin(), spelled.end(), name);
        int& at = shape.columns[static_cast<std::size_t>(column)];
        if (at == TableShape::kAbsent && found != spelled.end())
            at = static_cast<int>(found - spelled.begin());
    }
    const auto level = std::find(spelled.begin(), spelled.end(), "asks[0].price");
    if (level != spelled.end()) {
        shape.firstLevel = static_cast<std::size_t>(level - spelled.begin());
        shape.depth = (spelled.size() - shape.firstLevel) / 4;
    }
}

/// What the columns make it; false: nothing we know.
bool nameKind(TableShape& shape)
{
    const auto all = [&](std::initializer_list<Column> columns) {
        return std::all_of(columns.begin(), columns.end(), [&](Column column) { return shape.has(column); });
    };
    shape.tardis = all({Column::Exchange, Column::SymbolName, Column::LocalTime});
    if (!shape.has(Column::Time))
        return false;
    if (shape.depth > 0)
        shape.kind = TableKind::BookSnapshots;
    else if (all({Column::Action, Column::OrderId, Column::Side, Column::Price, Column::Qty}))
        shape.kind = TableKind::Orders;
    else if (all({Column::IsSnapshot, Column::Side, Column::Price, Column::Qty}))
        shape.kind = TableKind::BookChanges;
    else if (all({Column::Open, Column::High, Column::Low, Column::Close}))
        shape.kind = TableKind::Candles;
    else if (all({Column::BidPrice, Column::BidQty, Column::AskPrice, Column::AskQty}))
        shape.kind = TableKind::BestQuotes;
    else if (all({Column::Price, Column::Qty}))
        shape.kind = TableKind::Trades;
    else
        return false;
    return true;
}

bool nameFromHeader(TableShape& shape, const std::vector<std::string_view>& fields)
{
    shape.header = true;
    nameColumns(shape, fields);
    return nameKind(shape);
}

/// The documented order of the columns of a table without a header.
bool nameFromWidth(TableShape& shape, std::string_view name, std::size_t width)
{
    static constexpr std::string_view kKlines = "open_time,open,high,low,close,volume,close_time,quote_volume,count,"
                                                "taker_buy_volume,taker_buy_quote_volume,ignore";
    static constexpr std::string_view kAggTrades =
        "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker,best_match";
    static constexpr std::string_view kTrades = "id,price,qty,quote_qty,time,is_buyer_maker,best_match";
    static constexpr std::string_view kBookTicker =
        "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time";
    const auto named = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
    std::string_view columns;
    if (width == 12)
        columns = kKlines;
    else if (named("-aggTrades-") || width == 8)
        columns = kAggTrades;
    else if (named("-bookTicker-"))
        columns = kBookTicker;
    else if (named("-trades-") && width >= 6)
        columns = kTrades;
    else if (width == 3 || width == 4)
        columns = "time,price,qty,side";
    else if (width == 6 && !named("-trades-"))
        columns = "time,open,high,low,close,volume";
    else
        return false;
    std::vector<std::string_view> fields;
    splitCsv(columns, ',', fields);
    fields.resize(std::min(fields.size(), width));
    nameColumns(shape, fields);
    shape.width = fields.size();
    return nameKind(shape);
}

bool startsLikeData(const std::vector<std::string_view>& fields)
{
    return !fields.empty() && !fields.front().empty() && fields.front().front() >= '0' && fields.front().front() <= '9';
}

} // namespace

Result<TableShape> shapeOf(std::string_view firstLine, std::string_view name)
{
    TableShape shape;
    if (firstLine.starts_with("\xEF\xBB\xBF"))
        firstLine.remove_prefix(3);
    shape.separator = separatorOf(firstLine);
    std::vector<std::string_view> fields;
    splitCsv(firstLine, shape.separator, fields);
    const bool known = startsLikeData(fields) ? nameFromWidth(shape, name, fields.size()) : nameFromHeader(shape, fields);
    if (known)
        return shape;
    std::string shown(firstLine.substr(0, 80));
    // Of a binary file nothing may reach a terminal that it could act on.
    std::replace_if(shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return fail(ErrorCode::Unsupported, std::string(name) + " is in no known format. It begins with: " + shown);
}

std::string symbolInName(std::string_view path)
{
    std::string_view name = path.substr(path.find_last_of("/\\") + 1);
    name = name.substr(0, name.find('.'));
    const auto isWord = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    while (!name.empty()) {
        const auto end = static_cast<std::size_t>(std::find_if_not(name.begin(), name.end(), isWord) - name.begin());
        std::string word(name.substr(0, end));
        std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        if (splitSymbol(word).quote != "QUOTE")
            return word;
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return {};
}

} // namespace maker
