#include "platform/crc32c.h"
#include "store/intent_log.h"
#include "support/maker_test.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstring>

using namespace maker;

namespace {

IntentRecord anIntent(int n)
{
    NewOrder order;
    order.clientOrderId = ClientOrderId("mk-1-" + std::to_string(n));
    order.side = n % 2 == 0 ? Side::Buy : Side::Sell;
    order.price = {6'000'000 + n};
    order.qty = {100 + n};
    return makeIntent(order, "BTCUSDT", Timestamp{1'700'000'000'000'000'000 + n});
}

Result<void> appendMany(IntentLog& log, int from, int count)
{
    std::vector<IntentRecord> batch;
    for (int i = from; i < from + count; ++i)
        batch.push_back(anIntent(i));
    return log.append(batch);
}

} // namespace

class tst_intent_log : public QObject {
    Q_OBJECT

private slots:
    void checksumEqualsThePublishedExample();
    void whatWasAppendedIsThereAfterReopening_data();
    void whatWasAppendedIsThereAfterReopening();
    void everyOpeningTakesANewRunNumber();
    void aTornTailEndsTheLogAndNothingElse();
    void aFlippedBitIsNotReadAsAnIntent();
    void aFullSegmentContinuesInTheNext();
    void aDirectoryThatCannotBeMadeIsAnError();
};

void tst_intent_log::checksumEqualsThePublishedExample()
{
    // RFC 3720, appendix B.4: 32 bytes of zeroes, and of ones.
    std::array<std::byte, 32> bytes{};
    QCOMPARE(crc32c(bytes), 0x8A9136AAU);
    bytes.fill(std::byte{0xFF});
    QCOMPARE(crc32c(bytes), 0x62A8AB43U);
}

void tst_intent_log::whatWasAppendedIsThereAfterReopening_data()
{
    QTest::addColumn<int>("durability");
    QTest::newRow("process") << static_cast<int>(IntentDurability::Process);
    QTest::newRow("power") << static_cast<int>(IntentDurability::Power);
}

void tst_intent_log::whatWasAppendedIsThereAfterReopening()
{
    QFETCH(int, durability);
    QTemporaryDir folder;
    {
        auto log = IntentLog::open(folder.path().toStdString(), static_cast<IntentDurability>(durability));
        QVERIFY(log);
        QVERIFY(log->recovered().empty());
        QVERIFY(appendMany(*log, 0, 3));
        QVERIFY(appendMany(*log, 3, 32));
        QCOMPARE(log->hasUnsynced(), durability == static_cast<int>(IntentDurability::Process));
    }
    auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
    QVERIFY(log);
    QCOMPARE(log->recovered().size(), std::size_t{35});
    for (std::size_t i = 0; i < 35; ++i) {
        const IntentRecord& record = log->recovered()[i];
        QCOMPARE(record.sequence, i + 1);
        QCOMPARE(clientOrderIdOf(record), std::string_view(anIntent(static_cast<int>(i)).clientOrderId.data()));
        QCOMPARE(symbolOf(record), std::string_view("BTCUSDT"));
        QCOMPARE(record.price, static_cast<std::int64_t>(6'000'000 + i));
    }
}

void tst_intent_log::everyOpeningTakesANewRunNumber()
{
    QTemporaryDir folder;
    for (std::uint32_t run = 1; run <= 12; ++run) {
        auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
        QVERIFY(log);
        QCOMPARE(log->run(), run);
    }
    // Losing the run file must not bring a number back while its records remain.
    {
        auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
        QVERIFY(log && appendMany(*log, 0, 1));
    }
    QVERIFY(QFile::remove(folder.filePath("run")));
    auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
    QVERIFY(log);
    QCOMPARE(log->run(), 14U);
}

void tst_intent_log::aTornTailEndsTheLogAndNothingElse()
{
    QTemporaryDir folder;
    {
        auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
        QVERIFY(log && appendMany(*log, 0, 10));
    }
    QFile file(folder.filePath("intents-000001.log"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(9 * 128 + 50)); // the tenth record half written
    file.close();
    auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
    QVERIFY(log);
    QCOMPARE(log->recovered().size(), std::size_t{9});
    QVERIFY(appendMany(*log, 50, 1));
}

void tst_intent_log::aFlippedBitIsNotReadAsAnIntent()
{
    for (int byte = 0; byte < 128; byte += 7) {
        QTemporaryDir folder;
        {
            auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
            QVERIFY(log && appendMany(*log, 0, 2));
        }
        QFile file(folder.filePath("intents-000001.log"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(128 + byte));
        char old = 0;
        QVERIFY(file.getChar(&old));
        QVERIFY(file.seek(128 + byte));
        QVERIFY(file.putChar(static_cast<char>(old ^ 0x10)));
        file.close();
        auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
        QVERIFY(log);
        QCOMPARE(log->recovered().size(), std::size_t{1});
    }
}

void tst_intent_log::aFullSegmentContinuesInTheNext()
{
    QTemporaryDir folder;
    const int count = static_cast<int>(IntentLog::kRecordsPerSegment) + 100;
    {
        auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
        QVERIFY(log && appendMany(*log, 0, count));
    }
    QVERIFY(QFile::exists(folder.filePath("intents-000002.log")));
    auto log = IntentLog::open(folder.path().toStdString(), IntentDurability::Process);
    QVERIFY(log);
    QCOMPARE(log->recovered().size(), static_cast<std::size_t>(count));
    QCOMPARE(log->recovered().back().sequence, static_cast<std::uint64_t>(count));
}

void tst_intent_log::aDirectoryThatCannotBeMadeIsAnError()
{
    QTemporaryDir folder;
    QFile file(folder.filePath("taken"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto log = IntentLog::open(folder.filePath("taken/below").toStdString(), IntentDurability::Process);
    QVERIFY(!log);
    QVERIFY(QString::fromStdString(log.error().detail).contains("taken/below"));
}

MAKER_TEST(tst_intent_log)
#include "tst_intent_log.moc"
