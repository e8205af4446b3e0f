#include "session/paper/paper_account.h"

#include "kernel/model/written_money.h"

#include <algorithm>

namespace maker {

namespace {

Money& moneyOf(std::vector<Amount>& balances, const Currency& asset)
{
    const auto found = std::ranges::find(balances, asset, &Amount::currency);
    return found != balances.end() ? found->money : balances.emplace_back(Amount{Money{}, asset}).money;
}

void book(std::vector<Amount>& balances, const Fill& fill, const Instrument& instrument)
{
    const Money base = instrument.toMoney(fill.qty);
    const Money quote = instrument.notional(fill.price, fill.qty);
    const bool buy = fill.side == Side::Buy;
    moneyOf(balances, instrument.base()) += buy ? base : -base;
    moneyOf(balances, instrument.quote()) += buy ? -quote : quote;
    if (!fill.fee.currency.empty())
        moneyOf(balances, fill.fee.currency) -= fill.fee.money;
}

} // namespace

std::vector<Amount> paperBalances(const EngineHistory& history,
    std::span<const std::shared_ptr<const Instrument>> instruments, const backtest::BacktestModels& models)
{
    std::vector<Amount> balances;
    for (const LedgerDeposit& deposit : history.deposits)
        moneyOf(balances, deposit.amount.currency) += deposit.amount.money;
    for (const Fill& fill : history.fills) {
        const auto instrument = std::ranges::find(instruments, fill.instrument, [](const auto& each) { return each->id(); });
        if (instrument != instruments.end())
            book(balances, fill, **instrument);
    }
    if (!history.deposits.empty() || !history.fills.empty())
        return balances;
    // An asset that is the quote of one instrument and the base of another is owned as a quote asset.
    for (const auto& instrument : instruments)
        moneyOf(balances, instrument->quote()) = moneyAsWritten(models.quoteBalance).value_or(Money{});
    for (const auto& instrument : instruments) {
        if (std::ranges::find(balances, instrument->base(), &Amount::currency) == balances.end())
            moneyOf(balances, instrument->base()) = moneyAsWritten(models.baseBalance).value_or(Money{});
    }
    return balances;
}

} // namespace maker
