// What one may ask of the simulated exchange; none of it changes anything, but for taking the level changes.
#include "kernel/sim/sim_market.h"

#include <algorithm>

namespace maker::sim {

std::vector<SimBalance> SimExchange::balances(AccountId account) const
{
    std::vector<SimBalance> result;
    for (std::size_t i = 0; i < m_accounts.currencyCount(); ++i)
        result.push_back(m_accounts.balance(account, static_cast<CurrencyIndex>(i)));
    return result;
}

SimBalance SimExchange::balance(AccountId account, const Currency& currency) const
{
    for (std::size_t i = 0; i < m_accounts.currencyCount(); ++i) {
        if (m_accounts.currency(static_cast<CurrencyIndex>(i)) == currency)
            return m_accounts.balance(account, static_cast<CurrencyIndex>(i));
    }
    return {currency, {}, {}};
}

Money SimExchange::totalOf(const Currency& currency) const
{
    for (std::size_t i = 0; i < m_accounts.currencyCount(); ++i) {
        if (m_accounts.currency(static_cast<CurrencyIndex>(i)) == currency)
            return m_accounts.total(static_cast<CurrencyIndex>(i));
    }
    return {};
}

const SimOrder* SimExchange::order(AccountId account, InstrumentId instrument, SimOrderId id) const
{
    const SimOrder* record = m_orders.find(id);
    return record && record->account == account && record->instrument == instrument ? record : nullptr;
}

const SimOrder* SimExchange::orderByClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) const
{
    return m_accounts.exists(account) ? m_orders.findClientId(account, instrument, id) : nullptr;
}

const QueuePosition* SimExchange::queueOf(InstrumentId instrument, SimOrderId order) const
{
    const Market* market = marketOf(instrument);
    return market && market->tape ? market->tape->queue(order) : nullptr;
}

const QueuePosition* SimExchange::queueOf(AccountId account, InstrumentId instrument, const ClientOrderId& id) const
{
    const SimOrder* record = orderByClientId(account, instrument, id);
    return record && record->open() ? queueOf(instrument, record->id) : nullptr;
}

std::vector<SimOrder> SimExchange::openOrders(AccountId account, InstrumentId instrument) const
{
    std::vector<SimOrder> result;
    if (!m_accounts.exists(account))
        return result;
    for (const SimOrderId id : m_orders.openOf(account)) {
        const SimOrder& record = *m_orders.find(id);
        if (!instrument.valid() || record.instrument == instrument)
            result.push_back(record);
    }
    return result;
}

std::vector<SimOrder> SimExchange::allOrders(
    AccountId account, InstrumentId instrument, SimOrderId fromId, std::size_t limit) const
{
    std::vector<SimOrder> result;
    if (!m_accounts.exists(account))
        return result;
    const auto& ids = m_orders.allOf(account);
    const auto take = [&](SimOrderId id) {
        const SimOrder& record = *m_orders.find(id);
        if (record.instrument == instrument)
            result.push_back(record);
    };
    if (fromId > 0) {
        for (auto id = std::lower_bound(ids.begin(), ids.end(), fromId); id != ids.end() && result.size() < limit; ++id)
            take(*id);
        return result;
    }
    for (auto id = ids.rbegin(); id != ids.rend() && result.size() < limit; ++id)
        take(*id);
    std::reverse(result.begin(), result.end());
    return result;
}

std::vector<SimFill> SimExchange::fills(
    AccountId account, InstrumentId instrument, std::int64_t fromTradeId, std::size_t limit) const
{
    std::vector<SimFill> result;
    if (!m_accounts.exists(account))
        return result;
    const auto& all = m_orders.fillsOf(account);
    for (auto fill = all.rbegin(); fill != all.rend(); ++fill) {
        if (fill->instrument != instrument)
            continue;
        if (fill->tradeId < fromTradeId || (fromTradeId == 0 && result.size() == limit))
            break;
        result.push_back(*fill);
    }
    std::reverse(result.begin(), result.end());
    if (result.size() > limit)
        result.resize(limit);
    return result;
}

const MatchCore& SimExchange::book(InstrumentId instrument) const
{
    const Market* market = marketOf(instrument);
    MAKER_ASSERT(market);
    return market->engine;
}

const MarketHistory& SimExchange::history(InstrumentId instrument) const
{
    const Market* market = marketOf(instrument);
    MAKER_ASSERT(market);
    return market->history;
}

UpdateRange SimExchange::takeChanges(InstrumentId instrument, std::vector<LevelChange>& out)
{
    Market* market = marketOf(instrument);
    MAKER_ASSERT(market);
    return market->engine.takeChanges(out);
}

} // namespace maker::sim
