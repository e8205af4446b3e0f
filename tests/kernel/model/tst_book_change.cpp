#include "kernel/model/book_change.h"

#include "tests/support/maker_test.h"

#include <array>
#include <vector>

using namespace maker;

namespace {

/// A header and its levels, of one moment.
std::vector<MarketEvent> change(std::uint16_t levels)
{
    MarketEvent event;
    event.kind = MarketKind::BookDelta;
    event.last = false;
    event.levels = levels;
    event.instrument = {7};
    event.venueTime = {1'000};
    event.localTime = {2'000};
    std::vector<MarketEvent> records{event};
    event.kind = MarketKind::BookLevel;
    event.levels = 0;
    for (std::uint16_t i = 1; i <= levels; ++i) {
        event.last = i == levels;
        records.push_back(event);
    }
    return records;
}

BookChange foundIn(const std::vector<MarketEvent>& records)
{
    return BookChange::startingAt(records.data(), records.data() + records.size());
}

} // namespace

class tst_book_change : public QObject {
    Q_OBJECT

private slots:
    void aHeaderWithAllItsLevelsIsOne()
    {
        for (const std::uint16_t levels : std::array<std::uint16_t, 3>{1, 2, 400}) {
            std::vector<MarketEvent> records = change(levels);
            records.push_back(change(1).front()); // the next one begins
            const BookChange found = foundIn(records);
            QVERIFY(!found.none());
            QCOMPARE(&found.header(), records.data());
            QCOMPARE(found.records(), std::size_t{levels} + 1);
            QCOMPARE(found.levels().size(), std::size_t{levels});
            QCOMPARE(found.levels().data(), records.data() + 1);
            QCOMPARE(&BookChange::knownAt(records.data()).header(), records.data());
        }
    }

    void whatIsCutShortIsNone()
    {
        std::vector<MarketEvent> records = change(3);
        while (records.size() > 1) {
            records.pop_back();
            QVERIFY(foundIn(records).none());
        }
    }

    void otherRecordsAreNone()
    {
        for (const MarketKind kind : {MarketKind::BookSnapshot, MarketKind::BookLevel, MarketKind::Trade, MarketKind::BestQuote,
                                      MarketKind::FeedUp, MarketKind::FeedDown, MarketKind::BookOrder}) {
            std::vector<MarketEvent> records = change(2);
            records.front().kind = kind;
            QVERIFY(foundIn(records).none());
            records = change(2);
            records.back().kind = kind;
            QCOMPARE(foundIn(records).none(), kind != MarketKind::BookLevel);
        }
        QVERIFY(foundIn(change(0)).none());
    }

    void aMessageThatContradictsItselfIsNone()
    {
        const auto spoiled = [](auto&& spoil) {
            std::vector<MarketEvent> records = change(3);
            spoil(records);
            return foundIn(records).none();
        };
        QVERIFY(spoiled([](auto& records) { records[0].last = true; }));
        QVERIFY(spoiled([](auto& records) { records[1].last = true; }));
        QVERIFY(spoiled([](auto& records) { records[3].last = false; }));
        QVERIFY(spoiled([](auto& records) { records[2].instrument = {8}; }));
        QVERIFY(spoiled([](auto& records) { records[2].localTime = {2'001}; }));
        QVERIFY(spoiled([](auto& records) { records[3].venueTime = {999}; }));
        QVERIFY(!spoiled([](auto&) {}));
    }
};

MAKER_TEST(tst_book_change)
#include "tst_book_change.moc"
