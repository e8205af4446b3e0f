#include "session/market_memory.h"

#include "kernel/book/order_book.h"
#include "kernel/engine/engine.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace maker {

namespace {

constexpr Duration kPartSpan = Duration::seconds(60); // a replay begins at most this much earlier than asked

} // namespace

MarketMemory::MarketMemory(std::vector<std::shared_ptr<const Instrument>> instruments, Limits limits)
    : m_instruments(std::move(instruments)), m_limits(limits)
{
    for (const auto& instrument : m_instruments)
        m_headers.push_back({instrument->id(), 0});
}

MarketMemory::~MarketMemory() = default;

void MarketMemory::noteHeader(const MarketEvent& event)
{
    for (Header& header : m_headers) {
        if (header.instrument == event.instrument)
            header.lastId = event.lastId;
    }
}

void MarketMemory::roll(const MarketEvent& next, const Engine& engine)
{
    trim(next.localTime);
    std::shared_ptr<Part> part = freshPart();
    part->startable = m_between;
    part->begin = next.localTime;
    m_part = part.get();
    m_count = 0;
    m_rollAt = next.localTime + kPartSpan;
    if (m_between)
        addPicture(next, engine);
    const std::lock_guard lock(m_mutex);
    m_parts.push_back(std::move(part));
}

/// What is older than the span or more than the bytes allow goes; the memory of one part is used again.
void MarketMemory::trim(Timestamp now)
{
    constexpr std::size_t kPartBytes = kPartEvents * sizeof(MarketEvent);
    const std::size_t most = std::max<std::size_t>(2, m_limits.bytes / kPartBytes) - 1;
    const std::lock_guard lock(m_mutex);
    const auto old = [&] {
        if (m_parts.size() > most)
            return true;
        return m_parts.size() > 1 && m_parts[1]->startable && now - m_parts[1]->begin > m_limits.span;
    };
    while (old()) {
        if (m_parts.front()->lent.load(std::memory_order_acquire) == 0)
            m_spare = std::move(m_parts.front());
        m_parts.pop_front();
    }
    // Nothing can begin in the middle of an update.
    while (!m_parts.empty() && !m_parts.front()->startable)
        m_parts.pop_front();
}

std::shared_ptr<MarketMemory::Part> MarketMemory::freshPart()
{
    if (!m_spare)
        return std::make_shared<Part>();
    std::shared_ptr<Part> part = std::move(m_spare);
    part->count.store(0);
    part->picture = 0;
    return part;
}

void MarketMemory::addPicture(const MarketEvent& next, const Engine& engine)
{
    MarketEvent up;
    up.kind = MarketKind::FeedUp;
    up.venue = next.venue;
    up.venueTime = next.venueTime;
    up.localTime = next.localTime;
    append(up);
    for (const Header& header : m_headers)
        addBook(header, next, engine);
    m_part->picture = m_count;
}

/// The best levels of a book that may be believed, as a snapshot that the next change of the venue continues.
void MarketMemory::addBook(const Header& header, const MarketEvent& next, const Engine& engine)
{
    const MarketHealth health = engine.market(header.instrument).health;
    const OrderBook* book = engine.book(header.instrument);
    if (book == nullptr || header.lastId == 0 || (health != MarketHealth::Live && health != MarketHealth::Stale))
        return;
    std::array<Level, kPictureLevels> levels;
    const std::size_t depth = std::min(kPictureLevels, kPartEvents / 8 / m_headers.size());
    MarketEvent event;
    event.kind = MarketKind::BookSnapshot;
    event.instrument = header.instrument;
    event.venue = next.venue;
    event.venueTime = next.venueTime;
    event.localTime = next.localTime;
    event.lastId = header.lastId;
    event.levels = static_cast<std::uint16_t>(
        std::min(depth, book->levelCount(Side::Buy)) + std::min(depth, book->levelCount(Side::Sell)));
    event.last = event.levels == 0;
    append(event);
    std::size_t left = event.levels;
    event.kind = MarketKind::BookLevel;
    event.levels = 0;
    event.lastId = 0;
    for (const Side side : {Side::Buy, Side::Sell}) {
        const std::size_t count = book->top(side, std::span(levels).first(depth));
        for (std::size_t i = 0; i < count; ++i) {
            event.side = side;
            event.price = levels[i].price;
            event.qty = levels[i].qty;
            event.last = --left == 0;
            append(event);
        }
    }
}

MarketMemory::Window MarketMemory::window(Duration span) const
{
    Window window;
    window.m_instruments = m_instruments;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& part : m_parts) {
            part->lent.fetch_add(1, std::memory_order_relaxed);
            // The last copy of the loan gives the part back, after everything that was read from it.
            const std::shared_ptr<const Part> loan(part.get(),
                [part](const Part*) { part->lent.fetch_sub(1, std::memory_order_release); });
            window.m_pieces.push_back({loan, part->count.load(std::memory_order_acquire)});
        }
    }
    auto& pieces = window.m_pieces;
    while (!pieces.empty() && pieces.back().count <= pieces.back().part->picture)
        pieces.pop_back();
    if (pieces.empty())
        return window;
    window.m_to = pieces.back().part->events[pieces.back().count - 1].localTime;
    std::size_t first = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].part->startable && pieces[i].part->begin <= window.m_to - span)
            first = i;
    }
    pieces.erase(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(first));
    window.m_from = pieces.front().part->begin;
    Duration least{std::numeric_limits<std::int64_t>::max()};
    for (const Window::Piece& piece : pieces) {
        window.m_events += piece.count - piece.part->picture;
        for (std::size_t i = piece.part->picture; i < piece.count; ++i) {
            const MarketEvent& event = piece.part->events[i];
            if (event.venueTime.valid())
                least = std::min(least, event.localTime - event.venueTime);
        }
    }
    window.m_leastLatency = least.ns == std::numeric_limits<std::int64_t>::max() ? Duration{} : least;
    return window;
}

/// Hands out the parts as they are; only the first one's picture is part of the story.
class MarketMemory::Window::Source final : public backtest::EventSource {
public:
    explicit Source(Window window) : m_window(std::move(window)) {}

    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_window.m_instruments; }
    Result<std::span<const MarketEvent>> next() override
    {
        if (m_next == m_window.m_pieces.size())
            return std::span<const MarketEvent>{};
        const Piece& piece = m_window.m_pieces[m_next];
        const std::size_t from = m_next == 0 ? 0 : piece.part->picture;
        ++m_next;
        return std::span<const MarketEvent>(piece.part->events.get() + from, piece.count - from);
    }
    Result<void> rewind() override
    {
        m_next = 0;
        return {};
    }
    std::uint64_t expectedEvents() const override { return m_window.m_events; }
    Duration leastFeedLatency() const override { return m_window.m_leastLatency; }
    SequenceRule sequenceRule(InstrumentId) const override { return kBinanceSpotRule; } // that of the engine's setup

private:
    const Window m_window;
    std::size_t m_next = 0;
};

std::unique_ptr<backtest::EventSource> MarketMemory::Window::source() const
{
    return std::make_unique<Source>(*this);
}

} // namespace maker
