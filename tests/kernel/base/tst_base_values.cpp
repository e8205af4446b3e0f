#include "kernel/base/id.h"
#include "kernel/base/log.h"
#include "kernel/base/result.h"
#include "kernel/base/timestamp.h"
#include "support/maker_test.h"

#include <set>

using namespace maker;

namespace {

std::vector<std::string> g_lines;

Result<int> half(int value)
{
    if (value % 2 != 0)
        return fail(ErrorCode::InvalidArgument, "An odd number has no half.");
    return value / 2;
}

} // namespace

class tst_base_values : public QObject {
    Q_OBJECT

private slots:
    void zeroNamesNothing()
    {
        static_assert(!std::is_same_v<VenueId, AccountId>);
        QVERIFY(!InstrumentId{}.valid());
        QVERIFY(InstrumentId{7}.valid());
        QVERIFY(StrategyId{1} < StrategyId{2});
    }

    void timesAreNanoseconds()
    {
        const Timestamp start = Timestamp::fromMillis(1'700'000'000'123);
        QCOMPARE(start.ns, std::int64_t{1'700'000'000'123'000'000});
        QCOMPARE(start.millis(), std::int64_t{1'700'000'000'123});
        QCOMPARE((start + Duration::micros(5) - start).ns, std::int64_t{5000});
        QCOMPARE((start - Duration::seconds(1)).millis(), std::int64_t{1'699'999'999'123});
        QVERIFY(Duration::seconds(2) == Duration::millis(500) * 4);
        QCOMPARE(Duration::millis(1500).toSeconds(), 1.5);
        QVERIFY(!Timestamp{}.valid());
    }

    void aFailureCarriesCodeAndSentence()
    {
        QCOMPARE(half(8).value(), 4);
        const auto failed = half(7);
        QVERIFY(!failed.has_value());
        QVERIFY(failed.error() == (Error{ErrorCode::InvalidArgument, "An odd number has no half."}));
    }

    void everyErrorCodeHasItsOwnText()
    {
        std::set<std::string_view> texts;
        for (int code = 0; code <= static_cast<int>(ErrorCode::Busy); ++code)
            texts.insert(toText(static_cast<ErrorCode>(code)));
        QCOMPARE(texts.size(), static_cast<std::size_t>(ErrorCode::Busy) + 1);
        QVERIFY(!texts.contains("?"));
    }

    void sentencesReachTheInstalledWriter()
    {
        g_lines.clear();
        const LogWriter before = setLogWriter([](LogLevel level, std::string_view category, std::string_view sentence) {
            g_lines.push_back(std::to_string(static_cast<int>(level)) + ' ' + std::string(category) + ": " + std::string(sentence));
        });
        log(LogLevel::Warning, "kernel/book", "The book is stale. age_ms=500");
        setLogWriter(before);
        log(LogLevel::Error, "kernel/book", "Not captured.");
        QCOMPARE(g_lines, std::vector<std::string>{"2 kernel/book: The book is stale. age_ms=500"});
    }
};

MAKER_TEST(tst_base_values)
#include "tst_base_values.moc"
