#include "kernel/backtest/run_parts.h"

#include "kernel/backtest/venue_config.h"
#include "kernel/strategy/strategy.h"

#include <algorithm>

namespace maker::backtest {

namespace {

constexpr std::string_view kPrefix = "bt";
constexpr std::string_view kIdMark = "bt-1-"; // of the first run of this prefix

/// Fails with the sentences that say what of a strategy cannot work.
Result<void> checkStrategy(const RunStrategy& strategy)
{
    const StrategyKind* kind = findStrategyKind(strategy.kind);
    if (kind == nullptr) {
        std::string names;
        for (const StrategyKind& known : strategyKinds())
            names += (names.empty() ? "" : ", ") + std::string(known.name);
        return fail(ErrorCode::NotFound, "There is no strategy \"" + strategy.kind + "\"; there are: " + names + '.');
    }
    const auto violations = kind->schema->validate(strategy.params.empty() ? "{}" : strategy.params);
    if (violations.empty())
        return {};
    return fail(ErrorCode::InvalidArgument, joinSentences(violations));
}

Money moneyOf(double amount)
{
    const auto money = Money::fromDouble(amount);
    return money ? *money : Money{};
}

/// An account for each venue.
std::vector<VenueId> venuesOf(const std::vector<std::shared_ptr<const Instrument>>& instruments)
{
    std::vector<VenueId> venues;
    for (const auto& instrument : instruments) {
        if (std::ranges::find(venues, instrument->venue()) == venues.end())
            venues.push_back(instrument->venue());
    }
    return venues;
}

AccountId accountAt(const std::vector<VenueId>& venues, VenueId venue)
{
    const auto found = std::ranges::find(venues, venue);
    return {static_cast<std::uint16_t>(found - venues.begin() + 1)};
}

} // namespace

BacktestRun::Parts::Parts(EventFeed eventFeed, RunSetup runSetup)
    : setup(std::move(runSetup)), feed(std::move(eventFeed)), log(record, kIdMark, setup.journal),
      venue(venueConfigOf(setup)), gateway(venue, log), cursors(feed)
{
}

std::size_t BacktestRun::Parts::instrumentOf(const RunStrategy& strategy) const
{
    const auto& instruments = feed.instruments();
    if (strategy.symbol.empty())
        return 0;
    const auto found = std::ranges::find_if(
        instruments, [&](const auto& instrument) { return instrument->symbol().view() == strategy.symbol; });
    return static_cast<std::size_t>(found - instruments.begin());
}

Result<void> BacktestRun::Parts::start()
{
    record.instruments = feed.instruments();
    const std::vector<VenueId> venues = venuesOf(record.instruments);
    EngineConfig config;
    config.clientPrefix = kPrefix;
    config.riskLimits = setup.riskLimits;
    config.bookHoldsOwn = false;
    for (const auto& instrument : record.instruments) {
        const AccountId account = accountAt(venues, instrument->venue());
        config.instruments.push_back({instrument, account, feed.ruleOf(instrument->id())});
        venue.addInstrument(instrument, account);
        if (std::ranges::find(accounts, account) == accounts.end())
            accounts.push_back(account);
    }
    depositAll();
    for (const RunStrategy& strategy : setup.strategies) {
        if (const auto checked = checkStrategy(strategy); !checked)
            return checked;
        const std::size_t at = instrumentOf(strategy);
        if (at == record.instruments.size())
            return fail(ErrorCode::NotFound, "The recordings do not hold " + strategy.symbol + '.');
        if (setup.models.queueModel == QueueKind::Exact && !feed.orderByOrder(record.instruments[at]->id()))
            return fail(ErrorCode::InvalidArgument, "The recording of " + record.instruments[at]->symbol().str()
                            + " does not tell every order, so queue positions cannot be exact; choose another queue model.");
        const StrategyId id{static_cast<std::uint16_t>(config.strategies.size() + 1)};
        config.strategies.push_back({id, strategy.kind, record.instruments[at]->id(), strategy.params});
        log.watch(id, record.instruments[at]->id());
    }
    if (config.strategies.empty())
        return fail(ErrorCode::InvalidArgument, "A backtest needs a strategy.");
    config.accountCurrency = record.instruments[instrumentOf(setup.strategies.front())]->quote();
    record.currency = config.accountCurrency.str();
    auto made = Engine::make(std::move(config), {gateway, log, gateway});
    if (!made)
        return tl::unexpected(made.error());
    engine = std::move(*made);
    gateway.setEngine(*engine);
    watch = std::make_unique<RunWatch>(*engine, log, record, setup.models.equityInterval);
    return {};
}

/// An asset that is the quote of one instrument and the base of another is owned as a quote asset.
void BacktestRun::Parts::depositAll()
{
    std::vector<std::pair<AccountId, Currency>> given;
    const std::vector<VenueId> venues = venuesOf(record.instruments);
    const auto give = [&](AccountId account, const Currency& asset, double amount) {
        if (amount <= 0.0 || std::ranges::find(given, std::pair{account, asset}) != given.end())
            return;
        given.emplace_back(account, asset);
        venue.deposit(account, {moneyOf(amount), asset});
    };
    for (const auto& instrument : record.instruments)
        give(accountAt(venues, instrument->venue()), instrument->quote(), setup.models.quoteBalance);
    for (const auto& instrument : record.instruments)
        give(accountAt(venues, instrument->venue()), instrument->base(), setup.models.baseBalance);
}

} // namespace maker::backtest
