#include "kernel/orders/client_order_id.h"

#include "support/maker_test.h"

#include <QRegularExpression>

#include <limits>

using namespace maker;

class tst_client_order_id : public QObject {
    Q_OBJECT

private slots:
    void anIdIsPrefixRunInHexAndSequence()
    {
        QCOMPARE(formatClientOrderId("mk", {0x1f, 12}).str(), std::string("mk-1f-000012"));
        QCOMPARE(formatClientOrderId("mk", {1, 1'234'567}).str(), std::string("mk-1-1234567"));
    }

    void theLongestIdFitsAndUsesTheVenuesAlphabet()
    {
        const auto id = formatClientOrderId(
            "abcdef", {std::numeric_limits<std::uint32_t>::max(), std::numeric_limits<std::uint64_t>::max()});
        QCOMPARE(id.str(), std::string("abcdef-ffffffff-18446744073709551615"));
        QCOMPARE(id.view().size(), std::size_t{36});
        static const QRegularExpression allowed("^[a-zA-Z0-9-_]{1,36}$");
        QVERIFY(allowed.match(QString::fromStdString(id.str())).hasMatch());
    }

    void partsSurviveTheTripThroughText()
    {
        std::uint64_t seed = 7;
        for (int i = 0; i < 1000; ++i) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            const ClientOrderIdParts parts{static_cast<std::uint32_t>(seed >> 20), seed >> (seed & 63)};
            QCOMPARE(parseClientOrderId("mk", formatClientOrderId("mk", parts).view()), std::optional(parts));
        }
    }

    void onlyTheSpellingWePrintIsOurs_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "mk", "mk-", "mk-1f", "mk-1f-", "mk-1f-12", "MK-1f-000012", "mk-1F-000012",
                                 "mk-01f-000012", "mk-1f-0000012", "mk-1f-000012 ", "mk-1f-00-012", "mk--000012",
                                 "mk-1f--00012", "mk-1f-+00012", "xmk-1f-000012", "mkx-1f-000012",
                                 "mk-100000000-000012", "mk-1f-99999999999999999999", "web_4711"})
            QTest::newRow(text[0] == 0 ? "empty" : text) << QString(text);
    }
    void onlyTheSpellingWePrintIsOurs()
    {
        QFETCH(QString, text);
        QVERIFY(!parseClientOrderId("mk", text.toStdString()));
    }

    void aSourceCountsUpAndKnowsItsOwn()
    {
        auto ids = ClientOrderIds::make("mk", 0x2a);
        QVERIFY(ids.has_value());
        QCOMPARE(ids->next().str(), std::string("mk-2a-000001"));
        QCOMPARE(ids->next().str(), std::string("mk-2a-000002"));
        QCOMPARE(ids->issued(), std::uint64_t{2});
        QVERIFY(ids->isOwn("mk-7-000009")); // of an earlier run
        QVERIFY(!ids->isOwn("mq-2a-000001"));
    }

    void aPrefixTheVenueWouldRefuseIsRefused()
    {
        for (const char* prefix : {"", "mk-", "m k", "toolong7", "m\xc3\xa4"})
            QVERIFY(!ClientOrderIds::make(prefix, 1).has_value());
        QVERIFY(ClientOrderIds::make("Mk_9", 1).has_value());
    }
};

MAKER_TEST(tst_client_order_id)
#include "tst_client_order_id.moc"
