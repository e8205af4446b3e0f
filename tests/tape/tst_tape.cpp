#include "support/maker_test.h"
#include "tape/tape_rig.h"
#include "tape/tape_source.h"

#include <QTemporaryDir>

using namespace maker;
using namespace maker::test;

namespace {

constexpr std::size_t kSmall = 100;

TapeHeader twoInstruments()
{
    return headerOf({instrumentOf(1, "AAABBB"), instrumentOf(2, "CCCBBB", kBinanceFuturesRule)});
}

/// A closed tape of `events` in blocks of a hundred.
void writeTape(const std::string& path, const std::vector<MarketEvent>& events, bool close = true)
{
    auto writer = TapeWriter::create(path, twoInstruments(), {.blockRecords = kSmall});
    QVERIFY2(writer.has_value(), writer ? "" : writer.error().detail.c_str());
    for (const MarketEvent& event : events)
        QVERIFY(writer->add(event).has_value());
    if (close)
        QVERIFY(writer->close().has_value());
}

MarketEvent trade(std::int64_t seconds, std::int64_t price)
{
    MarketEvent event;
    event.instrument = {1};
    event.venue = {3};
    event.localTime = Timestamp::fromMillis(seconds * 1000);
    event.price = {price};
    event.qty = {1};
    return event;
}

MarketEvent delta(std::int64_t seconds, std::int64_t first, std::int64_t last)
{
    MarketEvent event = trade(seconds, 0);
    event.kind = MarketKind::BookDelta;
    event.firstId = first;
    event.lastId = last;
    return event;
}

} // namespace

class tst_tape : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::string path(const char* name) const { return m_dir.filePath(QString::fromLatin1(name)).toStdString(); }

private slots:
    void everyRecordComesBackAsItWasWritten()
    {
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            const std::string file = path(("round" + std::to_string(seed)).c_str());
            const auto events = anyEvents(seed, 1000);
            writeTape(file, events);
            auto reader = TapeReader::open(file);
            QVERIFY(reader.has_value());
            QVERIFY(reader->summary().closed);
            QCOMPARE(reader->summary().records, std::uint64_t{events.size()});
            QVERIFY(same(readAll(*reader), events));
            reader->rewind();
            QVERIFY(same(readAll(*reader), events));
        }
    }

    void theHeaderRebuildsItsInstruments()
    {
        const std::string file = path("header");
        writeTape(file, anyEvents(1, 10));
        const auto reader = TapeReader::open(file);
        QVERIFY(reader.has_value());
        const TapeHeader& header = reader->header();
        QCOMPARE(header.venueName, std::string("nowhere"));
        QCOMPARE(header.source, std::string("a test"));
        QCOMPARE(header.instruments.size(), std::size_t{2});
        const Instrument& made = *header.instruments[1].instrument;
        const TapeInstrument wanted = instrumentOf(2, "CCCBBB");
        QCOMPARE(made.symbol().str(), std::string("CCCBBB"));
        QCOMPARE(made.tickSize().count, wanted.instrument->tickSize().count);
        QCOMPARE(made.priceDecimals(), 2);
        QCOMPARE(made.maxQty().count, wanted.instrument->maxQty().count);
        QCOMPARE(made.minNotional().toString(), std::string("5.5"));
        QVERIFY(header.instruments[0].rule.chain == DeltaChain::Contiguous);
        QVERIFY(header.instruments[1].rule.chain == DeltaChain::PrevId);
    }

    void aReaderMayGiveIdsOfItsOwn()
    {
        const std::string file = path("ids");
        writeTape(file, anyEvents(4, 300));
        auto source = TapeSource::open(file, {.firstInstrument = 41, .venue = VenueId{9}});
        QVERIFY(source.has_value());
        QCOMPARE((*source)->instruments()[1]->id().value, 42U);
        QVERIFY((*source)->sequenceRule({42}).chain == DeltaChain::PrevId);
        auto plain = TapeReader::open(file);
        const auto wanted = readAll(*plain);
        const auto read = readAll((*source)->reader());
        QCOMPARE(read.size(), wanted.size());
        for (std::size_t i = 0; i < read.size(); ++i) {
            QCOMPARE(read[i].instrument.value, wanted[i].instrument.valid() ? wanted[i].instrument.value + 40 : 0U);
            QCOMPARE(read[i].venue.value, std::uint16_t{9});
            QCOMPARE(read[i].price.count, wanted[i].price.count);
        }
    }

    void everyFlippedBitIsFound()
    {
        const std::string file = path("flip");
        writeTape(file, anyEvents(7, 105)); // two blocks
        const QByteArray good = bytesOf(file);
        QVERIFY(good.size() > 1000);
        QCOMPARE(TapeReader::open(file)->blocks().size(), std::size_t{2});
        std::mt19937 random(3);
        for (int at = 0; at < good.size(); ++at) {
            QByteArray bad = good;
            bad[at] = static_cast<char>(bad[at] ^ (1 << (random() % 8)));
            QVERIFY(writeBytes(file, bad));
            auto reader = TapeReader::open(file);
            if (!reader)
                continue; // the header: said at once
            const auto troubles = reader->verify();
            QVERIFY(troubles.has_value());
            QVERIFY2(!troubles->empty(), std::to_string(at).c_str());
        }
    }

    void aFlippedBitNamesFileBlockAndOffset()
    {
        const std::string file = path("named");
        writeTape(file, anyEvents(8, 350));
        const TapeBlock block = TapeReader::open(file)->blocks().at(2);
        QByteArray bad = bytesOf(file);
        const int at = static_cast<int>(block.offset + TapeBlock::kBytes + block.storedBytes / 2);
        bad[at] = static_cast<char>(bad[at] ^ 4);
        QVERIFY(writeBytes(file, bad));
        auto reader = TapeReader::open(file);
        const auto troubles = reader->verify();
        QCOMPARE(troubles->size(), std::size_t{1});
        QCOMPARE(troubles->front().block.value_or(99), 2U);
        QCOMPARE(troubles->front().offset, block.offset);
        const std::string& sentence = troubles->front().sentence;
        QVERIFY(sentence.find(file) != std::string::npos);
        QVERIFY(sentence.find("block 2 at byte " + std::to_string(block.offset)) != std::string::npos);
        QVERIFY(reader->next().has_value());
        QVERIFY(reader->next().has_value());
        QVERIFY(reader->next().error().code == ErrorCode::Corrupt);
    }

    void aTornTapeKeepsEveryWholeBlockAndSaysWhatIsLeftOut()
    {
        const std::string whole = path("whole");
        const std::string torn = path("torn");
        const auto events = anyEvents(9, 550);
        writeTape(whole, events);
        const QByteArray bytes = bytesOf(whole);
        const auto blocks = TapeReader::open(whole)->blocks();
        for (const int cut : {1, 30, 300, 2000}) {
            const auto size = static_cast<std::uint64_t>(bytes.size() - cut);
            QVERIFY(writeBytes(torn, bytes.left(static_cast<int>(size))));
            auto reader = TapeReader::open(torn);
            QVERIFY(reader.has_value());
            QVERIFY(!reader->summary().closed);
            QVERIFY(!reader->summary().trouble.empty());
            std::size_t kept = 0;
            while (kept < blocks.size() && blocks[kept].end() <= size)
                ++kept;
            QCOMPARE(reader->blocks().size(), kept);
            QCOMPARE(reader->summary().tornBytes, size - (kept == 0 ? 0 : blocks[kept - 1].end()));
            const auto read = readAll(*reader);
            QVERIFY(same(read, {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(read.size())}));
        }
    }

    void aKilledWriterLosesOnlyItsUnfinishedBlock()
    {
        const std::string file = path("killed");
        const auto events = anyEvents(10, 455);
        writeTape(file, events, false);
        auto reader = TapeReader::open(file);
        QVERIFY(reader.has_value());
        QCOMPARE(reader->summary().records, std::uint64_t{events.size() / kSmall * kSmall});
        QCOMPARE(reader->summary().tornBytes, std::uint64_t{0});
    }

    void aTapeGoesOnWhereItEndedClosedOrTorn()
    {
        for (const bool closed : {true, false}) {
            const std::string file = path(closed ? "goes-on" : "goes-on-torn");
            const auto events = anyEvents(11, 400);
            const std::vector<MarketEvent> first(events.begin(), events.begin() + 200);
            writeTape(file, first, closed);
            if (!closed)
                QVERIFY(writeBytes(file, bytesOf(file) + QByteArray(40, 'x')));
            auto writer = TapeWriter::append(file, {.blockRecords = kSmall});
            QVERIFY(writer.has_value());
            for (std::size_t i = 200; i < events.size(); ++i)
                QVERIFY(writer->add(events[i]).has_value());
            QVERIFY(writer->close().has_value());
            auto reader = TapeReader::open(file);
            QVERIFY(reader->summary().closed);
            QVERIFY(same(readAll(*reader), events));
            QVERIFY(reader->verify()->empty());
        }
    }

    void seekingFindsTheFirstMessageAtTheTime()
    {
        const std::string file = path("seek");
        const auto events = anyEvents(12, 2000);
        writeTape(file, events);
        auto reader = TapeReader::open(file);
        std::mt19937 random(5);
        for (int i = 0; i < 200; ++i) {
            const Timestamp time = events[random() % events.size()].localTime + Duration{static_cast<std::int64_t>(random() % 3) - 1};
            const auto wanted = std::find_if(events.begin(), events.end(),
                [&](const MarketEvent& e) { return e.localTime >= time && e.kind != MarketKind::BookLevel; });
            QVERIFY(reader->seek(time).has_value());
            const auto read = reader->next();
            QVERIFY(read.has_value());
            if (wanted == events.end())
                QVERIFY(read->empty());
            else
                QVERIFY(same(read->front(), *wanted));
        }
    }

    void gapsAreListedWithTheirCause()
    {
        const std::string file = path("gaps");
        auto writer = TapeWriter::create(file, twoInstruments(), {.blockRecords = 4});
        MarketEvent down = trade(20, 0);
        down.kind = MarketKind::FeedDown;
        down.instrument = {};
        MarketEvent up = down;
        up.kind = MarketKind::FeedUp;
        up.localTime = Timestamp::fromMillis(50'000);
        for (const MarketEvent& event : {delta(1, 1, 5), delta(2, 6, 9), delta(3, 12, 14), trade(4, 7), trade(18, 7), down, up,
                 delta(51, 100, 101), delta(52, 102, 110)})
            QVERIFY(writer->add(event).has_value());
        QVERIFY(writer->close().has_value());
        const auto seconds = [](std::int64_t s) { return Timestamp::fromMillis(s * 1000); };
        const std::vector<TapeGap> wanted{{seconds(2), seconds(3), {1}, GapCause::SequenceBreak},
            {seconds(4), seconds(18), {}, GapCause::Silence}, {seconds(20), seconds(50), {}, GapCause::FeedDown}};
        QVERIFY(TapeReader::open(file)->summary().gaps == wanted);
        // Without the index they are found in the blocks.
        QVERIFY(writeBytes(file, bytesOf(file).chopped(3)));
        const auto torn = TapeReader::open(file);
        QVERIFY(!torn->summary().closed);
        QVERIFY(torn->summary().gaps == wanted);
    }

    void theLeastLatencyIsThatOfTheWholeTape()
    {
        const std::string file = path("latency");
        auto writer = TapeWriter::create(file, twoInstruments(), {.blockRecords = 2});
        for (const std::int64_t latency : {500, 70, 900, -30, 800}) {
            MarketEvent event = trade(100, 5);
            event.venueTime = event.localTime - Duration{latency};
            QVERIFY(writer->add(event).has_value());
        }
        QVERIFY(writer->close().has_value());
        QCOMPARE(TapeReader::open(file)->summary().leastLatency.ns, std::int64_t{-30});
    }

    void barsComeBackAndAMissingBarIsAGap()
    {
        const std::string file = path("bars");
        TapeHeader header = headerOf({instrumentOf(1, "AAABBB")});
        header.content = TapeContent::Bars;
        header.barInterval = Duration::seconds(60);
        auto writer = TapeWriter::create(file, header, {.blockRecords = 7});
        std::vector<Candle> bars;
        for (int i = 0; i < 50; ++i) {
            const std::int64_t minute = i < 30 ? i : i + 3;
            bars.push_back({Timestamp::fromMillis((1000 + minute) * 60'000), {100 + i}, {120 + i}, {90 - i}, {110}, {i}, {i / 2}, 7U});
            QVERIFY(writer->add(bars.back()).has_value());
        }
        QVERIFY(writer->close().has_value());
        auto reader = TapeReader::open(file);
        std::vector<Candle> read;
        for (auto batch = reader->nextBars(); !batch->empty(); batch = reader->nextBars())
            read.insert(read.end(), batch->begin(), batch->end());
        QVERIFY(read == bars);
        QCOMPARE(reader->summary().gaps.size(), std::size_t{1});
        QCOMPARE(reader->summary().gaps[0].from.millis(), std::int64_t{1030 * 60'000});
        QCOMPARE(reader->summary().gaps[0].to.millis(), std::int64_t{1033 * 60'000});
        QCOMPARE(QString::fromStdString(reader->summary().kind(reader->header().content)), QStringLiteral("bars"));
        QVERIFY(reader->next().error().code == ErrorCode::Unsupported);
        QVERIFY(reader->verify()->empty());
    }

    void whatIsNoTapeIsRefusedWithTheReason()
    {
        const std::string file = path("none");
        QVERIFY(TapeReader::open(path("missing")).error().code == ErrorCode::NotFound);
        for (const QByteArray& bytes : {QByteArray(), QByteArray("MKTAPE\r\n"), QByteArray(500, 'x')}) {
            QVERIFY(writeBytes(file, bytes));
            const auto reader = TapeReader::open(file);
            QVERIFY(!reader.has_value());
            QVERIFY(reader.error().code == ErrorCode::Corrupt);
            QVERIFY(reader.error().detail.find(file) != std::string::npos);
        }
        writeTape(path("once"), anyEvents(1, 10));
        QVERIFY(TapeWriter::create(path("once"), twoInstruments()).error().code == ErrorCode::AlreadyExists);
        auto writer = TapeWriter::create(path("stranger"), twoInstruments());
        MarketEvent stranger = trade(1, 1);
        stranger.instrument = {77};
        QVERIFY(writer->add(stranger).error().code == ErrorCode::InvalidArgument);
    }
};

MAKER_TEST(tst_tape)
#include "tst_tape.moc"
