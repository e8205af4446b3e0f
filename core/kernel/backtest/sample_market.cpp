#include "kernel/backtest/sample_market.h"

#include <algorithm>
#include <span>
#include <utility>

namespace maker {

namespace {
constexpr VenueId kVenue{1};
constexpr Duration kStep = Duration::millis(100);
constexpr std::size_t kBatch = 4096;
constexpr std::size_t kSnapshotLevels = 1000;
} // namespace

SampleMarket::SampleMarket(Config config) : m_config(config)
{
    for (const sim::MarketProfile& profile : sim::demoProfiles(kVenue)) {
        auto instrument = Instrument::make(profile.spec);
        if (instrument)
            m_instruments.push_back(std::make_shared<const Instrument>(std::move(*instrument)));
    }
    static_cast<void>(rewind());
}

SampleMarket::~SampleMarket() = default;

Result<void> SampleMarket::rewind()
{
    m_generator.reset();
    m_exchange = std::make_unique<sim::SimExchange>(sim::SimExchange::Config{});
    sim::MarketGenerator::Config config;
    config.seed = m_config.seed;
    config.profiles = sim::demoProfiles(kVenue);
    m_now = m_config.begin;
    m_begun = false;
    m_batch.clear();
    if (m_config.orders) // those that the generator begins with, too
        m_exchange->setListener(this);
    m_generator = std::make_unique<sim::MarketGenerator>(*m_exchange, std::move(config), m_now);
    m_exchange->setListener(this);
    return {};
}

Result<std::span<const MarketEvent>> SampleMarket::next()
{
    if (!m_begun) {
        begin();
        return std::span<const MarketEvent>(m_batch);
    }
    m_batch.clear();
    const Timestamp end = m_config.begin + m_config.length;
    while (m_batch.size() < kBatch && m_now < end) {
        Timestamp until = m_now + kStep;
        if (m_config.orders)
            until = std::min(until, m_generator->nextAction());
        const auto stepBegin = static_cast<std::ptrdiff_t>(m_batch.size());
        m_generator->advance(until);
        m_now = until;
        // The crowds act one after the other, their trades belong in one order of time.
        std::stable_sort(m_batch.begin() + stepBegin, m_batch.end(),
            [](const MarketEvent& a, const MarketEvent& b) { return a.localTime < b.localTime; });
        for (const auto& instrument : m_instruments)
            changes(instrument->id());
    }
    return std::span<const MarketEvent>(m_batch);
}

/// The books, and behind their levels the orders that they are made of.
void SampleMarket::begin()
{
    m_begun = true;
    const std::vector<MarketEvent> orders = std::exchange(m_batch, {});
    MarketEvent up;
    up.kind = MarketKind::FeedUp;
    up.venue = kVenue;
    add(up);
    for (const auto& instrument : m_instruments) {
        snapshot(instrument->id());
        if (!m_config.orders)
            continue;
        MarketEvent forget;
        forget.kind = MarketKind::BookOrder;
        forget.instrument = instrument->id();
        add(forget);
        for (const MarketEvent& order : orders) {
            if (order.instrument != instrument->id())
                continue;
            m_batch.back().last = false;
            m_batch.push_back(order);
        }
    }
}

void SampleMarket::onResting(const sim::SimResting& order)
{
    if (!m_config.orders)
        return;
    MarketEvent event;
    event.kind = MarketKind::BookOrder;
    event.side = order.side;
    event.instrument = order.instrument;
    event.price = order.price;
    event.qty = order.leaves;
    event.lastId = order.order;
    event.venueTime = order.time;
    add(event);
}

void SampleMarket::add(MarketEvent event)
{
    event.venue = kVenue;
    if (!event.venueTime.valid())
        event.venueTime = m_now;
    event.localTime = event.venueTime + m_config.feedLatency;
    m_batch.push_back(event);
}

void SampleMarket::onTrade(const sim::SimTrade& trade)
{
    if (!m_begun)
        return;
    MarketEvent event;
    event.kind = MarketKind::Trade;
    event.side = trade.takerSide;
    event.instrument = trade.instrument;
    event.price = trade.price;
    event.qty = trade.qty;
    event.lastId = trade.tradeId;
    event.venueTime = trade.time;
    add(event);
}

void SampleMarket::snapshot(InstrumentId instrument)
{
    const sim::UpdateRange range = m_exchange->takeChanges(instrument, m_changes);
    std::vector<sim::DepthLevel> bids(kSnapshotLevels);
    std::vector<sim::DepthLevel> asks(kSnapshotLevels);
    const sim::MatchCore& book = m_exchange->book(instrument);
    bids.resize(book.depth(Side::Buy, bids));
    asks.resize(book.depth(Side::Sell, asks));
    MarketEvent header;
    header.kind = MarketKind::BookSnapshot;
    header.instrument = instrument;
    header.lastId = range.last;
    header.levels = static_cast<std::uint16_t>(bids.size() + asks.size());
    header.last = header.levels == 0;
    add(header);
    std::size_t left = header.levels;
    for (const auto* side : {&bids, &asks}) {
        for (const sim::DepthLevel& level : *side)
            addLevel(instrument, {side == &bids ? Side::Buy : Side::Sell, level.price, level.qty}, --left == 0);
    }
}

void SampleMarket::changes(InstrumentId instrument)
{
    const sim::UpdateRange range = m_exchange->takeChanges(instrument, m_changes);
    if (range.last < range.first)
        return;
    MarketEvent header;
    header.kind = MarketKind::BookDelta;
    header.instrument = instrument;
    header.firstId = range.first;
    header.lastId = range.last;
    header.levels = static_cast<std::uint16_t>(m_changes.size());
    header.last = m_changes.empty();
    add(header);
    for (std::size_t i = 0; i < m_changes.size(); ++i)
        addLevel(instrument, m_changes[i], i + 1 == m_changes.size());
}

void SampleMarket::addLevel(InstrumentId instrument, const sim::LevelChange& level, bool last)
{
    MarketEvent event;
    event.kind = MarketKind::BookLevel;
    event.instrument = instrument;
    event.side = level.side;
    event.price = level.price;
    event.qty = level.qty;
    event.last = last;
    add(event);
}

} // namespace maker
