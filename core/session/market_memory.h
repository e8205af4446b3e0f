#pragma once

#include "kernel/backtest/event_source.h"
#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"
#include "session/memory_parts.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace maker {

class Engine;

/// The last minutes of market data as the engine consumed it, bounded in time and bytes. The engine thread copies each
/// event once; a part that is full is never changed again, is packed in the background and shared with those who replay it.
/// Each part begins with a picture of the books, so a replay may begin with any of them.
class MarketMemory {
public:
    static constexpr std::size_t kPartEvents = RawEvents::kMost;
    static constexpr std::size_t kPartFull = kPartEvents - 2048; ///< from here on the next begin of an update ends it
    static constexpr std::size_t kPictureLevels = 256; ///< most levels a side in a picture

    using Limits = MemoryParts::Limits;

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
        std::vector<std::shared_ptr<const Instrument>> m_instruments;
        std::vector<MemoryPart> m_parts;
        Timestamp m_from;
        Timestamp m_to;
        std::uint64_t m_events = 0;
        Duration m_leastLatency;
    };
    Window window(Duration span) const;

    /// What it holds now; what windows hold beyond that is theirs.
    MemoryParts::Usage usage() const { return m_parts.usage(); }

private:
    struct Header {
        InstrumentId instrument;
        std::int64_t lastId = 0;
    };

    void append(const MarketEvent& event)
    {
        m_raw->events[m_count] = event;
        m_raw->count.store(++m_count, std::memory_order_release);
    }
    void roll(const MarketEvent& next, const Engine& engine);
    void addPicture(const MarketEvent& next, const Engine& engine);
    void addBook(const Header& header, const MarketEvent& next, const Engine& engine);
    void noteHeader(const MarketEvent& event);

    const std::vector<std::shared_ptr<const Instrument>> m_instruments;
    std::vector<Header> m_headers;
    MemoryParts m_parts;
    RawEvents* m_raw = nullptr; ///< of the newest part
    std::size_t m_count = kPartEvents;
    bool m_between = true; ///< the last event completed its update
    Timestamp m_rollAt;
};

} // namespace maker
