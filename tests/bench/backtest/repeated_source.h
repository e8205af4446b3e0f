#pragma once

#include "tape/tape_source.h"

#include <memory>
#include <utility>
#include <vector>

namespace bench {

/// A tape played several times, each time later and with later ids: a longer recording of the same kind.
class RepeatedSource final : public maker::backtest::EventSource {
public:
    RepeatedSource(std::unique_ptr<maker::TapeSource> tape, int times) : m_tape(std::move(tape)), m_times(times) {}

    const std::vector<std::shared_ptr<const maker::Instrument>>& instruments() const override { return m_tape->instruments(); }
    maker::Result<std::span<const maker::MarketEvent>> next() override
    {
        auto batch = m_tape->next();
        if (batch && batch->empty() && ++m_round < m_times) {
            m_shift = m_last + maker::Duration::seconds(1) - m_first;
            m_ids = m_lastId;
            if (const auto again = m_tape->rewind(); !again)
                return tl::unexpected(again.error());
            batch = m_tape->next();
        }
        if (!batch || batch->empty())
            return batch;
        if (!m_first.valid())
            m_first = batch->front().venueTime;
        m_batch.assign(batch->begin(), batch->end());
        for (maker::MarketEvent& event : m_batch) {
            event.venueTime = event.venueTime + m_shift;
            event.localTime = event.localTime + m_shift;
            event.firstId += m_ids;
            event.lastId += m_ids;
            m_lastId = std::max(m_lastId, event.lastId);
        }
        m_last = m_batch.back().localTime;
        return std::span<const maker::MarketEvent>(m_batch);
    }
    maker::Result<void> rewind() override { return maker::fail(maker::ErrorCode::Unsupported, "Played once."); }
    std::uint64_t expectedEvents() const override { return m_tape->expectedEvents() * static_cast<std::uint64_t>(m_times); }
    maker::Duration leastFeedLatency() const override { return m_tape->leastFeedLatency(); }
    maker::SequenceRule sequenceRule(maker::InstrumentId id) const override { return m_tape->sequenceRule(id); }

private:
    std::unique_ptr<maker::TapeSource> m_tape;
    std::vector<maker::MarketEvent> m_batch;
    int m_times;
    int m_round = 0;
    maker::Duration m_shift;
    maker::Timestamp m_first;
    maker::Timestamp m_last;
    std::int64_t m_ids = 0;
    std::int64_t m_lastId = 0;
};

} // namespace bench
