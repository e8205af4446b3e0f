#include "kernel/portfolio/portfolio.h"
#include "run_builders.h"
#include "support/maker_test.h"

#include <QDate>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <random>

using namespace maker;
using namespace maker::test;

/// What a run is judged by.
class tst_statistics : public QObject {
    Q_OBJECT

    /// One point a day with these day results, the first at the end of the first day.
    static RunBuilder days(const std::vector<double>& results)
    {
        RunBuilder run;
        double total = 0.0;
        run.point(0, "0");
        for (std::size_t i = 0; i < results.size(); ++i) {
            total += results[i];
            run.point(static_cast<double>(i + 1) * 1440.0, QByteArray::number(total, 'f', 6).constData());
        }
        return run;
    }

private slots:
    void anEmptyRunHasNoFigures()
    {
        const Statistics s = statisticsOf(RunRecord{});
        QVERIFY(!s.totalReturn && !s.sharpe && !s.profitFactor && !s.profitFactorInfinite && !s.winRate);
        QVERIFY(!s.quoteUptime && !s.fillRatio && !s.inventoryHalfLife && !s.makerShare && !s.markouts.all[0].mean);
        QVERIFY(s.dayTable.empty() && s.pnl.isZero());
        for (const StatisticSpec& spec : statisticSpecs())
            QVERIFY2(!statisticText(spec, s).empty(), spec.key.data());
    }

    void theCausesSumToThePnlToTheLastDigit()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            std::mt19937 random(seed);
            std::uniform_int_distribution<std::int64_t> step(-3'000, 3'000);
            RunBuilder run;
            const Instrument& instrument = *run.record.instruments[0];
            Portfolio portfolio("USDT");
            portfolio.deposit({1}, {Money::fromInt(10'000), "USDT"});
            std::int64_t mid = 6'000'000;
            for (int minute = 1; minute <= 500; ++minute) {
                mid += step(random);
                portfolio.mark(instrument, instrument.toMoney(Price{mid}));
                const Side side = random() % 2 == 0 ? Side::Buy : Side::Sell;
                const std::string price = instrument.format(Price{mid - sign(side) * static_cast<std::int64_t>(random() % 900)});
                const std::string qty = instrument.format(Qty{static_cast<std::int64_t>(1 + random() % 99)});
                RunFill& fill = run.fill(minute, side, price.c_str(), qty.c_str(), random() % 3 == 0 ? "-0.000137" : "0.0123");
                fill.fill.mid = instrument.toMoney(Price{mid});
                QVERIFY(portfolio.book(fill.fill, instrument) == Portfolio::BookResult::Booked);
                EquityPoint point;
                point.time = kMonday + Duration{minute * kMinute};
                point.pnl = portfolio.pnl();
                point.positions = {portfolio.position(instrument.id())};
                run.record.equity.push_back(point);
                run.record.end = point.time;
            }
            const Statistics s = run.statistics();
            QVERIFY(s.pnl == s.spread + s.inventory + s.fees + s.rebates);
            QVERIFY(s.pnl == portfolio.equity() - Money::fromInt(10'000));
            Money byDay;
            for (const DayResult& day : s.dayTable)
                byDay += day.pnl;
            Money byHour;
            for (const Money hour : s.hourOfWeek)
                byHour += hour;
            QVERIFY(byDay == s.pnl && byHour == s.pnl);
            QCOMPARE(statisticsJson(s), statisticsJson(run.statistics()));
        }
    }

    void ratiosAreMissingUnderThirtyDays()
    {
        std::vector<double> results(29, 5.0);
        results[3] = -7.0;
        const Statistics few = days(results).statistics();
        QCOMPARE(few.returnDays, std::uint64_t{29});
        QVERIFY(!few.sharpe && !few.sharpeError && !few.sortino && !few.cagr && !few.calmar && !few.volatility);
        QVERIFY(few.totalReturn.has_value());
        results.push_back(1.0);
        const Statistics enough = days(results).statistics();
        QCOMPARE(enough.returnDays, std::uint64_t{30});
        QVERIFY(enough.sharpe && enough.sharpeError && enough.sortino && enough.cagr && enough.calmar && enough.volatility);
    }

    void ratiosAreThoseOfTheDayReturns()
    {
        std::vector<double> results;
        for (int i = 0; i < 60; ++i)
            results.push_back(i % 3 == 0 ? -20.0 : 15.0);
        double equity = 10'000.0;
        double sum = 0.0;
        double squares = 0.0;
        double below = 0.0;
        std::vector<double> returns;
        for (const double result : results) {
            returns.push_back(result / equity);
            equity += result;
            sum += returns.back();
            below += returns.back() < 0 ? returns.back() * returns.back() : 0.0;
        }
        const double mean = sum / 60.0;
        for (const double r : returns)
            squares += (r - mean) * (r - mean);
        const double daily = mean / std::sqrt(squares / 59.0);
        const Statistics s = days(results).statistics();
        QVERIFY(near(s.totalReturn, 0.02));
        QVERIFY(near(s.sharpe, daily * std::sqrt(365.0)));
        QVERIFY(near(s.sharpeError, std::sqrt((1.0 + daily * daily / 2.0) / 60.0) * std::sqrt(365.0)));
        QVERIFY(near(s.sortino, mean * 365.0 / std::sqrt(below / 60.0 * 365.0)));
        QVERIFY(near(s.cagr, std::pow(1.02, 365.0 / 60.0) - 1.0));
        QVERIFY(near(s.drawdown.share, 20.0 / 10'000.0)); // the first day falls from the capital itself
        QVERIFY(near(s.calmar, (std::pow(1.02, 365.0 / 60.0) - 1.0) / 0.002));
    }

    void theDrawdownHasItsPeakTroughAndRecovery()
    {
        RunBuilder run;
        run.point(0, "0").point(1, "100").point(2, "40").point(3, "80").point(4, "30").point(5, "99").point(6, "100");
        run.point(7, "120").point(8, "70").point(9, "110");
        const Statistics s = run.statistics();
        QVERIFY(s.drawdown.amount == money("70"));
        QVERIFY(near(s.drawdown.share, 70.0 / 10'100.0));
        QVERIFY(s.drawdown.start == kMonday + Duration{1 * kMinute});
        QVERIFY(s.drawdown.trough == kMonday + Duration{4 * kMinute});
        QVERIFY(s.drawdown.recovery == kMonday + Duration{6 * kMinute});
        QVERIFY(s.drawdown.underWater == Duration{5 * kMinute});
        QVERIFY(s.longestUnderWater == Duration{5 * kMinute});
        run.point(30, "10"); // deeper, and never recovered
        const Statistics open = run.statistics();
        QVERIFY(open.drawdown.amount == money("110") && !open.drawdown.recovery);
        QVERIFY(open.drawdown.underWater == Duration{23 * kMinute} && open.longestUnderWater == Duration{23 * kMinute});
        QCOMPARE(statisticText(*findStatistic("drawdown_recovery"), open), std::string("n/a"));
    }

    void aRunThatLosesFromTheStartFallsFromItsCapital()
    {
        RunBuilder run;
        run.point(1, "-50").point(2, "-20");
        const Statistics s = run.statistics();
        QVERIFY(s.drawdown.amount == money("50") && near(s.drawdown.share, 0.005));
        QVERIFY(s.drawdown.start == kMonday && !s.drawdown.recovery);
    }

    void closedTradesCountAfterTheirFees()
    {
        RunBuilder run;
        run.fill(1, Side::Buy, "100", "2", "0.2");  // 0.1 of fee for each
        run.fill(2, Side::Sell, "101", "1", "0.1"); // +1 - 0.1 - 0.1 = 0.8
        run.fill(3, Side::Sell, "100.1", "1", "0.1"); // +0.1 - 0.2 = -0.1: the fees eat it
        run.fill(4, Side::Sell, "100", "1");
        run.fill(5, Side::Buy, "99", "3", "0.3"); // closes one: +1 - 0.1 = 0.9; opens two
        run.point(6, "0");
        Statistics s = run.statistics();
        QCOMPARE(s.closes, std::uint64_t{3});
        QCOMPARE(s.wins, std::uint64_t{2});
        QVERIFY(near(s.winRate, 2.0 / 3.0));
        QVERIFY(near(s.profitFactor, 17.0));
        QVERIFY(!s.profitFactorInfinite);
    }

    void aRunWithoutALossHasAnInfiniteProfitFactor()
    {
        RunBuilder run;
        run.fill(1, Side::Buy, "100", "1");
        run.fill(2, Side::Sell, "101", "1");
        run.point(3, "1");
        const Statistics s = run.statistics();
        QVERIFY(s.profitFactorInfinite && !s.profitFactor);
        QCOMPARE(statisticText(*findStatistic("profit_factor"), s), std::string("\u221e"));
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(statisticsJson(s))).object();
        QVERIFY(json["profit_factor"].isNull() && json["profit_factor_infinite"].toBool());
    }

    void aCurrencyOfAnyLettersLeavesTheJsonWhole()
    {
        Statistics s;
        s.currency = "A\"\\\n\x01";
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(statisticsJson(s))).object();
        QCOMPARE(json["currency"].toString(), QString::fromStdString(s.currency));
    }

    void feesInTheBaseAreValuedAtThePrice()
    {
        RunBuilder run;
        run.fill(1, Side::Buy, "100", "1").fill.fee = {money("0.02"), "BTC"}; // worth 2
        run.fill(2, Side::Sell, "101", "1");
        run.point(3, "-1");
        QCOMPARE(run.statistics().wins, std::uint64_t{0});
    }

    void makersFiguresAreThoseByHand()
    {
        RunBuilder run;
        run.fill(1, Side::Buy, "100", "3");
        run.fill(700, Side::Sell, "100", "1").fill.isMaker = false;
        run.point(0, "0").point(1440, "2");
        QuoteActivity one;
        one.watched = Duration::seconds(100);
        one.bothSides = Duration::seconds(80);
        one.atTouch = Duration::seconds(25);
        one.placed = 40;
        one.canceled = 30;
        one.filledOrders = 2;
        one.rejected = 1;
        one.queueAheadSum = 1.5;
        one.queueAheadCount = 2;
        QuoteActivity other;
        other.watched = Duration::seconds(100);
        other.placed = 10;
        other.refused = 3;
        other.queueAheadSum = 0.75;
        other.queueAheadCount = 1;
        run.record.activity = {one, other};
        const Statistics s = run.statistics();
        QVERIFY(s.volume == money("400"));
        QVERIFY(near(s.makerShare, 0.75));
        QVERIFY(near(s.pnlPerNotionalBps, 50.0));
        QVERIFY(near(s.turnover, 400.0 / 10'001.0));
        QVERIFY(near(s.fillsPerDay, 2.0));
        QVERIFY(near(s.fillRatio, 0.04) && near(s.cancelToFill, 15.0));
        QVERIFY(near(s.quoteUptime, 0.4) && near(s.timeAtTouch, 0.125) && near(s.queueAhead, 0.75));
        QVERIFY(s.rejected == 1 && s.refused == 3);
        QVERIFY(s.largestInventory == money("300"));
        QVERIFY(s.largestPositions[0].qty == Qty{30'000});
    }

    void daysAndHoursHoldWhatHappenedInThem()
    {
        RunBuilder run;
        run.point(0, "0").point(60, "5").point(720, "2").point(1440, "10"); // midnight ends Monday
        run.point(3 * 1440 + 90, "4").point(3 * 1440 + 100, "9");           // nothing on Tuesday and Wednesday
        run.fill(1439, Side::Buy, "100", "1");
        run.fill(3 * 1440, Side::Buy, "100", "2");
        const Statistics s = run.statistics();
        QCOMPARE(s.dayTable.size(), std::size_t{4});
        QVERIFY(s.dayTable[0].day == kMonday && s.dayTable[0].pnl == money("10") && s.dayTable[0].fills == 1);
        QVERIFY(s.dayTable[0].maxDrawdown == money("3") && near(s.dayTable[0].dayReturn, 0.001));
        QVERIFY(s.dayTable[1].pnl.isZero() && s.dayTable[2].pnl.isZero() && near(s.dayTable[1].dayReturn, 0.0));
        QVERIFY(s.dayTable[3].pnl == money("-1") && s.dayTable[3].volume == money("200"));
        QVERIFY(s.dayTable[3].maxDrawdown == money("6") && near(s.dayTable[3].dayReturn, -1.0 / 10'010.0));
        QVERIFY(s.hourOfWeek[0] == money("5") && s.hourOfWeek[11] == money("-3") && s.hourOfWeek[23] == money("8"));
        QVERIFY(s.hourOfWeek[3 * 24 + 1] == money("-1"));
    }

    void aPositionThatHalvesEachMinuteHasAHalfLifeOfOne()
    {
        RunBuilder run;
        for (int i = 0; i < 8; ++i)
            run.point(i, "0", 1 << (20 - i));
        const Statistics s = run.statistics();
        QVERIFY(s.inventoryHalfLife && std::abs(s.inventoryHalfLife->toSeconds() - 60.0) < 1e-6);
        RunBuilder constant;
        constant.point(0, "0", 5).point(1, "0", 5).point(2, "0", 5);
        QVERIFY(!constant.statistics().inventoryHalfLife);
    }

    void markoutsAreMeansBySideLevelAndHour()
    {
        RunBuilder run;
        const auto add = [&run](double minute, Side side, std::uint8_t level, double bps) {
            RunFill& fill = run.fill(minute, side, "100", "1");
            fill.level = level;
            fill.fill.mid = money(side == Side::Buy ? "100.02" : "99.98");
            fill.markouts.bps[1] = bps;
        };
        add(10, Side::Buy, 0, 1.0);
        add(20, Side::Buy, 2, 3.0);
        add(70, Side::Sell, 0, -4.0);
        run.fill(80, Side::Buy, "100", "1"); // nothing known of it
        const MarkoutTable table = run.statistics().markouts;
        QCOMPARE(table.all[1].count, std::uint64_t{3});
        QVERIFY(near(table.all[1].mean, 0.0));
        QVERIFY(near(table.all[1].standardError, std::sqrt(26.0 / 2.0 / 3.0)));
        QCOMPARE(table.all[0].count, std::uint64_t{0});
        QVERIFY(!table.all[0].mean && !table.all[0].standardError);
        QVERIFY(near(table.bySide[0][1].mean, 2.0) && near(table.bySide[1][1].mean, -4.0));
        QCOMPARE(table.byLevel.size(), std::size_t{3});
        QVERIFY(near(table.byLevel[0][1].mean, -1.5) && near(table.byLevel[2][1].mean, 3.0) && !table.byLevel[1][1].mean);
        QVERIFY(near(table.byHour[0][1].mean, 2.0) && near(table.byHour[1][1].mean, -4.0));
        QVERIFY(near(table.edge.mean, 0.02 / 100.02 * 1e4 * 2 / 3 + 0.02 / 99.98 * 1e4 / 3, 1e-9));
    }

    void everyFigureIsDeclaredOnceAndInTheJson()
    {
        RunBuilder run = days(std::vector<double>(40, 1.0));
        run.fill(1, Side::Buy, "100", "1");
        const Statistics s = run.statistics();
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(statisticsJson(s))).object();
        QVERIFY(!json.isEmpty());
        QSet<QString> keys;
        for (const StatisticSpec& spec : statisticSpecs()) {
            const QString key = QString::fromUtf8(spec.key.data(), static_cast<int>(spec.key.size()));
            QVERIFY2(!keys.contains(key), spec.key.data());
            keys.insert(key);
            QVERIFY2(json.contains(key), spec.key.data());
            QVERIFY2(!spec.title.empty() && spec.help.size() > 10 && !spec.group.empty(), spec.key.data());
        }
        QCOMPARE(json["days"].toArray().size(), 40);
        QCOMPARE(json["hours_of_week"].toArray().size(), 168);
        QCOMPARE(json["pnl"].toString(), QStringLiteral("40"));
        QCOMPARE(json["markouts"].toObject()["hours"].toArray().size(), 24);
        QCOMPARE(statisticUnit(*findStatistic("pnl"), s), std::string("USDT"));
        QCOMPARE(statisticText(*findStatistic("return"), s), std::string("0.400"));
        QVERIFY(findStatistic("nothing") == nullptr);
    }

    void theCausesAsPrintedSumToThePnlAsPrinted()
    {
        std::mt19937_64 random(5);
        for (int i = 0; i < 20'000; ++i) {
            Statistics s;
            for (Money* part : {&s.spread, &s.rebates, &s.inventory, &s.fees}) {
                *part = Money::fromUnits(Int128{static_cast<std::int64_t>(random() % 2'000'000)} * pow10(13) - Int128{10} * pow10(18));
                s.pnl += *part;
            }
            Money sum;
            for (const char* key : {"spread", "rebates", "inventory", "fees"}) {
                const Money shown = Money::parse(statisticText(*findStatistic(key), s)).value();
                const Money exact = std::get<Money>(findStatistic(key)->value(s));
                QVERIFY(std::abs((shown - exact).toDouble()) <= 0.0100001);
                sum += shown;
            }
            QCOMPARE(sum.toString(2), statisticText(*findStatistic("pnl"), s));
        }
    }

    void datesFollowTheCalendar()
    {
        const StatisticSpec& spec = *findStatistic("drawdown_start");
        Statistics s;
        for (std::int64_t day = -80'000; day < 80'000; day += 13) {
            s.drawdown.start = Timestamp{day * kDayNs + 1'000'000'000};
            const QString wanted = QDate(1970, 1, 1).addDays(day).toString(QStringLiteral("yyyy-MM-dd")) + " 00:00:01";
            QCOMPARE(QString::fromStdString(statisticText(spec, s)), wanted);
        }
    }

    void figuresArePrintedWithoutALocale()
    {
        Statistics s;
        s.drawdown.underWater = Duration::seconds(93'784);
        s.drawdown.start = kMonday + Duration::seconds(3'661);
        s.sharpe = -0.001;
        s.pnl = money("-12.345");
        QCOMPARE(statisticText(*findStatistic("drawdown_under_water"), s), std::string("1 d 02:03:04"));
        QCOMPARE(statisticText(*findStatistic("drawdown_start"), s), std::string("2026-01-05 01:01:01"));
        QCOMPARE(statisticText(*findStatistic("sharpe"), s), std::string("0.00"));
        QCOMPARE(statisticText(*findStatistic("pnl"), s), std::string("-12.34"));
    }
};

MAKER_TEST(tst_statistics)
#include "tst_statistics.moc"
