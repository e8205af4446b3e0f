#pragma once

#include "kernel/base/result.h"
#include "kernel/book/book_sync.h"
#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"
#include "lanes/ring.h"
#include "tape/tape_writer.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace maker {

/// Writes the market events that the engine consumes to tapes, on a thread of its own: the engine only pushes into a ring.
/// A new tape begins with each day (UTC) and when one is full, between two messages and with a snapshot of every book, so
/// that each can be replayed alone. Where the ring is full the event is lost, which the tape shows as a gap of its feed.
class MarketRecorder {
public:
    static constexpr std::size_t kRing = 1U << 17U;

    struct Config {
        std::string folder;
        std::string venueName;
        std::vector<TapeInstrument> instruments;
        std::uint64_t maxBytes = std::uint64_t{1} << 30U; ///< of one tape
    };

    explicit MarketRecorder(Config config);
    ~MarketRecorder();
    MarketRecorder(const MarketRecorder&) = delete;
    MarketRecorder& operator=(const MarketRecorder&) = delete;

    /// Makes the folder and starts the thread; the first tape begins with the first event.
    Result<void> start();
    /// Writes what waits and closes the tape.
    void stop();

    // engine thread
    void record(const MarketEvent& event) noexcept
    {
        if (!m_ring.tryPush(event)) [[unlikely]]
            m_lost.fetch_add(1, std::memory_order_relaxed);
    }

    // any thread
    std::uint64_t lost() const noexcept { return m_lost.load(std::memory_order_relaxed); }
    std::uint64_t written() const noexcept { return m_written.load(std::memory_order_relaxed); }

private:
    void run();
    bool drain();
    Result<void> write(const MarketEvent& event);
    Result<void> add(const MarketEvent& event);
    Result<void> addBooks(const MarketEvent& next);
    Result<void> tellLoss(const MarketEvent& next);
    Result<void> begin(const MarketEvent& first);
    Result<void> endTape();
    void giveUp(const Error& error);

    const Config m_config;
    Ring<MarketEvent> m_ring{kRing};
    std::atomic<std::uint64_t> m_lost{0};
    std::atomic<std::uint64_t> m_written{0};
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;

    // the recorder's thread
    struct Book {
        std::shared_ptr<const Instrument> instrument;
        BookSync sync;
    };
    std::vector<Book> m_books;
    std::optional<TapeWriter> m_tape;
    std::int64_t m_day = 0;
    std::uint64_t m_lossTold = 0;
    bool m_between = true; ///< the last record completed its message
    bool m_broken = false;
    Timestamp m_lastTime;
    Timestamp m_flushed;
};

} // namespace maker
