#pragma once

#include "kernel/engine/command.h"
#include "kernel/engine/engine_views.h"
#include "kernel/engine/ports.h"
#include "kernel/model/book_change.h"
#include "kernel/model/exec_event.h"
#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"
#include "kernel/strategy/quote_target.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace maker {

class OrderBook;
class OwnOverlay;
class Strategy;

/// Time passes; sent at least every 100 ms so that staleness, in-flight questions and refresh times are noticed.
struct Timer {
    Timestamp now;
};

/// Any input of the engine; a recording is a sequence of these.
using Event = std::variant<MarketEvent, ExecEvent, Command, Timer>;

struct EngineInstrument {
    std::shared_ptr<const Instrument> instrument;
    AccountId account;
    SequenceRule rule = kBinanceSpotRule;
};

struct EngineStrategy {
    StrategyId id;
    std::string kind; ///< a name of strategyKinds()
    InstrumentId instrument;
    std::string params; ///< JSON; empty: the defaults
};

/// What an asset is worth that no instrument prices, in the account currency; for the whole run.
struct AssetPrice {
    Currency asset;
    Money price;
};

struct EngineConfig {
    std::vector<EngineInstrument> instruments;
    std::vector<EngineStrategy> strategies;
    std::string riskLimits; ///< JSON; empty: the defaults
    Currency accountCurrency = "USDT";
    std::vector<AssetPrice> assetPrices{};
    std::string clientPrefix = "mk";
    std::uint32_t run = 1;
    bool bookHoldsOwn = true; ///< false where a simulated venue fills our orders beside the market's book
    bool estimatesQueues = true; ///< follows the place of each order in its queue; off where nobody will look
    Duration staleAfter = Duration::seconds(5);   ///< a book older than this is not quoted on
    Duration askAfter = Duration::seconds(5);     ///< an unanswered request is asked about after this
    Duration askEvery = Duration::seconds(2);     ///< and again after this
    Duration differAfter = Duration::seconds(5);  ///< a balance that differs from the ledger this long is examined
    std::size_t closedOrders = 2048; ///< done orders remembered for facts that arrive late
    std::size_t seenTrades = 65'536; ///< trades remembered for those that are told twice
};

/// Where the engine's decisions leave; all outlive the engine.
struct EnginePorts {
    OrderGateway& gateway;
    JournalSink& journal;
    FeedControl& feed;
};

/// What an earlier run recorded of one account; the ledger begins with it.
struct LedgerDeposit {
    AccountId account;
    Amount amount;
};

struct EngineHistory {
    std::vector<LedgerDeposit> deposits;
    std::vector<Fill> fills;  ///< oldest first; booked again, not journaled again
    std::vector<Order> orders; ///< not terminal when the run ended
    Timestamp since;          ///< trades from here on are asked of the venue
};

/// Turns events into decisions: one order of steps, no clock, no randomness, no input or output but its ports. Lives on
/// one thread. The same events give the same journal.
class Engine {
public:
    /// Fails with the first sentence that says what of the configuration cannot work.
    static Result<std::unique_ptr<Engine>> make(EngineConfig config, EnginePorts ports);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Once, before the first event.
    Result<void> restore(const EngineHistory& history);

    void process(const MarketEvent& event);
    /// Records of one moment up to the end of a message, or a part of it, as if one by one.
    void process(std::span<const MarketEvent> records);
    void process(const BookChange& change);
    void process(const ExecEvent& event);
    void process(const Command& command);
    void process(Timer timer);
    void process(const Event& event);

    // What snapshots are made of; valid until the next event. An unknown id answers a default value or nullptr.
    Timestamp now() const noexcept;
    std::span<const EngineInstrument> instruments() const noexcept;
    std::span<const EngineStrategy> strategies() const noexcept;
    MarketState market(InstrumentId instrument) const;
    const OrderBook* book(InstrumentId instrument) const noexcept;
    const OwnOverlay* ownOrders(InstrumentId instrument) const noexcept;
    StrategyStatus strategy(StrategyId strategy) const;
    /// Cheaper than its status: it runs and its book is good.
    bool quoting(StrategyId strategy) const noexcept;
    /// Applied parameters as JSON.
    std::string params(StrategyId strategy) const;
    /// The quotes a strategy asked for last, with their reason chains; nullptr for an unknown strategy.
    const QuoteTarget* target(StrategyId strategy) const noexcept;
    /// What `drafted` would quote now in the place of a configured strategy; nothing here changes. nullptr: the market
    /// cannot be quoted on, or no such strategy.
    const QuoteTarget* preview(StrategyId place, Strategy& drafted) const;
    /// Orders of ours that rest in the instrument, with their places in the queue; copies as many as fit.
    std::size_t resting(InstrumentId instrument, std::span<RestingStatus> out) const;
    RiskStatus risk(InstrumentId instrument) const;
    std::string riskLimits() const;
    /// Those of one instrument, whole, as JSON; empty while it has none of its own.
    std::string riskLimits(InstrumentId instrument) const;
    /// Copies as many as fit; returns how many there are.
    std::size_t openOrders(std::span<Order> out) const;
    std::size_t balances(std::span<BalanceStatus> out) const;
    PositionStatus position(InstrumentId instrument) const;
    /// At the marks of the last timer event or fill.
    PnlStatus pnl() const;
    const EngineCounters& counters() const noexcept;
    bool journalHealthy() const noexcept;
    bool tradingUp(AccountId account) const noexcept;
    bool reconciled(AccountId account) const noexcept;

private:
    struct Parts;
    explicit Engine(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace maker
