#pragma once

#include "kernel/backtest/event_source.h"
#include "kernel/base/timestamp.h"
#include "kernel/sim/sim_exchange.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace maker::simex {

/// Plays a recorded market into an exchange: at the recorded pace times a factor, or as fast as it is asked to. The
/// recording's clock is moved so that it begins where the venue's clock stands, each time it begins anew. A recording that
/// turns out to be damaged ends there, and the log says so.
class ReplayFeed {
public:
    struct Config {
        std::shared_ptr<backtest::EventSource> source;
        double speed = 1.0; ///< recorded time per venue time; 0: as fast as possible
        int loops = 1;      ///< 0: for ever
    };

    ReplayFeed(sim::SimExchange& exchange, Config config);

    /// Plays until every instrument has a book, so that a server does not begin empty.
    void begin(Timestamp now);
    /// Plays what is due.
    void advance(Timestamp now);
    /// Plays that many records, due or not.
    void step(std::uint64_t records, Timestamp now);

    std::uint64_t played() const noexcept { return m_played; }
    bool ended() const noexcept { return m_ended; }

private:
    /// Records between two looks at the network when played as fast as possible.
    static constexpr std::uint64_t kChunk = 20'000;
    static constexpr std::uint64_t kMostToBegin = 1'000'000;

    const MarketEvent* peek(Timestamp now);
    bool startOver(Timestamp now);
    void fail(const Error& error);
    void play(const MarketEvent& event, Timestamp now);
    bool booksKnown() const;
    static Timestamp timeOf(const MarketEvent& event) noexcept
    {
        return event.localTime.valid() ? event.localTime : event.venueTime;
    }

    sim::SimExchange& m_exchange;
    Config m_config;
    std::span<const MarketEvent> m_batch;
    std::size_t m_at = 0;
    Timestamp m_venueStart;    ///< the venue's clock at the record of m_recordStart
    Timestamp m_recordStart;
    std::uint64_t m_played = 0;
    std::uint64_t m_playedThisTime = 0;
    int m_loop = 0;
    bool m_ended = false;
};

} // namespace maker::simex
