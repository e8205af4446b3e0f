#include "support/maker_test.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace {

struct Ended {
    int status = 0;
    QByteArray out;
    QByteArray said;
};

Ended run(const QStringList& arguments)
{
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments);
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished(5'000);
        return {-1, {}, "it did not end"};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// The recordings of the command line: what is kept is not lost by a slip, and what is read is what was meant.
class tst_data_command : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_sample;

    QString path(const char* name) const { return m_dir.filePath(QString::fromLatin1(name)); }
    QStringList backtest(const QStringList& data) const
    {
        return QStringList{"backtest", "run", "--strategy", "join_touch", "--data"} + data;
    }

private slots:
    void initTestCase()
    {
        m_sample = path("sample.tape");
        QCOMPARE(run({"data", "sample", "--minutes", "2", "--out", m_sample}).status, 0);
    }

    void aCsvTakesNoRecordingsPlace()
    {
        const QByteArray before = bytesOf(m_sample);
        const Ended ended = run({"data", "export", m_sample, "--csv", m_sample});
        QCOMPARE(ended.status, 1);
        QVERIFY2(ended.said.contains("which no CSV replaces"), ended.said.constData());
        QCOMPARE(bytesOf(m_sample), before);
        QCOMPARE(run({"data", "export", m_sample, "--csv", path("sample.csv")}).status, 0);
        QCOMPARE(run({"data", "export", m_sample, "--csv", path("sample.csv")}).status, 0); // a CSV may be made anew
    }

    void aSampleGoesIntoAFolderThatIsNotThereYetUnderItsOwnName()
    {
        const QString folder = path("new/library");
        const Ended ended = run({"data", "sample", "--minutes", "1", "--dir", folder});
        QVERIFY2(ended.status == 0, ended.said.constData());
        QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList{"sample.tape"});
        QVERIFY(run({"data", "list", "--dir", folder}).out.contains("sample.tape"));
    }

    void aSampleReplacesASampleAndNothingElse()
    {
        const QString other = path("other.tape");
        QCOMPARE(run({"data", "sample", "--minutes", "1", "--out", other}).status, 0);
        const QByteArray first = bytesOf(other);
        QCOMPARE(run({"data", "sample", "--minutes", "1", "--seed", "9", "--out", other}).status, 0);
        QVERIFY(bytesOf(other) != first);

        QFile notes(path("notes.txt"));
        QVERIFY(notes.open(QIODevice::WriteOnly) && notes.write("mine") == 4);
        notes.close();
        const Ended ended = run({"data", "sample", "--minutes", "1", "--out", notes.fileName()});
        QCOMPARE(ended.status, 1);
        QVERIFY2(ended.said.contains("exists already and is no sample"), ended.said.constData());
        QCOMPARE(bytesOf(notes.fileName()), QByteArray("mine"));
    }

    void aRecordingThatIsGivenTwiceIsRefused()
    {
        const QString link = path("link.tape");
        QVERIFY(QFile::link(m_sample, link));
        for (const QString& again : {m_sample, link}) {
            const Ended ended = run(backtest({m_sample, again}));
            QCOMPARE(ended.status, 2);
            QVERIFY2(ended.said.contains("is given twice"), ended.said.constData());
        }
    }

    void aTornRecordingIsRunAndSaidSo()
    {
        const QString torn = path("torn.tape");
        QVERIFY(QFile::copy(m_sample, torn));
        QVERIFY(run(backtest({torn})).said.isEmpty());
        QVERIFY(QFile::resize(torn, QFile(torn).size() - 30));
        const Ended ended = run(backtest({torn}));
        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.said.contains("torn.tape") && ended.said.contains("index is missing"), ended.said.constData());
    }

    void aBinaryFileSendsNothingToTheTerminal()
    {
        QFile file(path("binary.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray("a\x1b[31m\x9b""1m\x7f,b\n1,2\n")) > 0);
        file.close();
        const Ended ended = run({"data", "import", file.fileName(), "--dir", path("lib")});
        QCOMPARE(ended.status, 1);
        QVERIFY2(ended.said.contains("a?[31m?1m?,b"), ended.said.constData());
    }
};

MAKER_TEST(tst_data_command)
#include "tst_data_command.moc"
