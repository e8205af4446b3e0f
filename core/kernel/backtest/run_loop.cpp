#include "kernel/backtest/run_parts.h"

#include <algorithm>

namespace maker::backtest {

namespace {

/// Without a record for this long nothing changes any more but the time.
constexpr Duration kQuiet = Duration::seconds(60);
/// How long the answers to the last requests are waited for once the recordings are at their end.
constexpr Duration kPatience = Duration::seconds(60);

Timestamp lookBefore(Timestamp time) noexcept
{
    return {time.ns / RunWatch::kLook.ns * RunWatch::kLook.ns};
}

} // namespace

void BacktestRun::Parts::afterEngine()
{
    if (!gateway.takeAsked())
        return;
    arrival = venue.nextArrival();
    answer = venue.nextAnswer();
}

/// Returns whether we receive the records at once; otherwise they are held back until we do.
bool BacktestRun::Parts::onExchange(const Moment& moment, Timestamp at)
{
    answer = moment.isChange ? venue.onMarket(moment.change(), at) : venue.onMarket(moment.records(), at);
    // Mostly they are received before anything else happens.
    const Timestamp local = moment.localTime;
    if (local < cursors.exchangeTime() && local < cursors.localTime() && local < arrival && local < answer && local <= timer)
        return true;
    cursors.hold(moment);
    return false;
}

void BacktestRun::Parts::onArrival()
{
    now = later(now, arrival);
    venue.carryOut(arrival);
    arrival = venue.nextArrival();
    answer = venue.nextAnswer();
}

void BacktestRun::Parts::onAnswer()
{
    now = later(now, answer);
    if (const ExecEvent* event = venue.answer(answer)) {
        engine->process(*event);
        venue.dropAnswer();
    }
    answer = venue.nextAnswer();
    afterEngine();
    if (!begun)
        tryBegin();
}

/// One message, or what of it is here.
void BacktestRun::Parts::receive(const Moment& first)
{
    now = later(now, first.localTime);
    lastLocal = now;
    if (timer == kNever) [[unlikely]]
        connect();
    bool whole = takeIn(first);
    while (!whole && cursors.localTime() == first.localTime)
        whole = takeIn(cursors.takeLocal());
    afterEngine();
    if (whole && !begun) [[unlikely]]
        tryBegin();
}

/// Returns whether it is the end of a message.
bool BacktestRun::Parts::takeIn(const Moment& moment)
{
    record.events += moment.count;
    if (moment.isChange) {
        engine->process(moment.change());
        return true;
    }
    engine->process(moment.records());
    return moment.records().back().last;
}

void BacktestRun::Parts::onTimer(Timestamp nextLocal)
{
    now = later(now, timer);
    engine->process(Timer{now});
    afterEngine();
    watch->onTimer(now);
    timer = timer + RunWatch::kLook;
    // A hole in the recording is not lived through step by step: all that could happen in it has happened.
    if (nextLocal != kNever && arrival == kNever && answer == kNever && now - lastLocal > kQuiet && nextLocal - now > kQuiet)
        timer = lookBefore(nextLocal);
}

/// The first record shows when the run is: the order connection is made at that moment.
void BacktestRun::Parts::connect()
{
    timer = lookBefore(now) + RunWatch::kLook;
    for (const AccountId account : accounts) {
        ExecEvent up;
        up.kind = ExecKind::TradingUp;
        up.account = account;
        up.localTime = now;
        engine->process(up);
    }
    afterEngine();
}

/// Strategies start when the books they quote are good and the account is known, and not before the asked time.
void BacktestRun::Parts::tryBegin()
{
    if (timer == kNever || now < setup.from)
        return;
    for (const AccountId account : accounts) {
        if (!engine->reconciled(account))
            return;
    }
    for (const EngineStrategy& strategy : engine->strategies()) {
        if (engine->market(strategy.instrument).health != SyncState::Live)
            return;
    }
    engine->process(Timer{now}); // takes the marks
    begun = true;
    watch->begin(now);
    for (const EngineStrategy& strategy : engine->strategies())
        engine->process(Command{.kind = CommandKind::StartStrategy, .strategy = strategy.id});
    afterEngine();
}

Result<bool> BacktestRun::Parts::step(std::uint64_t maxEvents)
{
    const std::uint64_t limit = record.events + maxEvents;
    while (!over && record.events < limit) {
        const Timestamp exchange = cursors.exchangeTime();
        const Timestamp local = cursors.localTime();
        const Timestamp venues = earlier(arrival, answer);
        Moment received;
        if (exchange <= local && exchange <= venues && exchange <= timer) {
            if (!cursors.exchangeReady()) [[unlikely]] {
                if (exchange == kNever)
                    end();
                else if (const auto more = cursors.refill(); !more)
                    return tl::unexpected(more.error());
                continue;
            }
            received = cursors.takeExchange();
            if (!onExchange(received, exchange))
                continue;
        } else if (local < venues && local <= timer) {
            received = cursors.takeLocal();
        } else {
            if (exchange == kNever && local == kNever)
                end();
            else if (venues > earlier(local, timer))
                onTimer(local);
            else if (arrival <= answer)
                onArrival();
            else
                onAnswer();
            continue;
        }
        receive(received);
    }
    return !over;
}

/// Withdraws every quote, waits for the venue's last words and takes the last sample.
void BacktestRun::Parts::end()
{
    if (over)
        return;
    over = true;
    if (setup.beforeEnd)
        setup.beforeEnd(*engine);
    for (const EngineStrategy& strategy : engine->strategies())
        engine->process(Command{.kind = CommandKind::StopStrategy, .strategy = strategy.id});
    afterEngine();
    drain();
    engine->process(Timer{now});
    watch->end(now);
    if (record.activity.size() == 1) // the journal says the same refusal once a second, the counter every one
        record.activity.front().refused = engine->counters().refused;
    askBalances();
}

void BacktestRun::Parts::drain()
{
    const Timestamp deadline = now + kPatience;
    while (earlier(arrival, answer) <= deadline) {
        if (arrival <= answer)
            onArrival();
        else
            onAnswer();
    }
}

void BacktestRun::Parts::askBalances()
{
    for (const AccountId account : accounts)
        venue.reconcile(account, now, now);
    for (arrival = venue.nextArrival(); arrival != kNever && arrival <= now + kPatience; arrival = venue.nextArrival())
        venue.carryOut(arrival);
    while (const auto event = venue.takeAnswer(now + kPatience + kPatience)) {
        if (event->kind == ExecKind::Balance)
            balances.push_back(*event);
    }
}

} // namespace maker::backtest
