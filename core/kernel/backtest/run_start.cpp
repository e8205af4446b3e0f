#include "kernel/backtest/run_parts.h"

#include "kernel/backtest/venue_config.h"
#include "kernel/model/written_money.h"
#include "kernel/strategy/strategy.h"

#include <algorithm>

namespace maker::backtest {

namespace {

constexpr std::string_view kPrefix = "bt";
constexpr std::string_view kIdMark = "bt-1-"; // of the first run of this prefix

/// Facts do not arrive late here, and what is remembered has to pass through the caches again and again. That no trade is
/// booked twice is the portfolio's to see, which forgets none.
constexpr std::size_t kClosedOrders = 32;
constexpr std::size_t kSeenTrades = 1024;

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
    return moneyAsWritten(amount).value_or(Money{});
}

/// A token is worth the same everywhere only where there is one quote currency, and has one price only where the
/// recordings do not have another.
Result<void> checkFeeToken(const BacktestModels& models, const std::vector<std::shared_ptr<const Instrument>>& instruments)
{
    if (models.feeToken.empty())
        return {};
    const Currency token(models.feeToken);
    for (const auto& instrument : instruments) {
        if (instrument->base() == token || instrument->quote() == token)
            return fail(ErrorCode::InvalidArgument, "Fees in " + models.feeToken + " at a constant price do not fit recordings of "
                    + instrument->symbol().str() + ", where its price moves.");
        if (instrument->quote() != instruments.front()->quote())
            return fail(ErrorCode::InvalidArgument, "A fee token has one price, so all instruments must have one quote currency.");
    }
    return {};
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
      venue(venueConfigOf(setup)), gateway(venue, log, now), cursors(feed)
{
    venue.setArrivalListener(&log);
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
    if (const auto checked = checkFeeToken(setup.models, record.instruments); !checked)
        return checked;
    const std::vector<VenueId> venues = venuesOf(record.instruments);
    EngineConfig config;
    config.clientPrefix = kPrefix;
    config.riskLimits = setup.riskLimits;
    config.bookHoldsOwn = false;
    config.estimatesQueues = static_cast<bool>(setup.beforeEnd); // who looks at the end may ask for them
    config.closedOrders = kClosedOrders;
    config.seenTrades = kSeenTrades;
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
    if (const sim::FeeToken token = feeTokenOf(setup.models); !token.asset.empty())
        config.assetPrices.push_back({token.asset, token.price});
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
    if (setup.models.feeToken.empty())
        return;
    for (const AccountId account : accounts)
        give(account, Currency(setup.models.feeToken), setup.models.feeTokenBalance);
}

} // namespace maker::backtest
