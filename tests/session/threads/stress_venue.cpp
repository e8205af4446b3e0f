#include "session/threads/stress_venue.h"

#include "venues/api/venue_clock.h"

namespace maker::test {

StressVenue::StressVenue(std::shared_ptr<const Instrument> instrument) : m_venue(std::move(instrument), AccountId{1})
{
    m_venue.fund(Money::fromInt(50), Money::fromInt(3'000'000));
    m_venue.feeBps = 1;
    m_venue.faults.repeatsFill = 0.05;
}

void StressVenue::start()
{
    m_venue.now = localNow();
    m_venue.tell(m_venue.about({}, ExecKind::TradingUp));
    deliver();
}

void StressVenue::turn(bool crowd)
{
    m_venue.now = localNow();
    if (crowd && m_random() % 8 == 0)
        m_venue.hit(m_random() % 2 == 0 ? Side::Buy : Side::Sell, {1 + static_cast<std::int64_t>(m_random() % 60)});
    deliver();
}

void StressVenue::deliver()
{
    while (!m_venue.answers.empty()) {
        const ExecEvent event = m_venue.answers.front();
        m_venue.answers.pop_front();
        m_lost = !m_sink(&event, 1) || m_lost;
    }
}

} // namespace maker::test
