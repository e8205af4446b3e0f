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

std::vector<InstrumentId> idsOf(const std::vector<std::shared_ptr<const Instrument>>& instruments)
{
    std::vector<InstrumentId> ids;
    for (const auto& instrument : instruments)
        ids.push_back(instrument->id());
    return ids;
}

Timestamp endOf(const MemoryPart& part)
{
    return part.packed ? part.packed->to() : part.raw->events[part.count - 1].localTime;
}

} // namespace

MarketMemory::MarketMemory(std::vector<std::shared_ptr<const Instrument>> instruments, Limits limits)
    : m_instruments(std::move(instruments)), m_parts(idsOf(m_instruments), limits)
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
    MemoryPart part;
    part.raw = m_parts.fresh();
    part.begin = next.localTime;
    part.startable = m_between;
    m_raw = part.raw.get();
    m_count = 0;
    m_rollAt = next.localTime + kPartSpan;
    if (m_between)
        addPicture(next, engine);
    part.picture = m_count;
    m_parts.add(std::move(part));
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
    std::vector<MemoryPart> parts = m_parts.lend();
    while (!parts.empty() && parts.back().count <= parts.back().picture)
        parts.pop_back();
    const auto begin = std::ranges::find_if(parts, &MemoryPart::startable);
    if (begin == parts.end())
        return window;
    window.m_to = endOf(parts.back());
    auto first = begin;
    for (auto part = begin; part != parts.end(); ++part) {
        if (part->startable && part->begin <= window.m_to - span)
            first = part;
    }
    parts.erase(parts.begin(), first);
    window.m_from = parts.front().begin;
    Duration least{std::numeric_limits<std::int64_t>::max()};
    for (const MemoryPart& part : parts) {
        window.m_events += part.count - part.picture;
        // A picture has the times of the event behind it, so it does not change the least.
        least = std::min(least,
            part.packed ? part.packed->leastLatency() : leastLatencyOf({part.raw->events.get(), part.count}));
    }
    window.m_leastLatency = least.ns == std::numeric_limits<std::int64_t>::max() ? Duration{} : least;
    window.m_parts = std::move(parts);
    return window;
}

/// Hands out part after part, unpacked into memory of its own where it is packed; only the first one's picture is part of
/// the story.
class MarketMemory::Window::Source final : public backtest::EventSource {
public:
    explicit Source(Window window) : m_window(std::move(window)), m_unpacker({idsOf(m_window.m_instruments), {}}) {}

    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_window.m_instruments; }
    Result<std::span<const MarketEvent>> next() override
    {
        if (m_next == m_window.m_parts.size())
            return std::span<const MarketEvent>{};
        const MemoryPart& part = m_window.m_parts[m_next];
        const std::size_t from = m_next == 0 ? 0 : part.picture;
        ++m_next;
        if (part.packed) {
            part.packed->unpack(m_unpacker, m_events);
            return std::span<const MarketEvent>(m_events).subspan(from);
        }
        return std::span<const MarketEvent>(part.raw->events.get(), part.count).subspan(from);
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
    EventUnpacker m_unpacker;
    std::vector<MarketEvent> m_events; ///< of the part that was handed out last
    std::size_t m_next = 0;
};

std::unique_ptr<backtest::EventSource> MarketMemory::Window::source() const
{
    return std::make_unique<Source>(*this);
}

} // namespace maker
