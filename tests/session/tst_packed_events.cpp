#include "kernel/backtest/sample_market.h"
#include "session/packed_events.h"
#include "support/maker_test.h"
#include "tape/tape_rig.h"

#include <limits>

using namespace maker;
using maker::test::anyEvents;
using maker::test::same;

namespace {

const std::vector<InstrumentId> kTwo{InstrumentId{1}, InstrumentId{2}}; // those of anyEvents

} // namespace

class tst_packed_events : public QObject {
    Q_OBJECT

private slots:
    void theSameEventsComeBack();
    void whatIsToldOfThemIsTrue();
    void anotherInstrumentIsNotPacked();
    void aGeneratedMarketTakesATenthOfItsBytes();
};

void tst_packed_events::theSameEventsComeBack()
{
    EventPress press(kTwo);
    EventUnpacker unpacker({kTwo, {}});
    std::vector<MarketEvent> back;
    for (std::uint32_t seed = 1; seed <= 1000; ++seed) {
        const std::vector<MarketEvent> events = anyEvents(seed, 1 + seed % 97);
        const auto packed = press.pack(events);
        QVERIFY(packed);
        packed->unpack(unpacker, back);
        QVERIFY2(same(events, back), std::to_string(seed).c_str());
    }
}

void tst_packed_events::whatIsToldOfThemIsTrue()
{
    std::vector<MarketEvent> events(3);
    for (std::size_t i = 0; i < events.size(); ++i) {
        events[i].instrument = kTwo[0];
        events[i].localTime = {1'000 + static_cast<std::int64_t>(i)};
    }
    EventPress press(kTwo);
    QCOMPARE(press.pack(events)->leastLatency().ns, std::numeric_limits<std::int64_t>::max());
    events[1].venueTime = {900};
    events[2].venueTime = {995};
    const auto packed = press.pack(events);
    QCOMPARE(packed->count(), std::size_t{3});
    QCOMPARE(packed->to(), Timestamp{1'002});
    QCOMPARE(packed->leastLatency(), Duration{7});
    QVERIFY(packed->bytes() > EventUnpacker::kPadding);
}

void tst_packed_events::anotherInstrumentIsNotPacked()
{
    EventPress press(kTwo);
    std::vector<MarketEvent> events = anyEvents(5, 50);
    const std::vector<MarketEvent> good = events;
    events[20].instrument = InstrumentId{77};
    QVERIFY(!press.pack(events));
    QVERIFY(!press.pack({}));
    // What was begun for them is not in the next.
    const auto packed = press.pack(good);
    EventUnpacker unpacker({kTwo, {}});
    std::vector<MarketEvent> back;
    packed->unpack(unpacker, back);
    QVERIFY(same(good, back));
}

void tst_packed_events::aGeneratedMarketTakesATenthOfItsBytes()
{
    SampleMarket market({.length = Duration::seconds(60)});
    std::vector<InstrumentId> ids;
    for (const auto& instrument : market.instruments())
        ids.push_back(instrument->id());
    std::vector<MarketEvent> events;
    for (;;) {
        const auto batch = market.next();
        QVERIFY(batch);
        if (batch->empty())
            break;
        events.insert(events.end(), batch->begin(), batch->end());
    }
    EventPress press(ids);
    const auto packed = press.pack(events);
    QVERIFY(packed);
    QVERIFY2(packed->bytes() < events.size() * sizeof(MarketEvent) / 10,
        (std::to_string(packed->bytes()) + " bytes for " + std::to_string(events.size()) + " events").c_str());
}

MAKER_TEST(tst_packed_events)
#include "tst_packed_events.moc"
