#include "kernel/portfolio/portfolio.h"

#include "kernel/base/assert.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace maker {
namespace {

Money qtySigned(Side side, Money money) noexcept
{
    return side == Side::Buy ? money : -money;
}

/// What the fill captured against its mid, in the quote currency.
Money capturedSpread(const Fill& fill, const Instrument& instrument) noexcept
{
    if (fill.mid.sign() <= 0)
        return {};
    const Money atMid = worth(instrument.toMoney(fill.qty), fill.mid);
    return qtySigned(fill.side, atMid - instrument.notional(fill.price, fill.qty));
}

Qty toSteps(Money qty, const Instrument& instrument) noexcept
{
    const std::int64_t unit = pow10(Money::kDecimals - instrument.qtyDecimals());
    const auto narrow = static_cast<std::int64_t>(qty.units());
    return {narrow == qty.units() ? narrow / unit : static_cast<std::int64_t>(qty.units() / unit)};
}

} // namespace

PnlParts operator-(const PnlParts& a, const PnlParts& b) noexcept
{
    return {.equity = a.equity - b.equity,
            .capital = a.capital - b.capital,
            .total = a.total - b.total,
            .spread = a.spread - b.spread,
            .inventory = a.inventory - b.inventory,
            .fees = a.fees - b.fees,
            .rebates = a.rebates - b.rebates,
            .realized = a.realized - b.realized,
            .unrealized = a.unrealized - b.unrealized};
}

Portfolio::Portfolio(Currency accountCurrency) : m_currency(accountCurrency)
{
    AssetMark& own = markOf(m_currency);
    own.price = Money::fromInt(1);
    own.known = true;
    own.direct = true;
}

void Portfolio::deposit(AccountId account, const Amount& amount)
{
    const std::array postings{Posting{account, LedgerBook::Holdings, amount.currency, amount.money},
                              Posting{account, LedgerBook::Deposits, amount.currency, -amount.money}};
    ++m_version;
    m_ledger.post(postings);
    m_capital += move(account, amount.currency, amount.money);
    if (!assetMark(amount.currency))
        unvaluedOf(account, amount.currency).deposits += amount.money;
}

Portfolio::BookResult Portfolio::book(const Fill& fill, const Instrument& instrument)
{
    if (instrument.kind() != InstrumentKind::Spot)
        return BookResult::Unsupported;
    MAKER_ASSERT(fill.instrument == instrument.id());
    if (!m_trades.insert(fill.account, fill.instrument, fill.tradeId))
        return BookResult::Duplicate;
    ++m_version;
    markFromFill(fill, instrument);
    const Money spread = bookTrade(fill, instrument);
    const Money fee = bookFee(fill);
    const std::array owners{StrategyId{}, fill.strategy};
    const std::size_t rows = fill.strategy.valid() ? 2 : 1;
    for (std::size_t i = 0; i < rows; ++i) {
        PositionState& state = positionOf(owners[i], fill.instrument);
        state.position.apply(instrument, fill.side, fill.price, fill.qty);
        state.spread += spread;
        state.fees += fee;
        ++state.fills;
    }
    return BookResult::Booked;
}

/// Moves base and quote; returns the captured spread in the account currency. What the trade changed beyond that is due
/// to the distance between its mid and the marks, so it belongs to the inventory.
Money Portfolio::bookTrade(const Fill& fill, const Instrument& instrument)
{
    const Money base = qtySigned(fill.side, instrument.toMoney(fill.qty));
    const Money quote = -qtySigned(fill.side, instrument.notional(fill.price, fill.qty));
    const std::array postings{Posting{fill.account, LedgerBook::Holdings, instrument.base(), base},
                              Posting{fill.account, LedgerBook::Trading, instrument.base(), -base},
                              Posting{fill.account, LedgerBook::Holdings, instrument.quote(), quote},
                              Posting{fill.account, LedgerBook::Trading, instrument.quote(), -quote}};
    m_ledger.post(postings);
    Money change = move(fill.account, instrument.base(), base);
    change += move(fill.account, instrument.quote(), quote);
    const Money spread = valueOrZero(instrument.quote(), capturedSpread(fill, instrument));
    m_spread += spread;
    m_inventory += change - spread;
    return spread;
}

Money Portfolio::bookFee(const Fill& fill)
{
    const Money fee = fill.fee.money;
    if (fee.isZero())
        return {};
    const bool isRebate = fee.sign() < 0;
    const std::array postings{
        Posting{fill.account, LedgerBook::Holdings, fill.fee.currency, -fee},
        Posting{fill.account, isRebate ? LedgerBook::Rebates : LedgerBook::Fees, fill.fee.currency, fee}};
    m_ledger.post(postings);
    const Money change = move(fill.account, fill.fee.currency, -fee);
    (isRebate ? m_rebates : m_fees) += change;
    if (!assetMark(fill.fee.currency)) {
        Unvalued& unvalued = unvaluedOf(fill.account, fill.fee.currency);
        (isRebate ? unvalued.rebates : unvalued.fees) -= fee;
    }
    return change;
}

Money Portfolio::move(AccountId account, const Currency& asset, Money amount)
{
    Holding& holding = holdingOf(account, asset);
    holding.balance += amount;
    const Money before = holding.value;
    holding.value = valueOrZero(asset, holding.balance);
    return holding.value - before;
}

Money Portfolio::balance(AccountId account, const Currency& asset) const noexcept
{
    for (const Holding& holding : m_holdings) {
        if (holding.account == account && sameCurrency(holding.asset, asset))
            return holding.balance;
    }
    return {};
}

Money Portfolio::equity() const noexcept
{
    Money sum;
    for (const Holding& holding : m_holdings)
        sum += holding.value;
    return sum;
}

PnlParts Portfolio::pnl() const noexcept
{
    PnlParts parts;
    parts.equity = equity();
    parts.capital = m_capital;
    parts.total = parts.equity - parts.capital;
    parts.spread = m_spread;
    parts.inventory = m_inventory;
    parts.fees = m_fees;
    parts.rebates = m_rebates;
    for (const PositionState& state : m_positions) {
        if (state.strategy.valid())
            continue;
        const Currency& quote = findState(state.instrument)->instrument.quote();
        parts.realized += valueOrZero(quote, state.position.realized);
        parts.unrealized += valueOrZero(quote, unrealized(state));
    }
    return parts;
}

Qty Portfolio::position(InstrumentId instrument) const noexcept
{
    return position(StrategyId{}, instrument);
}

Qty Portfolio::position(StrategyId strategy, InstrumentId instrument) const noexcept
{
    const PositionState* state = positionState(strategy, instrument);
    return state == nullptr ? Qty{} : toSteps(state->position.qty, findState(instrument)->instrument);
}

const PositionState* Portfolio::positionState(StrategyId strategy, InstrumentId instrument) const noexcept
{
    for (const PositionState& state : m_positions) {
        if (state.instrument == instrument && state.strategy == strategy)
            return &state;
    }
    return nullptr;
}

Money Portfolio::unrealized(const PositionState& state) const noexcept
{
    const InstrumentState* instrument = findState(state.instrument);
    return instrument == nullptr ? Money{} : state.position.unrealized(instrument->mark);
}

Money Portfolio::strategyPnl(StrategyId strategy) const noexcept
{
    Money sum;
    for (const PositionState& state : m_positions) {
        if (state.strategy == strategy)
            sum += valueOrZero(findState(state.instrument)->instrument.quote(), state.position.realized + unrealized(state))
                + state.fees;
    }
    return sum;
}

Holding& Portfolio::addHolding(AccountId account, const Currency& asset)
{
    const auto at = std::lower_bound(m_holdings.begin(), m_holdings.end(), std::tie(account, asset),
                                     [](const Holding& row, const auto& key) { return std::tie(row.account, row.asset) < key; });
    return *m_holdings.insert(at, Holding{account, asset, {}, {}});
}

PositionState& Portfolio::addPosition(StrategyId strategy, InstrumentId instrument)
{
    const auto at = std::lower_bound(
        m_positions.begin(), m_positions.end(), std::tie(instrument, strategy),
        [](const PositionState& row, const auto& key) { return std::tie(row.instrument, row.strategy) < key; });
    return *m_positions.insert(at, PositionState{instrument, strategy, {}, {}, {}, 0});
}

} // namespace maker
