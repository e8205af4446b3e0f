#include "kernel/risk/builders.h"
#include "session/paper/paper_account.h"
#include "session/paper/paper_gateway.h"
#include "support/maker_test.h"
#include "venues/api/venue_clock.h"

#include <QCoreApplication>

using namespace maker;

// The paper venue as the session uses it: a feed on one side, requests and answers on the other, wall time in between.

namespace {

backtest::BacktestModels models(double quoteBalance, double baseBalance)
{
    backtest::BacktestModels made;
    made.quoteBalance = quoteBalance;
    made.baseBalance = baseBalance;
    return made;
}

struct Rig {
    explicit Rig(std::size_t ring = 1024)
    {
        listed.push_back(std::make_shared<const Instrument>(risk_test::anInstrument()));
        PaperGateway::Config config;
        config.account = risk_test::kAccount;
        config.instruments = listed;
        config.venue.queue.kind = QueueKind::RiskAverse;
        config.venue.latency.entry.base = Duration::millis(2);
        config.venue.latency.response.base = Duration::millis(2);
        config.venue.fees.makerPpm = 100;
        config.idMark = "paper-7-";
        config.status = std::make_shared<VenueStatus>();
        config.requestSnapshot = [this](InstrumentId id) { asked.push_back(id); };
        config.ring = ring;
        status = config.status;
        gateway = std::make_unique<PaperGateway>(std::move(config));
        gateway->fund(paperBalances({}, listed, models(10'000.0, 5.0)));
        gateway->setSink([this](const ExecEvent* events, std::size_t count) {
            answers.insert(answers.end(), events, events + count);
            return true;
        });
    }

    void group(std::vector<MarketEvent> events)
    {
        const Timestamp now = localNow();
        for (std::size_t i = 0; i < events.size(); ++i) {
            events[i].instrument = listed[0]->id();
            events[i].venue = listed[0]->venue();
            events[i].localTime = now;
            events[i].venueTime = now;
            events[i].last = i + 1 == events.size();
        }
        gateway->offerMarket(events.data(), events.size());
    }
    static MarketEvent level(Side side, std::int64_t price, std::int64_t qty)
    {
        MarketEvent event;
        event.kind = MarketKind::BookLevel;
        event.side = side;
        event.price = {price};
        event.qty = {qty};
        return event;
    }
    void snapshot()
    {
        MarketEvent header;
        header.kind = MarketKind::BookSnapshot;
        header.lastId = ++updates;
        header.levels = 2;
        group({header, level(Side::Buy, 99'95, 1'000), level(Side::Sell, 100'05, 1'000)});
    }
    void trade(Side aggressor, std::int64_t price, std::int64_t qty)
    {
        MarketEvent event;
        event.kind = MarketKind::Trade;
        event.side = aggressor;
        event.price = {price};
        event.qty = {qty};
        event.lastId = ++updates;
        group({event});
    }
    ClientOrderId place(Side side, std::int64_t price, std::int64_t qty)
    {
        const auto approved = gate.check(desk.anOrder(side, price, qty), desk.context);
        MAKER_ASSERT(approved.has_value());
        gateway->place(*approved);
        return approved->request().clientOrderId;
    }
    const ExecEvent* last(ExecKind kind) const
    {
        const auto found = std::find_if(answers.rbegin(), answers.rend(), [kind](const ExecEvent& event) { return event.kind == kind; });
        return found == answers.rend() ? nullptr : &*found;
    }
    std::ptrdiff_t count(ExecKind kind) const
    {
        return std::ranges::count(answers, kind, &ExecEvent::kind);
    }
    Money told(const Currency& asset) const
    {
        Money total;
        for (const ExecEvent& event : answers) {
            if (event.kind == ExecKind::Balance && event.asset == asset)
                total = event.free + event.locked;
        }
        return total;
    }

    risk_test::Desk desk;
    RiskGate gate;
    std::vector<std::shared_ptr<const Instrument>> listed;
    std::vector<InstrumentId> asked;
    std::vector<ExecEvent> answers;
    std::shared_ptr<VenueStatus> status;
    std::unique_ptr<PaperGateway> gateway;
    std::int64_t updates = 100;
};

} // namespace

class tst_paper_gateway : public QObject {
    Q_OBJECT

private slots:
    void tradesOfTheFeedFillOrdersAfterTheQueueAheadOfThem();
    void noOrderIsTakenBeforeTheBookIsKnown();
    void anOverflowWithdrawsEveryOrderUntilTheBookIsKnownAgain();
    void theAccountGoesOnFromItsDepositsAndFills();
    void theExchangesTimeIsNeverInTheFutureAndNeverGoesBack();
};

void tst_paper_gateway::tradesOfTheFeedFillOrdersAfterTheQueueAheadOfThem()
{
    Rig rig;
    rig.gateway->start();
    QCOMPARE(rig.count(ExecKind::TradingUp), 1);
    rig.snapshot();
    QCoreApplication::processEvents();
    const Timestamp sent = localNow();
    const ClientOrderId id = rig.place(Side::Buy, 99'95, 500);
    QTRY_COMPARE(rig.count(ExecKind::OrderAck), 1);
    QVERIFY(localNow() - sent >= Duration::millis(4)); // there and back
    QVERIFY(rig.last(ExecKind::OrderAck)->venueOrderId.view().starts_with("paper-7-"));

    rig.trade(Side::Sell, 99'95, 1'000); // all of it before us
    QTest::qWait(20);
    QCOMPARE(rig.count(ExecKind::Fill), 0);
    rig.trade(Side::Sell, 99'95, 200);
    QTRY_COMPARE(rig.count(ExecKind::Fill), 1);
    QCOMPARE(rig.last(ExecKind::Fill)->qty.count, std::int64_t{200});
    rig.trade(Side::Sell, 99'90, 10); // through our price: we were before it
    QTRY_COMPARE(rig.count(ExecKind::Fill), 2);
    const ExecEvent& fill = *rig.last(ExecKind::Fill);
    QCOMPARE(fill.clientOrderId, id);
    QCOMPARE(fill.qty.count, std::int64_t{300});
    QVERIFY(fill.isMaker);
    QVERIFY(fill.tradeId.view().starts_with("paper-7-"));

    // What the venue says it holds is what deposits and fills come to.
    EngineHistory history;
    for (const Amount& amount : paperBalances({}, rig.listed, models(10'000.0, 5.0)))
        history.deposits.push_back({risk_test::kAccount, amount});
    for (const ExecEvent& event : rig.answers) {
        if (event.kind != ExecKind::Fill)
            continue;
        Fill booked;
        booked.instrument = event.instrument;
        booked.side = event.side;
        booked.price = event.price;
        booked.qty = event.qty;
        booked.fee = event.fee;
        history.fills.push_back(booked);
    }
    rig.gateway->reconcile(risk_test::kAccount, {});
    QTRY_COMPARE(rig.count(ExecKind::ReconcileDone), 1);
    const std::vector<Amount> ledger = paperBalances(history, rig.listed, {});
    QCOMPARE(ledger.size(), std::size_t{2});
    for (const Amount& amount : ledger)
        QCOMPARE(rig.told(amount.currency).toString(), amount.money.toString());
    QCOMPARE(rig.told("USDT").toString(3), std::string("9950.025")); // 0.5 at 99.95 paid
    QCOMPARE(rig.told("BTC").toString(5), std::string("5.49995"));  // less one basis point
}

void tst_paper_gateway::noOrderIsTakenBeforeTheBookIsKnown()
{
    Rig rig;
    rig.gateway->start();
    rig.place(Side::Buy, 99'95, 500);
    QCOMPARE(rig.count(ExecKind::OrderReject), 1);
    QVERIFY(rig.last(ExecKind::OrderReject)->reason == RejectReason::MarketClosed);
    rig.snapshot();
    QCoreApplication::processEvents();
    rig.place(Side::Buy, 99'95, 500);
    QTRY_COMPARE(rig.count(ExecKind::OrderAck), 1);
    MarketEvent down;
    down.kind = MarketKind::FeedDown;
    rig.group({down});
    QCoreApplication::processEvents();
    rig.place(Side::Buy, 99'90, 500);
    QCOMPARE(rig.count(ExecKind::OrderReject), 2);
}

void tst_paper_gateway::anOverflowWithdrawsEveryOrderUntilTheBookIsKnownAgain()
{
    Rig rig(8);
    rig.gateway->start();
    rig.snapshot();
    QCoreApplication::processEvents();
    rig.place(Side::Buy, 99'95, 500);
    rig.place(Side::Sell, 100'05, 500);
    QTRY_COMPARE(rig.count(ExecKind::OrderAck), 2);
    for (int i = 0; i < 20; ++i) // nobody reads
        rig.trade(Side::Sell, 99'95, 1);
    QCOMPARE(rig.gateway->overflows(), std::uint64_t{1});
    QTRY_COMPARE(rig.count(ExecKind::TradingDown), 1);
    QVERIFY(rig.status->trading.load() != LinkState::Up);
    QCOMPARE(rig.asked.size(), std::size_t{1});
    QTRY_COMPARE(std::ranges::count_if(rig.answers, [](const ExecEvent& event) {
        return event.kind == ExecKind::OrderStatus && event.state == OrderState::Canceled;
    }), 2);
    rig.place(Side::Buy, 99'95, 500);
    QVERIFY(rig.last(ExecKind::OrderReject) != nullptr);

    rig.snapshot();
    QTRY_COMPARE(rig.count(ExecKind::TradingUp), 2);
    QVERIFY(rig.status->trading.load() == LinkState::Up);
    rig.place(Side::Buy, 99'95, 500);
    QTRY_COMPARE(rig.count(ExecKind::OrderAck), 3);
    QCOMPARE(rig.count(ExecKind::Fill), 0);
}

void tst_paper_gateway::theAccountGoesOnFromItsDepositsAndFills()
{
    const std::vector<std::shared_ptr<const Instrument>> listed{
        std::make_shared<const Instrument>(risk_test::anInstrument(1, "BTC")),
        std::make_shared<const Instrument>(risk_test::anInstrument(2, "ETH"))};
    const std::vector<Amount> first = paperBalances({}, listed, models(500.0, 2.0));
    QCOMPARE(first.size(), std::size_t{3}); // one quote asset, not one an instrument
    EngineHistory history;
    history.deposits = {{{1}, {Money::fromInt(100), "USDT"}}, {{1}, {Money::fromInt(3), "BTC"}}};
    Fill fill;
    fill.instrument = InstrumentId{1};
    fill.side = Side::Sell;
    fill.price = {100'00};
    fill.qty = {500};
    fill.fee = {*Money::parse("0.25"), "USDT"};
    history.fills = {fill};
    for (const Amount& amount : paperBalances(history, listed, models(500.0, 2.0)))
        QCOMPARE(amount.money.toString(2), std::string(amount.currency == Currency("USDT") ? "149.75" : "2.50"));
}

void tst_paper_gateway::theExchangesTimeIsNeverInTheFutureAndNeverGoesBack()
{
    PaperClock clock(Duration::millis(5));
    const auto at = [](std::int64_t ms) { return Timestamp::fromMillis(1'700'000'000'000 + ms); };
    const auto record = [&](std::int64_t venue, std::int64_t local) {
        MarketEvent event;
        event.venueTime = at(venue);
        event.localTime = at(local);
        return clock.onEvent(event);
    };
    QVERIFY(record(100, 140) == at(100)); // 40 ms on its way
    QVERIFY(clock.at(at(150)) == at(110));
    QVERIFY(clock.localOf(at(120)) == at(160));
    QVERIFY(record(190, 170) == at(165)); // a clock ahead of ours: moved until it took the least latency
    QVERIFY(record(150, 180) == at(165)); // older than what was told
    QVERIFY(record(400, 410) == at(375)); // and moved it stays
    QVERIFY(record(500, 9'000) == at(8'000)); // a clock a long way behind counts as one second
}

MAKER_APP_TEST(tst_paper_gateway, QCoreApplication)
#include "tst_paper_gateway.moc"
