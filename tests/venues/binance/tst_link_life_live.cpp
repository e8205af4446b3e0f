#include "support/maker_test.h"
#include "venues/binance/live_venue.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>

using namespace maker;
using namespace samples;

namespace {

/// Between a client and the exchange; while it holds, bytes go no further and nobody hears why.
class Wire : public QTcpServer {
public:
    explicit Wire(std::uint16_t target) : m_target(target) { listen(QHostAddress::LocalHost); }
    void hold(bool hold)
    {
        m_hold = hold;
        for (const auto& pair : m_pairs)
            pump(pair);
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        const Pair pair{new QTcpSocket(this), new QTcpSocket(this)};
        pair.client->setSocketDescriptor(descriptor);
        pair.venue->connectToHost(QHostAddress(QHostAddress::LocalHost), m_target);
        for (QTcpSocket* socket : {pair.client, pair.venue}) {
            connect(socket, &QTcpSocket::readyRead, this, [this, pair] { pump(pair); });
            connect(socket, &QTcpSocket::disconnected, this, [pair] {
                pair.client->disconnectFromHost();
                pair.venue->disconnectFromHost();
            });
        }
        m_pairs.push_back(pair);
    }

private:
    struct Pair {
        QTcpSocket* client;
        QTcpSocket* venue;
    };
    void pump(const Pair& pair) const
    {
        if (m_hold)
            return;
        pair.venue->write(pair.client->readAll());
        pair.client->write(pair.venue->readAll());
    }

    std::uint16_t m_target;
    bool m_hold = false;
    std::vector<Pair> m_pairs;
};

bool logSays(std::string_view words)
{
    const std::lock_guard lock(g_logMutex);
    return g_log.find(words) != std::string::npos;
}

} // namespace

/// How long a connection lives, against the simulated exchange and with hours and minutes made into a second or two.
class tst_link_life_live : public QObject, private LiveVenue {
    Q_OBJECT

private slots:
    void init()
    {
        open();
        const std::lock_guard lock(g_logMutex);
        g_log.clear();
    }
    void cleanup() { close(); }

    void theTimesOfOperationAreThoseOfTheVenue();
    void theStreamMovesToANewConnectionBeforeTheVenueEndsIt();
    void theOrderConnectionMovesAndItsOrdersStay();
    void aStreamThatBringsNoDataIsGivenUpThoughItAnswersPings();
    void aPeerThatAnswersNothingIsGivenUp();

private:
    void useTimes(LinkTimes times)
    {
        m_context.linkTimes = times;
        m_gateway = m_venue->makeGateway(m_context);
        m_gateway->setSink([this](const ExecEvent* events, std::size_t n) {
            m_exec.insert(m_exec.end(), events, events + n);
            return true;
        });
    }
};

void tst_link_life_live::theTimesOfOperationAreThoseOfTheVenue()
{
    const LinkTimes times;
    QVERIFY(times.rotateAfter < Duration::seconds(24 * 3'600) && times.rotateAfter > Duration::seconds(23 * 3'600));
    QCOMPARE(times.silentAfter.ns, Duration::seconds(60).ns);
    QVERIFY(times.deadAfter >= times.pingEvery + times.pingEvery); // two pings may get lost
}

void tst_link_life_live::theStreamMovesToANewConnectionBeforeTheVenueEndsIt()
{
    begin();
    useTimes({.rotateAfter = Duration::seconds(2)});
    startFeed();
    QElapsedTimer life;
    life.start();
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedDown) == 1; }));
    QVERIFY2(life.elapsed() > 1'500 && life.elapsed() < 4'000, qPrintable(QString::number(life.elapsed())));
    QVERIFY(logSays("rotated before the venue ends it"));
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedUp) == 2; }));
    const long before = countMarket(MarketKind::BookDelta);
    QVERIFY(waitFor([this, before] { return countMarket(MarketKind::BookDelta) > before + 3; }));
    QVERIFY(waitFor([this] { return m_server->counters().streamConnections == 1; })); // the old one is gone
}

void tst_link_life_live::theOrderConnectionMovesAndItsOrdersStay()
{
    begin();
    useTimes({.rotateAfter = Duration::seconds(2)});
    QVERIFY(trade());
    place(order("mk-1-000001", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000001") > 0; }));
    QVERIFY(waitFor([this] { return count(ExecKind::TradingDown) == 1; }));
    QVERIFY(waitFor([this] { return count(ExecKind::TradingUp) == 2; }));
    QVERIFY(logSays("rotated before the venue ends it"));
    QCOMPARE(m_context.status->ambiguous.load(), 0U);
    m_gateway->cancel(cancelOf("mk-1-000001"));
    QVERIFY(waitFor([this] {
        const ExecEvent* status = last(ExecKind::OrderStatus, "mk-1-000001");
        return status != nullptr && status->state == OrderState::Canceled;
    }));
}

void tst_link_life_live::aStreamThatBringsNoDataIsGivenUpThoughItAnswersPings()
{
    begin();
    useTimes({.pingEvery = Duration::millis(200), .deadAfter = Duration::seconds(30), .silentAfter = Duration::seconds(2)});
    startFeed();
    QVERIFY(trade());
    QTest::qWait(2'500);
    QCOMPARE(countMarket(MarketKind::FeedDown), 0L); // data keeps it
    m_server->pauseMarket(true);
    QElapsedTimer silence;
    silence.start();
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedDown) == 1; }));
    QVERIFY2(silence.elapsed() > 1'500, qPrintable(QString::number(silence.elapsed())));
    QVERIFY(logSays("no data") && !logSays("the peer is silent"));
    m_server->pauseMarket(false);
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedUp) >= 2; }));
    QCOMPARE(count(ExecKind::TradingDown), 0L); // an account where nothing happens is no fault
}

void tst_link_life_live::aPeerThatAnswersNothingIsGivenUp()
{
    begin();
    useTimes({.pingEvery = Duration::millis(200), .deadAfter = Duration::seconds(1)});
    Wire wire(m_server->port());
    m_context.endpoints.streams.setPort(wire.serverPort());
    startFeed();
    QTest::qWait(1'500);
    QCOMPARE(countMarket(MarketKind::FeedDown), 0L);
    wire.hold(true);
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedDown) == 1; }));
    QVERIFY(logSays("the peer is silent"));
    wire.hold(false);
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedUp) == 2; }, 20'000));
    m_feed->stop(); // before the wire
}

MAKER_APP_TEST(tst_link_life_live, QCoreApplication)
#include "tst_link_life_live.moc"
