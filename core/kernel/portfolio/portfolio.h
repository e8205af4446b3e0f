#pragma once

#include "kernel/base/id.h"
#include "kernel/model/fill.h"
#include "kernel/model/instrument.h"
#include "kernel/model/money.h"
#include "kernel/model/same_currency.h"
#include "kernel/portfolio/booked_trades.h"
#include "kernel/portfolio/ledger.h"
#include "kernel/portfolio/position.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace maker {

/// The change of equity and its exact parts, in the account currency:
/// equity - capital == spread + inventory + fees + rebates == total, to the last digit. Two of them subtract, which gives
/// the parts of the time between (a day, a strategy's run).
struct PnlParts {
    Money equity;     ///< sum of the balances at the present marks
    Money capital;    ///< deposits minus withdrawals, each at the mark of its moment
    Money total;      ///< equity - capital
    Money spread;     ///< captured against the mid at each fill
    Money inventory;  ///< what holdings gained while marks moved, and fills away from the mark
    Money fees;       ///< zero or negative
    Money rebates;    ///< zero or positive
    Money realized;   ///< of closed quantities by average cost, before fees; the deposits are no position
    Money unrealized; ///< of open quantities at the marks, before fees

    friend PnlParts operator-(const PnlParts& a, const PnlParts& b) noexcept;
};

/// What one account holds of one asset.
struct Holding {
    AccountId account;
    Currency asset;
    Money balance;
    Money value; ///< in the account currency at the present mark; zero while the asset has none
};

/// The position of one strategy in one instrument; StrategyId{} is the sum over all fills of the instrument.
struct PositionState {
    InstrumentId instrument;
    StrategyId strategy;
    Position position;
    Money fees;   ///< account currency, at the marks of the fills; negative is paid; zero for assets without a mark
    Money spread; ///< account currency
    std::uint64_t fills = 0;
};

/// What is owned, what it is worth and why that changed. Spot instruments: a fill moves base and quote. Deterministic:
/// every container is sorted, nothing depends on time.
class Portfolio {
public:
    enum class BookResult : std::uint8_t {
        Booked,
        Duplicate,   ///< this trade is in the ledger already; nothing changed
        Unsupported, ///< not a spot instrument; nothing changed
    };

    explicit Portfolio(Currency accountCurrency = "USDT");

    const Currency& accountCurrency() const noexcept { return m_currency; }

    /// Negative amounts are withdrawals.
    void deposit(AccountId account, const Amount& amount);
    /// Once per (account, instrument, tradeId). fill.mid zero: the spread captured is taken as zero.
    BookResult book(const Fill& fill, const Instrument& instrument);
    /// A fill of this trade will be booked soon.
    void expect(AccountId account, InstrumentId instrument, const TradeId& trade) const noexcept
    {
        m_trades.expect(account, instrument, trade);
    }

    /// Price of an instrument in its quote currency; also marks its base currency where the quote currency has a mark.
    /// Among several instruments of one base, one quoted in the account currency decides, then the first seen.
    void mark(const Instrument& instrument, Money price);
    /// Price of an asset in the account currency, for assets without an instrument (a fee token).
    void mark(const Currency& asset, Money price);

    /// Account-currency value at the present mark; nullopt while the asset has none.
    std::optional<Money> value(const Currency& asset, Money amount) const noexcept
    {
        const AssetMark* mark = findMark(asset);
        return mark != nullptr && mark->known ? std::optional(worth(amount, mark->price)) : std::nullopt;
    }
    std::optional<Money> assetMark(const Currency& asset) const noexcept
    {
        const AssetMark* mark = findMark(asset);
        return mark != nullptr && mark->known ? std::optional(mark->price) : std::nullopt;
    }

    Money balance(AccountId account, const Currency& asset) const noexcept;
    /// Every (account, asset) ever touched, sorted; equity is exactly the sum of their values.
    std::span<const Holding> holdings() const noexcept { return m_holdings; }
    Money equity() const noexcept;
    PnlParts pnl() const noexcept;

    /// Sum of the fills; in steps of the instrument as last seen (toward zero where it became coarser).
    Qty position(InstrumentId instrument) const noexcept;
    Qty position(StrategyId strategy, InstrumentId instrument) const noexcept;
    /// nullptr where there was no fill. Valid until the next book().
    const PositionState* positionState(StrategyId strategy, InstrumentId instrument) const noexcept;
    std::span<const PositionState> positions() const noexcept { return m_positions; }
    /// In the quote currency of the instrument, at its present mark.
    Money unrealized(const PositionState& state) const noexcept;
    /// Realized + unrealized + fees of all positions of one strategy, in the account currency; StrategyId{}: all fills.
    Money strategyPnl(StrategyId strategy) const noexcept;

    /// Moves, from 1, whenever a balance or a position may have moved.
    std::uint64_t version() const noexcept { return m_version; }
    const Ledger& ledger() const noexcept { return m_ledger; }
    std::uint64_t fills() const noexcept { return m_trades.size(); }

private:
    struct AssetMark {
        Currency asset;
        Money price;
        bool known = false;
        bool direct = false;   ///< the source is quoted in the account currency
        InstrumentId source;   ///< the instrument that marks it; invalid: marked by name
    };

    /// What flowed through an unmarked asset, to be valued at its first mark.
    struct Unvalued {
        AccountId account;
        Currency asset;
        Money deposits;
        Money fees;
        Money rebates;
    };

    struct InstrumentState {
        Instrument instrument;
        Money mark; ///< quote currency; zero: none yet
    };

    // What is asked for at every fill is nearly always there, so finding it is one thing and adding it another.
    AssetMark& markOf(const Currency& asset)
    {
        for (AssetMark& mark : m_marks) {
            if (sameCurrency(mark.asset, asset))
                return mark;
        }
        return addMark(asset);
    }
    AssetMark& addMark(const Currency& asset);
    const AssetMark* findMark(const Currency& asset) const noexcept
    {
        for (const AssetMark& mark : m_marks) {
            if (sameCurrency(mark.asset, asset))
                return &mark;
        }
        return nullptr;
    }
    Holding& holdingOf(AccountId account, const Currency& asset)
    {
        for (Holding& holding : m_holdings) {
            if (holding.account == account && sameCurrency(holding.asset, asset))
                return holding;
        }
        return addHolding(account, asset);
    }
    Holding& addHolding(AccountId account, const Currency& asset);
    InstrumentState& stateOf(const Instrument& instrument)
    {
        const auto at = std::lower_bound(
            m_instruments.begin(), m_instruments.end(), instrument.id(),
            [](const InstrumentState& state, InstrumentId id) { return state.instrument.id() < id; });
        const bool known = at != m_instruments.end() && at->instrument.id() == instrument.id();
        return known && at->instrument.revision() == instrument.revision() ? *at : renewState(at, instrument);
    }
    InstrumentState& renewState(std::vector<InstrumentState>::iterator at, const Instrument& instrument);
    const InstrumentState* findState(InstrumentId instrument) const noexcept
    {
        for (const InstrumentState& state : m_instruments) {
            if (state.instrument.id() == instrument)
                return &state;
        }
        return nullptr;
    }
    PositionState& positionOf(StrategyId strategy, InstrumentId instrument)
    {
        for (PositionState& state : m_positions) {
            if (state.instrument == instrument && state.strategy == strategy)
                return state;
        }
        return addPosition(strategy, instrument);
    }
    PositionState& addPosition(StrategyId strategy, InstrumentId instrument);
    void setMark(AssetMark& mark, Money price);
    void valueFirst(const Currency& asset);
    Unvalued& unvaluedOf(AccountId account, const Currency& asset);
    void markFromFill(const Fill& fill, const Instrument& instrument);
    Money move(AccountId account, const Currency& asset, Money amount);
    Money bookTrade(const Fill& fill, const Instrument& instrument);
    Money bookFee(const Fill& fill);
    Money valueOrZero(const Currency& asset, Money amount) const noexcept
    {
        const AssetMark* mark = findMark(asset);
        return mark != nullptr && mark->known ? worth(amount, mark->price) : Money{};
    }

    std::uint64_t m_version = 1;
    Currency m_currency;
    Ledger m_ledger;
    BookedTrades m_trades;
    std::vector<AssetMark> m_marks;             ///< sorted by asset
    std::vector<Holding> m_holdings;            ///< sorted by account, then asset
    std::vector<InstrumentState> m_instruments; ///< sorted by id
    std::vector<PositionState> m_positions;     ///< sorted by instrument, then strategy
    std::vector<Unvalued> m_unvalued;
    Money m_capital;
    Money m_spread;
    Money m_inventory;
    Money m_fees;
    Money m_rebates;
};

} // namespace maker
