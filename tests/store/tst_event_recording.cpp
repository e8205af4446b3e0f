#include "store/event_recording.h"
#include "store/run_recording.h"
#include "support/maker_test.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace maker;

namespace {

std::string wordy(int i)
{
    return "Timer time=" + std::to_string(1'700'000'000'000'000'000LL + i);
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool replaceContent(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

struct Read {
    std::vector<std::string> lines;
    std::string torn;
    std::optional<Error> error;
};

Read readAll(const std::string& path)
{
    Read out;
    auto reader = RecordingReader::open(path);
    if (!reader) {
        out.error = reader.error();
        return out;
    }
    std::string line;
    for (;;) {
        const auto more = reader->next(line);
        if (!more)
            out.error = more.error();
        if (!more || !*more)
            break;
        out.lines.push_back(line);
    }
    out.torn = reader->tornTail();
    return out;
}

/// Writes `count` lines, one flush each, and returns the directory of the run.
std::string record(const QTemporaryDir& folder, int count, RecordingLimits limits = {}, std::uint32_t run = 1)
{
    auto writer = RecordingWriter::create(folder.path().toStdString(), run, limits);
    if (!writer)
        qFatal("%s", writer.error().detail.c_str());
    for (int i = 0; i < count; ++i) {
        writer->add(wordy(i));
        if (!writer->flush())
            qFatal("flush failed");
    }
    if (!writer->sync())
        qFatal("sync failed");
    return writer->directory();
}

QString segment(const std::string& directory, int number)
{
    return QString::fromStdString(directory) + QStringLiteral("/%1.events").arg(number, 6, 10, QLatin1Char('0'));
}

EngineSetup aSetup()
{
    InstrumentSpec spec;
    spec.id = InstrumentId{7};
    spec.revision = 3;
    spec.venue = VenueId{1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01000000";
    spec.lotSize = "0.00001000";
    spec.minQty = "0.00001";
    spec.maxQty = "9000";
    spec.maxPrice = "1000000";
    spec.minNotional = "5";
    EngineSetup setup;
    const AccountId account{1};
    setup.config.instruments.push_back(
        {std::make_shared<const Instrument>(*Instrument::make(spec)), account, kBinanceFuturesRule});
    setup.config.strategies.push_back(
        {StrategyId{1}, "pure_market_making", InstrumentId{7}, "{\"levels\": 2,\n\"a\":\"50%\"}"});
    setup.config.riskLimits = R"({"max_order": 1})";
    setup.config.run = 12;
    setup.config.staleAfter = Duration::millis(1234);
    setup.history.deposits.push_back({account, {*Money::parse("100000.000000000000000001"), "USDT"}});
    Fill fill;
    fill.tradeId = "77";
    fill.clientOrderId = "mk-1-000001";
    fill.instrument = InstrumentId{7};
    fill.account = account;
    fill.strategy = StrategyId{1};
    fill.side = Side::Sell;
    fill.isMaker = true;
    fill.price = Price{6'000'012};
    fill.qty = Qty{1500};
    fill.fee = {*Money::parse("-0.045"), "USDT"};
    fill.mid = *Money::parse("60000.105");
    fill.venueTime = fill.localTime = Timestamp{1'700'000'000'000'000'123};
    setup.history.fills.push_back(fill);
    fill.isMaker = false;
    setup.history.fills.push_back(fill);
    Order order;
    order.clientOrderId = "mk-1-000002";
    order.instrument = InstrumentId{7};
    order.account = account;
    order.postOnly = true;
    order.state = OrderState::PartiallyFilled;
    order.price = Price{5'999'900};
    order.qty = Qty{2000};
    order.cumQty = Qty{100};
    order.created = Timestamp{5};
    setup.history.orders.push_back(order);
    setup.history.since = Timestamp{1'700'000'000'000'000'000};
    return setup;
}

} // namespace

class tst_event_recording : public QObject {
    Q_OBJECT

private slots:
    void linesComeBackInOrder();
    void aTornTailIsLeftOutAndTold();
    void anyFlippedBitIsFoundAndNamed();
    void aLostOrMovedLineIsFound();
    void aFullSegmentIsFollowedByTheNext();
    void aSegmentOfAnotherRunDoesNotContinue();
    void theSetupStaysAndTheOldestOfTheRestGoes();
    void oldRunsMakeRoomForNewOnes();
    void aRunNumberThatComesAgainOverwritesNothing();
    void theSetupOfAnEngineComesBackAsItWas();
};

void tst_event_recording::linesComeBackInOrder()
{
    QTemporaryDir folder;
    const Read read = readAll(record(folder, 1000));
    QVERIFY2(!read.error, read.error ? read.error->detail.c_str() : "");
    QVERIFY(read.torn.empty());
    QCOMPARE(read.lines.size(), std::size_t{1000});
    for (int i = 0; i < 1000; ++i)
        QVERIFY(read.lines[static_cast<std::size_t>(i)] == wordy(i));
    QVERIFY(readAll(folder.filePath("nothing").toStdString()).error->code == ErrorCode::NotFound);
}

void tst_event_recording::aTornTailIsLeftOutAndTold()
{
    QTemporaryDir folder;
    const QString path = segment(record(folder, 3), 1);
    const QByteArray whole = contentOf(path);
    const auto lastLine = whole.lastIndexOf('\n', whole.size() - 2) + 1;
    for (auto size = lastLine + 1; size < whole.size(); ++size) {
        QVERIFY(replaceContent(path, whole.left(size)));
        const Read read = readAll(path.toStdString());
        QVERIFY(!read.error);
        QCOMPARE(read.lines.size(), std::size_t{2});
        QVERIFY(read.torn.find("000001.events was cut off") != std::string::npos);
    }
    QVERIFY(replaceContent(path, whole.left(lastLine)));
    const Read read = readAll(path.toStdString());
    QVERIFY(!read.error && read.torn.empty());
    QCOMPARE(read.lines.size(), std::size_t{2});
}

void tst_event_recording::anyFlippedBitIsFoundAndNamed()
{
    QTemporaryDir folder;
    const QString path = segment(record(folder, 4), 1);
    const QByteArray whole = contentOf(path);
    int line = 1;
    // All but the last line end, which is what tells a whole line from a torn one.
    for (qsizetype at = 0; at < whole.size() - 1; ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray bent = whole;
            bent[at] = static_cast<char>(bent[at] ^ (1 << bit));
            QVERIFY(replaceContent(path, bent));
            const Read read = readAll(path.toStdString());
            QVERIFY(read.error);
            QVERIFY(read.error->code == ErrorCode::Corrupt);
            const std::string wanted = "000001.events is damaged at line " + std::to_string(line) + ".";
            QVERIFY2(read.error->detail.find(wanted) != std::string::npos, read.error->detail.c_str());
        }
        line += whole[at] == '\n' ? 1 : 0;
    }
}

void tst_event_recording::aLostOrMovedLineIsFound()
{
    QTemporaryDir folder;
    const QString path = segment(record(folder, 6), 1);
    QList<QByteArray> lines = contentOf(path).split('\n');
    QList<QByteArray> without = lines;
    without.removeAt(3);
    QVERIFY(replaceContent(path, without.join('\n')));
    QVERIFY(readAll(path.toStdString()).error);
    lines.swapItemsAt(3, 4);
    QVERIFY(replaceContent(path, lines.join('\n')));
    QVERIFY(readAll(path.toStdString()).error);
}

void tst_event_recording::aFullSegmentIsFollowedByTheNext()
{
    QTemporaryDir folder;
    const std::string run = record(folder, 200, {.segmentBytes = 1000});
    QVERIFY(QFile::exists(segment(run, 9)));
    QVERIFY(QFile(segment(run, 2)).size() < 1000 + 200);
    const Read read = readAll(run);
    QVERIFY2(!read.error, read.error ? read.error->detail.c_str() : "");
    QCOMPARE(read.lines.size(), std::size_t{200});
    QVERIFY(read.lines.back() == wordy(199));

    // A tail that is torn inside a run is damage: the run went on.
    const QByteArray whole = contentOf(segment(run, 3));
    QVERIFY(replaceContent(segment(run, 3), whole.left(whole.size() - 5)));
    QVERIFY(readAll(run).error->code == ErrorCode::Corrupt);
    QVERIFY(readAll(segment(run, 2).toStdString()).error->detail.find("segment 2") != std::string::npos);
}

void tst_event_recording::aSegmentOfAnotherRunDoesNotContinue()
{
    QTemporaryDir folder;
    const std::string run = record(folder, 100, {.segmentBytes = 1000}, 1);
    QTemporaryDir otherFolder;
    auto writer = RecordingWriter::create(otherFolder.path().toStdString(), 2, {.segmentBytes = 1000});
    for (int i = 0; i < 100; ++i) {
        writer->add(wordy(i + 5000));
        QVERIFY(writer->flush());
    }
    QVERIFY(replaceContent(segment(run, 2), contentOf(segment(writer->directory(), 2))));
    const Read read = readAll(run);
    QVERIFY(read.error);
    QVERIFY(read.error->detail.find("does not continue") != std::string::npos);
}

void tst_event_recording::theSetupStaysAndTheOldestOfTheRestGoes()
{
    QTemporaryDir folder;
    const std::string run = record(folder, 400, {.segmentBytes = 1000, .segmentsKept = 4});
    const QStringList kept = QDir(QString::fromStdString(run)).entryList({"*.events"}, QDir::Files, QDir::Name);
    QCOMPARE(kept.size(), 4);
    QCOMPARE(kept.front(), QStringLiteral("000001.events"));
    QVERIFY(kept.at(1) > QStringLiteral("000010.events"));
    const Read read = readAll(run);
    QVERIFY(read.error);
    QVERIFY(read.error->detail.find("Segment 2 of the recording is gone") != std::string::npos);
}

void tst_event_recording::oldRunsMakeRoomForNewOnes()
{
    QTemporaryDir folder;
    const RecordingLimits limits{.segmentBytes = 1000, .segmentsKept = 100, .totalBytes = 6000};
    for (std::uint32_t run = 1; run <= 8; ++run) {
        record(folder, 40, limits, run);
        QTest::qSleep(20); // the age of a run is the time it was written
    }
    qint64 bytes = 0;
    const QStringList runs = QDir(folder.path()).entryList({"run-*"}, QDir::Dirs, QDir::Name);
    for (const QString& run : runs) {
        for (const QFileInfo& file : QDir(folder.filePath(run)).entryInfoList(QDir::Files))
            bytes += file.size();
    }
    QVERIFY(runs.size() >= 2);
    QCOMPARE(runs.back(), QStringLiteral("run-000008"));
    QVERIFY(!runs.contains(QStringLiteral("run-000001")));
    QVERIFY2(bytes <= 6000 + 200, QByteArray::number(bytes).constData());
    QVERIFY(!readAll(folder.filePath(runs.back()).toStdString()).error);
}

void tst_event_recording::aRunNumberThatComesAgainOverwritesNothing()
{
    QTemporaryDir folder;
    const std::string first = record(folder, 5, {}, 1);
    const std::string second = record(folder, 9, {}, 1);
    QVERIFY(first != second);
    QCOMPARE(readAll(first).lines.size(), std::size_t{5});
    QCOMPARE(readAll(second).lines.size(), std::size_t{9});
}

void tst_event_recording::theSetupOfAnEngineComesBackAsItWas()
{
    const EngineSetup setup = aSetup();
    EngineSetup again;
    for (const std::string& line : setupLines(setup)) {
        const auto read = readSetupLine(line, again);
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
    }
    QVERIFY(setupLines(again) == setupLines(setup));
    const Instrument& instrument = *again.config.instruments[0].instrument;
    QCOMPARE(instrument.priceDecimals(), 2);
    QCOMPARE(instrument.qtyDecimals(), 5);
    QVERIFY(instrument.minNotional() == Money::fromInt(5));
    QVERIFY(again.config.instruments[0].rule.chain == DeltaChain::PrevId);
    QCOMPARE(again.config.instruments[0].rule.dropBelow, std::int64_t{0});
    QVERIFY(again.config.strategies[0].params == setup.config.strategies[0].params);
    QVERIFY(again.config.staleAfter == Duration::millis(1234) && again.config.askAfter == Duration::seconds(5));
    QVERIFY(again.history.fills[0].isMaker && !again.history.fills[1].isMaker);
    QVERIFY(again.history.fills[0].fee.money == setup.history.fills[0].fee.money);
    QVERIFY(again.history.deposits[0].amount.money == setup.history.deposits[0].amount.money);
    QVERIFY(again.history.orders[0].state == OrderState::PartiallyFilled && again.history.orders[0].postOnly);
    QVERIFY(!readSetupLine("crystal ball=1", again));
    QVERIFY(!readSetupLine("strategy id=1 ball=1", again));
}

MAKER_TEST(tst_event_recording)
#include "tst_event_recording.moc"
