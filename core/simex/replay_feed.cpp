#include "simex/replay_feed.h"

#include "kernel/base/assert.h"
#include "kernel/base/log.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace maker::simex {

ReplayFeed::ReplayFeed(sim::SimExchange& exchange, Config config)
    : m_exchange(exchange)
    , m_config(std::move(config))
{
    MAKER_ASSERT(m_config.source != nullptr);
}

void ReplayFeed::begin(Timestamp now)
{
    while (m_played < kMostToBegin && !booksKnown()) {
        const MarketEvent* event = peek(now);
        if (!event)
            break;
        play(*event, now);
    }
    // The pace counts from here.
    if (const MarketEvent* next = peek(now)) {
        m_venueStart = now;
        m_recordStart = timeOf(*next);
    }
}

void ReplayFeed::advance(Timestamp now)
{
    for (std::uint64_t count = 0; m_config.speed > 0.0 || count < kChunk; ++count) {
        const MarketEvent* event = peek(now);
        if (!event)
            return;
        if (m_config.speed > 0.0) {
            const double since = static_cast<double>((timeOf(*event) - m_recordStart).ns) / m_config.speed;
            if (m_venueStart + Duration{std::llround(since)} > now)
                return;
        }
        play(*event, now);
    }
}

void ReplayFeed::step(std::uint64_t records, Timestamp now)
{
    for (; records > 0; --records) {
        const MarketEvent* event = peek(now);
        if (!event)
            return;
        play(*event, now);
    }
}

/// The next record; null at the end of the last time through.
const MarketEvent* ReplayFeed::peek(Timestamp now)
{
    while (!m_ended && m_at == m_batch.size()) {
        Result<std::span<const MarketEvent>> batch = m_config.source->next();
        if (!batch) {
            fail(batch.error());
            return nullptr;
        }
        m_batch = *batch;
        m_at = 0;
        if (m_batch.empty() && !startOver(now))
            return nullptr;
    }
    if (m_ended)
        return nullptr;
    const MarketEvent& event = m_batch[m_at];
    if (m_playedThisTime == 0 && m_recordStart != timeOf(event)) {
        m_venueStart = now;
        m_recordStart = timeOf(event);
    }
    return &event;
}

bool ReplayFeed::startOver(Timestamp now)
{
    ++m_loop;
    // A recording without a record would be looked through for ever.
    if (m_playedThisTime == 0 || (m_config.loops != 0 && m_loop >= m_config.loops)) {
        m_ended = true;
        return false;
    }
    if (const Result<void> rewound = m_config.source->rewind(); !rewound) {
        fail(rewound.error());
        return false;
    }
    m_playedThisTime = 0;
    // Its ids begin anew, so the book waits for its first snapshot.
    MarketEvent down;
    down.kind = MarketKind::FeedDown;
    m_exchange.onMarket(down, now);
    return true;
}

void ReplayFeed::fail(const Error& error)
{
    m_ended = true;
    log(LogLevel::Error, "simex", "The recording ends here: " + error.detail);
}

void ReplayFeed::play(const MarketEvent& event, Timestamp now)
{
    m_exchange.onMarket(event, now);
    ++m_at;
    ++m_played;
    ++m_playedThisTime;
}

bool ReplayFeed::booksKnown() const
{
    return std::ranges::all_of(m_config.source->instruments(), [this](const auto& instrument) {
        const sim::TapeMarket* tape = m_exchange.tape(instrument->id());
        return tape && tape->bestBid() && tape->bestAsk();
    });
}

} // namespace maker::simex
