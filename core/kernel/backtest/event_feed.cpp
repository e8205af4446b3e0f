#include "kernel/backtest/event_feed.h"

#include "kernel/model/instrument_spec.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace maker::backtest {

namespace {

constexpr std::size_t kBatch = 2048;
constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

Timestamp received(const MarketEvent& event) noexcept
{
    return event.localTime.valid() ? event.localTime : event.venueTime;
}

/// The same instrument under another id. A linear contract is booked like the pair it stands for: the profit is the same,
/// only what is sold must be owned before.
Result<Instrument> renamed(const Instrument& instrument, InstrumentId id)
{
    InstrumentSpec spec = specOf(instrument);
    spec.id = id;
    spec.kind = InstrumentKind::Spot;
    return Instrument::make(spec);
}

} // namespace

Timestamp EventFeed::Lane::nextTime() const noexcept
{
    return at < batch.size() ? received(batch[at]) + shift : kNever;
}

Result<EventFeed> EventFeed::make(std::vector<std::unique_ptr<EventSource>> sources, const Options& options)
{
    EventFeed feed(options);
    for (auto& source : sources) {
        if (const auto added = feed.add(std::move(source)); !added)
            return tl::unexpected(added.error());
    }
    if (feed.m_lanes.empty())
        return fail(ErrorCode::InvalidArgument, "A backtest needs a recording.");
    const Lane& only = feed.m_lanes.front();
    feed.m_direct = feed.m_lanes.size() == 1 && !only.renamed && only.shift == Duration{};
    feed.m_merged.reserve(feed.m_direct ? 0 : 2 * kBatch);
    return feed;
}

Result<void> EventFeed::add(std::unique_ptr<EventSource> source)
{
    Lane lane;
    if (source->instruments().empty())
        return fail(ErrorCode::InvalidArgument, "A recording holds no instrument.");
    for (const auto& instrument : source->instruments()) {
        const auto ours = adopt(instrument);
        if (!ours)
            return tl::unexpected(ours.error());
        lane.ids.push_back(instrument->id());
        lane.ours.push_back(*ours);
        lane.renamed = lane.renamed || *ours != instrument->id();
    }
    lane.shift = std::max(Duration{}, m_options.leastLatency - source->leastFeedLatency());
    lane.source = std::move(source);
    if (const auto filled = fill(lane); !filled)
        return filled;
    m_lanes.push_back(std::move(lane));
    return {};
}

Result<InstrumentId> EventFeed::adopt(const std::shared_ptr<const Instrument>& instrument)
{
    if (instrument->kind() == InstrumentKind::InversePerpetual)
        return fail(ErrorCode::Unsupported, instrument->symbol().str()
                        + " is an inverse contract; backtests know spot pairs and linear contracts.");
    InstrumentId highest;
    bool taken = false;
    for (const auto& known : m_instruments) {
        if (known->venue() == instrument->venue() && known->symbol() == instrument->symbol()) {
            if (known->tickSize() != instrument->tickSize() || known->priceDecimals() != instrument->priceDecimals()
                || known->qtyDecimals() != instrument->qtyDecimals())
                return fail(ErrorCode::InvalidArgument,
                            "Two recordings disagree about the price or quantity steps of " + known->symbol().str() + '.');
            return known->id();
        }
        highest = std::max(highest, known->id());
        taken = taken || known->id() == instrument->id();
    }
    if (!taken && instrument->kind() == InstrumentKind::Spot) {
        m_instruments.push_back(instrument);
        return instrument->id();
    }
    const InstrumentId id = taken ? InstrumentId{highest.value + 1} : instrument->id();
    auto made = renamed(*instrument, id);
    if (!made)
        return tl::unexpected(made.error());
    m_instruments.push_back(std::make_shared<const Instrument>(std::move(*made)));
    return id;
}

SequenceRule EventFeed::ruleOf(InstrumentId instrument) const
{
    for (const Lane& lane : m_lanes) {
        const auto found = std::ranges::find(lane.ours, instrument);
        if (found != lane.ours.end())
            return lane.source->sequenceRule(lane.ids[static_cast<std::size_t>(found - lane.ours.begin())]);
    }
    return kBinanceSpotRule;
}

bool EventFeed::orderByOrder(InstrumentId instrument) const
{
    return std::ranges::any_of(m_lanes, [instrument](const Lane& lane) {
        return std::ranges::find(lane.ours, instrument) != lane.ours.end() && lane.source->orderByOrder();
    });
}

std::uint64_t EventFeed::expectedEvents() const
{
    std::uint64_t sum = 0;
    for (const Lane& lane : m_lanes) {
        if (lane.source->expectedEvents() == 0)
            return 0;
        sum += lane.source->expectedEvents();
    }
    return sum;
}

Result<void> EventFeed::fill(Lane& lane)
{
    if (lane.ended || lane.at < lane.batch.size())
        return {};
    auto batch = lane.source->next();
    if (!batch)
        return tl::unexpected(batch.error());
    lane.batch = *batch;
    lane.at = 0;
    lane.ended = lane.batch.empty();
    return {};
}

Result<std::span<const MarketEvent>> EventFeed::next()
{
    if (m_over)
        return std::span<const MarketEvent>{};
    return m_direct ? nextDirect() : nextMerged();
}

Result<std::span<const MarketEvent>> EventFeed::nextDirect()
{
    Lane& lane = m_lanes.front();
    if (const auto filled = fill(lane); !filled)
        return tl::unexpected(filled.error());
    lane.at = lane.batch.size();
    return upToEnd(lane.batch);
}

Result<std::span<const MarketEvent>> EventFeed::nextMerged()
{
    m_merged.clear();
    while (m_merged.size() < kBatch) {
        Lane* first = nullptr;
        for (Lane& lane : m_lanes) {
            if (const auto filled = fill(lane); !filled)
                return tl::unexpected(filled.error());
            if (!lane.ended && (first == nullptr || lane.nextTime() < first->nextTime()))
                first = &lane;
        }
        if (first == nullptr)
            break;
        Timestamp until = kNever;
        bool inclusive = true;
        for (const Lane& lane : m_lanes) {
            if (&lane != first && !lane.ended && lane.nextTime() < until) {
                until = lane.nextTime();
                inclusive = first < &lane;
            }
        }
        takeRun(*first, until, inclusive);
    }
    return upToEnd(m_merged);
}

/// What one recording holds before the next record of any other.
void EventFeed::takeRun(Lane& lane, Timestamp until, bool inclusive)
{
    do {
        take(lane, lane.batch[lane.at++]);
    } while (lane.at < lane.batch.size() && m_merged.size() < kBatch
             && (lane.nextTime() < until || (inclusive && lane.nextTime() == until)));
}

void EventFeed::take(Lane& lane, const MarketEvent& event)
{
    MarketEvent moved = event;
    moved.localTime = received(event) + lane.shift;
    if (!event.instrument.valid() && m_lanes.size() > 1) {
        // Of one recording's connection: the instruments of the others know nothing of it.
        for (const InstrumentId ours : lane.ours) {
            moved.instrument = ours;
            m_merged.push_back(moved);
        }
        return;
    }
    if (lane.renamed && event.instrument.valid()) {
        const auto found = std::ranges::find(lane.ids, event.instrument);
        if (found == lane.ids.end())
            return;
        moved.instrument = lane.ours[static_cast<std::size_t>(found - lane.ids.begin())];
    }
    m_merged.push_back(moved);
}

std::span<const MarketEvent> EventFeed::upToEnd(std::span<const MarketEvent> events)
{
    if (!m_options.to.valid() || events.empty() || received(events.back()) <= m_options.to)
        return events;
    const auto late = std::ranges::find_if(events, [&](const MarketEvent& event) { return received(event) > m_options.to; });
    m_over = true;
    return events.first(static_cast<std::size_t>(late - events.begin()));
}

} // namespace maker::backtest
