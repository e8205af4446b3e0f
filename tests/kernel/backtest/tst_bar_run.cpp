#include "kernel/backtest/bar_run.h"
#include "kernel/statistics/statistics.h"
#include "tests/support/maker_test.h"

#include <array>
#include <random>

using namespace maker;
using namespace maker::backtest;

namespace {

constexpr Timestamp kBegin{1'600'000'000'000'000'000};
constexpr Duration kMinute = Duration::seconds(60);

/// Prices with two decimals, lots of a thousandth.
std::shared_ptr<const Instrument> pair(const std::string& minNotional = "0")
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTC-USDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.001";
    spec.minNotional = minNotional;
    return std::make_shared<const Instrument>(*Instrument::make(spec));
}

Candle bar(int minute, std::int64_t open, std::int64_t close)
{
    Candle made;
    made.openTime = kBegin + kMinute * minute;
    made.open = {open};
    made.high = {std::max(open, close)};
    made.low = {std::min(open, close)};
    made.close = {close};
    return made;
}

/// Closes that cross with averages of 1 and 2: above at the close of bar 2 (110 > 105), no longer at that of bar 4.
std::vector<Candle> upAndDown()
{
    return {bar(0, 10'000, 10'000), bar(1, 10'000, 10'000), bar(2, 10'000, 11'000),
            bar(3, 11'100, 11'200), bar(4, 11'200, 10'500), bar(5, 10'400, 10'300)};
}

BarSetup quick(double size = 1.0)
{
    BarSetup setup;
    setup.strategy = "sma_cross";
    setup.params = R"({"fast": 1, "slow": 2, "size": )" + std::to_string(size) + "}";
    setup.models.equityInterval = kMinute;
    setup.models.quoteBalance = 1'000.0;
    return setup;
}

BarSequence sequenceOf(std::vector<Candle> bars, std::shared_ptr<const Instrument> instrument = pair())
{
    return {std::move(instrument), kMinute, std::make_shared<const std::vector<Candle>>(std::move(bars))};
}

RunRecord toEnd(BarRun& run, std::uint64_t stride = 1'000'000)
{
    for (;;) {
        const auto more = run.step(stride);
        if (!more)
            qFatal("%s", more.error().detail.c_str());
        if (!*more)
            return run.finish();
    }
}

RunRecord play(std::vector<Candle> bars, const BarSetup& setup, std::uint64_t stride = 1'000'000)
{
    auto run = BarRun::make(sequenceOf(std::move(bars)), setup);
    if (!run)
        qFatal("%s", run.error().detail.c_str());
    return toEnd(**run, stride);
}

std::string refusal(const BarSequence& sequence, const BarSetup& setup)
{
    const auto run = BarRun::make(sequence, setup);
    return run ? std::string() : run.error().detail;
}

/// A walk of closes with gaps between bars and between close and open.
std::vector<Candle> walk(std::uint32_t seed, int count)
{
    std::mt19937 random(seed);
    std::vector<Candle> bars;
    std::int64_t price = 20'000;
    int minute = 0;
    for (int i = 0; i < count; ++i) {
        const std::int64_t open = std::max<std::int64_t>(100, price + static_cast<std::int64_t>(random() % 41) - 20);
        price = std::max<std::int64_t>(100, open + static_cast<std::int64_t>(random() % 401) - 200);
        bars.push_back(bar(minute, open, price));
        minute += 1 + static_cast<int>(random() % 8 == 0 ? random() % 90 : 0);
    }
    return bars;
}

} // namespace

/// Runs over bars whose outcome is counted by hand, and the books against the portfolio of live trading.
class tst_bar_run : public QObject {
    Q_OBJECT

private slots:
    /// Bought at 111.00 with a fee of 0.111, sold at 104.00 with a fee of 0.104.
    void whatACloseDecidesIsTradedAtTheNextOpen()
    {
        const RunRecord record = play(upAndDown(), quick());
        QCOMPARE(record.fills.size(), std::size_t(2));
        const Fill& bought = record.fills[0].fill;
        QVERIFY(bought.side == Side::Buy && !bought.isMaker);
        QCOMPARE(bought.price.count, std::int64_t(11'100));
        QCOMPARE(bought.qty.count, std::int64_t(1'000));
        QCOMPARE(bought.venueTime.ns, (kBegin + kMinute * 3).ns);
        QCOMPARE(bought.fee.money.toString(), std::string("0.111"));
        QCOMPARE(bought.fee.currency.str(), std::string("USDT"));
        const Fill& sold = record.fills[1].fill;
        QVERIFY(sold.side == Side::Sell);
        QCOMPARE(sold.price.count, std::int64_t(10'400));
        QCOMPARE(sold.fee.money.toString(), std::string("0.104"));
        const PnlParts& pnl = record.equity.back().pnl;
        QCOMPARE(pnl.equity.toString(), std::string("992.785"));
        QCOMPARE(pnl.total.toString(), std::string("-7.215"));
        QCOMPARE(pnl.fees.toString(), std::string("-0.215"));
        QCOMPARE(pnl.realized.toString(), std::string("-7"));
        QCOMPARE(pnl.spread.toString(), std::string("0"));
        QCOMPARE(pnl.inventory.toString(), std::string("-7"));
    }

    /// One point at the begin, one at each close; at the close of bar 3 the unit of 111.00 is worth 112.00.
    void theEquityIsMarkedAtCloses()
    {
        const RunRecord record = play(upAndDown(), quick());
        QCOMPARE(record.equity.size(), std::size_t(7));
        QCOMPARE(record.equity[0].time.ns, kBegin.ns);
        QCOMPARE(record.equity[0].pnl.total.toString(), std::string("0"));
        QCOMPARE(record.equity[4].time.ns, (kBegin + kMinute * 4).ns);
        QCOMPARE(record.equity[4].pnl.equity.toString(), std::string("1000.889"));
        QCOMPARE(record.equity[4].pnl.unrealized.toString(), std::string("1"));
        QCOMPARE(record.equity[4].positions.front().count, std::int64_t(1'000));
        QCOMPARE(record.equity[6].positions.front().count, std::int64_t(0));
        BarSetup wide = quick();
        wide.models.equityInterval = kMinute * 4;
        const RunRecord coarse = play(upAndDown(), wide);
        QVERIFY(coarse.equity.size() < record.equity.size());
        QVERIFY(coarse.equity.back().pnl.equity == record.equity.back().pnl.equity);
    }

    void anOrderOfTheLastBarNeverTrades()
    {
        std::vector<Candle> bars = upAndDown();
        bars.resize(5); // the order to sell is given at the last close
        const RunRecord record = play(bars, quick());
        QCOMPARE(record.fills.size(), std::size_t(1));
        QCOMPARE(record.activity.front().placed, std::uint64_t(2));
        QCOMPARE(record.activity.front().filledOrders, std::uint64_t(1));
        QCOMPARE(record.activity.front().canceled, std::uint64_t(1));
        // Held at the close of 105.00: 1000 - 111 - 0.111 + 105.
        QCOMPARE(record.equity.back().pnl.equity.toString(), std::string("993.889"));
    }

    void afterAGapTheOpenBehindItIsPaid()
    {
        std::vector<Candle> bars = upAndDown();
        for (std::size_t i = 3; i < bars.size(); ++i)
            bars[i].openTime = bars[i].openTime + Duration::seconds(86'400);
        bars[3].open = {15'000};
        bars[3].high = {15'000};
        const RunRecord record = play(bars, quick());
        QCOMPARE(record.fills[0].fill.price.count, std::int64_t(15'000));
        QCOMPARE(record.fills[0].fill.venueTime.ns, (kBegin + kMinute * 3 + Duration::seconds(86'400)).ns);
        // A gap has no points of its own.
        QCOMPARE(record.equity.size(), std::size_t(7));
    }

    void quantitiesAreWholeLots()
    {
        const RunRecord record = play(upAndDown(), quick(0.0129));
        QCOMPARE(record.fills[0].fill.qty.count, std::int64_t(12));
        QVERIFY(!refusal(sequenceOf(upAndDown()), quick(0.0009)).empty());
    }

    /// 0.012 of 111.01 at 12.34 bp is 0.001643836..., of which the venue takes eight places.
    void feesAreThoseOfTheVenueToTheLastDigit()
    {
        std::vector<Candle> bars = upAndDown();
        bars[3].open = {11'101};
        BarSetup setup = quick(0.012);
        setup.models.takerFee = 12.34;
        const RunRecord record = play(bars, setup);
        QCOMPARE(record.fills[0].notional.toString(), std::string("1.33212"));
        QCOMPARE(record.fills[0].fill.fee.money.toString(), std::string("0.00164383"));
        setup.models.takerFee = -1.0;
        const RunRecord rebated = play(bars, setup);
        QVERIFY(rebated.fills[0].fill.fee.money.sign() < 0);
        QVERIFY(rebated.equity.back().pnl.rebates.sign() > 0);
        QVERIFY(rebated.equity.back().pnl.fees.isZero());
    }

    /// 111.00 and its fee need 111.111.
    void whatTheAccountCannotPayIsRefused()
    {
        BarSetup setup = quick();
        setup.models.quoteBalance = 111.11;
        const RunRecord poor = play(upAndDown(), setup);
        QVERIFY(poor.fills.empty());
        QVERIFY(poor.activity.front().refused > 0);
        QCOMPARE(poor.equity.back().pnl.equity.toString(), std::string("111.11"));
        setup.models.quoteBalance = 111.12;
        QCOMPARE(play(upAndDown(), setup).fills.size(), std::size_t(2));
    }

    void theLeastOrderOfTheInstrumentHolds()
    {
        auto run = BarRun::make(sequenceOf(upAndDown(), pair("200")), quick());
        QVERIFY(run);
        const RunRecord record = toEnd(**run);
        QVERIFY(record.fills.empty());
        QVERIFY(record.activity.front().refused > 0);
    }

    void whatCannotRunIsSaid()
    {
        BarSetup setup = quick();
        setup.strategy = "magic";
        QVERIFY(refusal(sequenceOf(upAndDown()), setup).find("magic") != std::string::npos);
        setup = quick();
        setup.params = R"({"fast": 50, "slow": 20})";
        QVERIFY(refusal(sequenceOf(upAndDown()), setup).find("shorter") != std::string::npos);
        QVERIFY(refusal(sequenceOf({}), quick()).find("no bars") != std::string::npos);
        setup = quick();
        setup.models.takerFee = 5'000;
        QVERIFY(!refusal(sequenceOf(upAndDown()), setup).empty());
        std::vector<Candle> doubled = upAndDown();
        doubled[2].openTime = doubled[1].openTime;
        auto run = BarRun::make(sequenceOf(doubled), quick());
        QVERIFY(run);
        const auto more = (*run)->step(100);
        QVERIFY(!more && more.error().detail.find("Bar 3") != std::string::npos);
    }

    void theSameRunTwiceIsTheSameHoweverItIsStepped()
    {
        const std::vector<Candle> bars = walk(7, 5'000);
        BarSetup setup = quick(0.25);
        setup.params = R"({"fast": 3, "slow": 9, "size": 0.25})";
        const RunRecord once = play(bars, setup);
        const RunRecord steps = play(bars, setup, 7);
        QVERIFY(once.fills.size() > 100);
        QCOMPARE(once.digest, steps.digest);
        QCOMPARE(once.events, std::uint64_t(5'000));
        QCOMPARE(statisticsJson(statisticsOf(once)), statisticsJson(statisticsOf(steps)));
        setup.models.takerFee += 0.01;
        QVERIFY(play(bars, setup).digest != once.digest);
    }

    /// No decision looks ahead: the fills over a shorter file are the first fills over the longer one.
    void aTruncatedRunDecidesTheSame()
    {
        const std::vector<Candle> bars = walk(11, 2'000);
        BarSetup setup = quick(0.25);
        setup.params = R"({"fast": 5, "slow": 12, "size": 0.25})";
        const RunRecord whole = play(bars, setup);
        for (const std::size_t length : {500U, 1'001U, 1'777U}) {
            const RunRecord part = play({bars.begin(), bars.begin() + static_cast<std::ptrdiff_t>(length)}, setup);
            QVERIFY(!part.fills.empty() && part.fills.size() <= whole.fills.size());
            for (std::size_t i = 0; i < part.fills.size(); ++i) {
                QCOMPARE(part.fills[i].fill.venueTime.ns, whole.fills[i].fill.venueTime.ns);
                QVERIFY(part.fills[i].fill.side == whole.fills[i].fill.side);
            }
        }
    }

    /// The fills booked apart, with a mark at every open and close, give each point of the curve to the last digit, and the
    /// averages counted anew at every bar give the fills.
    void everyPointEqualsAPortfolioMarkedAtEveryBar()
    {
        for (std::uint32_t seed = 1; seed <= 8; ++seed) {
            const std::vector<Candle> bars = walk(seed, 1'500);
            BarSetup setup = quick();
            setup.params = R"({"fast": 4, "slow": 11, "size": 0.125})";
            setup.models.equityInterval = kMinute * static_cast<std::int64_t>(1 + seed % 3);
            setup.models.takerFee = seed % 4 == 0 ? -0.75 : 7.53;
            const RunRecord record = play(bars, setup);
            QVERIFY(record.fills.size() > 20);
            const auto instrument = record.instruments.front();
            Portfolio portfolio(Currency("USDT"));
            portfolio.deposit({1}, {Money::fromInt(1'000), Currency("USDT")});
            std::size_t fill = 0;
            std::size_t point = 1;
            std::int64_t wanted = 0;
            std::optional<bool> above;
            for (std::size_t i = 0; i < bars.size(); ++i) {
                portfolio.mark(*instrument, instrument->toMoney(bars[i].open));
                if (wanted != portfolio.position({1}).count) {
                    QVERIFY(fill < record.fills.size());
                    QCOMPARE(record.fills[fill].fill.venueTime.ns, bars[i].openTime.ns);
                    QVERIFY(portfolio.book(record.fills[fill++].fill, *instrument) == Portfolio::BookResult::Booked);
                    QCOMPARE(portfolio.position({1}).count, wanted);
                }
                portfolio.mark(*instrument, instrument->toMoney(bars[i].close));
                if (point < record.equity.size() && record.equity[point].time == bars[i].openTime + kMinute) {
                    const PnlParts apart = portfolio.pnl();
                    const PnlParts& ours = record.equity[point++].pnl;
                    QVERIFY(ours.equity == apart.equity && ours.capital == apart.capital && ours.total == apart.total);
                    QVERIFY(ours.inventory == apart.inventory && ours.spread == apart.spread && ours.fees == apart.fees);
                    QVERIFY(ours.rebates == apart.rebates && ours.realized == apart.realized);
                    QVERIFY(ours.unrealized == apart.unrealized);
                    QVERIFY(ours.total == ours.spread + ours.inventory + ours.fees + ours.rebates);
                }
                if (i < 10)
                    continue;
                std::int64_t fast = 0;
                std::int64_t slow = 0;
                for (std::size_t k = 0; k < 11; ++k) {
                    slow += bars[i - k].close.count;
                    fast += k < 4 ? bars[i - k].close.count : 0;
                }
                const bool now = fast * 11 > slow * 4;
                if (above && *above != now)
                    wanted = now ? 125 : 0;
                above = now;
            }
            QCOMPARE(fill, record.fills.size());
            QCOMPARE(point, record.equity.size());
        }
    }

    void theBooksEndWithTheLastPoint()
    {
        std::vector<Candle> bars = upAndDown();
        bars.resize(5); // ends long
        auto run = BarRun::make(sequenceOf(bars), quick());
        QVERIFY(run);
        const RunRecord record = toEnd(**run);
        const PnlParts books = (*run)->portfolio().pnl();
        const PnlParts& last = record.equity.back().pnl;
        QVERIFY(books.equity == last.equity && books.inventory == last.inventory && books.unrealized == last.unrealized);
        QVERIFY((*run)->portfolio().ledger().balanced());
        QCOMPARE((*run)->portfolio().position({1}).count, std::int64_t(1'000));
    }

    void theStatisticsReadTheRecord()
    {
        const Statistics statistics = statisticsOf(play(upAndDown(), quick()));
        QCOMPARE(statistics.fills, std::uint64_t(2));
        QCOMPARE(statistics.closes, std::uint64_t(1));
        QCOMPARE(statistics.wins, std::uint64_t(0));
        QCOMPARE(statistics.volume.toString(), std::string("215"));
        QCOMPARE(statistics.pnl.toString(), std::string("-7.215"));
        QCOMPARE(*statistics.makerShare, 0.0);
        QVERIFY(!statistics.sharpe && !statistics.quoteUptime);
    }
};

MAKER_TEST(tst_bar_run)
#include "tst_bar_run.moc"
