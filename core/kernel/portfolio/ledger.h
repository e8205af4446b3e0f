#pragma once

#include "kernel/base/id.h"
#include "kernel/model/money.h"
#include "kernel/model/same_currency.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace maker {

/// Where one side of a posting lies. Only Holdings is an account at the venue; the others are the contra accounts that
/// say where its money came from or went to.
enum class LedgerBook : std::uint8_t { Holdings, Trading, Fees, Rebates, Deposits };

inline constexpr std::size_t kLedgerBooks = 5;

/// A change of one book by an amount of one asset.
struct Posting {
    AccountId account;
    LedgerBook book = LedgerBook::Holdings;
    Currency asset;
    Money amount;
};

/// Double entry: the postings of one transaction sum to zero per account and asset, so all books of an asset always do.
/// Holds the balances, not the history; the journal is the history.
class Ledger {
public:
    /// All or nothing; an unbalanced transaction is a broken invariant.
    void post(std::span<const Posting> transaction);

    Money balance(AccountId account, LedgerBook book, const Currency& asset) const noexcept;
    /// Sum over the accounts.
    Money total(LedgerBook book, const Currency& asset) const noexcept;
    /// Whether every asset of every account sums to zero over its books.
    bool balanced() const noexcept;

private:
    struct Row {
        AccountId account;
        Currency asset;
        std::array<Money, kLedgerBooks> books{};
    };

    /// The row among `rows`, or nullptr.
    template <typename Rows>
    static auto find(Rows& rows, AccountId account, const Currency& asset) noexcept
    {
        for (auto& row : rows) {
            if (row.account == account && sameCurrency(row.asset, asset))
                return &row;
        }
        return static_cast<decltype(rows.data())>(nullptr);
    }
    Row& addRow(AccountId account, const Currency& asset);

    std::vector<Row> m_rows; ///< sorted by account, then asset
};

} // namespace maker
