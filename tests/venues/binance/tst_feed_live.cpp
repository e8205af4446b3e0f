#include "support/maker_test.h"
#include "venues/binance/live_venue.h"

#include <QCoreApplication>

using namespace maker;
using namespace samples;

/// The market feed against the simulated exchange, over real sockets.
class tst_feed_live : public QObject, private LiveVenue {
    Q_OBJECT

private slots:
    void init() { open(); }
    void cleanup() { close(); }

    void feedDeliversSnapshotsDeltasTradesAndQuotes();
    void feedComesBackAfterALostConnection();
    void badFramesAreCountedAndNotForwarded();
    void fullMarketRingEndsInDownAndUp();
};

void tst_feed_live::feedDeliversSnapshotsDeltasTradesAndQuotes()
{
    begin();
    startFeed();
    m_feed->requestSnapshot(btc().id());
    m_feed->requestSnapshot(btc().id());
    QVERIFY(waitFor([this] { return countMarket(MarketKind::BookSnapshot) > 0; }));
    QVERIFY(waitFor([this] { return countMarket(MarketKind::BookDelta) > 3 && countMarket(MarketKind::BestQuote) > 0; }));
    m_server->tradeMarket("BTCUSDT", true, "0.01");
    QVERIFY(waitFor([this] { return countMarket(MarketKind::Trade) > 0; }));
    QCOMPARE(countMarket(MarketKind::BookSnapshot), 1L);
    QCOMPARE(m_context.status->badFrames.load(), std::uint64_t{0});
    QVERIFY(bestBid().count > 0);
    // Every header is followed by as many levels as it says, and deltas follow each other without a gap.
    std::int64_t before = 0;
    for (std::size_t i = 0; i < m_market.size(); ++i) {
        const MarketEvent& event = m_market[i];
        if (event.kind != MarketKind::BookDelta && event.kind != MarketKind::BookSnapshot)
            continue;
        QVERIFY(i + event.levels < m_market.size());
        for (std::size_t k = 1; k <= event.levels; ++k)
            QCOMPARE(m_market[i + k].kind, MarketKind::BookLevel);
        if (event.kind == MarketKind::BookDelta) {
            if (before != 0)
                QCOMPARE(event.firstId, before + 1);
            before = event.lastId;
        }
    }
}

void tst_feed_live::feedComesBackAfterALostConnection()
{
    begin();
    startFeed();
    m_server->dropConnections(SimChannel::Streams);
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedDown) == 1; }));
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedUp) == 2; }));
    m_server->announceShutdown();
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedUp) == 3; }));
    QCOMPARE(countMarket(MarketKind::FeedDown), 2L);
}

void tst_feed_live::badFramesAreCountedAndNotForwarded()
{
    begin();
    startFeed();
    m_server->pauseMarket(true);
    QTest::qWait(300);
    const std::size_t before = m_market.size();
    const char* const bad[] = {"{", "[1,2", R"({"e":"trade","s":"BTCUSDT","p":"1e999","q":"1","t":1,"T":1,"m":true})",
        R"({"e":"depthUpdate","s":"BTCUSDT","U":1,"u":2,"b":[["1.00","-1"]],"a":[]})"};
    for (const char* frame : bad)
        m_server->sendFrame(SimChannel::Streams, frame);
    QVERIFY(waitFor([this] { return m_context.status->badFrames.load() >= 4; }));
    QCOMPARE(m_market.size(), before);
    m_server->sendHugeFrame(SimChannel::Streams, std::size_t{64} << 20);
    QVERIFY(waitFor([this] { return m_context.status->badFrames.load() >= 5; }, 20'000));
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedUp) == 2; }, 20'000));
}

void tst_feed_live::fullMarketRingEndsInDownAndUp()
{
    begin();
    startFeed();
    m_marketFull = true;
    QVERIFY(waitFor([this] { return m_context.status->overflows.load() > 0; }));
    QTest::qWait(100);
    m_marketFull = false;
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedUp) == 2; }));
    QCOMPARE(countMarket(MarketKind::FeedDown), 1L);
    const auto down = std::find_if(m_market.begin(), m_market.end(), [](const MarketEvent& e) { return e.kind == MarketKind::FeedDown; });
    QCOMPARE((down + 1)->kind, MarketKind::FeedUp);
}

MAKER_APP_TEST(tst_feed_live, QCoreApplication)
#include "tst_feed_live.moc"
