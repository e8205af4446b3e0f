#include "kernel/backtest/venue_config.h"
#include "tests/kernel/backtest/market_script.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::test;

namespace {

backtest::RunSetup withToken(double balance)
{
    backtest::RunSetup setup = plainSetup();
    setup.models.feeToken = "BNB";
    setup.models.feeTokenPrice = 600.0;
    setup.models.feeTokenDiscount = 25.0;
    setup.models.feeTokenBalance = balance;
    return setup;
}

Money money(const char* text)
{
    return Money::parse(text).value();
}

} // namespace

/// Fees in a third asset at a stated price: the ledger knows what it is worth, so the parts of the PnL stay exact.
class tst_fee_token : public QObject {
    Q_OBJECT

private slots:
    /// 0.05 at 99.9 is 4.995, 1 bp of it 0.0004995, less a quarter 0.000374625, in tokens of 600: 0.00000062.
    void aFeeIsTheDiscountedValueInTokens()
    {
        MarketScript script;
        script.snapshot(0, {{999, 1'000}, {998, 1'000}}, {{1'001, 1'000}, {1'002, 1'000}});
        script.trade(10, Side::Sell, 999, 1'050).change(2'000, {{990, 1}}, {});
        auto run = makeRun(withToken(10.0), script.source());
        const RunRecord record = toEnd(*run);
        QCOMPARE(record.fills.size(), std::size_t(1));
        const Fill& fill = record.fills.front().fill;
        QCOMPARE(fill.fee.currency.str(), std::string("BNB"));
        QCOMPARE(fill.fee.money.toString(), std::string("0.00000062"));
        const PnlParts& pnl = record.equity.back().pnl;
        QCOMPARE(pnl.fees.toString(), std::string("-0.000372")); // 0.00000062 * 600
        QCOMPARE(run->venueBalance("BNB").toString(), std::string("9.99999938"));
    }

    void thePartsSumExactlyAndTheTokensAreOwned()
    {
        auto run = makeRun(withToken(10.0), randomMarket(4, 8'000).source());
        const RunRecord record = toEnd(*run);
        QVERIFY(record.fills.size() > 50);
        Money paid;
        for (const RunFill& fill : record.fills) {
            QCOMPARE(fill.fill.fee.currency.str(), std::string("BNB"));
            paid += fill.fill.fee.money;
        }
        for (const EquityPoint& point : record.equity) {
            const PnlParts& pnl = point.pnl;
            QCOMPARE(pnl.spread + pnl.inventory + pnl.fees + pnl.rebates, pnl.total);
            QCOMPARE(pnl.equity - pnl.capital, pnl.total);
        }
        const PnlParts& last = record.equity.back().pnl;
        QCOMPARE(last.fees, Money{} - Money::fromUnits(paid.units() * 600));
        QCOMPARE(run->venueBalance("BNB"), money("10") - paid);
        // 10,000 USDT, 10 tokens of 600 and the base at its mark were owned in the beginning.
        QVERIFY(record.equity.front().pnl.equity > money("16900") && record.equity.front().pnl.equity < money("17100"));
    }

    void whenTheTokensAreUsedUpFeesAreWhatTheyWereWithout()
    {
        auto run = makeRun(withToken(0.00001), randomMarket(4, 8'000).source());
        const RunRecord record = toEnd(*run);
        std::size_t inToken = 0;
        std::size_t otherwise = 0;
        for (const RunFill& fill : record.fills)
            ++(fill.fill.fee.currency == Currency("BNB") ? inToken : otherwise);
        QVERIFY(inToken > 3 && otherwise > 20);
        QVERIFY(run->venueBalance("BNB").sign() >= 0);
        for (const EquityPoint& point : record.equity)
            QCOMPARE(point.pnl.equity - point.pnl.capital, point.pnl.total);
    }

    void aPriceIsNeededAndATradedAssetIsRefused()
    {
        QVERIFY(!readParams<backtest::BacktestModels>(R"({"fee_token":"BNB"})"));
        QVERIFY(readParams<backtest::BacktestModels>(R"({"fee_token":"BNB","fee_token_price":600})"));
        backtest::RunSetup setup = withToken(1.0);
        setup.models.feeToken = "BTC";
        std::vector<std::unique_ptr<backtest::EventSource>> sources;
        sources.push_back(randomMarket(1, 100).source());
        const auto refused = backtest::BacktestRun::make(std::move(sources), setup);
        QVERIFY(!refused);
        QVERIFY(refused.error().detail.find("BTC") != std::string::npos);
    }
};

MAKER_TEST(tst_fee_token)
#include "tst_fee_token.moc"
