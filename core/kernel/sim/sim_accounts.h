#pragma once

#include "kernel/base/id.h"
#include "kernel/model/money.h"
#include "kernel/sim/sim_types.h"

#include <cstdint>
#include <vector>

namespace maker::sim {

/// Index of a currency in the exchange's list.
using CurrencyIndex = std::uint16_t;

/// Free and locked money of every account, exact. Money only moves between accounts, except through deposit.
class SimAccounts {
public:
    AccountId open();
    bool exists(AccountId account) const noexcept { return account.valid() && account.value <= m_accounts.size(); }
    CurrencyIndex currencyIndex(const Currency& currency);
    const Currency& currency(CurrencyIndex index) const noexcept { return m_currencies[index]; }
    std::size_t currencyCount() const noexcept { return m_currencies.size(); }

    /// Money from outside; negative withdraws.
    void deposit(AccountId account, CurrencyIndex currency, Money amount);
    SimBalance balance(AccountId account, CurrencyIndex currency) const;
    Money free(AccountId account, CurrencyIndex currency) const;
    /// False, and nothing changes, where less is free.
    bool lock(AccountId account, CurrencyIndex currency, Money amount);
    void release(AccountId account, CurrencyIndex currency, Money amount);
    /// Takes locked money away / adds free money: the two halves of a settlement.
    void takeLocked(AccountId account, CurrencyIndex currency, Money amount);
    void addFree(AccountId account, CurrencyIndex currency, Money amount);
    /// Free and locked of the currency over all accounts.
    Money total(CurrencyIndex currency) const;

    /// From now on only a change of free and locked together is news, not money that goes from one to the other.
    void tellTotalsOnly() noexcept { m_totalsOnly = true; }
    /// Marks balances as news; takeChanged gives those of the account changed since the last call.
    bool anyChanged() const noexcept { return !m_changed.empty(); }
    struct Changed {
        AccountId account;
        CurrencyIndex currency = 0;
    };
    /// Changes since the last call, by account and currency; background accounts are left out.
    void takeChanged(std::vector<Changed>& out);
    void setBackground(AccountId account);
    bool isBackground(AccountId account) const noexcept { return m_accounts[account.value - 1U].background; }

private:
    struct Purse {
        Money free;
        Money locked;
        bool changed = false;
    };
    struct Account {
        std::vector<Purse> purses;
        bool background = false;
    };

    Purse& purse(AccountId account, CurrencyIndex currency);
    const Purse& purse(AccountId account, CurrencyIndex currency) const;
    Purse& touched(AccountId account, CurrencyIndex currency);
    Purse& shifted(AccountId account, CurrencyIndex currency)
    {
        return m_totalsOnly ? purse(account, currency) : touched(account, currency);
    }

    std::vector<Account> m_accounts; ///< by id - 1
    std::vector<Currency> m_currencies;
    std::vector<Changed> m_changed;
    bool m_totalsOnly = false;
};

} // namespace maker::sim
