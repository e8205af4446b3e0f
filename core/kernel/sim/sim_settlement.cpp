// What the simulated exchange books when its matching core reports: records, money, news.
#include "kernel/sim/sim_market.h"

#include <algorithm>

namespace maker::sim {

void SimExchange::onAccepted(const OrderAccepted& event)
{
    MAKER_ASSERT(event.id == m_order->id);
    tellExecution(SimExecKind::New, *m_order, nullptr);
}

void SimExchange::onRejected(const OrderRejected& event)
{
    // Every reason of the matching core is checked before an order reaches it.
    MAKER_ASSERT(event.reason == MatchReason::None);
}

void SimExchange::onTrade(const TradeMade& event)
{
    const Money quote = m_market->instrument.notional(event.price, event.qty);
    const bool buyTaker = event.takerSide == Side::Buy;
    const SimTrade trade{event.tradeId, m_market->instrument.id(), event.price, event.qty, m_now, event.takerSide,
        buyTaker ? event.taker : event.maker, buyTaker ? event.maker : event.taker};
    if (m_market->publishes)
        m_market->history.add(trade);
    if (event.maker != 0)
        fill(*m_orders.find(event.maker), event, true, quote);
    if (event.taker != 0)
        fill(*m_orders.find(event.taker), event, false, quote);
    if (event.maker == 0 || event.taker == 0)
        settleTape(event.maker == 0 ? opposite(event.takerSide) : event.takerSide, event.qty, quote);
    if (m_listener && m_market->publishes)
        m_listener->onTrade(trade);
    if (event.maker != 0)
        tellResting(event.maker, opposite(event.takerSide), event.price, event.makerLeaves);
}

/// The tape's half of a trade, so that money only ever moves.
void SimExchange::settleTape(Side side, Qty qty, Money quote)
{
    const Money base = m_market->instrument.toMoney(qty);
    const bool buys = side == Side::Buy;
    m_accounts.addFree(m_tapeAccount, m_market->base, buys ? base : -base);
    m_accounts.addFree(m_tapeAccount, m_market->quote, buys ? -quote : quote);
}

FeeModel SimExchange::ratesOf(AccountId account) const
{
    if (m_config.schedule.tiers.empty() || account.value > m_volumes.size())
        return m_config.fees;
    const Money volume = m_volumes[account.value - 1U].within(m_config.schedule.windowDays, m_now);
    return ratesAt(m_config.fees, m_config.schedule, volume);
}

/// The fee in the venue's token, taken, where there is one and the account has enough of it.
std::optional<Amount> SimExchange::feeFromToken(const SimOrder& record, const FeeModel& rates, Money quote, bool isMaker)
{
    const FeeToken& token = m_config.schedule.token;
    if (token.asset.empty())
        return std::nullopt;
    const Money quoteFee = rates.fee(quote, isMaker);
    const Money fee = quoteFee.sign() > 0 ? feeInToken(rates, token, quoteFee) : Money{};
    const CurrencyIndex currency = m_accounts.currencyIndex(token.asset);
    if (fee.sign() <= 0 || m_accounts.free(record.account, currency) < fee)
        return std::nullopt;
    m_accounts.addFree(record.account, currency, -fee);
    m_accounts.addFree(m_feeAccount, currency, fee);
    return Amount{fee, token.asset};
}

void SimExchange::fill(SimOrder& record, const TradeMade& trade, bool isMaker, Money quote)
{
    const bool buy = record.side == Side::Buy;
    const Amount fee = buy ? settleBuy(record, trade.qty, quote, isMaker) : settleSell(record, trade.qty, quote, isMaker);
    if (!m_config.schedule.tiers.empty()) {
        if (m_volumes.size() < record.account.value)
            m_volumes.resize(record.account.value);
        m_volumes[record.account.value - 1U].add(quote, m_now);
    }
    record.cumQty += trade.qty;
    record.cumQuote += quote;
    record.updated = m_now;
    if (record.leaves().isZero()) {
        close(record, OrderState::Filled);
    } else {
        record.state = OrderState::PartiallyFilled;
        releaseUnused(record);
    }
    if (m_accounts.isBackground(record.account))
        return;
    const SimFill booked{trade.tradeId, record.id, record.instrument, record.account, record.clientOrderId, record.side,
        isMaker, trade.price, trade.qty, quote, fee, m_now};
    m_orders.addFill(booked);
    tellExecution(SimExecKind::Trade, record, &booked);
}

Amount SimExchange::settleBuy(SimOrder& record, Qty qty, Money quote, bool isMaker)
{
    const Money received = m_market->instrument.toMoney(qty);
    m_accounts.takeLocked(record.account, m_market->quote, quote);
    record.locked -= quote;
    const FeeModel rates = ratesOf(record.account);
    if (const std::optional<Amount> fee = feeFromToken(record, rates, quote, isMaker)) {
        m_accounts.addFree(record.account, m_market->base, received);
        return *fee;
    }
    if (rates.asset == FeeAsset::Received) {
        const Money fee = rates.fee(received, isMaker);
        m_accounts.addFree(record.account, m_market->base, received - fee);
        m_accounts.addFree(m_feeAccount, m_market->base, fee);
        return {fee, m_market->instrument.base()};
    }
    m_accounts.addFree(record.account, m_market->base, received);
    // The fees of many fills, each rounded, never exceed what was locked for the whole.
    const Money fee = std::min(rates.fee(quote, isMaker), record.locked);
    if (fee.sign() > 0) {
        m_accounts.takeLocked(record.account, m_market->quote, fee);
        record.locked -= fee;
    } else {
        m_accounts.addFree(record.account, m_market->quote, -fee);
    }
    m_accounts.addFree(m_feeAccount, m_market->quote, fee);
    return {fee, m_market->instrument.quote()};
}

Amount SimExchange::settleSell(SimOrder& record, Qty qty, Money quote, bool isMaker)
{
    const Money given = m_market->instrument.toMoney(qty);
    m_accounts.takeLocked(record.account, m_market->base, given);
    record.locked -= given;
    const FeeModel rates = ratesOf(record.account);
    if (const std::optional<Amount> fee = feeFromToken(record, rates, quote, isMaker)) {
        m_accounts.addFree(record.account, m_market->quote, quote);
        return *fee;
    }
    const Money fee = rates.fee(quote, isMaker);
    m_accounts.addFree(record.account, m_market->quote, quote - fee);
    m_accounts.addFree(m_feeAccount, m_market->quote, fee);
    return {fee, m_market->instrument.quote()};
}

/// What an open order needs no more.
void SimExchange::releaseUnused(SimOrder& record)
{
    if (record.type == OrderType::Market)
        return;
    const bool buys = record.side == Side::Buy;
    const Money needed = buys ? withFee(m_market->instrument.notional(record.price, record.leaves()))
                              : m_market->instrument.toMoney(record.leaves());
    if (record.locked <= needed)
        return;
    m_accounts.release(record.account, buys ? m_market->quote : m_market->base, record.locked - needed);
    record.locked = needed;
}

void SimExchange::close(SimOrder& record, OrderState state)
{
    record.state = state;
    record.updated = m_now;
    if (record.locked.sign() > 0)
        m_accounts.release(record.account, record.side == Side::Buy ? m_market->quote : m_market->base, record.locked);
    record.locked = {};
    m_orders.closed(record);
}

void SimExchange::onCanceled(const OrderCanceled& event)
{
    MAKER_ASSERT(event.id == m_order->id);
    SimOrder& record = *m_order;
    close(record, OrderState::Canceled);
    tellExecution(SimExecKind::Canceled, record, nullptr);
    tellResting(event.id, event.side, event.price, {});
}

void SimExchange::onExpired(const OrderExpired& event)
{
    SimOrder& record = *m_orders.find(event.id);
    record.expiry = event.reason;
    close(record, OrderState::Expired);
    tellExecution(SimExecKind::Expired, record, nullptr);
}

void SimExchange::onReplaced(const OrderReplaced& event)
{
    SimOrder& record = *m_orders.find(event.id);
    record.qty = record.cumQty + event.leaves;
    record.updated = m_now;
    releaseUnused(record);
    tellExecution(SimExecKind::Replaced, record, nullptr);
    tellResting(event.id, event.side, event.price, event.leaves);
}

void SimExchange::tellExecution(SimExecKind kind, const SimOrder& record, const SimFill* fill)
{
    if (!m_listener || m_accounts.isBackground(record.account))
        return;
    m_listener->onExecution({kind, m_nextExecutionId++, &record, fill, m_cancelRequestId});
}

void SimExchange::tellChangedBalances(Timestamp now)
{
    m_accounts.takeChanged(m_changed);
    if (!m_listener)
        return;
    for (const SimAccounts::Changed& change : m_changed)
        m_listener->onBalance(change.account, m_accounts.balance(change.account, change.currency), now);
}

} // namespace maker::sim
