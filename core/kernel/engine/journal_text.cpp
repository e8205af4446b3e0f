#include "kernel/engine/journal_text.h"

namespace maker {

namespace {

std::string_view name(JournalKind kind) noexcept
{
    switch (kind) {
    case JournalKind::OrderUpdate:
        return "order";
    case JournalKind::FillBooked:
        return "fill";
    case JournalKind::Refused:
        return "refused";
    case JournalKind::VenueRejected:
        return "rejected";
    case JournalKind::Strategy:
        return "strategy";
    case JournalKind::Risk:
        return "risk";
    case JournalKind::Alert:
        return "alert";
    case JournalKind::Equity:
        return "equity";
    case JournalKind::Deposit:
        return "deposit";
    case JournalKind::Markout:
        return "markout";
    }
    return "unknown";
}

/// Appends " key=value" to one line.
class Line {
public:
    explicit Line(std::string& out) : m_out(out) {}

    void put(std::string_view key, std::string_view value)
    {
        m_out += ' ';
        m_out += key;
        m_out += '=';
        m_out += value;
    }
    void number(std::string_view key, std::int64_t value) { put(key, std::to_string(value)); }
    void money(std::string_view key, Money value) { put(key, value.toString()); }

private:
    std::string& m_out;
};

void addOrder(Line& line, const Order& order)
{
    line.put("client", order.clientOrderId.view());
    line.put("venueId", order.venueOrderId.view());
    line.number("instrument", order.instrument.value);
    line.put("side", toText(order.side));
    line.put("type", toText(order.type));
    line.put("tif", toText(order.timeInForce));
    line.number("postOnly", order.postOnly ? 1 : 0);
    line.number("foreign", order.foreign ? 1 : 0);
    line.put("state", toText(order.state));
    line.number("price", order.price.count);
    line.number("qty", order.qty.count);
    line.number("cum", order.cumQty.count);
}

void addFill(Line& line, const Fill& fill)
{
    line.put("trade", fill.tradeId.view());
    line.put("client", fill.clientOrderId.view());
    line.number("instrument", fill.instrument.value);
    line.put("side", toText(fill.side));
    line.number("maker", fill.isMaker ? 1 : 0);
    line.number("price", fill.price.count);
    line.number("qty", fill.qty.count);
    line.money("fee", fill.fee.money);
    line.put("feeAsset", fill.fee.currency.view());
    line.money("mid", fill.mid);
}

void addMarkout(Line& line, const FinishedMarkout& markout)
{
    line.put("trade", markout.tradeId.view());
    line.number("instrument", markout.instrument.value);
    line.put("side", toText(markout.side));
    line.number("afterMs", kMarkoutHorizons[markout.horizon].ns / 1'000'000);
    line.number("microBps", markout.microBps);
}

void addEquity(Line& line, const JournalRow& row)
{
    line.money("equity", row.equity);
    line.money("realized", row.realized);
    line.money("unrealized", row.unrealized);
    line.money("spread", row.spread);
    line.money("inventory", row.inventory);
    line.money("fees", row.fees);
    line.money("rebates", row.rebates);
}

} // namespace

std::string journalLine(const JournalRow& row)
{
    std::string text;
    text.reserve(256);
    text += std::to_string(row.sequence);
    text += ' ';
    text += name(row.kind);
    Line line(text);
    line.number("time", row.time.ns);
    if (row.strategy.valid())
        line.number("strategy", row.strategy.value);
    if (row.account.valid())
        line.number("account", row.account.value);
    const bool withOrder = row.kind == JournalKind::OrderUpdate || row.kind == JournalKind::Refused
        || row.kind == JournalKind::VenueRejected;
    if (withOrder)
        addOrder(line, row.order);
    if (row.kind == JournalKind::FillBooked)
        addFill(line, row.fill);
    if (row.kind == JournalKind::Markout)
        addMarkout(line, row.markout);
    if (row.kind == JournalKind::Refused) {
        line.put("code", toText(row.refusal.code));
        line.put("detail", row.refusal.detail.view());
    }
    if (row.kind == JournalKind::Equity)
        addEquity(line, row);
    if (row.kind == JournalKind::Deposit) {
        line.money("amount", row.amount.money);
        line.put("asset", row.amount.currency.view());
    }
    if (!row.text.empty())
        line.put("text", row.text.view());
    return text;
}

void JournalDigest::addByte(unsigned char byte) noexcept
{
    m_value ^= byte;
    m_value *= 1099511628211ULL;
}

void JournalDigest::add(std::string_view line) noexcept
{
    for (const char c : line)
        addByte(static_cast<unsigned char>(c));
    addByte('\n');
}

std::string JournalDigest::text() const
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out(16, '0');
    for (std::size_t i = 0; i < 16; ++i)
        out[i] = kDigits[(m_value >> (60 - 4 * i)) & 15U];
    return out;
}

} // namespace maker
