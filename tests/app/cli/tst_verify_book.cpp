#include "app/cli/verify_book.h"

#include "kernel/book/book_sync.h"
#include "support/maker_test.h"
#include "tape/import/recording_lines.h"
#include "venues/binance/parse/market_parser.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <zlib.h>

using namespace maker;

namespace {

const QString kFixture = QStringLiteral(MAKERDESK_SOURCE_DIR "/tests/fixtures/binance/recording_spot.txt");
const QString kShared = QStringLiteral(MAKERDESK_SOURCE_DIR "/../shared/data/");

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray gzipped(const QByteArray& plain)
{
    QByteArray out(static_cast<qsizetype>(compressBound(static_cast<uLong>(plain.size()))) + 64, '\0');
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

struct Run {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

Run runCli(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class tst_verify_book : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& bytes)
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return {};
        return path;
    }

private slots:
    void aSmallRecordingIsFollowedStepByStep()
    {
        const auto report = cli::verifyBook(kFixture.toStdString());
        QVERIFY2(report, report ? "" : report.error().detail.c_str());
        QVERIFY(report->good());
        QCOMPARE(report->snapshotId, 100);
        QCOMPARE(report->dropped, 1U);
        QCOMPARE(report->applied, 2U);
        QCOMPARE(report->firstFirstId, 100);
        QCOMPARE(report->firstLastId, 102);
        QCOMPARE(report->finalId, 104);
        QCOMPARE(report->quotes, 2U);
        QCOMPARE(report->quotesEqual, 2U);
        QCOMPARE(report->topBids.size(), std::size_t{2});
        QCOMPARE(report->topBids[0].price, std::string("100.00"));
        QCOMPARE(report->topBids[0].qty, std::string("5.000"));
        QCOMPARE(report->topAsks.size(), std::size_t{1});
        QCOMPARE(report->topAsks[0].qty, std::string("2.000"));
        QCOMPARE(report->takerBuyVolume, std::string("0.500"));
    }

    void gzipAndPlainTellTheSame()
    {
        const auto plain = cli::verifyBook(kFixture.toStdString());
        const auto packed = cli::verifyBook(write(QStringLiteral("a.gz"), gzipped(contents(kFixture))).toStdString());
        QVERIFY(plain && packed);
        QCOMPARE(packed->toJson(), plain->toJson());
    }

    void aWrongQuantityIsAMismatchAndExitsOne()
    {
        QByteArray text = contents(kFixture);
        text.replace("\"B\":\"5.000\",\"a\":\"101.50\",\"A\":\"2.000\"", "\"B\":\"5.001\",\"a\":\"101.50\",\"A\":\"2.000\"");
        const Run run = runCli({"verify", "book", "--venue", "binance", write(QStringLiteral("wrong.txt"), text), "--json"});
        QCOMPARE(run.exitCode, 1);
        QCOMPARE(QJsonDocument::fromJson(run.out).object().value("mismatches").toInt(), 1);
        QVERIFY(run.err.contains("at id 104"));
    }

    void aMissingDeltaIsAGapAndExitsOne()
    {
        QByteArray text = contents(kFixture);
        text.replace("\"U\":103", "\"U\":104");
        const Run run = runCli({"verify", "book", "--venue", "binance", write(QStringLiteral("gap.txt"), text)});
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.out.contains("NOT verified"));
        QVERIFY(run.err.contains("line 7: a gap"));
    }

    void aBadFrameIsNamedByItsLine()
    {
        QByteArray text = contents(kFixture);
        text.replace("\"p\":\"101.50\"", "\"p\":\"1e999\"");
        const auto report = cli::verifyBook(write(QStringLiteral("bad.txt"), text).toStdString());
        QVERIFY(report && !report->good());
        QCOMPARE(report->badFrames, 1U);
        QVERIFY(report->firstTrouble.starts_with("line 5: "));
    }

    void unreadableFilesSayWhy_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("sentence");
        const QByteArray packed = gzipped(contents(kFixture).repeated(50));
        QByteArray damaged = packed;
        for (qsizetype i = damaged.size() / 2; i < damaged.size() / 2 + 8; ++i)
            damaged[i] = static_cast<char>(~damaged[i]);
        QTest::newRow("cut off") << packed.left(packed.size() / 2) << QByteArray("end too early");
        QTest::newRow("damaged") << damaged << QByteArray("cannot be read behind line");
        QTest::newRow("no time") << QByteArray("{\"e\":\"depthUpdate\"}\n") << QByteArray("line 1: expected a time");
        QTest::newRow("empty") << QByteArray() << QByteArray("no depthUpdate frame");
        QTest::newRow("binary") << QByteArray(3000, '\x9d') << QByteArray("line 1: expected a time");
    }

    void unreadableFilesSayWhy()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, sentence);
        const Run run = runCli({"verify", "book", "--venue", "binance", write(QStringLiteral("file"), bytes)});
        QVERIFY(run.exitCode == 1 || run.exitCode == 2);
        QVERIFY2(run.err.contains(sentence), run.err.constData());
        QVERIFY(run.out.isEmpty());
    }

    void badArgumentsExitTwo()
    {
        QCOMPARE(runCli({}).exitCode, 2);
        QCOMPARE(runCli({"verify", "book", kFixture}).exitCode, 2);
        QCOMPARE(runCli({"verify", "book", "--venue", "nowhere", kFixture}).exitCode, 2);
        const Run missing = runCli({"verify", "book", "--venue", "binance", "/nowhere/file.gz"});
        QCOMPARE(missing.exitCode, 2);
        QVERIFY(missing.err.contains("/nowhere/file.gz"));
        QCOMPARE(runCli({"--version"}).exitCode, 0);
        QCOMPARE(runCli({"--help"}).exitCode, 0);
    }

    void realFramesAreAllReadWithTheVenuesRealLot()
    {
        const QString file = kShared + QStringLiteral("hftbacktest/examples/spot/btcusdt_20240808.gz");
        if (!QFileInfo::exists(file))
            QSKIP("the recordings are not present");
        InstrumentSpec spec;
        spec.id = {1};
        spec.venue = {1};
        spec.symbol = "BTCUSDT";
        spec.base = "BTC";
        spec.quote = "USDT";
        spec.tickSize = "0.01000000";
        spec.lotSize = "0.00001000"; // some orders of the recording are older than this lot, and finer
        const Instrument instrument = Instrument::make(spec).value();
        binance::MarketParser parser([&](std::string_view) { return &instrument; });
        BookSync sync(instrument.tickSize(), kBinanceSpotRule);
        auto lines = RecordingLines::open(file.toStdString());
        QVERIFY(lines);
        RecordedFrame line;
        std::uint32_t offGrid = 0;
        for (auto more = lines->next(line); more && *more; more = lines->next(line)) {
            const binance::PaddedFrame frame{line.json.data(), line.json.size(), line.capacity};
            const auto parsed = line.json.starts_with("{\"last") ? parser.parseSnapshot(frame, instrument, line.localTime)
                                                                : parser.parseStream(frame, line.localTime);
            QVERIFY2(!parsed.bad(), toText(parsed.fault).data());
            offGrid += parsed.offGrid;
            for (const MarketEvent& event : parsed.events)
                sync.process(event);
        }
        QVERIFY(sync.live());
        QCOMPARE(sync.counters().gaps, 0U);
        QCOMPARE(sync.lastId(), 50'093'421'584);
        QVERIFY(offGrid > 0);
    }

    void realRecordingsEqualTheGoldenBooks_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"spot/btcusdt_20240808", "usdm/ethusdt_20240808", "cm/btcusd_perp_20240808"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void realRecordingsEqualTheGoldenBooks()
    {
        QFETCH(QString, name);
        const QString file = kShared + QStringLiteral("hftbacktest/examples/") + name + QStringLiteral(".gz");
        const QString golden = kShared + QStringLiteral("vectors/book_sync_golden.json");
        if (!QFileInfo::exists(file) || !QFileInfo::exists(golden))
            QSKIP("the recordings are not present");
        const QJsonObject expected = QJsonDocument::fromJson(contents(golden)).object()
                                         .value("binance_book_sync").toObject().value(name).toObject();
        QVERIFY(expected.size() > 10);
        const Run run = runCli({"verify", "book", "--venue", "binance", file, "--json"});
        QCOMPARE(run.exitCode, 0);
        const QJsonObject shown = QJsonDocument::fromJson(run.out).object();
        for (const QString& key : expected.keys())
            QVERIFY2(shown.value(key) == expected.value(key), qPrintable(key));
        QCOMPARE(shown.value("mismatches").toInt(-1), 0);
    }
};

MAKER_APP_TEST(tst_verify_book, QCoreApplication)
#include "tst_verify_book.moc"
