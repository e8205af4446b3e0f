#include "session/lab/source_taps.h"

#include <algorithm>

namespace maker {

CandleTap::CandleTap(std::unique_ptr<backtest::EventSource> source, const std::string& symbol, std::vector<Candle>& candles)
    : SourceTap(std::move(source)), m_candles(candles)
{
    for (const auto& instrument : m_source->instruments()) {
        if (symbol.empty() || instrument->symbol().view() == symbol) {
            m_watched = instrument->id();
            break;
        }
    }
}

CandleTap::~CandleTap()
{
    if (m_builder.live())
        m_candles.push_back(*m_builder.live());
}

Result<std::span<const MarketEvent>> CandleTap::next()
{
    const auto batch = m_source->next();
    if (!batch)
        return batch;
    for (const MarketEvent& event : *batch) {
        if (event.kind == MarketKind::Trade && event.instrument == m_watched)
            m_builder.onTrade(event, [this](const Candle& candle) { m_candles.push_back(candle); });
    }
    return batch;
}

Result<void> CandleTap::rewind()
{
    m_builder = CandleBuilder(Duration::seconds(60));
    m_candles.clear();
    return m_source->rewind();
}

Result<std::span<const MarketEvent>> CutTap::next()
{
    if (m_over)
        return std::span<const MarketEvent>{};
    auto batch = m_source->next();
    if (!batch)
        return batch;
    const auto later = std::ranges::find_if(*batch, [this](const MarketEvent& event) { return event.localTime > m_until; });
    m_over = later != batch->end();
    return batch->first(static_cast<std::size_t>(later - batch->begin()));
}

Result<void> CutTap::rewind()
{
    m_over = false;
    return m_source->rewind();
}

Result<std::span<const MarketEvent>> StopTap::next()
{
    if (m_stopped && m_stopped())
        return fail(ErrorCode::Canceled, "It was canceled.");
    return m_source->next();
}

Result<std::span<const MarketEvent>> LatencyTap::next()
{
    const auto batch = m_source->next();
    if (!batch)
        return batch;
    const Duration ahead = std::min(m_source->leastFeedLatency(), Duration{});
    for (const MarketEvent& event : *batch) {
        if (event.venueTime.valid())
            m_largest = std::max(m_largest, (event.localTime - event.venueTime) - ahead);
    }
    return batch;
}

std::vector<Candle> joinCandles(const std::vector<std::vector<Candle>>& lists, Timestamp from, Timestamp to)
{
    constexpr Duration kMinute = Duration::seconds(60);
    std::vector<Candle> all;
    for (const auto& some : lists)
        all.insert(all.end(), some.begin(), some.end());
    std::erase_if(all, [&](const Candle& candle) { return candle.openTime > to || candle.openTime + kMinute < from; });
    std::stable_sort(all.begin(), all.end(), [](const Candle& a, const Candle& b) { return a.openTime < b.openTime; });
    std::vector<Candle> out;
    for (const Candle& candle : all) {
        if (out.empty() || out.back().openTime != candle.openTime)
            out.push_back(candle);
        else
            extend(out.back(), candle);
    }
    return out;
}

} // namespace maker
