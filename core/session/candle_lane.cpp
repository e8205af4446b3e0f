#include "session/candle_lane.h"

#include <algorithm>

namespace maker {

CandleLane::CandleLane(std::vector<InstrumentId> instruments)
{
    for (const InstrumentId instrument : instruments) {
        Market& market = m_markets.emplace_back();
        market.instrument = instrument;
        for (std::size_t i = 0; i < kIntervals; ++i) {
            market.builders.emplace_back(Duration::seconds(kCandleSeconds[i]));
            market.closed[i] = std::make_shared<std::vector<Candle>>();
            market.versions[i] = 1;
        }
    }
}

void CandleLane::preload(InstrumentId instrument, std::int32_t seconds, std::vector<Candle> closed)
{
    Market* market = find(instrument);
    const auto interval = std::find(kCandleSeconds.begin(), kCandleSeconds.end(), seconds);
    if (market == nullptr || interval == kCandleSeconds.end())
        return;
    *market->closed[static_cast<std::size_t>(interval - kCandleSeconds.begin())] = std::move(closed);
}

void CandleLane::onTrade(const MarketEvent& trade)
{
    for (std::size_t m = 0; m < m_markets.size(); ++m) {
        Market& market = m_markets[m];
        if (market.instrument != trade.instrument)
            continue;
        for (std::size_t i = 0; i < kIntervals; ++i) {
            market.builders[i].onTrade(trade, [&](const Candle& candle) {
                m_closed.tryPush({static_cast<std::uint16_t>(m), static_cast<std::uint16_t>(i), candle});
            });
        }
        market.changed = true;
    }
}

void CandleLane::onTime(Timestamp now)
{
    for (std::size_t m = 0; m < m_markets.size(); ++m) {
        Market& market = m_markets[m];
        for (std::size_t i = 0; i < kIntervals; ++i) {
            market.builders[i].onTime(now, [&](const Candle& candle) {
                m_closed.tryPush({static_cast<std::uint16_t>(m), static_cast<std::uint16_t>(i), candle});
                market.changed = true;
            });
        }
    }
}

void CandleLane::publish()
{
    for (Market& market : m_markets) {
        if (!std::exchange(market.changed, false))
            continue;
        Live live;
        for (std::size_t i = 0; i < kIntervals; ++i)
            live.candles[i] = market.builders[i].live().value_or(Candle{});
        market.live.publish(live);
    }
}

bool CandleLane::read(InstrumentId instrument, std::int32_t seconds, CandleSeries& out)
{
    takeClosed();
    Market* market = find(instrument);
    const auto found = std::find(kCandleSeconds.begin(), kCandleSeconds.end(), seconds);
    if (market == nullptr || found == kCandleSeconds.end())
        return false;
    const std::size_t interval = static_cast<std::size_t>(found - kCandleSeconds.begin());
    const Live* live = market->live.read();
    const std::uint64_t version = market->versions[interval] + market->live.readVersion();
    if (out.closed != nullptr && out.version == version)
        return false;
    out.version = version;
    out.closed = market->closed[interval];
    out.live = live != nullptr ? live->candles[interval] : Candle{};
    return true;
}

CandleLane::Market* CandleLane::find(InstrumentId instrument)
{
    const auto found = std::find_if(
        m_markets.begin(), m_markets.end(), [&](const Market& market) { return market.instrument == instrument; });
    return found == m_markets.end() ? nullptr : &*found;
}

void CandleLane::takeClosed()
{
    Closed closed;
    while (m_closed.tryPop(closed)) {
        Market& market = m_markets[closed.market];
        auto& series = market.closed[closed.interval];
        // A panel that holds the series keeps seeing what it was given.
        if (series.use_count() > 1)
            series = std::make_shared<std::vector<Candle>>(*series);
        if (series->size() >= kKept + kKept / 10)
            series->erase(series->begin(), series->begin() + static_cast<std::ptrdiff_t>(kKept / 10));
        // History that was loaded may already hold this time.
        if (series->empty() || series->back().openTime < closed.candle.openTime)
            series->push_back(closed.candle);
        ++market.versions[closed.interval];
    }
}

} // namespace maker
