#include "kernel/engine/account_link.h"

#include <algorithm>

namespace maker {

namespace {

/// Clocks differ and trades may be reported late: asking for too much costs nothing, a trade is booked once.
constexpr Duration kOverlap = Duration::seconds(60);

} // namespace

void AccountLink::beginAsking(Timestamp now, bool ownOrdersOpen) noexcept
{
    if (!m_since.valid())
        m_since = now - kOverlap;
    m_phase = Phase::Asking;
    m_asked = now;
    m_disturbed = ownOrdersOpen;
    for (VenueBalance& balance : m_balances)
        balance.listed = false;
}

void AccountLink::goClean(Timestamp now) noexcept
{
    m_phase = Phase::Clean;
    followed = 0;
    m_since = std::max(m_since, m_asked - kOverlap);
    m_asked = now;
}

VenueBalance& AccountLink::onBalance(const ExecEvent& event)
{
    auto found = std::find_if(m_balances.begin(), m_balances.end(),
                              [&](const VenueBalance& balance) { return balance.asset == event.asset; });
    if (found == m_balances.end()) {
        m_balances.push_back({.asset = event.asset, .free = {}, .locked = {}, .listed = false, .differsSince = {}});
        found = m_balances.end() - 1;
    }
    found->free = event.free;
    found->locked = event.locked;
    found->listed = true;
    return *found;
}

} // namespace maker
