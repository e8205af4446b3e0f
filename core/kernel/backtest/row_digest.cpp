#include "kernel/backtest/row_digest.h"

namespace maker::backtest {

void RowDigest::addOther(const JournalRow& row, std::uint64_t sequence) noexcept
{
    switch (row.kind) {
    case JournalKind::OrderUpdate:
        break;
    case JournalKind::FillBooked:
        addFill(row.fill, sequence);
        break;
    case JournalKind::Refused:
        addOrder(row.order, sequence);
        addText(row.refusal.detail);
        break;
    case JournalKind::VenueRejected:
        addOrder(row.order, sequence);
        addText(row.text);
        break;
    case JournalKind::Equity:
        for (const Money money : {row.equity, row.realized, row.unrealized, row.spread, row.inventory, row.fees, row.rebates})
            addMoney(money);
        break;
    case JournalKind::Deposit:
        addMoney(row.amount.money);
        addText(row.amount.currency);
        break;
    case JournalKind::Markout:
        addText(row.markout.tradeId);
        addWord(row.markout.horizon);
        addInt(row.markout.microBps);
        break;
    case JournalKind::Strategy:
    case JournalKind::Risk:
    case JournalKind::Alert:
        addWord(row.strategy.value);
        addText(row.text);
        break;
    }
}

void RowDigest::addFill(const Fill& fill, std::uint64_t sequence) noexcept
{
    addText(fill.tradeId);
    addWord(sequence);
    addWord(std::uint64_t{fill.instrument.value} << 32U | std::uint64_t{fill.strategy.value} << 16U
            | static_cast<std::uint64_t>(fill.side) << 8U | std::uint64_t{fill.isMaker});
    addInt(fill.price.count);
    addInt(fill.qty.count);
    addMoney(fill.fee.money);
    addText(fill.fee.currency);
    addMoney(fill.mid);
    addInt(fill.venueTime.ns);
}

void RowDigest::addMoney(Money money) noexcept
{
    const auto units = money.units();
    addWord(static_cast<std::uint64_t>(units));
    addWord(static_cast<std::uint64_t>(units >> 64));
}

std::string RowDigest::text() const
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = kDigits[m_value >> (60 - 4 * i) & 0xFU];
    return text;
}

} // namespace maker::backtest
