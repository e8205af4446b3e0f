#pragma once

#include "tests/support/engine_rig.h"

#include <random>
#include <string>

namespace maker::test {

/// Answers nothing: the answers are part of the recording.
class DeafVenue final : public OrderGateway, public FeedControl {
public:
    void place(const Approved<NewOrder>&) override {}
    void replace(const Approved<ReplaceOrder>&) override {}
    void cancel(const CancelOrder&) override {}
    void cancelAll(AccountId, InstrumentId) override {}
    void query(const CancelOrder&) override {}
    void reconcile(AccountId, Timestamp) override {}
    void requestSnapshot(InstrumentId) override {}
};

inline const std::string kScenarioParams = R"({"levels": 2, "bid_spread": 6, "ask_spread": 6, "order_size": 0.02,
    "refresh_time": 0.5, "filled_order_delay": 0.5, "price_skew": 4})";

/// Reads every view, as a window would between two events.
inline void lookAround(const Engine& engine)
{
    std::array<BalanceStatus, 8> balances;
    std::array<Order, 8> orders;
    engine.pnl();
    engine.risk(EngineRig::kInstrument);
    engine.market(EngineRig::kInstrument);
    engine.strategy(EngineRig::kStrategy);
    engine.position(EngineRig::kInstrument);
    engine.balances(balances);
    engine.openOrders(orders);
    engine.counters();
}

/// The journal that a recording leads to, as text.
inline std::string replayed(const std::vector<Event>& events, bool looking = false)
{
    DeafVenue venue;
    MemoryJournal journal;
    EngineConfig config;
    config.instruments.push_back({btcUsdt(), EngineRig::kAccount, kBinanceSpotRule});
    config.strategies.push_back({EngineRig::kStrategy, "pure_market_making", EngineRig::kInstrument, kScenarioParams});
    auto engine = Engine::make(config, {venue, journal, venue});
    if (!engine)
        qFatal("%s", engine.error().detail.c_str());
    for (const Event& event : events) {
        (*engine)->process(event);
        if (looking)
            lookAround(**engine);
    }
    std::string text;
    for (const JournalRow& row : journal.rows)
        text += journalLine(row) + '\n';
    return text;
}

/// A market that wanders by a few dollars a step and trades against what rests.
inline void wander(EngineRig& rig, std::uint64_t seed, int steps)
{
    std::mt19937_64 random(seed);
    double mid = 60'000.0;
    for (int i = 0; i < steps; ++i) {
        mid += static_cast<double>(random() % 41) - 20.0;
        rig.book(mid - 1.0, mid + 1.0);
        if (random() % 5 == 0)
            rig.venue.hit(random() % 2 == 0 ? Side::Buy : Side::Sell, Qty{static_cast<std::int64_t>(1 + random() % 250)});
        rig.pass(Duration::millis(100));
    }
}

/// An ordinary day: quoting, fills, new parameters, pause, start, pull, restore, flatten.
inline void playOrdinaryDay(EngineRig& rig)
{
    rig.startQuoting();
    wander(rig, 11, 40);
    rig.command(CommandKind::SetParams, R"({"levels": 3, "bid_spread": 8, "ask_spread": 5, "order_size": 0.01})");
    wander(rig, 12, 30);
    rig.command(CommandKind::PauseStrategy);
    wander(rig, 13, 5);
    rig.command(CommandKind::StartStrategy);
    wander(rig, 14, 20);
    rig.command(CommandKind::PullQuotes);
    wander(rig, 15, 5);
    rig.command(CommandKind::RestoreQuotes);
    wander(rig, 16, 10);
    rig.command(CommandKind::Flatten);
    rig.pass(Duration::seconds(2));
}

/// Lost requests and answers, repeated fills, a gap, a stale book, a lost connection, orders left over.
inline void playTroubles(EngineRig& rig)
{
    rig.venue.rest("mk-0-000007", Side::Buy, Price{5'900'000}, Qty{100}, false);
    rig.venue.rest("web_1", Side::Sell, Price{6'500'000}, Qty{100}, true);
    rig.venue.random.seed(5);
    rig.startQuoting();
    rig.venue.faults = {.losesRequest = 0.05, .losesAnswer = 0.1, .repeatsFill = 0.3, .swapsAnswers = 0.1};
    wander(rig, 21, 60);
    rig.bookWithGap();
    rig.pass(Duration::millis(300));
    rig.disconnect();
    rig.venue.answers.clear();
    rig.pass(Duration::seconds(1));
    rig.connect();
    wander(rig, 22, 60);
    rig.pass(Duration::seconds(7)); // the book grows stale
    wander(rig, 23, 20);
}

/// Limits, a loss, the kill switch, a balance that differs.
inline void playLimits(EngineRig& rig)
{
    rig.limits(R"({"max_long": 0.05, "max_short": 0.05, "order_rate": 10})");
    rig.startQuoting();
    wander(rig, 31, 60);
    rig.command(CommandKind::Kill);
    wander(rig, 32, 5);
    rig.command(CommandKind::Rearm);
    rig.command(CommandKind::StartStrategy);
    wander(rig, 33, 20);
    rig.venue.fund(Money{}, Money::fromInt(25));
    rig.venue.tellBalances();
    wander(rig, 34, 70);
    rig.command(CommandKind::Rearm);
    wander(rig, 35, 10);
    rig.limits(R"({"max_day_loss": 1})");
    wander(rig, 36, 30);
}

} // namespace maker::test
