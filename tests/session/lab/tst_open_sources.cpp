#include "session/lab/open_sources.h"
#include "support/maker_test.h"

using namespace maker;

/// Recordings that are opened more than once.
class tst_open_sources : public QObject {
    Q_OBJECT

    static std::vector<MarketEvent> eventsOf(backtest::EventSource& source)
    {
        std::vector<MarketEvent> events;
        for (;;) {
            const auto batch = source.next();
            if (!batch || batch->empty())
                return events;
            events.insert(events.end(), batch->begin(), batch->end());
        }
    }

private slots:
    void theSecondTimeTellsTheSame()
    {
        const OpenSources open = openPaths({MAKERDESK_SOURCE_DIR "/tests/fixtures/binance/recording_spot.txt"});
        auto first = open({});
        QVERIFY2(first.has_value(), first ? "" : first.error().detail.c_str());
        auto second = open({});
        QVERIFY(second);
        backtest::EventSource& a = *first->front();
        backtest::EventSource& b = *second->front();
        QVERIFY(a.expectedEvents() > 0);
        QVERIFY(a.leastFeedLatency() != Duration{});
        QCOMPARE(b.expectedEvents(), a.expectedEvents());
        QCOMPARE(b.leastFeedLatency(), a.leastFeedLatency());
        const auto events = eventsOf(a);
        QCOMPARE(events.size(), a.expectedEvents());
        QCOMPARE(eventsOf(b).size(), events.size());

        // A cut one has less, and what is known of the whole is still that of the whole.
        const Timestamp middle = events[events.size() / 2].localTime;
        auto cut = open(middle);
        QVERIFY(cut);
        QCOMPARE(cut->front()->leastFeedLatency(), a.leastFeedLatency());
        const auto early = eventsOf(*cut->front());
        QVERIFY(!early.empty() && early.size() < events.size());
        QVERIFY(early.back().localTime <= middle);
    }
};

MAKER_TEST(tst_open_sources)
#include "tst_open_sources.moc"
