#pragma once

#include "kernel/backtest/event_source.h"
#include "kernel/pricing/candle_builder.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace maker {

/// Passes a recording on as it is; what stands between a recording and a run begins here.
class SourceTap : public backtest::EventSource {
public:
    explicit SourceTap(std::unique_ptr<backtest::EventSource> source) : m_source(std::move(source)) {}

    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_source->instruments(); }
    Result<std::span<const MarketEvent>> next() override { return m_source->next(); }
    Result<void> rewind() override { return m_source->rewind(); }
    std::uint64_t expectedEvents() const override { return m_source->expectedEvents(); }
    Duration leastFeedLatency() const override { return m_source->leastFeedLatency(); }
    SequenceRule sequenceRule(InstrumentId instrument) const override { return m_source->sequenceRule(instrument); }
    bool orderByOrder() const override { return m_source->orderByOrder(); }

protected:
    std::unique_ptr<backtest::EventSource> m_source;
};

/// Makes one-minute candles of one symbol's trades on the way; the open one is handed over at the end of the tap.
class CandleTap final : public SourceTap {
public:
    /// An empty symbol: the first instrument.
    CandleTap(std::unique_ptr<backtest::EventSource> source, const std::string& symbol, std::vector<Candle>& candles);
    ~CandleTap() override;

    Result<std::span<const MarketEvent>> next() override;
    Result<void> rewind() override;

private:
    std::vector<Candle>& m_candles;
    InstrumentId m_watched;
    CandleBuilder m_builder{Duration::seconds(60)};
};

/// Ends a recording where it was cut: nothing that was received later is there.
class CutTap final : public SourceTap {
public:
    CutTap(std::unique_ptr<backtest::EventSource> source, Timestamp until) : SourceTap(std::move(source)), m_until(until) {}

    Result<std::span<const MarketEvent>> next() override;
    Result<void> rewind() override;

private:
    Timestamp m_until;
    bool m_over = false;
};

/// Gives up with Canceled when asked to.
class StopTap final : public SourceTap {
public:
    StopTap(std::unique_ptr<backtest::EventSource> source, std::function<bool()> stopped)
        : SourceTap(std::move(source)), m_stopped(std::move(stopped))
    {
    }

    Result<std::span<const MarketEvent>> next() override;

private:
    std::function<bool()> m_stopped;
};

/// Knows the largest feed latency that a run sees.
class LatencyTap final : public SourceTap {
public:
    LatencyTap(std::unique_ptr<backtest::EventSource> source, Duration& largest)
        : SourceTap(std::move(source)), m_largest(largest)
    {
    }

    Result<std::span<const MarketEvent>> next() override;

private:
    Duration& m_largest; ///< with clocks that differ set right
};

/// In order of time and between the two moments; a minute that two recordings share is one candle.
std::vector<Candle> joinCandles(const std::vector<std::vector<Candle>>& lists, Timestamp from, Timestamp to);

} // namespace maker
