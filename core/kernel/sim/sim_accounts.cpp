#include "kernel/sim/sim_accounts.h"

#include "kernel/base/assert.h"

#include <algorithm>

namespace maker::sim {

AccountId SimAccounts::open()
{
    MAKER_ASSERT(m_accounts.size() < 0xFFFF);
    m_accounts.emplace_back();
    return {static_cast<std::uint16_t>(m_accounts.size())};
}

CurrencyIndex SimAccounts::currencyIndex(const Currency& currency)
{
    const auto known = std::find(m_currencies.begin(), m_currencies.end(), currency);
    if (known != m_currencies.end())
        return static_cast<CurrencyIndex>(known - m_currencies.begin());
    m_currencies.push_back(currency);
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

Money SimAccounts::free(AccountId account, CurrencyIndex currency) const
{
    return purse(account, currency).free;
}

bool SimAccounts::lock(AccountId account, CurrencyIndex currency, Money amount)
{
    MAKER_ASSERT(amount.sign() >= 0);
    if (free(account, currency) < amount)
        return false;
    if (amount.isZero())
        return true;
    Purse& held = shifted(account, currency);
    held.free -= amount;
    held.locked += amount;
    return true;
}

void SimAccounts::release(AccountId account, CurrencyIndex currency, Money amount)
{
    if (amount.isZero())
        return;
    Purse& held = shifted(account, currency);
    MAKER_ASSERT(held.locked >= amount);
    held.locked -= amount;
    held.free += amount;
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
    for (const Account& account : m_accounts) {
        if (currency < account.purses.size())
            sum += account.purses[currency].free + account.purses[currency].locked;
    }
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

SimAccounts::Purse& SimAccounts::purse(AccountId account, CurrencyIndex currency)
{
    MAKER_ASSERT(exists(account));
    auto& purses = m_accounts[account.value - 1U].purses;
    if (currency >= purses.size())
        purses.resize(m_currencies.size());
    return purses[currency];
}

const SimAccounts::Purse& SimAccounts::purse(AccountId account, CurrencyIndex currency) const
{
    static const Purse kEmpty;
    MAKER_ASSERT(exists(account));
    const auto& purses = m_accounts[account.value - 1U].purses;
    return currency < purses.size() ? purses[currency] : kEmpty;
}

SimAccounts::Purse& SimAccounts::touched(AccountId account, CurrencyIndex currency)
{
    Purse& held = purse(account, currency);
    if (!held.changed && !isBackground(account)) {
        held.changed = true;
        m_changed.push_back({account, currency});
    }
    return held;
}

} // namespace maker::sim
