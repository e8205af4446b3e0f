#include "venues/api/instrument_set.h"

#include <algorithm>
#include <utility>

namespace maker {

InstrumentSet::InstrumentSet(std::vector<std::shared_ptr<const Instrument>> instruments)
    : m_instruments(std::move(instruments))
{
    if (m_instruments.empty())
        return;
    std::uint32_t last = 0;
    m_firstId = m_instruments.front()->id().value;
    for (const auto& instrument : m_instruments) {
        m_firstId = std::min(m_firstId, instrument->id().value);
        last = std::max(last, instrument->id().value);
        m_bySymbol.push_back({instrument->symbol(), instrument.get()});
    }
    m_byId.resize(last - m_firstId + 1);
    for (const auto& instrument : m_instruments)
        m_byId[instrument->id().value - m_firstId] = instrument.get();
    std::sort(m_bySymbol.begin(), m_bySymbol.end(), [](const Named& a, const Named& b) { return a.symbol < b.symbol; });
}

const Instrument* InstrumentSet::find(InstrumentId id) const noexcept
{
    const std::uint32_t index = id.value - m_firstId; // wraps to a large number below the first
    return index < m_byId.size() ? m_byId[index] : nullptr;
}

const Instrument* InstrumentSet::findSymbol(std::string_view symbol) const noexcept
{
    const auto it = std::lower_bound(m_bySymbol.begin(), m_bySymbol.end(), symbol,
        [](const Named& named, std::string_view wanted) { return named.symbol.view() < wanted; });
    return it != m_bySymbol.end() && it->symbol.view() == symbol ? it->instrument : nullptr;
}

} // namespace maker
