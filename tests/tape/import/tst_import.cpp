#include "support/maker_test.h"
#include "tape/import/candles_csv.h"
#include "tape/import/importer.h"
#include "tape/import/open_market.h"
#include "tape/library.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <zip.h>
#include <zlib.h>

using namespace maker;

namespace {

const QString kShared = QStringLiteral(MAKERDESK_SOURCE_DIR "/../shared/data/");

QByteArray gzipped(const QByteArray& text)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(static_cast<int>(deflateBound(&stream, static_cast<uLong>(text.size()))) + 64, '\0');
    QByteArray in = text;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(static_cast<int>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

std::vector<MarketEvent> eventsOf(const std::string& tape)
{
    std::vector<MarketEvent> all;
    auto reader = TapeReader::open(tape);
    for (auto batch = reader->next(); batch && !batch->empty(); batch = reader->next())
        all.insert(all.end(), batch->begin(), batch->end());
    return all;
}

} // namespace

class tst_import : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::string path(const QString& name) const { return m_dir.filePath(name).toStdString(); }

    std::string file(const QString& name, const QByteArray& bytes) const
    {
        QFile out(m_dir.filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("cannot write");
        return out.fileName().toStdString();
    }

    std::string zipped(const QString& name, const QByteArray& entry, const QByteArray& text) const
    {
        const std::string target = path(name);
        zip_t* const archive = zip_open(target.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
        zip_file_add(archive, entry.constData(), zip_source_buffer(archive, text.constData(), static_cast<zip_uint64_t>(text.size()), 0), 0);
        zip_close(archive);
        return target;
    }

    Result<ImportReport> import(const std::string& source, const ImportOptions& options = {}) const
    {
        QFile::remove(m_dir.filePath(QStringLiteral("out.tape")));
        return importFile(source, path(QStringLiteral("out.tape")), options);
    }

    void nothingIsLeft() const
    {
        QVERIFY(!QFileInfo::exists(m_dir.filePath(QStringLiteral("out.tape"))));
        QVERIFY(!QFileInfo::exists(m_dir.filePath(QStringLiteral("out.tape.part"))));
    }

private slots:
    void aRealRecordingOnTapeGivesTheGoldenBook_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* const name : {"spot/btcusdt_20240808", "usdm/ethusdt_20240808", "cm/btcusd_perp_20240808"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void aRealRecordingOnTapeGivesTheGoldenBook()
    {
        QFETCH(QString, name);
        const QString source = kShared + QStringLiteral("hftbacktest/examples/") + name + QStringLiteral(".gz");
        QFile goldenFile(kShared + QStringLiteral("vectors/book_sync_golden.json"));
        if (!QFileInfo::exists(source) || !goldenFile.open(QIODevice::ReadOnly))
            QSKIP("../shared/data/hftbacktest is not present");
        const QJsonObject golden = QJsonDocument::fromJson(goldenFile.readAll())
                                       .object()[QStringLiteral("binance_book_sync")]
                                       .toObject()[name]
                                       .toObject();
        QVERIFY2(!golden.isEmpty(), "the golden file does not name this recording");
        const auto report = import(source.toStdString());
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        QCOMPARE(report->wrong, std::uint64_t{0});
        auto market = openMarket(path(QStringLiteral("out.tape")));
        QVERIFY(market.has_value());
        const Instrument& instrument = *(*market)->instruments().front();
        QCOMPARE((*market)->expectedEvents(), report->events);
        BookSync sync(instrument.tickSize(), (*market)->sequenceRule(instrument.id()));
        for (auto batch = (*market)->next(); !batch->empty(); batch = (*market)->next()) {
            for (const MarketEvent& event : *batch)
                sync.process(event);
        }
        QCOMPARE(sync.lastId(), static_cast<std::int64_t>(golden[QStringLiteral("final_u")].toDouble()));
        for (const Side side : {Side::Buy, Side::Sell}) {
            const QJsonArray levels =
                golden[side == Side::Buy ? QStringLiteral("final_top10_bids") : QStringLiteral("final_top10_asks")].toArray();
            QCOMPARE(levels.size(), 10);
            auto cursor = sync.book().cursor(side);
            for (const QJsonValue level : levels) {
                const auto mine = cursor.next();
                QVERIFY(mine.has_value());
                QCOMPARE(instrument.toDouble(mine->price), level.toArray()[0].toString().toDouble());
                QCOMPARE(instrument.toDouble(mine->qty), level.toArray()[1].toString().toDouble());
            }
        }
    }

    void aRawRecordingAndItsTapeAreTheSameMarket()
    {
        const QString source = kShared + QStringLiteral("hftbacktest/examples/spot/btcusdt_20240808.gz");
        if (!QFileInfo::exists(source))
            QSKIP("../shared/data/hftbacktest is not present");
        QVERIFY(import(source.toStdString()).has_value());
        auto raw = openMarket(source.toStdString());
        auto tape = openMarket(path(QStringLiteral("out.tape")));
        QCOMPARE((*raw)->leastFeedLatency().ns, (*tape)->leastFeedLatency().ns);
        QCOMPARE((*raw)->expectedEvents(), (*tape)->expectedEvents());
        std::vector<MarketEvent> first;
        for (auto batch = (*raw)->next(); !batch->empty(); batch = (*raw)->next())
            first.insert(first.end(), batch->begin(), batch->end());
        const auto second = eventsOf(path(QStringLiteral("out.tape")));
        QCOMPARE(first.size(), second.size());
        for (std::size_t i = 0; i < first.size(); ++i) {
            QVERIFY(first[i].localTime == second[i].localTime && first[i].venueTime == second[i].venueTime
                && first[i].price == second[i].price && first[i].qty == second[i].qty && first[i].lastId == second[i].lastId
                && first[i].last == second[i].last && first[i].kind == second[i].kind);
        }
    }

    void archivesAreReadWhateverTheirYear()
    {
        // Before 2025 milliseconds, from then on microseconds; True and true; rows that interleave; a row twice.
        const auto old = zipped(QStringLiteral("BTCUSDT-trades-2024-01-01.zip"), "BTCUSDT-trades-2024-01-01.csv",
            "11,100.10,0.5,50.05,1704067200000,True,True\n13,100.30,1,100.3,1704067200020,False,True\n"
            "12,100.20,2,200.4,1704067200010,True,True\n13,100.30,1,100.3,1704067200020,False,True\n");
        auto report = import(old);
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        QCOMPARE(report->rows, std::uint64_t{4});
        QCOMPARE(report->events, std::uint64_t{3});
        QCOMPARE(report->duplicates, std::uint64_t{1});
        QCOMPARE(report->outOfOrder, std::uint64_t{1});
        const auto events = eventsOf(path(QStringLiteral("out.tape")));
        QCOMPARE(events[1].lastId, std::int64_t{12});
        QCOMPARE(events[1].localTime.millis(), std::int64_t{1'704'067'200'010});
        QVERIFY(events[0].side == Side::Sell && events[2].side == Side::Buy);
        QCOMPARE(QString::fromStdString(TapeReader::open(path(QStringLiteral("out.tape")))->header().instruments[0].instrument->format(events[1].price)),
            QStringLiteral("100.2"));

        const auto fresh = zipped(QStringLiteral("BTCUSDT-aggTrades-2025-01-01.zip"), "BTCUSDT-aggTrades-2025-01-01.csv",
            "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
            "5,100.10,0.5,1,2,1735689600000123,true\n");
        QVERIFY(import(fresh).has_value());
        QCOMPARE(eventsOf(path(QStringLiteral("out.tape")))[0].localTime.ns, std::int64_t{1'735'689'600'000'123'000});

        const auto bars = zipped(QStringLiteral("ETHUSDT-1m-2024-01.zip"), "ETHUSDT-1m-2024-01.csv",
            "1704067200000,10.5,11,10,10.75,100,1704067259999,1075,7,60,645,0\n"
            "1704067260000,10.75,11,10,10.5,50,1704067319999,525,3,20,210,0\n");
        QVERIFY(import(bars).has_value());
        const auto series = readBarTape(path(QStringLiteral("out.tape")));
        QCOMPARE(series->bars.size(), std::size_t{2});
        QCOMPARE(series->interval.ns, Duration::seconds(60).ns);
        QCOMPARE(series->bars[0].trades, 7U);
        QCOMPARE(series->instrument->format(series->bars[0].close), std::string("10.75"));
        QCOMPARE(series->instrument->symbol().str(), std::string("ETHUSDT"));
    }

    void aChecksumThatDiffersIsAnErrorWithBothSums()
    {
        const auto archive = zipped(QStringLiteral("BTCUSDT-trades-2024-02-01.zip"), "BTCUSDT-trades-2024-02-01.csv",
            "11,100.10,0.5,50.05,1704067200000,True,True\n");
        QFile in(QString::fromStdString(archive));
        QVERIFY(in.open(QIODevice::ReadOnly));
        const QByteArray sum = QCryptographicHash::hash(in.readAll(), QCryptographicHash::Sha256).toHex();
        file(QStringLiteral("BTCUSDT-trades-2024-02-01.zip.CHECKSUM"), sum + "  BTCUSDT-trades-2024-02-01.zip\n");
        QVERIFY(import(archive).has_value());
        file(QStringLiteral("BTCUSDT-trades-2024-02-01.zip.CHECKSUM"), QByteArray(64, 'a') + "  BTCUSDT-trades-2024-02-01.zip\n");
        const auto report = import(archive);
        QVERIFY(!report.has_value());
        QVERIFY(report.error().code == ErrorCode::Corrupt);
        QVERIFY(report.error().detail.find(sum.toStdString()) != std::string::npos);
        nothingIsLeft();
    }

    void tardisChangesBecomeMessages()
    {
        const auto source = file(QStringLiteral("book.csv.gz"), gzipped(
            "exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount\n"
            "okex,BTC-USDT,1640995200000000,1640995200100000,true,bid,50000.0,1.0\n"
            "okex,BTC-USDT,1640995200000000,1640995200100000,true,ask,50001.5,2.0\n"
            "okex,BTC-USDT,1640995201000000,1640995201000000,false,bid,50000.0,0\n"));
        const auto report = import(source);
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        const auto events = eventsOf(path(QStringLiteral("out.tape")));
        QCOMPARE(events.size(), std::size_t{5});
        QVERIFY(events[0].kind == MarketKind::BookSnapshot && events[0].levels == 2 && !events[0].last && events[2].last);
        QVERIFY(events[3].kind == MarketKind::BookDelta && events[4].qty.isZero());
        QVERIFY(!events[3].venueTime.valid()); // equal times: the venue gave none
        QVERIFY(events[0].venueTime.valid());
        auto market = openMarket(path(QStringLiteral("out.tape")));
        BookSync sync((*market)->instruments()[0]->tickSize(), (*market)->sequenceRule({1}));
        for (const MarketEvent& event : events)
            sync.process(event);
        QVERIFY(!sync.book().bestBid().has_value());
        QVERIFY(sync.book().bestAsk().has_value());
    }

    void wrongRowsAreCountedAndShownWithTheirLines()
    {
        QByteArray text = "time,price,qty,side\n";
        for (int i = 0; i < 100; ++i)
            text += QByteArray::number(1'704'067'200 + i) + (i % 3 == 0 ? ",x,1,buy\n" : ",100.5,1,buy\n");
        const auto report = import(file(QStringLiteral("BTCUSDT-some.csv"), text));
        QVERIFY(report.has_value());
        QCOMPARE(report->wrong, std::uint64_t{34});
        QCOMPARE(report->events, std::uint64_t{66});
        QCOMPARE(report->firstWrong.size(), ImportReport::kKept);
        QCOMPARE(report->firstWrong[0].line, std::uint64_t{2});
        QCOMPARE(report->firstWrong[1].line, std::uint64_t{5});
        QVERIFY(report->firstWrong[0].sentence.find("price") != std::string::npos);
    }

    void aSideThatIsNoneIsAWrongRowAndAnUnknownOneIsNot()
    {
        const auto report = import(file(QStringLiteral("BTCUSDT-sides.csv"),
            "time,price,qty,side\n1704067200,100,1,buy\n1704067201,100,1,SELL\n1704067202,100,1,unknown\n1704067203,100,1,\n"
            "1704067204,100,1,foo\n1704067205,100,1,-1\n"));
        QVERIFY(report.has_value());
        QCOMPARE(report->events, std::uint64_t{4});
        QCOMPARE(report->wrong, std::uint64_t{2});
        QCOMPARE(report->firstWrong[0].line, std::uint64_t{6});
        QVERIFY(report->firstWrong[0].sentence.find("neither buy nor sell") != std::string::npos);
    }

    void badFilesAreClearErrorsAndLeaveNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("part");
        QByteArray trades = "time,price,qty,side\n";
        for (int i = 0; i < 5000; ++i)
            trades += QByteArray::number(1'704'067'200 + i) + ",100." + QByteArray::number(i % 97) + ",1,buy\n";
        const QByteArray whole = gzipped(trades);
        QByteArray flipped = whole;
        flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 0x40);
        const auto row = [](const char* name, const QByteArray& bytes, ErrorCode code, const char* part) {
            QTest::newRow(name) << QString::fromLatin1(name) << bytes << static_cast<int>(code) << QString::fromLatin1(part);
        };
        row("BTCUSDT-empty.csv", {}, ErrorCode::NotFound, "is empty");
        row("BTCUSDT-header.csv", "time,price,qty,side\n", ErrorCode::NotFound, "only a header");
        row("BTCUSDT-cut.csv.gz", whole.left(whole.size() / 2), ErrorCode::Corrupt, "too early");
        row("BTCUSDT-flipped.csv.gz", flipped, ErrorCode::Corrupt, "cannot be read");
        row("BTCUSDT-nonzip.zip", "this is no archive", ErrorCode::Corrupt, "Cannot open");
        row("BTCUSDT-prose.csv", "Dear reader,\nthis is no table.\n", ErrorCode::Unsupported, "no known format");
        row("BTCUSDT-hopeless.csv", "time,price,qty\nnever,1,1\n", ErrorCode::Parse, "Line 2: the time");
        row("nameless.csv", "time,price,qty\n1704067200,1,1\n", ErrorCode::InvalidArgument, "of which symbol");
        row("stream.gz", gzipped("1723161254206652067 {\"hello\":1}\n"), ErrorCode::NotFound, "no market frame");
    }

    void badFilesAreClearErrorsAndLeaveNothing()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        QFETCH(QString, part);
        const auto report = import(file(name, bytes));
        QVERIFY(!report.has_value());
        QVERIFY2(report.error().detail.find(part.toStdString()) != std::string::npos, report.error().detail.c_str());
        QCOMPARE(static_cast<int>(report.error().code), code);
        nothingIsLeft();
    }

    void anImportStopsWhenToldAndLeavesNothing()
    {
        QByteArray text = "time,price,qty,side\n";
        for (int i = 0; i < 100'000; ++i)
            text += QByteArray::number(1'704'067'200 + i) + ",100.5,1,buy\n";
        ImportOptions options;
        options.onProgress = [](const ImportProgress& progress) { return progress.rows < 50'000; };
        const auto report = import(file(QStringLiteral("BTCUSDT-long.csv"), text), options);
        QVERIFY(report.error().code == ErrorCode::Canceled);
        nothingIsLeft();
    }

    void candlesAreReadFastAndStrictly()
    {
        const auto good = readCandlesCsv(file(QStringLiteral("bars.csv"),
            "time,open,high,low,close,volume\n1600000000,20000.5,20010.25,19990,20000,3.125\n1600000060,20000,20020,19999.75,20001,1\n"));
        QVERIFY2(good.has_value(), good ? "" : good.error().detail.c_str());
        QCOMPARE(good->bars.size(), std::size_t{2});
        QCOMPARE(good->bars[0].open.count, std::int64_t{2'000'050}); // brought to two decimals later
        QCOMPARE(good->bars[1].low.count, std::int64_t{1'999'975});
        QCOMPARE(good->bars[1].volume.count, std::int64_t{1000});
        QCOMPARE(good->interval.ns, Duration::seconds(60).ns);
        QCOMPARE(good->instrument->format(good->bars[0].high), std::string("20010.25"));
        for (const char* const bad : {"1600000000,1,2,0.5,1,1\n1600000000,1,2,0.5,1,1\n", "1600000000,1,2,0.5,1\n",
                 "1600000000,3,2,0.5,1,1\n", "x\ny\n"}) {
            const auto refused = readCandlesCsv(file(QStringLiteral("bad.csv"), bad));
            QVERIFY(!refused.has_value());
            QVERIFY(refused.error().detail.find("line ") != std::string::npos);
        }
    }

    void theLibraryListsVerifiesAndRemoves()
    {
        QVERIFY(import(file(QStringLiteral("BTCUSDT-x.csv"), "time,price,qty\n1704067200,1,1\n1704067300,2,1\n")).has_value());
        const TapeLibrary library(m_dir.path().toStdString());
        file(QStringLiteral("junk.tape"), "junk");
        const auto entries = library.list();
        QCOMPARE(entries->size(), std::size_t{2});
        const TapeEntry& junk = entries->at(0);
        const TapeEntry& good = entries->at(1);
        QVERIFY(!junk.trouble.empty());
        QCOMPARE(good.symbols, std::string("BTCUSDT"));
        QCOMPARE(good.kind, std::string("trades"));
        QCOMPARE(good.summary.records, std::uint64_t{2});
        QVERIFY(TapeLibrary::verify(good.path)->empty());
        QCOMPARE(TapeLibrary::verify(junk.path)->size(), std::size_t{1});
        QVERIFY(library.remove("/etc/passwd").error().code == ErrorCode::InvalidArgument);
        QVERIFY(library.remove(junk.path).has_value());
        QVERIFY(library.remove(good.path).has_value());
        QVERIFY(library.list()->empty());
        QCOMPARE(library.pathFor("/a/b/x.csv.gz"), library.folder() + "/x.tape");
    }
};

MAKER_TEST(tst_import)
#include "tst_import.moc"
