#include "kernel/portfolio/portfolio.h"
#include "portfolio_builders.h"
#include "support/maker_test.h"

using namespace maker;

namespace {

const Instrument kBtc = makePair({});
const Instrument kEthBtc = makePair({.id = 2, .base = "ETH", .quote = "BTC", .tick = "0.00001", .lot = "0.0001"});
const Instrument kEth = makePair({.id = 3, .base = "ETH", .lot = "0.0001"});

bool partsSum(const Portfolio& portfolio)
{
    const PnlParts parts = portfolio.pnl();
    return parts.total == parts.spread + parts.inventory + parts.fees + parts.rebates
        && parts.equity - parts.capital == parts.total;
}

} // namespace

class tst_portfolio : public QObject {
    Q_OBJECT

private slots:
    void aFillMovesBaseQuoteAndFee()
    {
        Portfolio portfolio;
        portfolio.deposit({1}, {money("1000"), "USDT"});
        const auto result = portfolio.book(makeFill(kBtc, Side::Buy, "1", {.price = "100", .qty = "2", .fee = "0.002", .feeAsset = "BTC"}), kBtc);
        QVERIFY(result == Portfolio::BookResult::Booked);
        QVERIFY(portfolio.balance({1}, "USDT") == money("800"));
        QVERIFY(portfolio.balance({1}, "BTC") == money("1.998"));
        QCOMPARE(portfolio.position(kBtc.id()).count, std::int64_t{200'000}); // fees are no part of the position
        QVERIFY(portfolio.ledger().balance({1}, LedgerBook::Fees, "BTC") == money("0.002"));
        QVERIFY(portfolio.ledger().balanced());
    }

    void aTradeIsBookedOnce()
    {
        Portfolio portfolio;
        const Fill fill = makeFill(kBtc, Side::Sell, "77", {.price = "100", .qty = "1"});
        QVERIFY(portfolio.book(fill, kBtc) == Portfolio::BookResult::Booked);
        QVERIFY(portfolio.book(fill, kBtc) == Portfolio::BookResult::Duplicate);
        QVERIFY(portfolio.balance({1}, "USDT") == money("100"));
        QCOMPARE(portfolio.fills(), std::uint64_t{1});
        Fill other = fill;
        other.account = {2};
        QVERIFY(portfolio.book(other, kBtc) == Portfolio::BookResult::Booked);
        QVERIFY(portfolio.balance({2}, "BTC") == money("-1"));
    }

    void derivativesAreRefusedUntouched()
    {
        InstrumentSpec spec;
        spec.id = {9};
        spec.base = "BTC";
        spec.quote = "USDT";
        spec.kind = InstrumentKind::LinearPerpetual;
        spec.tickSize = "0.1";
        spec.lotSize = "0.001";
        const Instrument perpetual = Instrument::make(spec).value();
        Portfolio portfolio;
        QVERIFY(portfolio.book(makeFill(perpetual, Side::Buy, "1", {}), perpetual) == Portfolio::BookResult::Unsupported);
        QVERIFY(portfolio.holdings().empty());
    }

    void theSpreadIsWhatTheFillGotAgainstTheMid()
    {
        Portfolio portfolio;
        portfolio.mark(kBtc, money("100"));
        portfolio.book(makeFill(kBtc, Side::Buy, "1", {.price = "99.5", .qty = "2", .mid = "100"}), kBtc);
        portfolio.book(makeFill(kBtc, Side::Sell, "2", {.price = "100.25", .qty = "1", .mid = "100"}), kBtc);
        const PnlParts parts = portfolio.pnl();
        QVERIFY(parts.spread == money("1.25"));
        QVERIFY(parts.inventory.isZero());
        QVERIFY(parts.total == money("1.25"));
    }

    void theInventoryIsWhatTheMarkMoved()
    {
        Portfolio portfolio;
        portfolio.deposit({1}, {money("1000"), "USDT"});
        portfolio.mark(kBtc, money("100"));
        portfolio.deposit({1}, {money("1"), "BTC"});
        portfolio.book(makeFill(kBtc, Side::Buy, "1", {.price = "99", .qty = "2", .mid = "101"}), kBtc);
        portfolio.mark(kBtc, money("104"));
        const PnlParts parts = portfolio.pnl();
        QVERIFY(parts.capital == money("1100"));
        QVERIFY(parts.spread == money("4"));    // 2 * (101 - 99)
        QVERIFY(parts.inventory == money("10")); // 1 * (104 - 100) + 2 * (104 - 101)
        QVERIFY(parts.unrealized == money("10")); // 2 * (104 - 99), the deposit is no position
        QVERIFY(parts.equity == money("1114"));
        QVERIFY(partsSum(portfolio));
    }

    void feesAndRebatesAreApartAndValuedAtMarks()
    {
        Portfolio portfolio;
        portfolio.mark(kBtc, money("100"));
        portfolio.mark("BNB", money("500"));
        portfolio.book(makeFill(kBtc, Side::Buy, "1", {.price = "100", .mid = "100", .fee = "0.001", .feeAsset = "BNB"}), kBtc);
        portfolio.book(makeFill(kBtc, Side::Buy, "2", {.price = "100", .mid = "100", .fee = "-0.02", .feeAsset = "USDT"}), kBtc);
        PnlParts parts = portfolio.pnl();
        QVERIFY(parts.fees == money("-0.5"));
        QVERIFY(parts.rebates == money("0.02"));
        QVERIFY(portfolio.strategyPnl({1}) == money("-0.48"));
        portfolio.mark("BNB", money("600")); // what is owed in BNB became dearer: that is drift, the fee stays
        parts = portfolio.pnl();
        QVERIFY(parts.fees == money("-0.5"));
        QVERIFY(parts.inventory == money("-0.1"));
        QVERIFY(partsSum(portfolio));
    }

    void whatCameBeforeTheFirstMarkKeepsItsCause()
    {
        Portfolio portfolio;
        portfolio.deposit({1}, {money("2"), "BTC"});
        portfolio.deposit({1}, {money("10"), "BNB"});
        QVERIFY(!portfolio.value("BTC", money("2")).has_value());
        QVERIFY(portfolio.pnl().capital.isZero());
        portfolio.mark(kBtc, money("60000"));
        QVERIFY(portfolio.pnl().capital == money("120000"));
        QVERIFY(portfolio.pnl().total.isZero());
        portfolio.book(makeFill(kBtc, Side::Sell, "1", {.price = "60001", .mid = "60000", .fee = "0.1", .feeAsset = "BNB"}), kBtc);
        QVERIFY(portfolio.pnl().fees.isZero());
        portfolio.mark("BNB", money("500"));
        const PnlParts parts = portfolio.pnl();
        QVERIFY(parts.capital == money("125000"));
        QVERIFY(parts.fees == money("-50"));
        QVERIFY(parts.spread == money("1"));
        QVERIFY(parts.inventory.isZero());
        QVERIFY(partsSum(portfolio));
    }

    void aFirstFillMarksItsInstrument()
    {
        Portfolio portfolio;
        portfolio.book(makeFill(kBtc, Side::Buy, "1", {.price = "99", .qty = "1", .mid = "100"}), kBtc);
        QVERIFY(portfolio.assetMark("BTC") == money("100"));
        QVERIFY(portfolio.pnl().total == money("1"));
        Portfolio blind;
        blind.book(makeFill(kBtc, Side::Buy, "1", {.price = "99", .qty = "1"}), kBtc);
        QVERIFY(blind.assetMark("BTC") == money("99"));
        QVERIFY(blind.pnl().total.isZero());
    }

    void aCrossIsMarkedThroughItsQuoteUntilADirectMarketIsSeen()
    {
        Portfolio portfolio;
        portfolio.mark(kEthBtc, money("0.05"));
        QVERIFY(!portfolio.assetMark("ETH").has_value());
        portfolio.mark(kBtc, money("60000"));
        portfolio.mark(kEthBtc, money("0.05"));
        QVERIFY(portfolio.assetMark("ETH") == money("3000"));
        portfolio.mark(kEth, money("3001"));
        portfolio.mark(kEthBtc, money("0.06"));
        QVERIFY(portfolio.assetMark("ETH") == money("3001"));
    }

    void marksThatAreNoPriceAreIgnored()
    {
        Portfolio portfolio;
        portfolio.mark(kBtc, money("100"));
        portfolio.mark(kBtc, Money{});
        portfolio.mark(kBtc, money("-1"));
        portfolio.mark("USDT", money("2"));
        QVERIFY(portfolio.assetMark("BTC") == money("100"));
        QVERIFY(portfolio.assetMark("USDT") == money("1"));
    }

    void strategiesHaveTheirOwnPositions()
    {
        Portfolio portfolio;
        portfolio.book(makeFill(kBtc, Side::Buy, "1", {.price = "100", .qty = "3", .strategy = 1}), kBtc);
        portfolio.book(makeFill(kBtc, Side::Sell, "2", {.price = "110", .qty = "1", .strategy = 2}), kBtc);
        portfolio.book(makeFill(kBtc, Side::Buy, "3", {.price = "100", .qty = "0.5", .strategy = 0}), kBtc);
        QCOMPARE(portfolio.position({1}, kBtc.id()).count, std::int64_t{300'000});
        QCOMPARE(portfolio.position({2}, kBtc.id()).count, std::int64_t{-100'000});
        QCOMPARE(portfolio.position(kBtc.id()).count, std::int64_t{250'000});
        portfolio.mark(kBtc, money("105"));
        QVERIFY(portfolio.strategyPnl({1}) == money("15"));
        QVERIFY(portfolio.strategyPnl({2}) == money("5"));
        QVERIFY(portfolio.pnl().realized == money("10"));
        QVERIFY(portfolio.pnl().unrealized == money("12.5"));
        QVERIFY(portfolio.strategyPnl({}) == money("22.5"));
        QVERIFY(portfolio.positionState({3}, kBtc.id()) == nullptr);
    }

    void aNewLotSizeKeepsThePosition()
    {
        Portfolio portfolio;
        portfolio.book(makeFill(kBtc, Side::Buy, "1", {.price = "100", .qty = "1.5"}), kBtc);
        const Instrument finer = makePair({.lot = "0.000001", .revision = 2});
        portfolio.book(makeFill(finer, Side::Sell, "2", {.price = "100", .qty = "0.000001"}), finer);
        QCOMPARE(portfolio.position(kBtc.id()).count, std::int64_t{1'499'999});
    }

    void withdrawalsReduceTheCapital()
    {
        Portfolio portfolio;
        portfolio.deposit({1}, {money("100"), "USDT"});
        portfolio.deposit({1}, {money("-30"), "USDT"});
        QVERIFY(portfolio.pnl().capital == money("70"));
        QVERIFY(portfolio.pnl().total.isZero());
        QVERIFY(portfolio.ledger().balance({1}, LedgerBook::Deposits, "USDT") == money("-70"));
    }

    void twoViewsSubtractToThePartsBetweenThem()
    {
        Portfolio portfolio;
        portfolio.mark(kBtc, money("100"));
        portfolio.book(makeFill(kBtc, Side::Buy, "1", {.price = "99", .qty = "1", .mid = "100"}), kBtc);
        const PnlParts morning = portfolio.pnl();
        portfolio.mark(kBtc, money("103"));
        portfolio.book(makeFill(kBtc, Side::Sell, "2", {.price = "104", .qty = "1", .mid = "103"}), kBtc);
        const PnlParts day = portfolio.pnl() - morning;
        QVERIFY(day.total == money("4"));
        QVERIFY(day.inventory == money("3"));
        QVERIFY(day.spread == money("1"));
        QVERIFY(day.realized == money("5"));
    }
};

MAKER_TEST(tst_portfolio)
#include "tst_portfolio.moc"
