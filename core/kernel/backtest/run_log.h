#pragma once

#include "kernel/backtest/id_number.h"
#include "kernel/backtest/resting_prices.h"
#include "kernel/backtest/row_digest.h"
#include "kernel/engine/ports.h"
#include "kernel/portfolio/markouts.h"
#include "kernel/sim/growing_ring.h"
#include "kernel/sim/sim_venue.h"
#include "kernel/statistics/run_record.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maker::backtest {

/// Reads the journal of a running engine and keeps what its record will hold: fills with what was known of their orders,
/// what became of the orders, which of them rest, and the digest.
class RunLog final : public JournalSink, public sim::SimVenue::ArrivalListener {
public:
    /// `idMark`: how the ids of our orders begin, up to their number.
    RunLog(RunRecord& record, std::string_view idMark, JournalSink* next);

    void watch(StrategyId strategy, InstrumentId instrument);
    /// Only what happens from now on belongs to the record.
    void begin() noexcept { m_counting = true; }

    bool record(const JournalRow& row) override;

    /// The order serves this level of its strategy's quotes.
    void onSent(const NewOrder& order, std::uint8_t level);
    /// Where the orders come to rest, in the sequence in which they were sent.
    void onArrived(const sim::SimVenue::QueueView* queue) override;

    /// Our best resting prices of one strategy; zero: none.
    Price bestBid(std::size_t activity) const noexcept { return m_resting[activity].best(Side::Buy); }
    Price bestAsk(std::size_t activity) const noexcept { return m_resting[activity].best(Side::Sell); }

    std::string digest() const { return m_digest.text(); }

private:
    /// What is remembered of an order by the number in its id.
    struct Note {
        float share = -1.0F; ///< of the level ahead of it when it came to rest; negative: not known
        std::uint8_t level = 0;
        bool placed = false;
        bool filled = false;
        bool resting = false;
    };
    Note& noteOf(std::uint64_t sequence)
    {
        if (m_notes.size() < sequence) [[unlikely]]
            growNotes(sequence);
        return m_notes[sequence - 1];
    }
    /// An order sent that has not reached the venue yet.
    struct Underway {
        std::uint64_t sequence = 0;
        StrategyId strategy;
        InstrumentId instrument;
        Qty qty;
    };
    void growNotes(std::uint64_t sequence);
    QuoteActivity* activityOf(StrategyId strategy, InstrumentId instrument) noexcept;
    void onOrder(const Order& order, std::uint64_t sequence);
    std::uint64_t onOther(const JournalRow& row);
    void onFill(const Fill& fill, std::uint64_t sequence);
    void onMarkout(const FinishedMarkout& markout);
    Money notionalOf(const Fill& fill) const;

    RunRecord& m_record;
    IdNumber m_numberOf;
    JournalSink* m_next;
    RowDigest m_digest;
    std::vector<Note> m_notes; ///< by sequence - 1
    std::vector<RestingPrices> m_resting; ///< one for each activity
    sim::GrowingRing<Underway> m_underway;
    std::array<std::size_t, kMarkoutHorizons.size()> m_nextFill{}; ///< the oldest fill without an answer, per horizon
    bool m_counting = false;
};

} // namespace maker::backtest
