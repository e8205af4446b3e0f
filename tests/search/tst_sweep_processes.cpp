#include "search_rig.h"
#include "support/maker_test.h"
#include "tape/tape_writer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

using namespace maker;

// The program itself, as a cluster would start it: four processes, one of them killed and repeated, give what one gives.

class tst_sweep_processes : public QObject {
    Q_OBJECT

    QTemporaryDir m_root;

    struct Ended {
        int status = -1;
        QByteArray error;
    };

    QStringList arguments(const QString& out, int index, int count) const
    {
        return {"sweep", "run", "--plan", m_root.filePath("plan.json"), "--out", m_root.filePath(out), "--shard-index",
            QString::number(index), "--shard-count", QString::number(count), "--threads", "1"};
    }
    static Ended run(const QStringList& arguments)
    {
        QProcess process;
        process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments);
        process.waitForFinished(60'000);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardError()};
    }

private slots:
    void initTestCase()
    {
        TapeHeader header;
        header.venueName = "nowhere";
        header.source = "a test";
        header.instruments = {{test::tenthTick(), kBinanceSpotRule}};
        auto tape = TapeWriter::create(m_root.filePath("market.tape").toStdString(), header);
        QVERIFY(tape);
        for (const MarketEvent& event : test::randomMarket(11, 4'000).events)
            QVERIFY(tape->add(event));
        QVERIFY(tape->close());
        QFile plan(m_root.filePath("plan.json"));
        QVERIFY(plan.open(QIODevice::WriteOnly));
        plan.write(QByteArray(test::kPlan).replace("\"market\"", "\"market.tape\"").replace("[5, 20, 60]", "[5, 10, 20, 30, 60, 90]"));
    }

    void fourProcessesOneKilledEqualOne()
    {
        const Ended single = run(arguments("one", 0, 1));
        QVERIFY2(single.status == 0, single.error.constData());
        QCOMPARE(run({"sweep", "merge", m_root.filePath("one")}).status, 0);

        QProcess victim;
        victim.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments("four", 2, 4));
        QVERIFY(victim.waitForReadyRead(30'000) || victim.state() == QProcess::Running || victim.exitCode() == 0);
        QElapsedTimer clock;
        clock.start();
        while (!victim.readAllStandardError().contains("done=1") && clock.elapsed() < 30'000)
            victim.waitForReadyRead(50);
        victim.kill();
        victim.waitForFinished();
        for (int index : {0, 1, 3})
            QCOMPARE(run(arguments("four", index, 4)).status, 0);
        const bool wasWhole = QFile::exists(m_root.filePath("four/shard-00002-of-00004.jsonl"));
        QCOMPARE(run({"sweep", "merge", m_root.filePath("four")}).status == 0, wasWhole);
        QCOMPARE(run(arguments("four", 2, 4)).status, 0);
        QCOMPARE(run({"sweep", "merge", m_root.filePath("four")}).status, 0);
        const QByteArray expected = test::bytesOf(m_root.filePath("one/merged.json"));
        QVERIFY(expected.size() > 1'000);
        QCOMPARE(test::bytesOf(m_root.filePath("four/merged.json")), expected);
    }

    void aTerminatedShardAsksToBeTriedAgain()
    {
        QProcess process;
        process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments("term", 0, 1));
        process.setReadChannel(QProcess::StandardError);
        QVERIFY(process.waitForReadyRead(30'000));
        process.terminate();
        QVERIFY(process.waitForFinished(25'000));
        QCOMPARE(process.exitCode(), 75);
        QCOMPARE(run(arguments("term", 0, 1)).status, 0);
        QCOMPARE(run({"sweep", "merge", m_root.filePath("term")}).status, 0);
        QCOMPARE(test::bytesOf(m_root.filePath("term/merged.json")), test::bytesOf(m_root.filePath("one/merged.json")));
    }

    void badArgumentsAreNeverTriedAgain()
    {
        QCOMPARE(run(arguments("bad", 4, 4)).status, 2);
        QCOMPARE(run({"sweep", "run", "--plan", m_root.filePath("nowhere.json"), "--out", m_root.filePath("bad")}).status, 2);
        QCOMPARE(run({"sweep", "run", "--plan", m_root.filePath("market.tape"), "--out", m_root.filePath("bad")}).status, 2);
        QVERIFY(run({"sweep", "merge", m_root.filePath("bad")}).error.contains("cannot be read"));
    }
};

MAKER_TEST(tst_sweep_processes)
#include "tst_sweep_processes.moc"
