#include "kernel/engine/event_script.h"
#include "tests/support/maker_test.h"

using namespace maker;

/// Events as lines of text.
class tst_event_script : public QObject {
    Q_OBJECT

private slots:
    void everyKindSurvivesTheRoundTrip()
    {
        ExecEvent fill;
        fill.kind = ExecKind::Fill;
        fill.side = Side::Sell;
        fill.isMaker = true;
        fill.account = AccountId{3};
        fill.instrument = InstrumentId{9};
        fill.clientOrderId = "mk-1-000001";
        fill.tradeId = "77";
        fill.localTime = Timestamp::fromMillis(1'700'000'000'123);
        fill.price = {6'000'001};
        fill.qty = {42};
        fill.fee = {*Money::parse("-0.000123456789012345"), "BNB"};
        fill.detail = "100% sure = yes";
        MarketEvent level;
        level.kind = MarketKind::BookLevel;
        level.last = false;
        level.side = Side::Sell;
        level.price = {5};
        MarketEvent order = level;
        order.kind = MarketKind::BookOrder;
        order.lastId = 99;
        Command command{.kind = CommandKind::SetRiskLimits, .instrument = InstrumentId{3}, .text = "{\"a b\": 1}\n"};
        for (const Event& event : {Event(fill), Event(level), Event(order), Event(command), Event(Timer{Timestamp{5}})}) {
            const std::string line = eventLine(event);
            const auto parsed = parseEventLine(line);
            QVERIFY2(parsed.has_value(), line.c_str());
            QCOMPARE(eventLine(*parsed), line);
            QCOMPARE(parsed->index(), event.index());
        }
        const auto back = parseEventLine(eventLine(Event(fill)));
        const auto& exec = std::get<ExecEvent>(*back);
        QCOMPARE(exec.fee.money, fill.fee.money);
        QCOMPARE(exec.detail.str(), fill.detail.str());
        QCOMPARE(exec.localTime.ns, fill.localTime.ns);
        QCOMPARE(std::get<Command>(*parseEventLine(eventLine(Event(command)))).text, command.text);
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("kind") << QByteArray("Nonsense a=1") << QByteArray("Nonsense");
        QTest::newRow("key") << QByteArray("Timer moment=5") << QByteArray("moment=5");
        QTest::newRow("number") << QByteArray("Timer time=5x") << QByteArray("time=5x");
        QTest::newRow("form") << QByteArray("Timer 5") << QByteArray("key=value");
        QTest::newRow("long id") << QByteArray("OrderAck client=" + QByteArray(40, 'x')) << QByteArray("client=");
        QTest::newRow("escape") << QByteArray("SetParams text=%4") << QByteArray("text=%4");
    }
    void mistakesAreNamed()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, named);
        const auto parsed = parseEventLine(line.toStdString());
        QVERIFY(!parsed.has_value());
        QVERIFY(parsed.error().detail.find(named.toStdString()) != std::string::npos);
    }

    void aScriptNamesTheLineThatIsWrong()
    {
        const auto parsed = parseEventScript("# a day\n\nTimer time=5\nTimer time=\n");
        QVERIFY(!parsed.has_value());
        QVERIFY(parsed.error().detail.starts_with("Line 4: "));
        QCOMPARE(parseEventScript("# a day\n\nTimer time=5\n")->size(), std::size_t(1));
    }
};

MAKER_TEST(tst_event_script)
#include "tst_event_script.moc"
