#include "session/session_parts.h"

#include "kernel/strategy/strategy.h"
#include "kernel/params/params.h"
#include "kernel/risk/risk_limits.h"
#include "platform/random_bytes.h"
#include "store/database.h"
#include "store/history.h"
#include "tape/library.h"
#include "venues/registry.h"

#include <QCryptographicHash>
#include <QDir>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>

// How a session comes up, step by step; each step fails with one sentence.

namespace maker {

namespace {

constexpr VenueId kVenue{1};
constexpr AccountId kAccount{1};

std::string databasePath(const SessionConfig& config)
{
    return config.profile + "/makerdesk.db";
}

/// A ledger's name. An embedded exchange is a new account at each start; elsewhere the key decides, named by a digest so
/// that the key itself is nowhere in the store.
std::string accountName(const SessionConfig& config, std::uint32_t run)
{
    if (config.paper) {
        const bool real = config.environment == Environment::Production;
        return "paper-" + config.venue + (real ? std::string() : "-" + std::string(toText(config.environment)));
    }
    if (config.environment == Environment::Simulated && config.simulatedPort == 0)
        return "demo-" + std::to_string(run);
    std::string name = config.venue + "-" + std::string(toText(config.environment));
    if (config.credentials) {
        const auto key = config.credentials->apiKey.reveal();
        const QByteArray digest = QCryptographicHash::hash(
            QByteArray::fromRawData(key.data(), static_cast<qsizetype>(key.size())), QCryptographicHash::Sha256);
        name += "-" + digest.toHex().left(8).toStdString();
    }
    return name;
}

} // namespace

Result<void> Session::Parts::chooseVenue()
{
    venue = findVenue(config.venue);
    if (venue == nullptr)
        return fail(ErrorCode::NotFound, "There is no venue named " + config.venue + ".");
    std::uint16_t port = config.simulatedPort;
    if (config.environment == Environment::Simulated && port == 0) {
        config.embedded.port = 0;
        config.embedded.key = randomHex(16);
        config.embedded.secret = randomHex(32);
        config.embedded.symbols = config.symbols;
        auto server = SimServer::start(config.embedded);
        if (!server)
            return tl::unexpected(server.error());
        exchange = std::move(*server);
        port = exchange->port();
        auto credentials = std::make_shared<Credentials>();
        credentials->apiKey = Secret(config.embedded.key);
        credentials->secret = Secret(config.embedded.secret);
        config.credentials = std::move(credentials);
    }
    context.venue = kVenue;
    context.account = kAccount;
    context.environment = config.environment;
    context.endpoints = venue->endpoints(config.environment, port);
    if (config.paper)
        context.endpoints.trading.clear(); // nobody is there to send to
    else
        context.credentials = config.credentials;
    if (auto chosen = chooseProxy(); !chosen)
        return chosen;
    context.status = std::make_shared<VenueStatus>();
    context.clientIdPrefix = "mk-";
    return {};
}

/// The simulated exchange is on this machine, so a wrong variable of the environment must not keep the demo from starting.
Result<void> Session::Parts::chooseProxy()
{
    if (config.environment == Environment::Simulated)
        return {};
    auto rules = ProxyRules::read(config.proxy);
    if (!rules)
        return tl::unexpected(rules.error());
    context.proxies = std::move(*rules);
    if (const std::string proxy = context.proxies.describe(context.endpoints.rest); !proxy.empty())
        notes.push_back(std::string(venue->title) + " is reached through the proxy " + proxy + ".");
    return {};
}

Result<void> Session::Parts::loadInstruments()
{
    auto loader = venue->makeLoader(context);
    QEventLoop loop;
    Result<InstrumentListing> listing = fail(ErrorCode::Timeout,
        std::string(venue->title) + " did not list its instruments in time. Is the network up?");
    loader->load({kVenue, 1, config.symbols}, [&](Result<InstrumentListing> answer) {
        listing = std::move(answer);
        loop.quit();
    });
    QTimer::singleShot(std::chrono::milliseconds(config.startTimeout.ns / 1'000'000), &loop, &QEventLoop::quit);
    loop.exec();
    if (!listing)
        return tl::unexpected(listing.error());
    for (const auto& unsupported : listing->unsupported)
        notes.push_back(unsupported.symbol + " cannot be traded: " + unsupported.reason);
    if (listing->instruments.empty())
        return fail(ErrorCode::NotFound, std::string(venue->title) + " lists none of the symbols asked for.");
    context.instruments = std::make_shared<const InstrumentSet>(listing->instruments);
    context.limits = listing->limits;
    catalog.instruments = listing->instruments;
    catalog.venueNames = {std::string(venue->title)};
    catalog.riskSchema = &schemaOf<RiskLimits>();
    catalog.instrumentLimits = RiskLimits::kOfInstrument;
    return {};
}

Result<void> Session::Parts::openStore()
{
    if (!QDir().mkpath(QString::fromStdString(config.profile)))
        return fail(ErrorCode::Io, "The profile directory " + config.profile + " cannot be made.");
    auto log = IntentLog::open(config.profile + "/intents", config.durability());
    if (!log)
        return tl::unexpected(log.error());
    account = accountName(config, log->run());
    const QString path = QString::fromStdString(databasePath(config));
    const std::vector<IntentRecord> intents = log->recovered();

    std::vector<InstrumentId> ids;
    for (const auto& instrument : catalog.instruments)
        ids.push_back(instrument->id());
    candles = std::make_unique<CandleLane>(ids);

    const std::uint32_t run = log->run();
    gateway = config.paper ? makePaper(run) : venue->makeGateway(context);
    pump = std::make_unique<TradePump>(
        *gateway, [this](const ExecEvent* events, std::size_t count) { return engine->offerExec(events, count); });
    if (config.record || config.recordMarket) {
        recorder = std::make_unique<EventRecorder>(
            RunRecording::Config{config.profile + "/recordings", config.recordMarket, config.recordingLimits});
    }
    store = std::make_unique<StoreLoop>(
        StoreLoop::Config{path, catalog.instruments,
            {run, QString::fromStdString(account), QString::fromStdString(config.version),
                QString::fromStdString(config.paper ? "paper" : std::string(toText(config.environment)))},
            recorder.get()},
        std::move(*log), pump.get(), engineBell);
    if (auto started = store->start([&](Database::Opened& opened) { return readHistory(opened, intents); }); !started)
        return started;
    if (paper != nullptr)
        fundPaper();
    return {};
}

/// In the store's thread, while this one waits.
Result<void> Session::Parts::readHistory(Database::Opened& opened, std::span<const IntentRecord> intents)
{
    if (opened.setAside)
        notes.push_back("The store was damaged and has been set aside as " + opened.setAside->toStdString()
            + "; a new one begins.");
    History reader(opened.database, catalog.instruments);
    const auto past = reader.account(QString::fromStdString(account), kAccount);
    if (!past)
        return tl::unexpected(past.error());
    for (const Amount& deposit : past->deposits)
        history.deposits.push_back({kAccount, deposit});
    history.fills = past->fills;
    constexpr std::size_t kMostShown = 2'000;
    for (std::size_t i = past->fills.size() - std::min(kMostShown, past->fills.size()); i < past->fills.size(); ++i)
        pastFills.push_back({past->fills[i], past->markouts[i]});
    history.orders = past->openOrders;
    const auto unrecorded = reader.unrecorded(QString::fromStdString(account), kAccount, intents);
    if (!unrecorded)
        return tl::unexpected(unrecorded.error());
    history.orders.insert(history.orders.end(), unrecorded->begin(), unrecorded->end());
    history.since = past->lastVenueTime;

    for (std::size_t i = 0; i < config.strategies.size(); ++i) {
        SessionStrategy& strategy = config.strategies[i];
        if (!strategy.params.empty())
            continue;
        const QString subject = QString::fromStdString("strategy/" + strategy.kind + "/" + std::to_string(i + 1));
        if (const auto saved = reader.params(subject); saved && *saved)
            strategy.params = (*saved)->toStdString();
        else
            strategy.params = strategy.defaults;
    }
    loadPast(opened.database);
    if (config.riskLimits.empty()) {
        if (const auto saved = reader.params(QStringLiteral("risk")); saved && *saved)
            config.riskLimits = (*saved)->toStdString();
    }
    for (const auto& instrument : catalog.instruments) {
        const auto saved = reader.params(QString::fromStdString("risk/" + instrument->symbol().str()));
        limits.push_back(saved && *saved ? (*saved)->toStdString() : std::string());
    }
    return {};
}

Result<void> Session::Parts::makeEngine()
{
    EngineLoop::Config loop;
    loop.mode = config.mode();
    loop.venueName = std::string(venue->title);
    loop.venueStatus = context.status;
    loop.tradingRefusal = tradingRefusal();
    loop.engine.bookHoldsOwn = !config.paper;
    loop.engine.run = store->run();
    loop.engine.riskLimits = config.riskLimits;
    for (const auto& instrument : catalog.instruments)
        loop.engine.instruments.push_back({instrument, kAccount});
    if (!catalog.instruments.empty())
        loop.engine.accountCurrency = catalog.instruments.front()->quote();
    for (std::size_t i = 0; i < config.strategies.size(); ++i) {
        const SessionStrategy& wanted = config.strategies[i];
        const StrategyKind* kind = findStrategyKind(wanted.kind);
        if (kind == nullptr)
            return fail(ErrorCode::NotFound, "There is no strategy named " + wanted.kind + ".");
        const Instrument* instrument = context.instruments->findSymbol(wanted.symbol);
        if (instrument == nullptr)
            return fail(ErrorCode::NotFound, "The strategy's instrument " + wanted.symbol + " is not listed.");
        const StrategyId id{static_cast<std::uint16_t>(i + 1)};
        const std::string title = std::string(kind->title) + " " + instrument->base().str();
        loop.engine.strategies.push_back({id, wanted.kind, instrument->id(), wanted.params});
        loop.titles.push_back(title);
        catalog.strategies.push_back(
            {id, std::string(kind->name), title, std::string(kind->help), instrument->id(), kind->schema});
    }
    feed = venue->makeFeed(context);
    loop.requestSnapshot = [this](InstrumentId instrument) {
        feedThread.post([this, instrument] { feed->requestSnapshot(instrument); });
    };
    loop.recorder = recorder.get();
    loop.limits = limits;
    memory = std::make_shared<MarketMemory>(catalog.instruments, config.marketMemory);
    loop.memory = memory.get();
    beginTapes(loop.engine);
    loop.tapes = tapes.get();
    beginRecording(loop.engine);
    const bool trades = loop.tradingRefusal.empty();
    engine = std::make_unique<EngineLoop>(std::move(loop), *store, engineBell, rows, *candles);
    return engine->prepare(trades ? pump.get() : nullptr, history);
}

/// A run without a recording is better than no run.
void Session::Parts::beginRecording(const EngineConfig& engineConfig)
{
    if (!recorder)
        return;
    if (auto begun = recorder->begin({engineConfig, history}); !begun)
        notes.push_back("This run is not recorded: " + begun.error().detail);
}

void Session::Parts::beginTapes(const EngineConfig& engineConfig)
{
    if (!config.recordTapes)
        return;
    MarketRecorder::Config recording;
    recording.folder = TapeLibrary::folderOf(config.profile);
    recording.venueName = config.venue;
    for (const auto& each : engineConfig.instruments)
        recording.instruments.push_back({each.instrument, each.rule});
    tapes = std::make_unique<MarketRecorder>(std::move(recording));
    if (auto started = tapes->start(); !started) {
        notes.push_back("The market is not recorded: " + started.error().detail);
        tapes.reset();
    }
}

void Session::Parts::startThreads()
{
    feed->setSink([this](const MarketEvent* events, std::size_t count) {
        if (!engine->offerMarket(events, count))
            return false; // the feed says FeedDown next, to both
        if (paper != nullptr)
            paper->offerMarket(events, count);
        return true;
    });
    gateway->setSink([this](const ExecEvent* events, std::size_t count) { return engine->offerExec(events, count); });
    engine->start();

    feedThread.adopt(*feed);
    feedThread.start(QStringLiteral("feed.") + QString::fromStdString(config.venue));
    std::vector<InstrumentId> ids;
    for (const auto& instrument : catalog.instruments)
        ids.push_back(instrument->id());
    feedThread.post([this, ids] { feed->start(ids); });

    if (tradingRefusal().empty()) {
        tradeThread.adopt(*gateway);
        tradeThread.adopt(*pump);
        tradeThread.start(QStringLiteral("trade.") + QString::fromStdString(config.venue));
        tradeThread.post([this] {
            pump->begin();
            gateway->start();
        });
    }
    running = true;
}

void Session::Parts::stopThreads()
{
    if (feed)
        feedThread.call([this] { feed->stop(); });
    // An execution that comes after this is found by the reconciliation of the next start.
    if (engine)
        engine->stop();
    if (tapes)
        tapes->stop();
    if (gateway)
        tradeThread.call([this] { gateway->stop(); });
    if (store)
        store->stop();
    feedThread.call([this] { feed.reset(); });
    tradeThread.call([this] {
        pump.reset();
        gateway.reset();
    });
    feedThread.stop();
    tradeThread.stop();
    if (exchange)
        exchange->stop();
    running = false;
}

} // namespace maker
