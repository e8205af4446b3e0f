#include "kernel/backtest/row_digest.h"

#include <algorithm>
#include <cstring>

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
        addText(row.refusal.detail.view());
        break;
    case JournalKind::VenueRejected:
        addOrder(row.order, sequence);
        addText(row.text.view());
        break;
    case JournalKind::Equity:
        for (const Money money : {row.equity, row.realized, row.unrealized, row.spread, row.inventory, row.fees, row.rebates})
            addMoney(money);
        break;
    case JournalKind::Deposit:
        addMoney(row.amount.money);
        addText(row.amount.currency.view());
        break;
    case JournalKind::Markout:
        addText(row.markout.tradeId.view());
        addWord(row.markout.horizon);
        addInt(row.markout.microBps);
        break;
    case JournalKind::Strategy:
    case JournalKind::Risk:
    case JournalKind::Alert:
        addWord(row.strategy.value);
        addText(row.text.view());
        break;
    }
}

void RowDigest::addFill(const Fill& fill, std::uint64_t sequence) noexcept
{
    addText(fill.tradeId.view());
    addWord(sequence);
    addWord(std::uint64_t{fill.instrument.value} << 32U | std::uint64_t{fill.strategy.value} << 16U
            | static_cast<std::uint64_t>(fill.side) << 8U | std::uint64_t{fill.isMaker});
    addInt(fill.price.count);
    addInt(fill.qty.count);
    addMoney(fill.fee.money);
    addText(fill.fee.currency.view());
    addMoney(fill.mid);
    addInt(fill.venueTime.ns);
}

void RowDigest::addMoney(Money money) noexcept
{
    const auto units = money.units();
    addWord(static_cast<std::uint64_t>(units));
    addWord(static_cast<std::uint64_t>(units >> 64));
}

void RowDigest::addText(std::string_view text) noexcept
{
    addWord(text.size());
    while (!text.empty()) {
        std::uint64_t word = 0;
        const std::size_t count = std::min(text.size(), sizeof word);
        std::memcpy(&word, text.data(), count);
        addWord(word);
        text.remove_prefix(count);
    }
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
