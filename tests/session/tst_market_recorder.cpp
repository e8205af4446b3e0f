#include "session/market_recorder.h"
#include "support/maker_test.h"
#include "tape/library.h"
#include "tape/tape_source.h"

#include <QTemporaryDir>

using namespace maker;

namespace {

TapeInstrument anInstrument()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "AAABBB";
    spec.base = "AAA";
    spec.quote = "BBB";
    spec.tickSize = "0.1";
    spec.lotSize = "0.1";
    return {std::make_shared<const Instrument>(Instrument::make(spec).value()), kBinanceSpotRule};
}

/// A message of one level at `at`.
void tell(MarketRecorder& recorder, MarketKind kind, std::int64_t id, Timestamp at, Side side, std::int64_t price)
{
    MarketEvent event;
    event.kind = kind;
    event.last = false;
    event.instrument = {1};
    event.venue = {1};
    event.localTime = at;
    event.levels = 1;
    event.firstId = event.lastId = id;
    recorder.record(event);
    event = {};
    event.kind = MarketKind::BookLevel;
    event.instrument = {1};
    event.venue = {1};
    event.localTime = at;
    event.side = side;
    event.price = {price};
    event.qty = {5};
    recorder.record(event);
}

} // namespace

class tst_market_recorder : public QObject {
    Q_OBJECT

private slots:
    void aNewDayBeginsATapeThatCanBeReplayedAlone()
    {
        QTemporaryDir dir;
        const Timestamp evening{1'704'067'199'000'000'000}; // one second before 2024-01-01
        MarketRecorder recorder({.folder = dir.path().toStdString(), .venueName = "binance", .instruments = {anInstrument()}});
        QVERIFY(recorder.start().has_value());
        tell(recorder, MarketKind::BookSnapshot, 10, evening, Side::Buy, 100);
        tell(recorder, MarketKind::BookDelta, 11, evening, Side::Sell, 102);
        tell(recorder, MarketKind::BookDelta, 12, evening + Duration::seconds(2), Side::Buy, 101);
        recorder.stop();
        QCOMPARE(recorder.lost(), std::uint64_t{0});
        QCOMPARE(recorder.written(), std::uint64_t{6});
        const auto tapes = TapeLibrary(dir.path().toStdString()).list();
        QCOMPARE(tapes->size(), std::size_t{2});
        QVERIFY(tapes->at(0).summary.closed && tapes->at(1).summary.closed);
        auto source = TapeSource::open(tapes->at(1).path);
        QVERIFY(source.has_value());
        BookSync sync({1}, (*source)->sequenceRule({1}));
        const auto batch = (*source)->next();
        for (const MarketEvent& event : *batch)
            sync.process(event);
        QCOMPARE(sync.lastId(), std::int64_t{12});
        QVERIFY(sync.live());
        QCOMPARE(sync.book().bestBid()->price.count, std::int64_t{101});
        QCOMPARE(sync.book().bestAsk()->price.count, std::int64_t{102});
        QCOMPARE(sync.counters().gaps, std::uint64_t{0});
    }
};

MAKER_TEST(tst_market_recorder)
#include "tst_market_recorder.moc"
