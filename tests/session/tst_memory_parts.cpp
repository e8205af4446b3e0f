#include "session/memory_parts.h"
#include "support/allocations.h"
#include "support/maker_test.h"
#include "tape/tape_rig.h"

#include <chrono>
#include <thread>

using namespace maker;
using maker::test::anyEvents;
using maker::test::same;

namespace {

const std::vector<InstrumentId> kTwo{InstrumentId{1}, InstrumentId{2}}; // those of anyEvents
constexpr MemoryParts::Limits kAmple{Duration::seconds(100'000), std::size_t{1} << 30U};
constexpr Timestamp kBegin{1'700'000'000'000'000'000};

using Clock = std::chrono::steady_clock;

/// Adds parts as the engine does.
struct Writer {
    explicit Writer(MemoryParts::Limits limits) : parts(kTwo, limits) {}

    void add(Duration at, const std::vector<MarketEvent>& events, bool startable = true)
    {
        MemoryPart part;
        part.raw = parts.fresh();
        part.begin = kBegin + at;
        part.startable = startable;
        RawEvents& raw = *part.raw;
        parts.add(std::move(part));
        for (const MarketEvent& event : events) {
            const std::size_t count = raw.count.load();
            raw.events[count] = event;
            raw.count.store(count + 1);
        }
    }
    /// Waits until every part but the newest is packed.
    bool packed() const
    {
        for (const auto end = Clock::now() + std::chrono::seconds(20); Clock::now() < end;) {
            const MemoryParts::Usage usage = parts.usage();
            if (usage.packed + 1 >= usage.parts)
                return true;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        return false;
    }

    MemoryParts parts;
};

std::vector<MarketEvent> eventsOf(const MemoryPart& part)
{
    std::vector<MarketEvent> events;
    if (!part.packed)
        return {part.raw->events.get(), part.raw->events.get() + part.count};
    EventUnpacker unpacker({kTwo, {}});
    part.packed->unpack(unpacker, events);
    return events;
}

} // namespace

class tst_memory_parts : public QObject {
    Q_OBJECT

private slots:
    void allButTheNewestArePackedAndReadTheSame();
    void theOldestGoFirstWhenTheyAreTooOld();
    void theOldestGoFirstWhenTheBytesAreTooMany();
    void theNewestIsKeptWhateverTheBytesAre();
    void whatBeginsInTheMiddleGoesWithWhatItFollows();
    void whatIsLentStaysAsItWas();
    void anotherInstrumentKeepsItsPartAsItIs();
    void theEngineAllocatesNothing();
};

void tst_memory_parts::allButTheNewestArePackedAndReadTheSame()
{
    Writer writer(kAmple);
    std::vector<std::vector<MarketEvent>> written;
    for (std::uint32_t i = 0; i < 20; ++i) {
        written.push_back(anyEvents(i + 1, 4000));
        writer.add(Duration::seconds(i), written.back());
    }
    QVERIFY(writer.packed());
    const MemoryParts::Usage usage = writer.parts.usage();
    QCOMPARE(usage.parts, std::size_t{20});
    QCOMPARE(usage.packed, std::size_t{19});
    const auto lent = writer.parts.lend();
    QCOMPARE(lent.size(), written.size());
    for (std::size_t i = 0; i < lent.size(); ++i) {
        QCOMPARE(lent[i].begin, kBegin + Duration::seconds(static_cast<std::int64_t>(i)));
        QCOMPARE(lent[i].packed == nullptr, i + 1 == lent.size());
        QCOMPARE(lent[i].count, written[i].size());
        QVERIFY(same(eventsOf(lent[i]), written[i]));
    }
}

void tst_memory_parts::theOldestGoFirstWhenTheyAreTooOld()
{
    Writer writer({Duration::seconds(100), std::size_t{1} << 30U});
    for (int second = 0; second <= 1000; second += 10)
        writer.add(Duration::seconds(second), anyEvents(3, 10));
    // Every part that touches the last 100 s is needed.
    QTRY_COMPARE(writer.parts.usage().parts, std::size_t{12});
    QCOMPARE(writer.parts.lend().front().begin, kBegin + Duration::seconds(890));
    QVERIFY(writer.packed());
}

void tst_memory_parts::theOldestGoFirstWhenTheBytesAreTooMany()
{
    constexpr std::size_t kBytes = 4 * RawEvents::kBytes;
    Writer writer({Duration::seconds(100'000), kBytes});
    std::vector<MarketEvent> events = anyEvents(3, RawEvents::kMost - 10);
    events.resize(RawEvents::kMost - 10);
    for (int second = 0; second < 100; ++second) {
        writer.add(Duration::seconds(second), events);
        QVERIFY(writer.parts.usage().bytes <= kBytes);
    }
    QVERIFY(writer.packed());
    QVERIFY(writer.parts.usage().bytes <= kBytes);
    const auto lent = writer.parts.lend();
    QVERIFY(lent.size() > 1);
    for (std::size_t i = 0; i < lent.size(); ++i)
        QCOMPARE(lent[i].begin, kBegin + Duration::seconds(100 - static_cast<std::int64_t>(lent.size() - i)));
}

void tst_memory_parts::theNewestIsKeptWhateverTheBytesAre()
{
    Writer writer({Duration::seconds(100'000), 1});
    for (int second = 0; second < 10; ++second)
        writer.add(Duration::seconds(second), anyEvents(3, 100));
    QTRY_COMPARE(writer.parts.usage().parts, std::size_t{1});
    QCOMPARE(writer.parts.lend().front().begin, kBegin + Duration::seconds(9));
    QVERIFY(writer.parts.usage().bytes <= 3 * RawEvents::kBytes);
}

void tst_memory_parts::whatBeginsInTheMiddleGoesWithWhatItFollows()
{
    Writer writer({Duration::seconds(100), std::size_t{1} << 30U});
    writer.add(Duration::seconds(0), anyEvents(1, 10));
    writer.add(Duration::seconds(10), anyEvents(2, 10), false);
    writer.add(Duration::seconds(20), anyEvents(3, 10), false);
    writer.add(Duration::seconds(115), anyEvents(4, 10), true);
    QVERIFY(writer.packed());
    QCOMPARE(writer.parts.usage().parts, std::size_t{4}); // the last 100 s begin in the middle of an update
    writer.add(Duration::seconds(220), anyEvents(5, 10), true);
    QTRY_COMPARE(writer.parts.usage().parts, std::size_t{2});
    QCOMPARE(writer.parts.lend().front().begin, kBegin + Duration::seconds(115));
}

void tst_memory_parts::whatIsLentStaysAsItWas()
{
    Writer writer({Duration::seconds(5), std::size_t{1} << 30U});
    const std::vector<MarketEvent> first = anyEvents(1, 3000);
    const std::vector<MarketEvent> second = anyEvents(2, 3000);
    writer.add(Duration::seconds(0), first);
    QVERIFY(writer.packed());
    writer.add(Duration::seconds(1), second);
    const auto lent = writer.parts.lend();
    QVERIFY(lent.back().raw);
    for (std::uint32_t i = 0; i < 50; ++i) {
        writer.add(Duration::seconds(2 + i), anyEvents(10 + i, 3000));
        QVERIFY(writer.packed());
    }
    QVERIFY(same(eventsOf(lent.front()), first));
    QVERIFY(same(eventsOf(lent.back()), second));
    QVERIFY(writer.parts.usage().bytes <= 3 * RawEvents::kBytes); // without those that are lent
}

void tst_memory_parts::anotherInstrumentKeepsItsPartAsItIs()
{
    Writer writer(kAmple);
    std::vector<MarketEvent> strange = anyEvents(1, 100);
    strange[50].instrument = InstrumentId{77};
    writer.add(Duration::seconds(0), strange);
    writer.add(Duration::seconds(1), anyEvents(2, 100));
    writer.add(Duration::seconds(2), anyEvents(3, 100));
    QTRY_COMPARE(writer.parts.usage().packed, std::size_t{1});
    QVERIFY(same(eventsOf(writer.parts.lend().front()), strange));
}

void tst_memory_parts::theEngineAllocatesNothing()
{
    Writer writer({Duration::seconds(30), std::size_t{1} << 30U});
    const std::vector<MarketEvent> events = anyEvents(1, 3000);
    for (int second = 0; second < 200; ++second) {
        const auto count = maker::test::allocationsOf([&] { writer.add(Duration::seconds(second), events); });
        QCOMPARE(count, std::uint64_t{0});
        QVERIFY(writer.packed());
    }
}

MAKER_TEST(tst_memory_parts)
#include "tst_memory_parts.moc"
