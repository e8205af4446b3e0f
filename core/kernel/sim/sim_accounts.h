#pragma once

#include "kernel/base/assert.h"
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
    bool exists(AccountId account) const noexcept { return account.value - std::size_t{1} < m_accounts.size(); } // 0 is above all
    CurrencyIndex currencyIndex(const Currency& currency);
    const Currency& currency(CurrencyIndex index) const noexcept { return m_currencies[index]; }
    std::size_t currencyCount() const noexcept { return m_currencies.size(); }

    /// Money from outside; negative withdraws.
    void deposit(AccountId account, CurrencyIndex currency, Money amount);
    SimBalance balance(AccountId account, CurrencyIndex currency) const;
    Money free(AccountId account, CurrencyIndex currency) const { return purse(account, currency).free; }
    /// False, and nothing changes, where less is free.
    bool lock(AccountId account, CurrencyIndex currency, Money amount)
    {
        MAKER_ASSERT(amount.sign() >= 0);
        Purse& held = purse(account, currency);
        if (held.free < amount)
            return false;
        held.free -= amount;
        held.locked += amount;
        shifted(held, account, currency, amount);
        return true;
    }
    void release(AccountId account, CurrencyIndex currency, Money amount)
    {
        Purse& held = purse(account, currency);
        MAKER_ASSERT(held.locked >= amount);
        held.locked -= amount;
        held.free += amount;
        shifted(held, account, currency, amount);
    }
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
        std::vector<Purse> purses; ///< one for every currency there is
        bool background = false;
    };

    Purse& purse(AccountId account, CurrencyIndex currency)
    {
        MAKER_ASSERT(exists(account));
        return m_accounts[account.value - 1U].purses[currency];
    }
    const Purse& purse(AccountId account, CurrencyIndex currency) const
    {
        MAKER_ASSERT(exists(account));
        return m_accounts[account.value - 1U].purses[currency];
    }
    Purse& touched(AccountId account, CurrencyIndex currency)
    {
        Purse& held = purse(account, currency);
        note(held, account, currency);
        return held;
    }
    /// Money went from free to locked or back.
    void shifted(Purse& held, AccountId account, CurrencyIndex currency, Money amount)
    {
        if (!m_totalsOnly && !amount.isZero())
            note(held, account, currency);
    }
    /// What is in the purse is news.
    void note(Purse& held, AccountId account, CurrencyIndex currency)
    {
        if (!held.changed && !isBackground(account)) {
            held.changed = true;
            m_changed.push_back({account, currency});
        }
    }

    std::vector<Account> m_accounts; ///< by id - 1
    std::vector<Currency> m_currencies;
    std::vector<Changed> m_changed;
    bool m_totalsOnly = false;
};

} // namespace maker::sim
