#include "kernel/portfolio/ledger.h"

#include "kernel/base/assert.h"

#include <algorithm>
#include <tuple>

namespace maker {
namespace {

bool sameRow(const Posting& a, const Posting& b) noexcept
{
    return a.account == b.account && sameCurrency(a.asset, b.asset);
}

/// Two by two, as nearly every transaction is written: what one book gains its neighbour loses.
bool pairsSumToZero(std::span<const Posting> transaction) noexcept
{
    if (transaction.size() % 2 != 0)
        return false;
    for (std::size_t i = 0; i < transaction.size(); i += 2) {
        const Posting& one = transaction[i];
        const Posting& other = transaction[i + 1];
        if (!sameRow(one, other) || !(one.amount + other.amount).isZero())
            return false;
    }
    return true;
}

bool sumsToZero(std::span<const Posting> transaction) noexcept
{
    for (const Posting& posting : transaction) {
        Money sum;
        for (const Posting& other : transaction) {
            if (sameRow(other, posting))
                sum += other.amount;
        }
        if (!sum.isZero())
            return false;
    }
    return true;
}

} // namespace

void Ledger::post(std::span<const Posting> transaction)
{
    MAKER_ASSERT(pairsSumToZero(transaction) || sumsToZero(transaction));
    Row* row = nullptr;
    for (const Posting& posting : transaction) {
        if (row == nullptr || row->account != posting.account || !sameCurrency(row->asset, posting.asset))
            row = find(m_rows, posting.account, posting.asset);
        if (row == nullptr) [[unlikely]]
            row = &addRow(posting.account, posting.asset);
        row->books[static_cast<std::size_t>(posting.book)] += posting.amount;
    }
}

Money Ledger::balance(AccountId account, LedgerBook book, const Currency& asset) const noexcept
{
    const Row* row = find(m_rows, account, asset);
    return row == nullptr ? Money{} : row->books[static_cast<std::size_t>(book)];
}

Money Ledger::total(LedgerBook book, const Currency& asset) const noexcept
{
    Money sum;
    for (const Row& row : m_rows) {
        if (row.asset == asset)
            sum += row.books[static_cast<std::size_t>(book)];
    }
    return sum;
}

bool Ledger::balanced() const noexcept
{
    for (const Row& row : m_rows) {
        Money sum;
        for (const Money& book : row.books)
            sum += book;
        if (!sum.isZero())
            return false;
    }
    return true;
}

Ledger::Row& Ledger::addRow(AccountId account, const Currency& asset)
{
    const auto at = std::lower_bound(m_rows.begin(), m_rows.end(), std::tie(account, asset), [](const Row& row, const auto& key) {
        return std::tie(row.account, row.asset) < key;
    });
    return *m_rows.insert(at, Row{account, asset, {}});
}

} // namespace maker
