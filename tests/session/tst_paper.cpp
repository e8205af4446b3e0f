#include "session/paper/paper_account.h"
#include "simex/sim_server.h"
#include "store/database.h"
#include "store/history.h"
#include "support/maker_test.h"
#include "support/session_desk.h"

#include <QSqlQuery>
#include <QTemporaryDir>


using namespace maker;

// A whole desk on paper beside an exchange that must not notice: real sockets, real store, real threads.

namespace {

std::unique_ptr<SimServer> anExchange()
{
    SimServerConfig config;
    config.seed = 11;
    config.speed = 4.0;
    config.symbols = {"BTCUSDT"};
    auto server = SimServer::start(config);
    if (!server)
        qFatal("%s", server.error().detail.c_str());
    return std::move(*server);
}

SessionConfig aConfig(const QString& profile, std::uint16_t port)
{
    SessionConfig config;
    config.profile = profile.toStdString();
    config.version = "test";
    config.simulatedPort = port;
    config.paper = true;
    config.paperModels.entryLatency = 2.0;
    config.paperModels.responseLatency = 2.0;
    config.symbols = {"BTCUSDT"};
    config.strategies = {{"pure_market_making", "BTCUSDT",
        R"({"bid_spread":0.5,"ask_spread":0.5,"min_spread":0.5,"refresh_time":0.5,"order_size":0.01})", {}}};
    return config;
}

class Desk : public SessionDesk {
public:
    using SessionDesk::SessionDesk;

    void startQuoting() { tell(CommandKind::StartStrategy, StrategyId{1}); }
    Money balance(const Currency& asset) const
    {
        for (std::size_t i = 0; i < view.balanceCount; ++i) {
            if (view.balances[i].asset == asset)
                return view.balances[i].total;
        }
        return {};
    }
};

QString one(const QString& profile, const char* sql)
{
    auto opened = Database::open(profile + "/makerdesk.db");
    QSqlQuery query(opened->database.connection());
    if (!query.exec(QString::fromLatin1(sql)))
        return QStringLiteral("the store does not understand");
    return query.next() ? query.value(0).toString() : QString();
}

/// What the simulated venue would begin the next run with.
std::vector<Amount> stored(const QString& profile, const Catalog& catalog)
{
    auto opened = Database::open(profile + "/makerdesk.db");
    const auto past = History(opened->database, catalog.instruments).account(QStringLiteral("paper-binance-simulated"), AccountId{1});
    EngineHistory history;
    for (const Amount& deposit : past->deposits)
        history.deposits.push_back({AccountId{1}, deposit});
    history.fills = past->fills;
    return paperBalances(history, catalog.instruments, {});
}

} // namespace

class tst_paper : public QObject {
    Q_OBJECT

private slots:
    void tradesOfTheFeedFillOrdersThatTheExchangeNeverSees();
    void aRestartGoesOnWithThePositionAndWithoutTheOrders();
    void paperNeedsNoKeyAndIsNamedPaperEverywhere();
};

void tst_paper::tradesOfTheFeedFillOrdersThatTheExchangeNeverSees()
{
    const auto exchange = anExchange();
    QTemporaryDir folder;
    Desk desk(aConfig(folder.path(), exchange->port()));
    QVERIFY2(desk.session, qPrintable(desk.error));
    QVERIFY2(desk.comesUp(), "the venue did not come up");
    QVERIFY(desk.view.mode == TradingMode::Paper);
    desk.startQuoting();
    QVERIFY2(desk.until([&] { return desk.view.openOrders >= 2; }), desk.view.strategies[0].reason.str().c_str());
    MarketSnapshot market;
    QVERIFY(desk.until([&] {
        desk.session->market(InstrumentId{1}, market);
        return market.ownBid.count > 0 && market.ownAsk.count > 0 && market.ownCount >= 2;
    }));
    QVERIFY2(desk.until([&] { return desk.view.fills >= 5; }, 120), "no fills");
    QVERIFY(desk.session->stop());
    desk.look();
    QVERIFY2(!desk.alerts.contains("the ledger says"), qPrintable(desk.alerts));
    const auto seen = exchange->counters();
    QCOMPARE(seen.ordersPlaced, std::uint64_t{0});
    QCOMPARE(seen.apiConnections, 0);
    QVERIFY(seen.framesSent > 0);
    const std::vector<Amount> balances = stored(folder.path(), desk.session->catalog());
    QCOMPARE(balances.size(), std::size_t{2});
    for (const Amount& amount : balances)
        QCOMPARE(amount.money.toString(), desk.balance(amount.currency).toString());
    QVERIFY(one(folder.path(), "SELECT trade_id FROM fills").startsWith("paper-1-"));
}

void tst_paper::aRestartGoesOnWithThePositionAndWithoutTheOrders()
{
    const auto exchange = anExchange();
    QTemporaryDir folder;
    Qty position;
    std::uint64_t fills = 0;
    Money base;
    {
        Desk desk(aConfig(folder.path(), exchange->port()));
        QVERIFY2(desk.session, qPrintable(desk.error));
        QVERIFY(desk.comesUp());
        desk.startQuoting();
        QVERIFY2(desk.until([&] { return desk.view.fills >= 2 && desk.view.positions[0].position.count != 0; }, 120), "no fills");
        QVERIFY(desk.session->stop());
        desk.look();
        position = desk.view.positions[0].position;
        base = desk.balance("BTC");
        fills = desk.view.fills;
    }
    // As a run leaves it that was killed: an order of ours still counts as resting.
    one(folder.path(), "INSERT INTO orders SELECT 'mk-1-000999', 'paper-1-999', account, symbol, strategy, side, type, "
                       "time_in_force, post_only, 'Accepted', price, qty, '0', created, updated FROM orders LIMIT 1");
    Desk again(aConfig(folder.path(), exchange->port()));
    QVERIFY2(again.session, qPrintable(again.error));
    QString notes;
    for (const std::string& note : again.session->startNotes())
        notes += QString::fromStdString(note) + '\n';
    QVERIFY2(notes.contains("are gone: 1."), qPrintable(notes));
    QVERIFY(again.comesUp());
    QVERIFY(again.until([&] { return again.view.risk.reconciled && again.view.openOrders == 0; }));
    QCOMPARE(again.view.positions[0].position.count, position.count);
    QCOMPARE(again.balance("BTC").toString(), base.toString());
    QVERIFY(again.view.risk.state == RiskState::Active);
    const std::uint64_t before = again.view.fills;
    again.startQuoting();
    QVERIFY2(again.until([&] { return again.view.fills > before; }, 120), "no fills after the restart");
    QVERIFY(again.session->stop());
    QVERIFY2(!again.alerts.contains("the ledger says"), qPrintable(again.alerts));
    QCOMPARE(one(folder.path(), "SELECT count(*) FROM orders WHERE state NOT IN ('Filled','Canceled','Rejected','Expired')"),
        QStringLiteral("0"));
    QVERIFY(one(folder.path(), "SELECT count(*) FROM fills").toULongLong() > fills);
    QCOMPARE(one(folder.path(), "SELECT count(DISTINCT account) FROM runs").toInt(), 1);
    QCOMPARE(exchange->counters().ordersPlaced, std::uint64_t{0});
}

void tst_paper::paperNeedsNoKeyAndIsNamedPaperEverywhere()
{
    QTemporaryDir folder;
    SessionConfig config = aConfig(folder.path(), 0); // an embedded exchange
    QVERIFY(config.credentials == nullptr);
    config.environment = Environment::Production;
    QVERIFY(config.mode() == TradingMode::Paper);
    QVERIFY(config.durability() == IntentDurability::Process);
    config.environment = Environment::Simulated;
    Desk desk(std::move(config));
    QVERIFY2(desk.session, qPrintable(desk.error));
    QVERIFY(desk.comesUp());
    QVERIFY(desk.view.venues[0].trouble.empty());
    QVERIFY(desk.session->stop());
    QCOMPARE(one(folder.path(), "SELECT mode FROM runs"), QStringLiteral("paper"));
    QCOMPARE(one(folder.path(), "SELECT account FROM runs"), QStringLiteral("paper-binance-simulated"));
}

MAKER_APP_TEST(tst_paper, QCoreApplication)
#include "tst_paper.moc"
