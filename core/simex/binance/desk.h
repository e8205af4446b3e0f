#pragma once

#include "kernel/sim/market_generator.h"
#include "kernel/sim/sim_exchange.h"
#include "simex/replay_feed.h"
#include "simex/sim_server.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace maker::simex::binance {

/// The simulated exchange with its crowd and the one customer's account, and what happened there since it was last asked.
/// Time comes with advance() and never goes back.
class Desk final : private sim::SimListener {
public:
    /// InvalidArgument names the symbol, asset or figure that cannot be used.
    static Result<std::unique_ptr<Desk>> open(const SimServerConfig& config, Timestamp now);

    sim::SimExchange& exchange() noexcept { return m_exchange; }
    const sim::SimExchange& exchange() const noexcept { return m_exchange; }
    AccountId account() const noexcept { return m_account; }
    const std::string& key() const noexcept { return m_config.key; }
    const std::string& secret() const noexcept { return m_config.secret; }
    const SimServerConfig& config() const noexcept { return m_config; }
    /// Instruments served, in the order of the configuration.
    const std::vector<const Instrument*>& instruments() const noexcept { return m_instruments; }
    /// Null for a symbol that is not served.
    const Instrument* find(std::string_view symbol) const noexcept;

    /// Moves the clock and lets the crowd act up to then, unless it is paused.
    void advance(Timestamp now);
    void pause(bool paused) noexcept { m_paused = paused; }
    /// Plays that many records of the recording, if there is one.
    void stepReplay(std::uint64_t records);
    std::uint64_t replayed() const noexcept { return m_replay ? m_replay->played() : 0; }
    Timestamp now() const noexcept { return m_now; }
    /// Added to every time the customer sees.
    void setClockOffset(Duration offset) noexcept { m_offset = offset; }
    std::int64_t shown(Timestamp time) const noexcept { return (time + m_offset).millis(); }
    std::int64_t shownNow() const noexcept { return shown(m_now); }

    /// Places an order of the customer.
    sim::SimOutcome place(const sim::SimOrderRequest& request);
    /// What the order placed last took from the book at once.
    const std::vector<sim::SimFill>& placedFills() const noexcept { return m_placedFills; }

    /// A market order of the crowd.
    void tradeCrowd(const Instrument& instrument, Side side, Qty qty);
    /// A fresh client order id, as the venue makes one for an order or a cancel that has none.
    ClientOrderId makeClientId();

    /// One event of the user data stream, as JSON; `trade` marks an executionReport of a fill.
    struct UserEvent {
        std::string json;
        bool trade = false;
    };
    std::vector<UserEvent> takeUserEvents();
    std::vector<sim::SimTrade> takeTrades();

private:
    Desk(const SimServerConfig& config, Timestamp now);
    Result<void> fund();
    Result<void> openMarkets(Timestamp start);
    Result<void> openReplay();
    void flushBalances();
    void onExecution(const sim::SimExecution& execution) override;
    void onBalance(AccountId account, const sim::SimBalance& balance, Timestamp now) override;
    void onTrade(const sim::SimTrade& trade) override;

    SimServerConfig m_config;
    sim::SimExchange m_exchange;
    std::unique_ptr<sim::MarketGenerator> m_crowd; ///< null where a recording is played
    std::unique_ptr<ReplayFeed> m_replay;
    AccountId m_account;
    AccountId m_passerBy; ///< whose trades tests ask for
    std::vector<const Instrument*> m_instruments;
    Timestamp m_now;
    Duration m_offset;
    bool m_paused = false;
    std::uint64_t m_madeIds = 0;
    std::vector<UserEvent> m_userEvents;
    std::map<Currency, sim::SimBalance> m_changedBalances;
    std::vector<sim::SimTrade> m_trades;
    std::vector<sim::SimFill> m_placedFills;
};

} // namespace maker::simex::binance
