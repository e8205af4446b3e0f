#pragma once

#include "bench/socket_to_book/raw_server.h"
#include "kernel/engine/engine.h"
#include "lanes/doorbell.h"
#include "lanes/ring.h"
#include "venues/api/market_feed.h"
#include "venues/api/venue_context.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace bench {

/// The feed of the product and its engine on the raw server: in one thread, or with the engine asleep in another.
class BookClient {
public:
    enum class Lanes : std::uint8_t { OneThread, HandOff };

    BookClient(RawServer& server, Lanes lanes);
    ~BookClient();

    /// Connected and live; false: not within ten seconds. Needs the thread's event loop, which it runs.
    bool connect();
    /// Has `count` more frames sent at `rate` and waits until they are in the book; false: some did not come.
    bool run(std::int64_t count, std::int64_t rate);

    /// Of the last run: server's stamp to applied book, ns.
    const std::vector<double>& latencies() const noexcept { return m_latencies; }
    double messagesPerSecond() const noexcept { return m_messagesPerSecond; }
    std::uint64_t gaps() const noexcept { return m_gaps.load(); }
    std::uint64_t overflows() const noexcept { return m_context.status->overflows.load(); }

private:
    class NoOrders;
    class NoJournal;
    class Snapshots;

    void apply(const maker::MarketEvent& event);
    void engineThread();
    bool waitFor(std::int64_t frames, int millis);

    RawServer& m_server;
    Lanes m_lanes;
    std::unique_ptr<NoOrders> m_orders;
    std::unique_ptr<NoJournal> m_journal;
    std::unique_ptr<Snapshots> m_snapshots;
    std::shared_ptr<const maker::Instrument> m_instrument;
    std::unique_ptr<maker::Engine> m_engine;
    maker::VenueContext m_context;
    std::unique_ptr<maker::MarketFeed> m_feed;
    maker::Ring<maker::MarketEvent> m_ring{1U << 16U};
    maker::Doorbell m_bell;
    std::atomic<bool> m_stop{false};
    std::atomic<bool> m_live{false};
    std::atomic<std::uint64_t> m_gaps{0};
    std::atomic<std::int64_t> m_applied{0}; ///< frames of this connection that are in the book or older than it
    std::int64_t m_frame = -1; ///< number of the newest one on this connection
    bool m_inDelta = false;
    std::int64_t m_recordFrom = 0;
    std::int64_t m_lastAppliedNs = 0;
    std::vector<double> m_latencies;
    double m_messagesPerSecond = 0.0;
    std::thread m_thread;
};

} // namespace bench
