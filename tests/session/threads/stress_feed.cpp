#include "session/threads/stress_feed.h"

#include "venues/api/venue_clock.h"

#include <chrono>

namespace maker::test {

using namespace std::chrono_literals;

void StressFeed::start()
{
    m_thread = std::thread([this] { run(); });
}

void StressFeed::stop()
{
    m_stop.store(true);
    if (m_thread.joinable())
        m_thread.join();
}

void StressFeed::run()
{
    for (std::uint64_t turn = 0; !m_stop.load(); ++turn) {
        if (m_down) {
            m_down = !(state(MarketKind::FeedDown) && state(MarketKind::FeedUp));
            m_asked.store(false);
            if (m_down) {
                std::this_thread::sleep_for(1ms);
                continue;
            }
            snapshot();
        }
        if (m_asked.exchange(false))
            snapshot();
        if (m_random() % 4'000 == 0)
            m_id += 3; // updates that never came
        update();
        if (turn % 4 == 0)
            trade();
        // A burst that nobody could follow, then the rate of a busy market.
        if (turn % 20'000 > 2'000)
            std::this_thread::sleep_for(20us);
    }
}

bool StressFeed::offer(std::vector<MarketEvent> events)
{
    const Timestamp now = localNow();
    for (std::size_t i = 0; i < events.size(); ++i) {
        events[i].instrument = m_instrument.id();
        events[i].venue = VenueId{1};
        events[i].localTime = events[i].venueTime = now;
        events[i].last = i + 1 == events.size();
    }
    if (!m_engine.offerMarket(events.data(), events.size())) {
        ++m_overflows;
        m_down = true;
        return false;
    }
    m_offered += events.size();
    return true;
}

bool StressFeed::state(MarketKind kind)
{
    MarketEvent event;
    event.kind = kind;
    event.venue = VenueId{1};
    event.localTime = localNow();
    if (!m_engine.offerMarket(&event, 1))
        return false;
    ++m_offered;
    return true;
}

MarketEvent StressFeed::level(Side side, std::int64_t price, std::int64_t qty) const
{
    MarketEvent event;
    event.kind = MarketKind::BookLevel;
    event.side = side;
    event.price = {price};
    event.qty = {qty};
    return event;
}

void StressFeed::snapshot()
{
    MarketEvent header;
    header.kind = MarketKind::BookSnapshot;
    header.firstId = header.lastId = m_id;
    header.levels = 2;
    offer({header, level(Side::Buy, m_bid, 30'000), level(Side::Sell, m_ask, 30'000)});
}

void StressFeed::update()
{
    const std::int64_t before[2] = {m_bid, m_ask};
    const std::int64_t move = static_cast<std::int64_t>(m_random() % 401) - 200;
    m_bid += move;
    m_ask += move;
    MarketEvent header;
    header.kind = MarketKind::BookDelta;
    header.firstId = header.lastId = ++m_id;
    header.levels = 4;
    offer({header, level(Side::Buy, before[0], 0), level(Side::Sell, before[1], 0), level(Side::Buy, m_bid, 30'000),
        level(Side::Sell, m_ask, 30'000)});
}

void StressFeed::trade()
{
    MarketEvent event;
    event.kind = MarketKind::Trade;
    event.side = m_random() % 2 == 0 ? Side::Buy : Side::Sell;
    event.price = {event.side == Side::Buy ? m_ask : m_bid};
    event.qty = {1 + static_cast<std::int64_t>(m_random() % 500)};
    offer({event});
}

} // namespace maker::test
