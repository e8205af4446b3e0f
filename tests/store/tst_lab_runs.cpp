#include "store/lab_runs.h"
#include "support/maker_test.h"

#include <QTemporaryDir>

using namespace maker;

namespace {

LabRunRow aRow(int n)
{
    LabRunRow row;
    row.created = {1'700'000'000'000'000'000 + n};
    row.label = "run <" + std::to_string(n) + "> \xC3\xA4'\"";
    row.strategy = "pure_market_making";
    row.data = "/a/b.tape";
    row.params = R"({"levels":2})";
    row.models = "{}";
    row.difference = "levels 1 -> 2";
    row.currency = "USDT";
    row.pnl = *Money::parse("-12.000000000000000001");
    row.fills = static_cast<std::uint64_t>(n);
    if (n % 2 == 0)
        row.sharpe = 1.25;
    else
        row.pnlPerNotionalBps = -0.5;
    return row;
}

/// Every byte value, so that nothing is taken for text.
std::string someBytes(std::size_t size)
{
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 7 + 3);
    return bytes;
}

} // namespace

class tst_lab_runs : public QObject {
    Q_OBJECT

private slots:
    void aRunOpensAgainAfterTheStoreWasClosed();
    void theOldestMakeRoomByCountAndByBytes();
    void aRunTooLargeForTheBoundIsKeptAlone();
    void anIdIsNeverUsedAgain();
};

void tst_lab_runs::aRunOpensAgainAfterTheStoreWasClosed()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("maker.db");
    std::uint64_t first = 0;
    {
        auto opened = Database::open(path);
        QVERIFY(opened);
        LabRuns runs(opened->database, {});
        first = runs.add(aRow(0), "{\"pnl\":\"-12\"}", someBytes(100'000)).value();
        QVERIFY(runs.add(aRow(1), "{}", someBytes(10)));
    }
    auto opened = Database::open(path);
    QVERIFY(opened);
    LabRuns runs(opened->database, {});
    const auto rows = runs.list();
    QVERIFY(rows);
    QCOMPARE(rows->size(), std::size_t{2});
    const LabRunRow& got = rows->back();
    const LabRunRow want = aRow(0);
    QCOMPARE(got.id, first);
    QVERIFY(got.created == want.created && got.label == want.label && got.strategy == want.strategy);
    QVERIFY(got.data == want.data && got.params == want.params && got.models == want.models);
    QVERIFY(got.difference == want.difference && got.currency == want.currency && got.pnl == want.pnl);
    QCOMPARE(got.sharpe, std::optional(1.25));
    QVERIFY(!got.pnlPerNotionalBps);
    QVERIFY(rows->front().pnlPerNotionalBps && !rows->front().sharpe);
    QCOMPARE(runs.record(first).value(), someBytes(100'000));
}

void tst_lab_runs::theOldestMakeRoomByCountAndByBytes()
{
    QTemporaryDir folder;
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    LabRuns byCount(opened->database, {3, 1U << 30U});
    for (int i = 0; i < 5; ++i)
        QVERIFY(byCount.add(aRow(i), "{}", someBytes(1000)));
    auto rows = byCount.list().value();
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows.back().fills, std::uint64_t{2});

    LabRuns byBytes(opened->database, {100, 2500});
    QVERIFY(byBytes.add(aRow(5), "{}", someBytes(1000)));
    rows = byBytes.list().value();
    QCOMPARE(rows.size(), std::size_t{2});
    QCOMPARE(rows.front().fills, std::uint64_t{5});
    QCOMPARE(rows.back().fills, std::uint64_t{4});
}

void tst_lab_runs::aRunTooLargeForTheBoundIsKeptAlone()
{
    QTemporaryDir folder;
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    LabRuns runs(opened->database, {10, 500});
    QVERIFY(runs.add(aRow(1), "{}", someBytes(100)));
    const std::uint64_t large = runs.add(aRow(2), "{}", someBytes(1000)).value();
    QCOMPARE(runs.list()->size(), std::size_t{1});
    QVERIFY(runs.record(large));
}

void tst_lab_runs::anIdIsNeverUsedAgain()
{
    QTemporaryDir folder;
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    LabRuns runs(opened->database, {});
    const std::uint64_t gone = runs.add(aRow(1), "{}", "x").value();
    QVERIFY(runs.remove(gone));
    const auto record = runs.record(gone);
    QVERIFY(!record);
    QCOMPARE(record.error().code, ErrorCode::NotFound);
    QVERIFY(runs.add(aRow(2), "{}", "y").value() > gone);
}

MAKER_TEST(tst_lab_runs)
#include "tst_lab_runs.moc"
