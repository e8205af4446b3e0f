#include "kernel/backtest/resting_prices.h"

#include "support/maker_test.h"

#include <map>
#include <random>

using namespace maker;
using namespace maker::backtest;

class tst_resting_prices : public QObject {
    Q_OBJECT

private slots:
    void theBestOfEachSideIsTheHighestBidAndTheLowestAsk()
    {
        RestingPrices prices;
        QCOMPARE(prices.best(Side::Buy), Price{});
        prices.add(1, Side::Buy, {100});
        prices.add(2, Side::Buy, {102});
        prices.add(3, Side::Sell, {105});
        prices.add(4, Side::Sell, {104});
        QCOMPARE(prices.best(Side::Buy), Price{102});
        QCOMPARE(prices.best(Side::Sell), Price{104});
        prices.remove(2);
        prices.remove(9);
        QCOMPARE(prices.best(Side::Buy), Price{100});
        prices.remove(4);
        prices.remove(3);
        QCOMPARE(prices.best(Side::Sell), Price{});
        QCOMPARE(prices.best(Side::Buy), Price{100});
    }

    // Against all of them looked through anew: many orders of one price, in every order of coming and going.
    void ordersComeAndGoInAnyOrder()
    {
        std::mt19937_64 random(7);
        RestingPrices prices;
        std::map<std::uint64_t, std::pair<Side, Price>> oracle;
        for (std::uint64_t number = 1; number < 20'000; ++number) {
            if (oracle.size() < 12 && random() % 2 == 0) {
                const Side side = random() % 2 == 0 ? Side::Buy : Side::Sell;
                const Price price{static_cast<std::int64_t>(100 + random() % 6)};
                oracle[number] = {side, price};
                prices.add(number, side, price);
            } else if (!oracle.empty()) {
                const auto gone = std::next(oracle.begin(), static_cast<std::ptrdiff_t>(random() % oracle.size()));
                prices.remove(gone->first);
                oracle.erase(gone);
            }
            std::array<Price, 2> best{};
            for (const auto& [each, order] : oracle) {
                Price& of = best[order.first == Side::Buy ? 0 : 1];
                if (of.count == 0 || (order.first == Side::Buy ? order.second > of : order.second < of))
                    of = order.second;
            }
            QCOMPARE(prices.best(Side::Buy), best[0]);
            QCOMPARE(prices.best(Side::Sell), best[1]);
        }
    }
};

MAKER_TEST(tst_resting_prices)
#include "tst_resting_prices.moc"
