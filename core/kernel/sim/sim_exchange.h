#pragma once

#include "kernel/model/book_change.h"
#include "kernel/model/instrument.h"
#include "kernel/sim/fees.h"
#include "kernel/sim/market_history.h"
#include "kernel/sim/matching_engine.h"
#include "kernel/sim/order_records.h"
#include "kernel/sim/sim_accounts.h"
#include "kernel/sim/sim_types.h"
#include "kernel/sim/tape_market.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace maker::sim {

/// A spot exchange in memory: several instruments, accounts with free and locked balances, fees, filters, order and trade
/// records. Time comes with each request and must not go back; equal requests give equal results to the last digit. One
/// thread.
class SimExchange : private MatchSink {
public:
    struct Config {
        FeeModel fees;
        FeeSchedule schedule{};
        SelfTrade selfTrade = SelfTrade::ExpireTaker;
        std::size_t maxOpenOrders = 200; ///< per account and instrument; background accounts have no limit
        std::size_t keptOrders = OrderRecords::kKept; ///< done orders that can still be asked for, per account
        bool tellsTotalsOnly = false; ///< balance news only where free and locked together moved
        bool tellsResting = true;     ///< the listener wants to know what rests
    };

    explicit SimExchange(const Config& config);
    ~SimExchange() override;
    SimExchange(const SimExchange&) = delete;
    SimExchange& operator=(const SimExchange&) = delete;

    /// One listener at most; null for none.
    void setListener(SimListener* listener) noexcept { m_listener = listener; }
    /// Ids must be unique and valid; instruments are listed in the order added.
    void addInstrument(const Instrument& instrument);
    /// Lists an instrument whose market is a recorded one; tick, lot and self-trade rule are the exchange's.
    void addTape(const Instrument& instrument, TapeMarket::Config config);
    /// Records of the tapes of instruments listed with addTape, or of the whole venue; records of others are ignored.
    void onMarket(std::span<const MarketEvent> events, Timestamp now)
    {
        for (const MarketEvent& event : events)
            onMarket(event, now);
    }
    void onMarket(const MarketEvent& event, Timestamp now)
    {
        m_now = now;
        if (!ofTape(event)) [[unlikely]]
            return onOtherMarket(event, now);
        m_tape.core->onMarket(event);
        tellBalances(now);
    }
    void onMarket(const BookChange& change, Timestamp now)
    {
        m_now = now;
        if (!ofTape(change.header())) [[unlikely]] {
            onOtherMarket(change.header(), now);
            return onMarket(change.levels(), now);
        }
        m_tape.core->onChange(change);
        tellBalances(now);
    }
    /// Null where the instrument has no tape.
    const TapeMarket* tape(InstrumentId instrument) const noexcept;
    std::size_t instrumentCount() const noexcept { return m_markets.size(); }
    const Instrument& instrumentAt(std::size_t index) const;
    const Instrument* findInstrument(std::string_view symbol) const noexcept;
    const Instrument* findInstrument(InstrumentId id) const noexcept;

    AccountId openAccount();
    /// An account of the crowd: no executions, no limits, its orders are forgotten once done.
    AccountId openBackgroundAccount();
    AccountId feeAccount() const noexcept { return m_feeAccount; }
    void deposit(AccountId account, const Currency& currency, Money amount, Timestamp now);
    /// Every currency known, also with zero amounts, in the order first seen.
    std::vector<SimBalance> balances(AccountId account) const;
    SimBalance balance(AccountId account, const Currency& currency) const;
    /// Sum over all accounts, fees included: changes only by deposits.
    Money totalOf(const Currency& currency) const;

    /// Places an order; the outcome names its record, which says at once what was filled.
    SimOutcome place(AccountId account, const SimOrderRequest& request, Timestamp now);
    /// Checks everything that place() checks before matching, and changes nothing ("order/test").
    SimReject check(AccountId account, const SimOrderRequest& request) const;
    SimOutcome cancel(
        AccountId account, InstrumentId instrument, SimOrderId order, Timestamp now, const ClientOrderId& requestId = {});
    SimOutcome cancelByClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id, Timestamp now);
    /// Cancels every open order of the account in the instrument, oldest first; returns their ids.
    std::vector<SimOrderId> cancelAll(AccountId account, InstrumentId instrument, Timestamp now);
    /// Reduces the total quantity of an open order and keeps its place in the queue.
    SimOutcome reduce(AccountId account, InstrumentId instrument, SimOrderId order, Qty newQty, Timestamp now);

    /// Null where the account has no such order. Valid until the next command.
    const SimOrder* order(AccountId account, InstrumentId instrument, SimOrderId id) const;
    /// The newest order with the client id.
    const SimOrder* orderByClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) const;
    /// Where the order with the client id stands in its level of a tape, until the next command or record; null where it
    /// does not rest in one.
    const QueuePosition* queueOf(AccountId account, InstrumentId instrument, const ClientOrderId& id) const;
    /// The same of the order with the id.
    const QueuePosition* queueOf(InstrumentId instrument, SimOrderId order) const;
    /// Oldest first; an invalid instrument means all.
    std::vector<SimOrder> openOrders(AccountId account, InstrumentId instrument) const;
    /// Open and done, from the id on, oldest first. Kept: the last OrderRecords::kKept of the account.
    std::vector<SimOrder> allOrders(AccountId account, InstrumentId instrument, SimOrderId fromId, std::size_t limit) const;
    /// The account's fills, from the trade id on, oldest first.
    std::vector<SimFill> fills(AccountId account, InstrumentId instrument, std::int64_t fromTradeId, std::size_t limit) const;

    /// The instrument must be listed (for all below).
    const MatchCore& book(InstrumentId instrument) const;
    const MarketHistory& history(InstrumentId instrument) const;
    /// Level changes since the last call, for the one diff stream of the instrument.
    UpdateRange takeChanges(InstrumentId instrument, std::vector<LevelChange>& out);
    const FeeModel& fees() const noexcept { return m_config.fees; }

private:
    struct Market;

    /// What an order that passed every check will be: its quantity in base currency, what is locked for it, and what its
    /// client id stood for until now.
    struct Admitted {
        Qty qty;
        Money notional; ///< at the limit, or what a market order is thought to be worth
        Money locked;
        OrderRecords::Named named;
    };

    Market* marketOf(InstrumentId id) const noexcept;
    SimReject admit(const Market* market, AccountId account, const SimOrderRequest& request, Admitted& admitted) const;
    static bool sensible(const SimOrderRequest& request) noexcept;
    static SimReject checkFilters(const Market& market, const SimOrderRequest& request, Admitted& admitted);
    SimReject checkAccount(const Market& market, AccountId account, const SimOrderRequest& request, Admitted& admitted) const;
    static Qty marketQty(const Market& market, const SimOrderRequest& request);
    Money moneyToLock(const Market& market, AccountId account, const SimOrderRequest& request, const Admitted& admitted) const;
    Money withFee(Money quote) const;
    SimOutcome cancelRecord(
        Market& market, SimOrder* record, AccountId account, Timestamp now, const ClientOrderId* requestId);
    void fill(SimOrder& record, const TradeMade& trade, bool isMaker, Money quote);
    FeeModel ratesOf(AccountId account) const;
    std::optional<Amount> feeFromToken(const SimOrder& record, const FeeModel& rates, Money quote, bool isMaker);
    void addMarket(std::unique_ptr<Market> market);
    void settleTape(Side taken, Qty qty, Money quote);
    void publishTapeTrade(const TapeMarket& tape, const MarketEvent& event, Timestamp now);
    /// The record is of the tape of the one before it, and nothing of it is told the public.
    bool ofTape(const MarketEvent& event) noexcept
    {
        if (m_tape.instrument != event.instrument) [[unlikely]]
            return false;
        m_market = m_tape.market;
        return true;
    }
    void onOtherMarket(const MarketEvent& event, Timestamp now);
    Amount settleBuy(SimOrder& record, Qty qty, Money quote, bool isMaker);
    Amount settleSell(SimOrder& record, Qty qty, Money quote, bool isMaker);
    void releaseUnused(SimOrder& record);
    void close(SimOrder& record, OrderState state);
    void tellExecution(SimExecKind kind, const SimOrder& record, const SimFill* fill);
    bool tellsResting() const noexcept { return m_listener != nullptr && m_config.tellsResting; }
    void tellResting(SimOrderId order, Side side, Price price, Qty leaves);
    void tellBalances(Timestamp now)
    {
        if (m_accounts.anyChanged()) [[unlikely]]
            tellChangedBalances(now);
    }
    void tellChangedBalances(Timestamp now);

    void onAccepted(const OrderAccepted& event) override;
    void onRejected(const OrderRejected& event) override;
    void onTrade(const TradeMade& event) override;
    void onCanceled(const OrderCanceled& event) override;
    void onExpired(const OrderExpired& event) override;
    void onReplaced(const OrderReplaced& event) override;

    /// What a record of a tape needs at hand.
    struct Tape {
        InstrumentId instrument{std::numeric_limits<std::uint32_t>::max()}; ///< of no record
        bool publishes = false;
        TapeMarket* core = nullptr;
        Market* market = nullptr;
    };

    Config m_config;
    std::vector<Tape> m_tapes;
    Tape m_tape; ///< of the newest record, unless it publishes: they come in runs of one instrument
    SimListener* m_listener = nullptr;
    SimAccounts m_accounts;
    AccountId m_feeAccount;
    AccountId m_tapeAccount; ///< the other side of every trade with a tape; owes what it gave
    FeeModel m_highestFees;
    std::vector<TradedVolume> m_volumes; ///< by account id - 1; empty where nothing depends on it
    OrderRecords m_orders;
    std::vector<std::unique_ptr<Market>> m_markets;
    std::vector<SimAccounts::Changed> m_changed;
    SimOrderId m_nextOrderId = 1;
    VenueOrderId m_orderIdText; ///< of the newest order
    std::int64_t m_nextExecutionId = 1;
    Timestamp m_now;
    Market* m_market = nullptr;                       ///< of the request or record being carried out
    SimOrder* m_order = nullptr;                      ///< being placed or canceled
    const ClientOrderId* m_cancelRequestId = nullptr; ///< of the cancel being carried out; null: it has none
};

} // namespace maker::sim
