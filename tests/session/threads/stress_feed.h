#pragma once

#include "kernel/model/instrument.h"
#include "session/engine_loop.h"

#include <atomic>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

namespace maker::test {

/// A feed's thread without a venue: a book that wanders, trades, now and then a lost update, and snapshots when the engine
/// asks. Where the engine has no room it says FeedDown until it fits, as feeds do.
class StressFeed {
public:
    StressFeed(EngineLoop& engine, const Instrument& instrument) : m_engine(engine), m_instrument(instrument) {}
    ~StressFeed() { stop(); }

    void start();
    void stop();
    /// The engine's thread.
    void requestSnapshot() noexcept { m_asked.store(true, std::memory_order_relaxed); }

    /// After stop().
    std::uint64_t offered() const noexcept { return m_offered; }
    std::uint64_t overflows() const noexcept { return m_overflows; }

private:
    void run();
    bool state(MarketKind kind);
    void snapshot();
    void update();
    void trade();
    bool offer(std::vector<MarketEvent> events);
    MarketEvent level(Side side, std::int64_t price, std::int64_t qty) const;

    EngineLoop& m_engine;
    const Instrument& m_instrument;
    std::atomic<bool> m_asked{false};
    std::atomic<bool> m_stop{false};
    std::thread m_thread;

    // its thread
    std::mt19937_64 m_random{7};
    std::int64_t m_bid = 5'999'900;
    std::int64_t m_ask = 6'000'100;
    std::int64_t m_id = 1'000;
    bool m_down = true;
    std::uint64_t m_offered = 0;
    std::uint64_t m_overflows = 0;
};

} // namespace maker::test
