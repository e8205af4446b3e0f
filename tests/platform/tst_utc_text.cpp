#include "platform/utc_text.h"
#include "support/maker_test.h"

using namespace maker;

class tst_utc_text : public QObject {
    Q_OBJECT

private slots:
    void timesAreReadAsUtc_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("date") << QString("1970-01-02") << qint64(86'400);
        QTest::newRow("minutes") << QString("2024-08-09T00:01") << qint64(1'723'161'660);
        QTest::newRow("a part of a second") << QString("1970-01-01T00:00:02.000000000Z") << qint64(2);
        QTest::newRow("a blank between") << QString("1970-01-01 00:02") << qint64(120);
        QTest::newRow("seconds") << QString("2024-02-29 23:59:59Z") << qint64(1'709'251'199);
        for (const char* bad : {"", "2024", "2024-02-30", "2024-1-01", "2024-01-01T24:00", "2024-01-01T10:00:00+02:00", "-024-01-01", "1969-12-31", "2262-01-01", "9999-12-31"})
            QTest::newRow(bad) << QString(bad) << qint64(-1);
    }
    void timesAreReadAsUtc()
    {
        QFETCH(QString, text);
        QFETCH(qint64, seconds);
        const auto time = parseUtc(text.toStdString());
        QCOMPARE(time.has_value(), seconds >= 0);
        if (time)
            QCOMPARE(time->ns, seconds * 1'000'000'000);
    }
    void whatIsWrittenIsReadAgain()
    {
        const Timestamp time{1'709'251'199'000'000'000};
        QCOMPARE(parseUtc(utcText(time, "%Y-%m-%dT%H:%M:%SZ")), std::optional(time));
        QCOMPARE(utcText(time, "%Y-%m-%d"), std::string("2024-02-29"));
    }
};

MAKER_TEST(tst_utc_text)
#include "tst_utc_text.moc"
