#include "kernel/backtest/memory_source.h"
#include "kernel/sim/sim_venue.h"
#include "tape/import/open_market.h"

#include "kernel/sim/true_market.h"
#include "sim_client.h"
#include "support/maker_test.h"

#include <QFile>

#include <random>

using namespace maker;
using namespace maker::test;

namespace {

using Events = std::vector<MarketEvent>;

std::shared_ptr<const Instrument> bitcoin()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.001";
    return std::make_shared<const Instrument>(Instrument::make(spec).value());
}

/// A random recording around 1000.00, a record a millisecond.
Events randomTape(std::uint64_t seed, int messages)
{
    std::mt19937_64 random(seed);
    Events events;
    std::int64_t updateId = 500;
    std::int64_t tradeId = 0;
    std::int64_t mid = 100'000;
    const auto add = [&](MarketKind kind) -> MarketEvent& {
        MarketEvent event;
        event.kind = kind;
        event.instrument = {1};
        event.venue = {1};
        event.localTime = Timestamp::fromMillis(1'700'000'000'000 + static_cast<std::int64_t>(events.size()));
        event.venueTime = event.localTime;
        events.push_back(event);
        return events.back();
    };
    const auto level = [&](Side side, std::int64_t price, std::int64_t qty, bool last) {
        MarketEvent& event = add(MarketKind::BookLevel);
        event.side = side;
        event.price = {price};
        event.qty = {qty};
        event.last = last;
    };
    const auto header = [&](MarketKind kind) {
        MarketEvent& event = add(kind);
        event.firstId = event.lastId = ++updateId;
        event.last = false;
    };
    header(MarketKind::BookSnapshot);
    for (int i = 1; i <= 20; ++i) {
        level(Side::Buy, mid - i, 50 + i, false);
        level(Side::Sell, mid + i, 50 + i, i == 20);
    }
    for (int i = 0; i < messages; ++i) {
        const bool buy = random() % 2 == 0;
        if (random() % 4 == 0) {
            MarketEvent& trade = add(MarketKind::Trade);
            trade.side = buy ? Side::Buy : Side::Sell;
            trade.price = {mid + (buy ? 1 : -1) * static_cast<std::int64_t>(1 + random() % 3)};
            trade.qty = {static_cast<std::int64_t>(1 + random() % 60)};
            trade.lastId = ++tradeId;
            continue;
        }
        header(MarketKind::BookDelta);
        if (random() % 30 == 0) { // the market moves by a tick
            const int step = buy ? 1 : -1;
            level(buy ? Side::Sell : Side::Buy, mid + step, 0, false);
            mid += step;
            level(Side::Buy, mid - 1, 30, false);
            level(Side::Sell, mid + 1, 30, true);
        } else {
            const auto away = static_cast<std::int64_t>(1 + random() % 8);
            level(buy ? Side::Buy : Side::Sell, buy ? mid - away : mid + away,
                away > 1 && random() % 5 == 0 ? 0 : static_cast<std::int64_t>(1 + random() % 80), true);
        }
    }
    return events;
}

/// What a market of random orders tells, every order of it, a record a millisecond.
Events orderByOrder(std::uint64_t seed, int actions)
{
    Events events = TapeWriter().snapshot({});
    TrueMarket market(seed, true);
    for (int i = 0; i < actions; ++i)
        market.act(&events);
    for (std::size_t i = 0; i < events.size(); ++i)
        events[i].localTime = events[i].venueTime = Timestamp::fromMillis(1'700'000'000'000 + static_cast<std::int64_t>(i));
    return events;
}

SimServerConfig replaying(std::shared_ptr<backtest::EventSource> source)
{
    SimServerConfig config = quietMarket();
    config.replay = std::move(source);
    config.limits.ordersPer10s = 1'000'000;
    config.limits.weightPerMinute = 10'000'000;
    return config;
}

/// The same account, fees and market without a network and without latency.
std::unique_ptr<sim::SimVenue> mirror(const std::shared_ptr<const Instrument>& instrument, const SimServerConfig& config)
{
    sim::SimVenueConfig venue;
    venue.fees.makerPpm = 1000;
    venue.fees.takerPpm = 1000;
    venue.fills = config.replayFills;
    venue.queue = config.replayQueue;
    auto result = std::make_unique<sim::SimVenue>(venue);
    result->addInstrument(instrument, {1});
    for (const auto& balance : config.balances)
        result->deposit({1}, {Money::parse(balance.amount).value(), Currency(balance.asset)});
    return result;
}

/// Sends one script of orders to both, at the same records, and writes down the fills of each.
class Twins {
public:
    Twins(SimServer& server, sim::SimVenue& venue, std::shared_ptr<const Instrument> instrument, const Events& tape)
        : m_server(server), m_venue(venue), m_instrument(std::move(instrument)), m_tape(tape),
          m_client(server.port(), "/ws-api/v3")
    {
        m_server.pauseMarket(true);
        while (m_played < m_server.replayed())
            playOne();
    }

    void step(std::uint64_t records)
    {
        m_server.stepReplay(records);
        for (; records > 0 && m_played < m_tape.size(); --records)
            playOne();
    }
    void place(const std::string& id, Side side, Price price, Qty qty, const char* kind)
    {
        const std::string_view type(kind);
        std::map<std::string, std::string> fields{{"symbol", m_instrument->symbol().str()},
            {"side", side == Side::Buy ? "BUY" : "SELL"}, {"type", type == "IOC" ? "LIMIT" : kind},
            {"quantity", m_instrument->format(qty)}, {"price", m_instrument->format(price)}, {"newClientOrderId", id}};
        if (type != "LIMIT_MAKER")
            fields["timeInForce"] = type == "IOC" ? "IOC" : "GTC";
        m_client.call("order.place", fields);
        NewOrder order;
        order.clientOrderId = ClientOrderId(id);
        order.instrument = m_instrument->id();
        order.account = {1};
        order.side = side;
        order.timeInForce = type == "IOC" ? TimeInForce::Ioc : TimeInForce::Gtc;
        order.postOnly = type == "LIMIT_MAKER";
        order.price = price;
        order.qty = qty;
        m_venue.place(order, now());
        listen();
    }
    void cancel(const std::string& id)
    {
        m_client.call("order.cancel", {{"symbol", m_instrument->symbol().str()}, {"origClientOrderId", id}});
        m_venue.cancel({ClientOrderId(id), {}, m_instrument->id(), {1}}, now());
        listen();
    }

    std::vector<std::string> venueFills;
    std::vector<std::string> serverFills() const
    {
        std::vector<std::string> lines;
        const RestReply reply = signedRequest(
            m_server.port(), "GET", "/api/v3/myTrades", "symbol=" + m_instrument->symbol().str() + "&limit=1000");
        for (const QJsonValue& value : reply.json.array()) {
            const QJsonObject fill = value.toObject();
            lines.push_back(std::to_string(fill["orderId"].toInteger()) + ' ' + fill["price"].toString().toStdString() + ' '
                + fill["qty"].toString().toStdString() + (fill["isMaker"].toBool() ? " maker " : " taker ")
                + Money::parse(fill["commission"].toString().toStdString()).value().toString() + ' '
                + fill["commissionAsset"].toString().toStdString());
        }
        return lines;
    }

private:
    Timestamp now() const { return Timestamp::fromMillis(1'700'000'000'000 + static_cast<std::int64_t>(m_played)); }
    void playOne()
    {
        m_venue.onMarket(m_tape[m_played++], now());
        listen();
    }
    void listen()
    {
        m_venue.carryOut(now());
        while (const auto answer = m_venue.takeAnswer(now())) {
            if (answer->kind != ExecKind::Fill)
                continue;
            venueFills.push_back(answer->venueOrderId.str() + ' ' + text(m_instrument->format(answer->price)) + ' '
                + text(m_instrument->format(answer->qty)) + (answer->isMaker ? " maker " : " taker ")
                + answer->fee.money.toString() + ' ' + answer->fee.currency.str());
        }
    }
    /// As the server writes amounts: eight decimals.
    static std::string text(const std::string& number)
    {
        return Money::parse(number).value().toString(8);
    }

    SimServer& m_server;
    sim::SimVenue& m_venue;
    std::shared_ptr<const Instrument> m_instrument;
    const Events& m_tape;
    mutable WsClient m_client;
    std::size_t m_played = 0;
};

/// Random orders near the touch and cancels of earlier ones, every few records.
void runScript(Twins& twins, const Events& tape, std::uint64_t seed, int orders, std::uint64_t most)
{
    std::mt19937_64 random(seed);
    Price last = tape.front().price;
    for (const MarketEvent& event : tape) {
        if (event.kind == MarketKind::Trade) {
            last = event.price;
            break;
        }
    }
    std::size_t seen = 0;
    for (int i = 0; i < orders; ++i) {
        const std::uint64_t records = 1 + random() % most;
        twins.step(records);
        for (seen += records; seen > 0 && seen < tape.size() && tape[seen].kind != MarketKind::Trade; )
            ++seen;
        if (seen < tape.size())
            last = tape[seen].price;
        if (i > 0 && random() % 3 == 0)
            twins.cancel("s" + std::to_string(random() % static_cast<std::uint64_t>(i)));
        const Side side = random() % 2 ? Side::Buy : Side::Sell;
        const std::int64_t away = static_cast<std::int64_t>(random() % 5) - 1;
        const Price price{side == Side::Buy ? last.count - away : last.count + away};
        static constexpr const char* kKinds[] = {"LIMIT", "LIMIT_MAKER", "LIMIT_MAKER", "IOC"};
        twins.place("s" + std::to_string(i), side, price, {static_cast<std::int64_t>(1 + random() % 40)}, kKinds[random() % 4]);
    }
    twins.step(most * 5);
}

} // namespace

class tst_simex_replay : public QObject {
    Q_OBJECT
private slots:
    void theSameScriptGetsTheSameFillsOverSocketsAndInMemory_data()
    {
        QTest::addColumn<bool>("whole");
        QTest::newRow("partial fills") << false;
        QTest::newRow("whole fills") << true;
    }
    void theSameScriptGetsTheSameFillsOverSocketsAndInMemory()
    {
        QFETCH(bool, whole);
        const auto tape = std::make_shared<const Events>(randomTape(11, 12'000));
        SimServerConfig config = replaying(std::make_shared<backtest::MemorySource>(std::vector{bitcoin()}, tape));
        config.replayFills = whole ? sim::FillMode::Whole : sim::FillMode::Partial;
        const auto server = startServer(config);
        const auto venue = mirror(bitcoin(), config);
        Twins twins(*server, *venue, bitcoin(), *tape);
        runScript(twins, *tape, 5, 300, 60);
        const std::vector<std::string> fills = twins.serverFills();
        QVERIFY2(fills.size() > 100, qPrintable(QString::number(fills.size())));
        QCOMPARE(fills.size(), twins.venueFills.size());
        for (std::size_t i = 0; i < fills.size(); ++i)
            QCOMPARE(QString::fromStdString(fills[i]), QString::fromStdString(twins.venueFills[i]));
    }

    void knownPlacesGiveTheSameFillsOverSocketsAndInMemory()
    {
        const auto shared = std::make_shared<const Events>(orderByOrder(3, 12'000));
        const auto instrument = std::make_shared<const Instrument>(wholeInstrument());
        const auto fillsWith = [&](QueueKind kind, std::vector<std::string>& venueFills) {
            SimServerConfig config = replaying(std::make_shared<backtest::MemorySource>(std::vector{instrument}, shared));
            config.balances = {{instrument->base().str(), "1000"}, {instrument->quote().str(), "100000000"}};
            config.replayQueue.kind = kind;
            const auto server = startServer(config);
            const auto venue = mirror(instrument, config);
            Twins twins(*server, *venue, instrument, *shared);
            runScript(twins, *shared, 5, 300, 60);
            venueFills = twins.venueFills;
            return twins.serverFills();
        };
        std::vector<std::string> venueFills;
        const std::vector<std::string> fills = fillsWith(QueueKind::Exact, venueFills);
        QVERIFY2(fills.size() > 50, qPrintable(QString::number(fills.size())));
        QCOMPARE(fills, venueFills);
        const std::vector<std::string> guessed = fillsWith(QueueKind::Power, venueFills);
        QCOMPARE(guessed, venueFills);
        QVERIFY(guessed != fills); // the places matter
    }

    void placesInTheQueueOfARecordingOfLevelsCannotBeExact()
    {
        const auto tape = std::make_shared<const Events>(randomTape(11, 100));
        SimServerConfig config = replaying(std::make_shared<backtest::MemorySource>(std::vector{bitcoin()}, tape));
        config.replayQueue.kind = QueueKind::Exact;
        const auto refused = SimServer::start(config);
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.find("does not tell every order") != std::string::npos, refused.error().detail.c_str());
    }

    void aRealRecordingFillsBothAlike()
    {
        const QString path = QStringLiteral(MAKERDESK_SOURCE_DIR) + "/../shared/data/hftbacktest/examples/spot/btcusdt_20240808.gz";
        if (!QFile::exists(path))
            QSKIP("The recorded Binance stream is not present.");
        auto source = openMarket(path.toStdString());
        QVERIFY2(source.has_value(), source ? "" : source.error().detail.c_str());
        std::shared_ptr<RecordedMarket> market = std::move(*source);
        const auto instrument = market->instruments().front();
        auto tape = std::make_shared<Events>();
        while (tape->size() < 200'000) {
            const auto batch = market->next();
            QVERIFY(batch.has_value());
            if (batch->empty())
                break;
            tape->insert(tape->end(), batch->begin(), batch->end());
        }
        const std::shared_ptr<const Events> shared = tape;
        SimServerConfig config = replaying(std::make_shared<backtest::MemorySource>(std::vector{instrument}, shared));
        config.balances = {{instrument->base().str(), "1000"}, {instrument->quote().str(), "100000000"}};
        const auto server = startServer(config);
        const auto venue = mirror(instrument, config);
        Twins twins(*server, *venue, instrument, *shared);
        runScript(twins, *shared, 3, 60, 3000);
        const std::vector<std::string> fills = twins.serverFills();
        QVERIFY2(fills.size() > 10, qPrintable(QString::number(fills.size())));
        QCOMPARE(fills.size(), twins.venueFills.size());
        for (std::size_t i = 0; i < fills.size(); ++i)
            QCOMPARE(QString::fromStdString(fills[i]), QString::fromStdString(twins.venueFills[i]));
    }

    void aRecordingIsPlayedAsOftenAsAskedAsFastAsPossible()
    {
        const auto tape = std::make_shared<const Events>(randomTape(2, 1000));
        SimServerConfig config = replaying(std::make_shared<backtest::MemorySource>(std::vector{bitcoin()}, tape));
        config.replaySpeed = 0.0;
        config.replayLoops = 3;
        const auto server = startServer(config);
        QTRY_COMPARE_WITH_TIMEOUT(server->replayed(), 3 * tape->size(), 10'000);
        const RestReply trades = request(server->port(), "GET", "/api/v3/trades?symbol=BTCUSDT&limit=1000");
        const QJsonArray shown = trades.json.array();
        QVERIFY(shown.size() > 500);
        for (int i = 1; i < shown.size(); ++i) // its own ids, each once
            QCOMPARE(shown[i].toObject()["id"].toInteger(), shown[i - 1].toObject()["id"].toInteger() + 1);
        const RestReply depth = request(server->port(), "GET", "/api/v3/depth?symbol=BTCUSDT&limit=100");
        QVERIFY(depth.json.object()["bids"].toArray().size() > 3);
    }

    void theRecordedPaceIsKept()
    {
        // A thousand records in a second; at ten times the speed they take a tenth of it.
        const auto tape = std::make_shared<const Events>(randomTape(2, 20'000));
        SimServerConfig config = replaying(std::make_shared<backtest::MemorySource>(std::vector{bitcoin()}, tape));
        config.replaySpeed = 10.0;
        const auto server = startServer(config);
        const std::uint64_t before = server->replayed();
        const auto start = std::chrono::steady_clock::now();
        QTest::qWait(400);
        const std::uint64_t played = server->replayed() - before;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        const double rate = static_cast<double>(played) / seconds;
        QVERIFY2(rate > 7000.0 && rate < 13'000.0, qPrintable(QString::number(rate)));
    }

    void anEmptyRecordingIsRefused()
    {
        SimServerConfig config = replaying(std::make_shared<backtest::MemorySource>(
            std::vector<std::shared_ptr<const Instrument>>{}, std::make_shared<const Events>()));
        QVERIFY(!SimServer::start(config));
        config.replayLoops = -1;
        QVERIFY(!SimServer::start(config));
    }
};

MAKER_TEST(tst_simex_replay)
#include "tst_simex_replay.moc"
