#include "kernel/portfolio/booked_trades.h"
#include "kernel/portfolio/ledger.h"
#include "portfolio_builders.h"
#include "support/maker_test.h"

using namespace maker;

class tst_ledger : public QObject {
    Q_OBJECT

private slots:
    void aTransactionMovesBothBooks()
    {
        Ledger ledger;
        const std::array postings{Posting{{1}, LedgerBook::Holdings, "USDT", money("12.5")},
                                  Posting{{1}, LedgerBook::Deposits, "USDT", money("-12.5")}};
        ledger.post(postings);
        ledger.post(postings);
        QVERIFY(ledger.balance({1}, LedgerBook::Holdings, "USDT") == money("25"));
        QVERIFY(ledger.balance({1}, LedgerBook::Deposits, "USDT") == money("-25"));
        QVERIFY(ledger.balance({2}, LedgerBook::Holdings, "USDT").isZero());
        QVERIFY(ledger.balanced());
    }

    void accountsAndAssetsStayApart()
    {
        Ledger ledger;
        const std::array postings{Posting{{2}, LedgerBook::Holdings, "BTC", money("1")},
                                  Posting{{2}, LedgerBook::Trading, "BTC", money("-1")},
                                  Posting{{1}, LedgerBook::Holdings, "BTC", money("3")},
                                  Posting{{1}, LedgerBook::Trading, "BTC", money("-3")},
                                  Posting{{2}, LedgerBook::Fees, "BNB", money("0.1")},
                                  Posting{{2}, LedgerBook::Holdings, "BNB", money("-0.1")}};
        ledger.post(postings);
        QVERIFY(ledger.balance({2}, LedgerBook::Holdings, "BTC") == money("1"));
        QVERIFY(ledger.balance({1}, LedgerBook::Holdings, "BTC") == money("3"));
        QVERIFY(ledger.total(LedgerBook::Holdings, "BTC") == money("4"));
        QVERIFY(ledger.total(LedgerBook::Fees, "BNB") == money("0.1"));
        QVERIFY(ledger.balanced());
    }

    void aTransactionNeedNotBeWrittenInPairs()
    {
        Ledger ledger;
        const std::array postings{Posting{{1}, LedgerBook::Holdings, "BTC", money("1")},
                                  Posting{{1}, LedgerBook::Holdings, "USDT", money("-100")},
                                  Posting{{1}, LedgerBook::Trading, "BTC", money("-1")},
                                  Posting{{1}, LedgerBook::Trading, "USDT", money("99")},
                                  Posting{{1}, LedgerBook::Fees, "USDT", money("1")}};
        ledger.post(postings);
        QVERIFY(ledger.balance({1}, LedgerBook::Holdings, "BTC") == money("1"));
        QVERIFY(ledger.balance({1}, LedgerBook::Holdings, "USDT") == money("-100"));
        QVERIFY(ledger.balance({1}, LedgerBook::Trading, "USDT") == money("99"));
        QVERIFY(ledger.balanced());
    }

    void aTradeIsKnownByAccountInstrumentAndId()
    {
        BookedTrades trades;
        QVERIFY(trades.insert({1}, {1}, "7"));
        QVERIFY(!trades.insert({1}, {1}, "7"));
        QVERIFY(trades.insert({2}, {1}, "7"));
        QVERIFY(trades.insert({1}, {2}, "7"));
        QVERIFY(trades.insert({1}, {1}, "07"));
        QCOMPARE(trades.size(), std::size_t{4});
    }

    void noTradeIsForgottenWhileTheSetGrows()
    {
        BookedTrades trades;
        for (int i = 0; i < 50'000; ++i)
            QVERIFY(trades.insert({1}, {1}, std::to_string(i).c_str()));
        for (int i = 0; i < 50'000; ++i)
            QVERIFY(!trades.insert({1}, {1}, std::to_string(i).c_str()));
        QCOMPARE(trades.size(), std::size_t{50'000});
    }
};

MAKER_TEST(tst_ledger)
#include "tst_ledger.moc"
