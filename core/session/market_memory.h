#pragma once

#include "kernel/backtest/event_source.h"
#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace maker {

class Engine;

/// The last minutes of market data as the engine consumed it, bounded in time and bytes. The engine thread copies each
/// event once; a part that is full is never changed again and is shared with those who replay it. Each part begins with a
/// picture of the books, so a replay may begin with any of them.
class MarketMemory {
    struct Part;

public:
    static constexpr std::size_t kPartEvents = 1U << 14U;
    static constexpr std::size_t kPartFull = kPartEvents - 2048; ///< from here on the next begin of an update ends it
    static constexpr std::size_t kPictureLevels = 256; ///< most levels a side in a picture

    struct Limits {
        Duration span = Duration::seconds(600);
        std::size_t bytes = 64U << 20U;
    };

    explicit MarketMemory(std::vector<std::shared_ptr<const Instrument>> instruments, Limits limits);
    ~MarketMemory();
    MarketMemory(const MarketMemory&) = delete;
    MarketMemory& operator=(const MarketMemory&) = delete;

    // engine thread
    /// Before the engine processes the event.
    void add(const MarketEvent& event, const Engine& engine)
    {
        if (m_count == kPartEvents || (m_between && (m_count >= kPartFull || event.localTime >= m_rollAt))) [[unlikely]]
            roll(event, engine);
        append(event);
        m_between = event.last;
        if (event.kind <= MarketKind::BookDelta)
            noteHeader(event);
    }

    // any thread
    /// What is kept now, from at least `span` before its end where that much is kept; immutable.
    class Window {
    public:
        Timestamp from() const noexcept { return m_from; }
        Timestamp to() const noexcept { return m_to; }
        /// Without the pictures.
        std::uint64_t events() const noexcept { return m_events; }
        bool empty() const noexcept { return m_events == 0; }
        /// Reads it from the beginning; any number of sources may, each in its thread.
        std::unique_ptr<backtest::EventSource> source() const;

    private:
        friend class MarketMemory;
        class Source;
        struct Piece {
            std::shared_ptr<const Part> part;
            std::size_t count = 0;
        };
        std::vector<std::shared_ptr<const Instrument>> m_instruments;
        std::vector<Piece> m_pieces;
        Timestamp m_from;
        Timestamp m_to;
        std::uint64_t m_events = 0;
        Duration m_leastLatency;
    };
    Window window(Duration span) const;

private:
    /// `count` moves after the event was written, so a reader sees whole events only.
    struct Part {
        std::unique_ptr<MarketEvent[]> events = std::make_unique<MarketEvent[]>(kPartEvents);
        std::atomic<std::size_t> count{0};
        std::atomic<std::uint32_t> lent{0}; ///< windows that read it; while there are any it is not used again
        std::size_t picture = 0;  ///< events of the picture it begins with
        bool startable = false;   ///< it begins between two updates
        Timestamp begin;
    };
    struct Header {
        InstrumentId instrument;
        std::int64_t lastId = 0;
    };

    void append(const MarketEvent& event)
    {
        m_part->events[m_count] = event;
        m_part->count.store(++m_count, std::memory_order_release);
    }
    void roll(const MarketEvent& next, const Engine& engine);
    void trim(Timestamp now);
    std::shared_ptr<Part> freshPart();
    void addPicture(const MarketEvent& next, const Engine& engine);
    void addBook(const Header& header, const MarketEvent& next, const Engine& engine);
    void noteHeader(const MarketEvent& event);

    const std::vector<std::shared_ptr<const Instrument>> m_instruments;
    const Limits m_limits;
    std::vector<Header> m_headers;
    Part* m_part = nullptr;
    std::size_t m_count = kPartEvents;
    bool m_between = true; ///< the last event completed its update
    Timestamp m_rollAt;
    std::shared_ptr<Part> m_spare;

    mutable std::mutex m_mutex;
    std::deque<std::shared_ptr<Part>> m_parts; ///< oldest first
};

} // namespace maker
