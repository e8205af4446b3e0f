#include "kernel/portfolio/position.h"
#include "portfolio_builders.h"
#include "support/maker_test.h"

#include <QFile>

#include <random>

#include <simdjson.h>

using namespace maker;

namespace {

const Instrument kPair = makePair({.tick = "0.01", .lot = "0.001"});

void trade(Position& position, Side side, const char* price, const char* qty)
{
    position.apply(kPair, side, kPair.parsePrice(price).value(), kPair.parseQty(qty).value());
}

Money fromJson(simdjson::dom::element element)
{
    double value = 0.0;
    if (element.get(value) != simdjson::SUCCESS)
        value = static_cast<double>(std::int64_t(element));
    return Money::fromDouble(value).value();
}

} // namespace

class tst_position : public QObject {
    Q_OBJECT

private slots:
    void buyingAddsCostAndSellingRealizesAgainstTheAverage()
    {
        Position position;
        trade(position, Side::Buy, "10", "2");
        trade(position, Side::Buy, "16", "1");
        QVERIFY(position.cost == money("36"));
        trade(position, Side::Sell, "15", "1");
        QVERIFY(position.realized == money("3"));
        QVERIFY(position.cost == money("24"));
        QVERIFY(position.unrealized(money("13.5")) == money("3"));
    }

    void aShortEarnsWhenThePriceFalls()
    {
        Position position;
        trade(position, Side::Sell, "100", "2");
        QVERIFY(position.qty == money("-2"));
        QVERIFY(position.cost == money("-200"));
        QVERIFY(position.unrealized(money("90")) == money("20"));
        trade(position, Side::Buy, "90", "0.5");
        QVERIFY(position.realized == money("5"));
        QVERIFY(position.cost == money("-150"));
    }

    void aTradeThroughZeroOpensTheRestAtItsOwnPrice()
    {
        Position position;
        trade(position, Side::Buy, "10", "1");
        trade(position, Side::Sell, "12", "3");
        QVERIFY(position.qty == money("-2"));
        QVERIFY(position.realized == money("2"));
        QVERIFY(position.cost == money("-24"));
        trade(position, Side::Buy, "11", "2.5");
        QVERIFY(position.qty == money("0.5"));
        QVERIFY(position.realized == money("4"));
        QVERIFY(position.cost == money("5.5"));
    }

    void aFullCloseLeavesNothing()
    {
        Position position;
        trade(position, Side::Buy, "10.01", "0.007");
        trade(position, Side::Buy, "9.99", "0.002");
        trade(position, Side::Sell, "10", "0.004");
        trade(position, Side::Sell, "10", "0.005");
        QVERIFY(position.qty.isZero());
        QVERIFY(position.cost.isZero());
        QVERIFY(position.realized == money("-0.00005"));
    }

    void theRemainderOfAPartialCloseStaysWithThePosition()
    {
        Position position;
        trade(position, Side::Buy, "0.01", "0.001");
        trade(position, Side::Buy, "0.02", "0.002"); // 0.00005 for three lots: a third of it has no end
        trade(position, Side::Sell, "0.05", "0.001");
        QVERIFY(position.realized == money("0.00005") - money("0.000016666666666666"));
        QVERIFY(position.cost == money("0.000033333333333334"));
    }

    void costRealizedAndCashSumToZeroAfterRandomTrades()
    {
        std::mt19937_64 random(4);
        for (int round = 0; round < 1000; ++round) {
            Position position;
            Money cash;
            Qty net;
            for (int i = 0; i < 30; ++i) {
                const Price price{static_cast<std::int64_t>(1 + random() % 10'000'000)};
                const Qty qty{static_cast<std::int64_t>(1 + random() % 100'000)};
                const Side side = random() % 2 == 0 ? Side::Buy : Side::Sell;
                position.apply(kPair, side, price, qty);
                const Money paid = kPair.notional(price, qty);
                side == Side::Buy ? cash -= paid : cash += paid;
                net += side == Side::Buy ? qty : -qty;
                QVERIFY(position.realized - position.cost == cash);
                QVERIFY(position.qty == kPair.toMoney(net));
                QVERIFY(position.cost.sign() == position.qty.sign());
            }
        }
    }

    void averageCostEqualsThePublishedSequence()
    {
        QFile file(MAKERDESK_SOURCE_DIR "/../shared/data/vectors/signatures_checksums_models.json");
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("signatures_checksums_models.json is not present.");
        simdjson::dom::parser parser;
        const std::string text = file.readAll().toStdString();
        const simdjson::dom::array steps = parser.parse(text)["rotki_average_cost_basis"]["steps"].get_array();
        Position position;
        int compared = 0;
        for (const simdjson::dom::element step : steps) {
            const Side side = std::string_view(step.at(0)) == "buy" ? Side::Buy : Side::Sell;
            const Money qty = fromJson(step.at(1));
            if (side == Side::Sell && qty > position.qty)
                break; // from here the sequence oversells without a short, which a desk never does
            const Money before = position.realized;
            position.apply(kPair, side, kPair.parsePrice(fromJson(step.at(2)).toString()).value(),
                           kPair.parseQty(qty.toString()).value());
            QVERIFY(position.realized - before == fromJson(step.at(3)));
            QVERIFY(position.cost == fromJson(step.at(4)));
            QVERIFY(position.qty == fromJson(step.at(5)));
            ++compared;
        }
        QCOMPARE(compared, 9);
    }
};

MAKER_TEST(tst_position)
#include "tst_position.moc"
