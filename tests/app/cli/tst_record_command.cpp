#include "support/maker_test.h"

#include <QFile>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <sys/types.h>

namespace {

constexpr int kLong = 60'000;

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Outcome finish(QProcess& process)
{
    if (!process.waitForFinished(kLong)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError()};
}

Outcome cli(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments);
    return finish(process);
}

} // namespace

/// makerdesk-cli data record against makerdesk-simex: two processes and the sockets between them.
class tst_record_command : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QProcess m_exchange;
    QString m_venue;

    QString path(const char* name) const { return m_dir.filePath(QLatin1String(name)); }

private slots:
    void initTestCase()
    {
        m_exchange.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-simex"),
            {QStringLiteral("--print-port"), QStringLiteral("--speed"), QStringLiteral("20")});
        QVERIFY(m_exchange.waitForReadyRead(kLong));
        const QByteArray port = m_exchange.readLine().trimmed();
        QVERIFY2(port.toUShort() != 0, port.constData());
        m_venue = QStringLiteral("http://127.0.0.1:") + QString::fromLatin1(port);
    }
    void cleanupTestCase()
    {
        m_exchange.terminate();
        QVERIFY(m_exchange.waitForFinished(kLong));
    }

    void aRecordingIsGoodAndABacktestRunsOnIt()
    {
        const QString tape = path("run.tape");
        const Outcome made = cli({QStringLiteral("data"), QStringLiteral("record"), QStringLiteral("--venue"), m_venue,
            QStringLiteral("--symbol"), QStringLiteral("BTCUSDT"), QStringLiteral("--for"), QStringLiteral("4"), QStringLiteral("--out"), tape});
        QVERIFY2(made.code == 0, made.err.constData());
        QVERIFY2(made.out.startsWith(tape.toUtf8() + ": 4 s, "), made.out.constData());
        const Outcome verified = cli({QStringLiteral("data"), QStringLiteral("verify"), tape});
        QCOMPARE(verified.code, 0);
        QCOMPARE(verified.out, tape.toUtf8() + ": good\n");
        const Outcome run = cli({QStringLiteral("backtest"), QStringLiteral("run"), QStringLiteral("--data"), tape, QStringLiteral("--strategy"),
            QStringLiteral("pure_market_making"), QStringLiteral("--json")});
        QVERIFY2(run.code == 0, run.err.constData());
        QVERIFY(run.out.contains("\"symbols\":[\"BTCUSDT\"]"));
        QVERIFY(!run.out.contains("\"orders_placed\":0,"));
        const Outcome exact = cli({QStringLiteral("backtest"), QStringLiteral("run"), QStringLiteral("--data"), tape, QStringLiteral("--strategy"),
            QStringLiteral("pure_market_making"), QStringLiteral("--queue"), QStringLiteral("exact")});
        QVERIFY(exact.code != 0);
        QVERIFY2(exact.err.contains("does not tell every order"), exact.err.constData());
    }

    void anInterruptEndsTheRecordingWithAWholeTapeInTheLibrary()
    {
        QProcess process;
        process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"),
            {QStringLiteral("data"), QStringLiteral("record"), QStringLiteral("--venue"), m_venue, QStringLiteral("--dir"), path("library")});
        QVERIFY(process.waitForStarted());
        // The tape appears with the connection; some market follows.
        QTRY_VERIFY_WITH_TIMEOUT(QDir(path("library")).entryList({QStringLiteral("*.tape")}).size() == 1, kLong);
        QTest::qWait(1'500);
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        const Outcome made = finish(process);
        QVERIFY2(made.code == 0, made.err.constData());
        const Outcome listed = cli({QStringLiteral("data"), QStringLiteral("list"), QStringLiteral("--dir"), path("library")});
        QCOMPARE(listed.out.count('\n'), 2);
        QVERIFY2(listed.out.contains("order book"), listed.out.constData());
        const Outcome verified = cli({QStringLiteral("data"), QStringLiteral("verify"), QStringLiteral("--dir"), path("library")});
        QVERIFY2(verified.code == 0 && verified.out.endsWith(": good\n"), verified.err.constData());
    }

    void aFullDiskIsSaidAndWhatWasWrittenIsReadable()
    {
        const QString tape = path("full.tape");
        QProcess process; // a file may not grow beyond 4 kB, as on a full disk
        process.start(QStringLiteral("/bin/sh"),
            {QStringLiteral("-c"), QStringLiteral("trap '' XFSZ; ulimit -f 8; exec \"$@\""), QStringLiteral("sh"),
                QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), QStringLiteral("data"), QStringLiteral("record"), QStringLiteral("--venue"),
                m_venue, QStringLiteral("--for"), QStringLiteral("6"), QStringLiteral("--out"), tape});
        const Outcome made = finish(process);
        QCOMPARE(made.code, 1);
        QVERIFY2(made.err.contains("The recording ends; what was written before is in " + tape.toUtf8()), made.err.constData());
        QVERIFY(QFileInfo(tape).size() <= 8 * 1024);
    }

    void whatCannotBeRecordedIsRefused()
    {
        const auto record = [this](const QStringList& more) {
            return cli(QStringList{QStringLiteral("data"), QStringLiteral("record"), QStringLiteral("--for"), QStringLiteral("2"),
                           QStringLiteral("--out"), path("none.tape")}
                + more);
        };
        const Outcome nobody = record({QStringLiteral("--venue"), QStringLiteral("http://127.0.0.1:9")});
        QCOMPARE(nobody.code, 1);
        QVERIFY2(nobody.err.contains("http://127.0.0.1:9: "), nobody.err.constData());
        const Outcome nonsense = record({QStringLiteral("--venue"), QStringLiteral("the moon")});
        QCOMPARE(nonsense.code, 2);
        QVERIFY2(nonsense.err.contains("\"the moon\" is neither simulated, testnet or production nor an address"), nonsense.err.constData());
        const Outcome symbol = record({QStringLiteral("--venue"), m_venue, QStringLiteral("--symbol"), QStringLiteral("NOPE")});
        QCOMPARE(symbol.code, 2);
        QVERIFY2(symbol.err.contains("NOPE"), symbol.err.constData());
        QVERIFY(!QFile::exists(path("none.tape")));
    }
};

MAKER_APP_TEST(tst_record_command, QCoreApplication)
#include "tst_record_command.moc"
