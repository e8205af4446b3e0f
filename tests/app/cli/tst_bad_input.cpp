#include "support/maker_test.h"
#include "support/small_disk.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <functional>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#include <sys/stat.h>
#endif

// The program itself, with what people and broken disks put where a file should be: it must say what is wrong, end with a
// failure, and leave nothing behind. In 2 GiB of memory, so that a device that never ends is noticed.

namespace {

struct Ended {
    int status = 0;
    bool crashed = false;
    QByteArray said;
};

Ended run(const QStringList& arguments)
{
    QProcess process;
#if defined(Q_OS_UNIX) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    process.setChildProcessModifier([] {
        const rlimit memory{rlim_t{2} << 30U, rlim_t{2} << 30U};
        ::setrlimit(RLIMIT_AS, &memory);
        const rlimit core{0, 0};
        ::setrlimit(RLIMIT_CORE, &core);
    });
#endif
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments);
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished(5'000);
        return {-1, true, "it did not end"};
    }
    return {process.exitCode(), process.exitStatus() != QProcess::NormalExit, process.readAll()};
}

QStringList filesBelow(const QString& folder)
{
    QStringList found;
    const QFileInfoList entries = QDir(folder).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
    for (const QFileInfo& entry : entries)
        found += entry.isDir() ? filesBelow(entry.filePath()) : QStringList{entry.filePath()};
    return found;
}

struct Door {
    const char* name;
    QStringList arguments; ///< FILE and OUT are put in
};

const std::vector<Door>& doors()
{
    static const std::vector<Door> kDoors{
        {"sweep run", {"sweep", "run", "--plan", "FILE", "--out", "OUT", "--quiet"}},
        {"sweep merge", {"sweep", "merge", "FILE"}},
        {"truth", {"truth", "FILE"}},
        {"replay", {"replay", "FILE"}},
        {"backtest bars",
            {"backtest", "bars", "--data", "FILE", "--symbol", "BTCUSDT", "--strategy", "sma_cross", "--report", "OUT"}},
        {"backtest run", {"backtest", "run", "--data", "FILE", "--strategy", "join_touch", "--report", "OUT"}},
        {"latency table",
            {"backtest", "run", "--data", "FILE", "--strategy", "join_touch", "--latency", "FILE", "--report", "OUT"}},
        {"data import", {"data", "import", "FILE", "--dir", "OUT"}},
        {"data import as candles", {"data", "import", "FILE", "--format", "candles", "--symbol", "BTCUSDT", "--dir", "OUT"}},
        {"exchange info", {"data", "import", "GOOD", "--exchange-info", "FILE", "--dir", "OUT"}},
        {"data export", {"data", "export", "FILE", "--csv", "OUT"}},
        {"data verify", {"data", "verify", "FILE"}},
        {"verify book", {"verify", "book", "--venue", "binance", "FILE"}},
    };
    return kDoors;
}

} // namespace

class tst_bad_input : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QList<QPair<QByteArray, QString>> m_bad;
    QString m_good;

    QString write(const char* name, const QByteArray& bytes)
    {
        QFile file(m_dir.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }

private slots:
    void initTestCase();
    void everyDoorRefusesWhatIsNoGoodFile_data();
    void everyDoorRefusesWhatIsNoGoodFile();
    void aFullDiskLeavesNoHalfAReport();
    void aFolderThatIsAFileIsSaidSo();
    void aPipeIsCalledNoRegularFile();
    void aFolderThatCannotBeReadIsSaidSo();
};

void tst_bad_input::initTestCase()
{
    QByteArray candles = "time,open,high,low,close,volume\n";
    for (int i = 0; i < 5'000; ++i)
        candles += QByteArray::number(1'600'000'000 + 60 * i) + ',' + QByteArray::number(100 + i % 7) + ",110,90,"
            + QByteArray::number(100 + (i * 13) % 9) + ",5\n";
    m_good = write("BTCUSDT-1m.csv", candles);
    QVERIFY(QDir(m_dir.path()).mkdir(QStringLiteral("folder")));
    const QString loop = m_dir.filePath(QStringLiteral("loop.csv"));
    QVERIFY(QFile::link(loop, loop));
    m_bad = {{"a directory", m_dir.filePath(QStringLiteral("folder"))}, {"absent", m_dir.filePath(QStringLiteral("absent.csv"))},
        {"a link to itself", loop}, {"empty", write("empty.csv", {})}, {"NUL bytes", write("nul.csv", QByteArray(100'000, '\0'))},
        {"one huge line", write("huge.csv", QByteArray(20 << 20, '1'))}, {"half a JSON", write("half.json", "{\"data\":[")},
        {"deep JSON", write("deep.json", QByteArray(200'000, '['))}, {"a broken gzip", write("broken.csv.gz", "\x1f\x8b\x08 what")},
        {"a broken zip", write("broken.zip", "PK\x03\x04 what")}, {"a torn tape", write("torn.tape", "MKTAPE")}};
#ifdef Q_OS_UNIX
    const QString pipe = m_dir.filePath(QStringLiteral("pipe.tape"));
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    m_bad.append({"a pipe without a writer", pipe});
#endif
    for (const char* device : {"/dev/zero", "/dev/null"}) {
        if (QFile::exists(QString::fromLatin1(device)))
            m_bad.append({device, QString::fromLatin1(device)});
    }
}

void tst_bad_input::everyDoorRefusesWhatIsNoGoodFile_data()
{
    QTest::addColumn<QStringList>("arguments");
    for (const Door& door : doors())
        QTest::newRow(door.name) << door.arguments;
}

void tst_bad_input::everyDoorRefusesWhatIsNoGoodFile()
{
    QFETCH(const QStringList, arguments);
    const QString out = m_dir.filePath(QStringLiteral("out"));
    for (const auto& [what, path] : m_bad) {
        QStringList all = arguments;
        all.replaceInStrings(QStringLiteral("FILE"), path).replaceInStrings(QStringLiteral("OUT"), out);
        all.replaceInStrings(QStringLiteral("GOOD"), m_good);
        const Ended ended = run(all);
        const QByteArray about = what + ": status " + QByteArray::number(ended.status) + ", " + ended.said.left(300);
        QVERIFY2(!ended.crashed && ended.status > 0 && ended.status < 100, about.constData());
        QVERIFY2(ended.said.trimmed().size() > 20, about.constData());
        QVERIFY2(filesBelow(out).isEmpty() && filesBelow(m_dir.filePath(QStringLiteral("folder"))).isEmpty(), about.constData());
        QDir(out).removeRecursively();
    }
}

void tst_bad_input::aFullDiskLeavesNoHalfAReport()
{
    const QString path = m_dir.filePath(QStringLiteral("disk"));
    const SmallDisk disk(path, "size=64k");
    if (!disk.mounted())
        QSKIP("A disk of its own can only be mounted as root on Linux.");
    const QString sample = m_dir.filePath(QStringLiteral("sample.tape"));
    QCOMPARE(run({"data", "sample", "--minutes", "2", "--out", sample}).status, 0);
    const QString out = path + QStringLiteral("/out");
    const std::vector<QStringList> tries{
        {"backtest", "bars", "--data", m_good, "--strategy", "sma_cross", "--set", "fast=2", "--set", "slow=3", "--report", out},
        {"backtest", "run", "--data", sample, "--strategy", "join_touch", "--report", out},
        {"data", "sample", "--minutes", "10", "--out", out + QStringLiteral(".tape")},
        {"data", "export", sample, "--csv", out + QStringLiteral(".csv")}};
    for (const QStringList& arguments : tries) {
        const Ended ended = run(arguments);
        QVERIFY2(!ended.crashed && ended.status > 0, ended.said.constData());
        QVERIFY2(ended.said.contains("No space left") || ended.said.contains("annot"), ended.said.constData());
        for (const QString& left : filesBelow(path))
            QVERIFY2(!left.endsWith(QLatin1String(".part")) && !left.endsWith(QLatin1String(".new")), qPrintable(left));
        QDir(out).removeRecursively();
    }
}

void tst_bad_input::aFolderThatIsAFileIsSaidSo()
{
    for (const QStringList& arguments : std::vector<QStringList>{{"data", "import", m_good, "--dir", m_bad[3].second},
             {"backtest", "bars", "--data", m_good, "--strategy", "sma_cross", "--report", m_bad[3].second},
             {"sweep", "merge", m_bad[3].second}}) {
        const Ended ended = run(arguments);
        QVERIFY2(!ended.crashed && ended.status > 0 && ended.said.contains("empty.csv"), ended.said.constData());
    }
    QCOMPARE(QFileInfo(m_bad[3].second).size(), qint64{0});
}

void tst_bad_input::aPipeIsCalledNoRegularFile()
{
#ifdef Q_OS_UNIX
    const QString pipe = m_dir.filePath(QStringLiteral("pipe.tape"));
    for (const QStringList& arguments : std::vector<QStringList>{{"backtest", "run", "--data", pipe, "--strategy", "join_touch"},
             {"backtest", "bars", "--data", pipe, "--strategy", "sma_cross"}, {"data", "verify", pipe},
             {"verify", "book", "--venue", "binance", pipe}}) {
        const Ended ended = run(arguments);
        QVERIFY2(ended.status > 0 && ended.said.contains("pipe.tape is not a regular file"), ended.said.constData());
    }
#else
    QSKIP("Pipes have no names in folders here.");
#endif
}

void tst_bad_input::aFolderThatCannotBeReadIsSaidSo()
{
    const QString loop = m_dir.filePath(QStringLiteral("loop.csv"));
    for (const QStringList& arguments : std::vector<QStringList>{{"data", "list", "--dir", loop}, {"data", "verify", "--dir", loop}}) {
        const Ended ended = run(arguments);
        QVERIFY2(ended.status > 0, ended.said.constData());
        QVERIFY2(ended.said.contains("Cannot read the folder") && ended.said.contains("symbolic links"), ended.said.constData());
    }
    const Ended none = run({"data", "list", "--dir", m_dir.filePath(QStringLiteral("nowhere"))});
    QVERIFY2(none.status == 0 && none.said.contains("No recordings"), none.said.constData());
}

MAKER_TEST(tst_bad_input)
#include "tst_bad_input.moc"
