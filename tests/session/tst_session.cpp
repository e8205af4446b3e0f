#include "session/profile_lock.h"
#include "store/database.h"
#include "store/history.h"
#include "support/maker_test.h"
#include "support/session_desk.h"

#include <QCoreApplication>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <csignal>

using namespace maker;

// A whole desk on the embedded exchange: real sockets, real store, real threads.

namespace {

SessionConfig aConfig(const QString& profile)
{
    SessionConfig config;
    config.profile = profile.toStdString();
    config.version = "test";
    config.embedded.seed = 11;
    config.embedded.speed = 4.0;
    config.symbols = {"BTCUSDT", "ETHUSDT"};
    config.strategies = {
        {"pure_market_making", "BTCUSDT", R"({"bid_spread":1,"ask_spread":1,"min_spread":0.5,"refresh_time":0.5,"order_size":0.01})", {}},
        {"pure_market_making", "ETHUSDT", R"({"order_size":0.2})", {}}};
    return config;
}

using Desk = SessionDesk;

constexpr StrategyId kBtc{1};

} // namespace

class tst_session : public QObject {
    Q_OBJECT

private slots:
    void quotesRestFillAndAreBooked();
    void killPullsEverythingAndStaysUntilRearmed();
    void aParameterChangeIsRememberedByTheProfile();
    void limitsOfAnInstrumentAreRememberedByTheProfile();
    void anUnknownVenueOrStrategyIsASentence();
    void aProfileHasOneOwner();
};

void tst_session::quotesRestFillAndAreBooked()
{
    QTemporaryDir folder;
    qint64 fills = 0;
    Qty position;
    std::string account;
    {
        Desk desk(aConfig(folder.path()));
        QVERIFY2(desk.session, qPrintable(desk.error));
        QVERIFY2(desk.until([&] { return desk.view.venues[0].trading == VenueLink::Live && desk.view.venues[0].feed == VenueLink::Live; }),
            "the venue did not come up");
        desk.tell(CommandKind::StartStrategy, kBtc);
        QVERIFY2(desk.until([&] { return desk.view.openOrders >= 2; }), desk.view.strategies[0].reason.str().c_str());

        MarketSnapshot market;
        QVERIFY(desk.until([&] {
            desk.session->market(InstrumentId{1}, market);
            return market.ownBid.count > 0 && market.ownAsk.count > 0 && market.bidCount > 20 && market.askCount > 20;
        }));
        QVERIFY(market.bids[0].price < market.asks[0].price);

        QVERIFY2(desk.until([&] { return desk.view.fills >= 3; }, 90), "no fills");
        CandleSeries candles;
        QVERIFY(desk.until([&] {
            desk.session->candles(InstrumentId{1}, 1, candles);
            return candles.closed && candles.closed->size() >= 3;
        }));
        QVERIFY(desk.session->stop());
        desk.session->desk(desk.view);
        fills = static_cast<qint64>(desk.view.fills);
        position = desk.view.positions[0].position;
        const PnlView& pnl = desk.view.pnl;
        QCOMPARE((pnl.spread + pnl.inventory + pnl.fees + pnl.rebates).toString(), pnl.dayPnl.toString());
    }
    // What the store holds adds up to what the desk showed.
    auto opened = Database::open(folder.filePath("makerdesk.db"));
    QVERIFY(opened);
    QSqlQuery query(opened->database.connection());
    QVERIFY(query.exec("SELECT side, qty FROM fills WHERE symbol='BTCUSDT'"));
    qint64 stored = 0;
    Money sum;
    while (query.next()) {
        ++stored;
        const Money qty = *Money::parse(query.value(1).toString().toStdString());
        sum += query.value(0).toString() == "buy" ? qty : -qty;
    }
    QCOMPARE(stored, fills);
    QVERIFY(sum == Money::fromUnits(static_cast<Int128>(position.count) * 10'000'000'000'000)); // five decimals
}

void tst_session::killPullsEverythingAndStaysUntilRearmed()
{
    QTemporaryDir folder;
    Desk desk(aConfig(folder.path()));
    QVERIFY2(desk.session, qPrintable(desk.error));
    desk.tell(CommandKind::StartStrategy, kBtc);
    QVERIFY(desk.until([&] { return desk.view.openOrders >= 2; }));
    desk.tell(CommandKind::Kill);
    QVERIFY(desk.until([&] { return desk.view.risk.killed && desk.view.openOrders == 0; }));
    desk.tell(CommandKind::StartStrategy, kBtc);
    QVERIFY(!desk.until([&] { return desk.view.openOrders > 0; }, 3));
    desk.tell(CommandKind::Rearm);
    desk.tell(CommandKind::StartStrategy, kBtc);
    QVERIFY(desk.until([&] { return !desk.view.risk.killed && desk.view.openOrders >= 2; }));
    desk.tell(CommandKind::PauseStrategy, kBtc);
    QVERIFY(desk.until([&] { return desk.view.openOrders == 0; }));
    QVERIFY(desk.view.strategies[0].state == StrategyState::Paused);
}

void tst_session::aParameterChangeIsRememberedByTheProfile()
{
    QTemporaryDir folder;
    SessionConfig config = aConfig(folder.path());
    config.strategies[1].params.clear();
    {
        Desk desk(config);
        QVERIFY2(desk.session, qPrintable(desk.error));
        const StrategyId eth{2};
        QVERIFY(!QString::fromStdString(desk.session->params(eth)).contains("7.25"));
        std::string json = desk.session->params(eth);
        const auto at = json.find("\"bid_spread\":");
        QVERIFY(at != std::string::npos);
        json.replace(at, json.find_first_of(",}", at) - at, "\"bid_spread\":7.25");
        desk.session->post({CommandKind::SetParams, eth, {}, {}, json});
        QVERIFY(desk.until([&] { return desk.session->params(eth) == json; }));
    }
    Desk again(config);
    QVERIFY2(again.session, qPrintable(again.error));
    QVERIFY(QString::fromStdString(again.session->params(StrategyId{2})).contains("7.25"));
}

void tst_session::limitsOfAnInstrumentAreRememberedByTheProfile()
{
    QTemporaryDir folder;
    const SessionConfig config = aConfig(folder.path());
    const InstrumentId eth{2};
    std::string own;
    {
        Desk desk(config);
        QVERIFY2(desk.session, qPrintable(desk.error));
        QVERIFY(desk.session->riskLimits(eth).empty());
        desk.session->post({CommandKind::SetRiskLimits, {}, eth, {}, R"({"max_long": 0.25})"});
        QVERIFY(desk.until([&] { return !desk.session->riskLimits(eth).empty(); }));
        own = desk.session->riskLimits(eth);
        QVERIFY(QString::fromStdString(own).contains("0.25"));
        QVERIFY(!QString::fromStdString(desk.session->params({})).contains("0.25"));
    }
    Desk again(config);
    QVERIFY2(again.session, qPrintable(again.error));
    QCOMPARE(again.session->riskLimits(eth), own);
    QVERIFY(again.session->riskLimits(InstrumentId{1}).empty());
    // Not only remembered: the engine says that it took them.
    QVERIFY(again.until([&] {
        return std::any_of(again.rows.begin(), again.rows.end(), [](const RowEvent& row) {
            return row.text.view().find("Risk limits of ETHUSDT") != std::string_view::npos;
        });
    }));
    again.session->post({CommandKind::SetRiskLimits, {}, eth, {}, {}});
    QVERIFY(again.until([&] { return again.session->riskLimits(eth).empty(); }));
}

void tst_session::anUnknownVenueOrStrategyIsASentence()
{
    QTemporaryDir folder;
    SessionConfig config = aConfig(folder.path());
    config.venue = "nowhere";
    QVERIFY(Desk(config).error.contains("nowhere"));
    config = aConfig(folder.path());
    config.strategies[0].kind = "crystal_ball";
    QVERIFY(Desk(config).error.contains("crystal_ball"));
}

void tst_session::aProfileHasOneOwner()
{
#ifdef SIGPIPE
    // As the program does: the second owner is gone before the first one, in this same thread, can answer it.
    std::signal(SIGPIPE, SIG_IGN);
#endif
    QTemporaryDir folder;
    auto first = ProfileLock::take(folder.path());
    QVERIFY(first);
    int raised = 0;
    (*first)->onRaise([&] { ++raised; });
    const auto second = ProfileLock::take(folder.path());
    QVERIFY(!second);
    QVERIFY(second.error().code == ErrorCode::Busy);
    QVERIFY(QString::fromStdString(second.error().detail).contains(QString::number(QCoreApplication::applicationPid())));
    QTRY_COMPARE(raised, 1);
    first->reset();
    QVERIFY(ProfileLock::take(folder.path()));
}

MAKER_APP_TEST(tst_session, QCoreApplication)
#include "tst_session.moc"
