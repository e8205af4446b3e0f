#include "kernel/engine/journal_text.h"
#include "tests/support/maker_test.h"

using namespace maker;

/// Journal rows as lines and their digest.
class tst_journal_text : public QObject {
    Q_OBJECT

private slots:
    void aRowIsOneLineOfIntegersAndDecimals()
    {
        JournalRow row;
        row.kind = JournalKind::FillBooked;
        row.sequence = 12;
        row.time = Timestamp{1'700'000'000'000'000'001};
        row.strategy = StrategyId{1};
        row.account = AccountId{2};
        row.fill.tradeId = "88";
        row.fill.clientOrderId = "mk-1-000001";
        row.fill.instrument = InstrumentId{4};
        row.fill.side = Side::Sell;
        row.fill.price = {5'994'000};
        row.fill.qty = {40};
        row.fill.fee = {*Money::parse("0.1"), "USDT"};
        row.fill.mid = Money::fromInt(60'000);
        QCOMPARE(journalLine(row),
                 "12 fill time=1700000000000000001 strategy=1 account=2 trade=88 client=mk-1-000001 instrument=4 side="
                     + std::string(toText(Side::Sell)) + " maker=1 price=5994000 qty=40 fee=0.1 feeAsset=USDT mid=60000");
    }

    void depositsAndEquityNameTheirMoney()
    {
        JournalRow deposit;
        deposit.kind = JournalKind::Deposit;
        deposit.sequence = 1;
        deposit.account = AccountId{1};
        deposit.amount = {*Money::parse("1.5"), "BTC"};
        QCOMPARE(journalLine(deposit), std::string("1 deposit time=0 account=1 amount=1.5 asset=BTC"));
        JournalRow equity;
        equity.kind = JournalKind::Equity;
        equity.fees = *Money::parse("-0.25");
        QCOMPARE(journalLine(equity), std::string("0 equity time=0 equity=0 realized=0 unrealized=0 spread=0 inventory=0 "
                                                  "fees=-0.25 rebates=0"));
    }

    void aMarkoutNamesItsTradeAndItsTime()
    {
        JournalRow row;
        row.kind = JournalKind::Markout;
        row.sequence = 7;
        row.strategy = StrategyId{1};
        row.account = AccountId{1};
        row.markout = {AccountId{1}, InstrumentId{4}, StrategyId{1}, "88", Side::Buy, 3, -1'250'000};
        QCOMPARE(journalLine(row), "7 markout time=0 strategy=1 account=1 trade=88 instrument=4 side="
                     + std::string(toText(Side::Buy)) + " afterMs=30000 microBps=-1250000");
    }

    void theDigestIsFnv1a()
    {
        QCOMPARE(JournalDigest().text(), std::string("cbf29ce484222325"));
        JournalDigest digest; // FNV-1a of "foobar\n", by the definition
        digest.add("foobar");
        std::uint64_t expected = 14695981039346656037ULL;
        for (const char c : std::string_view("foobar\n"))
            expected = (expected ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        QCOMPARE(digest.value(), expected);
    }
};

MAKER_TEST(tst_journal_text)
#include "tst_journal_text.moc"
