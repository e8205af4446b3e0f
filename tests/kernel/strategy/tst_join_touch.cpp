#include "kernel/strategy/join_touch/join_touch.h"
#include "tests/support/maker_test.h"

using namespace maker;
using maker::join_touch::JoinTouch;

namespace {

Instrument btcUsdt()
{
    InstrumentSpec spec;
    spec.id = InstrumentId{1};
    spec.venue = VenueId{1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.1";
    spec.lotSize = "0.001";
    spec.minQty = "0.001";
    spec.minNotional = std::string("5");
    return *Instrument::make(spec);
}

constexpr Timestamp kStart = Timestamp::fromMillis(1'700'000'000'000);

MarketView marketOf(const Instrument& instrument, std::int64_t bid, std::int64_t ask, Timestamp now = kStart)
{
    MarketView view;
    view.instrument = &instrument;
    view.tradable = true;
    view.bestBid = {bid};
    view.bestAsk = {ask};
    view.bidQty = view.askQty = {1'000};
    view.mid = view.microprice = view.fair = static_cast<double>(bid + ask) * 0.05;
    view.now = now;
    return view;
}

/// In thousandths of the base, and whole units of the quote currency.
PositionView holding(std::int64_t base, std::int64_t quote, std::int64_t position = 0)
{
    PositionView view;
    view.position = {position};
    view.baseTotal = view.baseFree = {base};
    view.quoteTotal = view.quoteFree = Money::fromInt(quote);
    return view;
}

JoinTouch with(const char* json)
{
    JoinTouch strategy;
    const auto applied = strategy.setParams(json);
    if (!applied)
        qFatal("%s", applied.error().detail.c_str());
    return strategy;
}

} // namespace

/// Decisions of joining the touch.
class tst_join_touch : public QObject {
    Q_OBJECT

private slots:
    void restsOneOrderOnEachSideOfTheTouch()
    {
        const Instrument instrument = btcUsdt();
        JoinTouch strategy = with(R"({"order_size": 0.1, "max_position": 1})");
        const QuoteTarget& target = strategy.onBook(marketOf(instrument, 669'999, 670'001), holding(5'000, 100'000));
        QCOMPARE(int(target.count), 2);
        QVERIFY(!target.keep);
        QCOMPARE(target.quotes[0].side, Side::Buy);
        QCOMPARE(target.quotes[0].price.count, std::int64_t(669'999));
        QCOMPARE(target.quotes[0].qty.count, std::int64_t(100));
        QVERIFY(target.quotes[0].postOnly);
        QCOMPARE(target.quotes[1].side, Side::Sell);
        QCOMPARE(target.quotes[1].price.count, std::int64_t(670'001));
    }

    void asksForNothingWhileTheTouchStays()
    {
        const Instrument instrument = btcUsdt();
        JoinTouch strategy = with(R"({"order_size": 0.1, "max_position": 1})");
        strategy.onBook(marketOf(instrument, 669'999, 670'001), holding(5'000, 100'000));
        QVERIFY(strategy.onBook(marketOf(instrument, 669'999, 670'001), holding(5'000, 100'000)).keep);
        const QuoteTarget& moved = strategy.onBook(marketOf(instrument, 669'998, 670'000), holding(5'000, 100'000));
        QVERIFY(!moved.keep);
        QCOMPARE(moved.quotes[0].price.count, std::int64_t(669'998));
        QCOMPARE(moved.quotes[1].price.count, std::int64_t(670'000));
    }

    void looksAgainAfterTheCheckTimeAndAfterAFill()
    {
        const Instrument instrument = btcUsdt();
        JoinTouch strategy = with(R"({"order_size": 0.1, "max_position": 1, "refresh_time": 1})");
        strategy.onBook(marketOf(instrument, 100, 102), holding(5'000, 100'000));
        const MarketView soon = marketOf(instrument, 100, 102, kStart + Duration::millis(900));
        QVERIFY(strategy.onTimer(soon, holding(5'000, 100'000)).keep);
        QCOMPARE(strategy.standsUntil(), kStart + Duration::seconds(1));
        QVERIFY(!strategy.onFill(Fill{}, soon, holding(5'000, 100'000)).keep);
        QCOMPARE(strategy.standsUntil(), kStart + Duration::millis(1'900));
        const MarketView late = marketOf(instrument, 100, 102, kStart + Duration::millis(1'900));
        QVERIFY(!strategy.onTimer(late, holding(5'000, 100'000)).keep);
    }

    void leavesOutTheSideThatWouldExceedThePosition()
    {
        const Instrument instrument = btcUsdt();
        JoinTouch strategy = with(R"({"order_size": 0.1, "max_position": 1})");
        const QuoteTarget& atLimit = strategy.onBook(marketOf(instrument, 669'999, 670'001), holding(5'000, 100'000, 950));
        QCOMPARE(int(atLimit.count), 1);
        QCOMPARE(atLimit.quotes[0].side, Side::Sell);
        const QuoteTarget& within = strategy.onFill(Fill{}, marketOf(instrument, 669'999, 670'001), holding(5'000, 100'000, 900));
        QCOMPARE(int(within.count), 2);
        const QuoteTarget& shortOf = strategy.onFill(Fill{}, marketOf(instrument, 669'999, 670'001), holding(5'000, 100'000, -1'000));
        QCOMPARE(int(shortOf.count), 1);
        QCOMPARE(shortOf.quotes[0].side, Side::Buy);
    }

    void quotesOnlyWhatTheAccountCanPay()
    {
        const Instrument instrument = btcUsdt();
        JoinTouch strategy = with(R"({"order_size": 0.1, "max_position": 1})");
        // A bid of 0.1 at 66,999.9 costs 6,699.99.
        QCOMPARE(int(strategy.onBook(marketOf(instrument, 669'999, 670'001), holding(100, 6'699)).count), 1);
        QCOMPARE(int(strategy.onFill(Fill{}, marketOf(instrument, 669'999, 670'001), holding(99, 6'700)).count), 1);
        QCOMPARE(int(strategy.onFill(Fill{}, marketOf(instrument, 669'999, 670'001), holding(99, 6'699)).count), 0);
        QCOMPARE(int(strategy.onFill(Fill{}, marketOf(instrument, 669'999, 670'001), holding(100, 6'700)).count), 2);
    }

    void withdrawsWhenTheMarketCannotBeTrusted()
    {
        const Instrument instrument = btcUsdt();
        JoinTouch strategy = with(R"({"order_size": 0.1, "max_position": 1})");
        strategy.onBook(marketOf(instrument, 100'000, 100'002), holding(5'000, 100'000));
        MarketView bad = marketOf(instrument, 100'000, 100'002);
        bad.tradable = false;
        const QuoteTarget& none = strategy.onBook(bad, holding(5'000, 100'000));
        QCOMPARE(int(none.count), 0);
        QVERIFY(!none.keep);
        QCOMPARE(int(strategy.onBook(marketOf(instrument, 100'000, 100'002), holding(5'000, 100'000)).count), 2);
    }

    void restsBehindTheTouchWhenAskedTo()
    {
        const Instrument instrument = btcUsdt();
        JoinTouch strategy = with(R"({"order_size": 0.1, "max_position": 1, "ticks_behind": 3})");
        const QuoteTarget& target = strategy.onBook(marketOf(instrument, 669'999, 670'001), holding(5'000, 100'000));
        QCOMPARE(target.quotes[0].price.count, std::int64_t(669'996));
        QCOMPARE(target.quotes[1].price.count, std::int64_t(670'004));
    }

    void refusesAPositionThatHoldsNoOrder()
    {
        JoinTouch strategy;
        const auto refused = strategy.setParams(R"({"order_size": 0.5, "max_position": 0.1})");
        QVERIFY(!refused);
        QVERIFY(refused.error().detail.find("at least one order") != std::string::npos);
        QVERIFY(findStrategyKind("join_touch") != nullptr);
    }
};

MAKER_TEST(tst_join_touch)
#include "tst_join_touch.moc"
