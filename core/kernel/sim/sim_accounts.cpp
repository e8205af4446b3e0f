#include "kernel/sim/sim_accounts.h"

#include <algorithm>

namespace maker::sim {

AccountId SimAccounts::open()
{
    MAKER_ASSERT(m_accounts.size() < 0xFFFF);
    m_accounts.emplace_back().purses.resize(m_currencies.size());
    return {static_cast<std::uint16_t>(m_accounts.size())};
}

CurrencyIndex SimAccounts::currencyIndex(const Currency& currency)
{
    const auto known = std::find(m_currencies.begin(), m_currencies.end(), currency);
    if (known != m_currencies.end())
        return static_cast<CurrencyIndex>(known - m_currencies.begin());
    m_currencies.push_back(currency);
    for (Account& account : m_accounts)
        account.purses.resize(m_currencies.size());
    return static_cast<CurrencyIndex>(m_currencies.size() - 1);
}

void SimAccounts::deposit(AccountId account, CurrencyIndex currency, Money amount)
{
    touched(account, currency).free += amount;
}

SimBalance SimAccounts::balance(AccountId account, CurrencyIndex currency) const
{
    const Purse& held = purse(account, currency);
    return {m_currencies[currency], held.free, held.locked};
}

void SimAccounts::takeLocked(AccountId account, CurrencyIndex currency, Money amount)
{
    Purse& held = touched(account, currency);
    MAKER_ASSERT(held.locked >= amount);
    held.locked -= amount;
}

void SimAccounts::addFree(AccountId account, CurrencyIndex currency, Money amount)
{
    if (!amount.isZero())
        touched(account, currency).free += amount;
}

Money SimAccounts::total(CurrencyIndex currency) const
{
    Money sum;
    for (const Account& account : m_accounts)
        sum += account.purses[currency].free + account.purses[currency].locked;
    return sum;
}

void SimAccounts::takeChanged(std::vector<Changed>& out)
{
    out.clear();
    out.swap(m_changed);
    if (out.size() > 1)
        std::sort(out.begin(), out.end(), [](const Changed& a, const Changed& b) {
        return a.account != b.account ? a.account < b.account : a.currency < b.currency;
    });
    for (const Changed& change : out)
        purse(change.account, change.currency).changed = false;
}

void SimAccounts::setBackground(AccountId account)
{
    m_accounts[account.value - 1U].background = true;
}

} // namespace maker::sim
