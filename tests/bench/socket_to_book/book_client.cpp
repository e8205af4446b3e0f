#include "bench/socket_to_book/book_client.h"

#include "venues/binance/feed.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <QUrl>

namespace bench {

using namespace maker;

namespace {

constexpr std::chrono::nanoseconds kPark = std::chrono::milliseconds(10);

std::shared_ptr<const Instrument> bitcoin()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01000000";
    spec.lotSize = "0.00001000";
    return std::make_shared<const Instrument>(Instrument::make(spec).value());
}

QUrl local(const char* scheme, std::uint16_t port)
{
    return QUrl(QStringLiteral("%1://127.0.0.1:%2").arg(QLatin1String(scheme)).arg(port));
}

} // namespace

class BookClient::NoOrders final : public OrderGateway {
public:
    void place(const Approved<NewOrder>&) override {}
    void replace(const Approved<ReplaceOrder>&) override {}
    void cancel(const CancelOrder&) override {}
    void cancelAll(AccountId, InstrumentId) override {}
    void query(const CancelOrder&) override {}
    void reconcile(AccountId, Timestamp) override {}
};

class BookClient::NoJournal final : public JournalSink {
public:
    bool record(const JournalRow&) override { return true; }
};

/// The engine's wish for a snapshot goes to the feed through its thread's event loop, as in a session.
class BookClient::Snapshots final : public FeedControl {
public:
    void requestSnapshot(InstrumentId instrument) override
    {
        QMetaObject::invokeMethod(feed, [this, instrument] { feed->requestSnapshot(instrument); }, Qt::QueuedConnection);
    }
    MarketFeed* feed = nullptr;
};

BookClient::BookClient(RawServer& server, Lanes lanes)
    : m_server(server), m_lanes(lanes), m_orders(std::make_unique<NoOrders>()), m_journal(std::make_unique<NoJournal>()),
      m_snapshots(std::make_unique<Snapshots>()), m_instrument(bitcoin())
{
    m_context.venue = {1};
    m_context.account = {1};
    m_context.endpoints = {local("http", server.restPort()), local("ws", server.streamPort()), {}};
    m_context.instruments = std::make_shared<const InstrumentSet>(std::vector{m_instrument});
    m_context.status = std::make_shared<VenueStatus>();
    m_feed = std::make_unique<binance::Feed>(m_context);
    m_snapshots->feed = m_feed.get();
    EngineConfig config;
    config.instruments.push_back({m_instrument, {1}, kBinanceSpotRule});
    m_engine = std::move(*Engine::make(config, {*m_orders, *m_journal, *m_snapshots}));
    m_feed->setSink([this](const MarketEvent* events, std::size_t count) {
        if (m_lanes == Lanes::OneThread) {
            for (std::size_t i = 0; i < count; ++i)
                apply(events[i]);
            return true;
        }
        if (!m_ring.tryPushAll(events, count))
            return false;
        m_bell.ring();
        return true;
    });
    m_latencies.reserve(1'000'000);
    if (m_lanes == Lanes::HandOff)
        m_thread = std::thread([this] { engineThread(); });
}

BookClient::~BookClient()
{
    m_feed->stop();
    m_stop = true;
    m_bell.ring();
    if (m_thread.joinable())
        m_thread.join();
}

void BookClient::engineThread()
{
    while (!m_stop.load()) {
        bool worked = false;
        while (const MarketEvent* event = m_ring.front()) {
            apply(*event);
            m_ring.pop();
            worked = true;
        }
        if (!worked)
            m_bell.park([this] { return !m_ring.empty() || m_stop.load(); }, kPark);
    }
}

void BookClient::apply(const MarketEvent& event)
{
    m_engine->process(event);
    if (event.kind == MarketKind::BookDelta || event.kind == MarketKind::BookSnapshot)
        m_inDelta = event.kind == MarketKind::BookDelta;
    if (event.kind == MarketKind::BookDelta)
        ++m_frame;
    if (event.kind == MarketKind::BookLevel && event.last && m_inDelta) {
        const std::int64_t now = monotonicNs();
        if (m_frame >= m_recordFrom)
            m_latencies.push_back(static_cast<double>(now - m_server.wire().sentNs[m_frame]));
        m_lastAppliedNs = now;
        const MarketState state = m_engine->market({1});
        m_live = state.health == MarketHealth::Live;
        m_gaps = state.gaps;
        m_applied.store(m_frame + 1, std::memory_order_release);
    }
}

bool BookClient::waitFor(std::int64_t frames, int millis)
{
    QElapsedTimer timer;
    timer.start();
    while (m_applied.load(std::memory_order_acquire) < frames) {
        if (timer.elapsed() > millis)
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }
    return true;
}

bool BookClient::connect()
{
    Wire& wire = m_server.wire();
    wire.wanted = 0;
    wire.rate = 1'000;
    QTimer wake; // so that waiting for events ends
    wake.start(20);
    m_recordFrom = Wire::kFrames;
    m_feed->start({InstrumentId{1}});
    for (int attempt = 0; attempt < 100 && !m_live.load(); ++attempt) {
        if (m_context.status->market == LinkState::Connecting && wire.wanted == 0 && attempt < 3) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
            continue;
        }
        wire.wanted.fetch_add(1);
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 100)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }
    return m_live.load() && waitFor(wire.wanted.load(), 1'000);
}

bool BookClient::run(std::int64_t count, std::int64_t rate)
{
    Wire& wire = m_server.wire();
    const std::int64_t from = wire.wanted.load();
    m_latencies.clear();
    m_recordFrom = from;
    QTimer wake;
    wake.start(20);
    wire.rate = rate;
    wire.wanted = from + count;
    const bool all = waitFor(from + count, 20'000) && m_latencies.size() == static_cast<std::size_t>(count);
    m_messagesPerSecond = static_cast<double>(count) * 1e9 / static_cast<double>(m_lastAppliedNs - wire.sentNs[from]);
    return all;
}

} // namespace bench
