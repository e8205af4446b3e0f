#include "kernel/statistics/statistics.h"
#include "tests/kernel/backtest/bar_rig.h"
#include "tests/support/maker_test.h"

#include <cstddef>
#include <optional>

using namespace maker;
using namespace maker::backtest;
using namespace maker::test;

/// Runs over random bars: repeated, cut short, and against the portfolio of live trading.
class tst_bar_books : public QObject {
    Q_OBJECT

private slots:
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
};

MAKER_TEST(tst_bar_books)
#include "tst_bar_books.moc"
