#pragma once

#include "bench/l2/frames.h"
#include "bench/support/figure.h"
#include "kernel/engine/engine.h"
#include "lanes/ring.h"
#include "session/event_recorder.h"
#include "session/market_recorder.h"
#include "venues/api/instrument_set.h"
#include "venues/binance/parse/market_parser.h"
#include "venues/binance/request_writer.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bench {

/// When the steps of one frame ended, in nanoseconds after its first byte was looked at.
struct FrameTimes {
    double parsed = 0.0;
    double booked = 0.0;  ///< all records but the last one processed; only with `stages`
    double first = 0.0;   ///< signed bytes of the first request
    double last = 0.0;    ///< signed bytes of the last request
    double writing = 0.0; ///< part of the time spent in writing and signing; only with `stages`
    std::size_t requests = 0;
    std::size_t signedBytes = 0; ///< text that was signed for the first request
};

/// Writes and signs every request, and acknowledges all of them when it is asked to.
class SigningVenue final : public maker::OrderGateway, public maker::FeedControl {
public:
    SigningVenue(const maker::Instrument& instrument, const maker::Credentials& keys);

    void place(const maker::Approved<maker::NewOrder>& order) override;
    void replace(const maker::Approved<maker::ReplaceOrder>& replace) override;
    void cancel(const maker::CancelOrder& cancel) override;
    void cancelAll(maker::AccountId, maker::InstrumentId) override {}
    void query(const maker::CancelOrder&) override {}
    void reconcile(maker::AccountId account, maker::Timestamp since) override;
    void requestSnapshot(maker::InstrumentId) override {}

    void beginFrame(FrameTimes& times, bool stages, maker::Timestamp now);
    void deliver(maker::Engine& engine);

private:
    void begin();
    void note(std::string_view bytes);
    void answer(const maker::NewOrder& order, maker::ExecKind kind, maker::OrderState state);

    const maker::Instrument& m_instrument;
    maker::binance::RequestWriter m_writer;
    std::array<maker::ExecEvent, 64> m_answers;
    std::size_t m_answerCount = 0;
    std::uint64_t m_id = 0;
    FrameTimes* m_times = nullptr;
    bool m_stages = false;
    Clock::time_point m_start;
    Clock::time_point m_asked;
    maker::Timestamp m_now;
};

/// Rows go into a ring, as they do in the terminal, and are thrown away there.
class RingJournal final : public maker::JournalSink {
public:
    bool record(const maker::JournalRow& row) override { return m_ring.tryPush(row); }
    void empty();

private:
    maker::Ring<maker::JournalRow> m_ring{256};
};

/// Parser, engine with pure market making on both sides, risk and orders, and a venue that signs: one thread, no sockets.
class DeskRig {
public:
    /// Below `folder` go the recordings.
    explicit DeskRig(const std::string& folder);

    /// From now on each event is handed to these recorders before the engine has it, as in the terminal.
    void record(bool events, bool tapes) noexcept
    {
        m_recording = events;
        m_taping = tapes;
    }
    void begin(const Frames& snapshot);
    /// The frame must have Frames::kRoom readable bytes behind it.
    FrameTimes onFrame(const char* data, std::size_t size, bool stages);
    /// What the venue and the journal do between two frames.
    void settle();
    bool quoting() const;
    maker::RiskStatus risk() const { return m_engine->risk({1}); }

private:
    void process(const maker::MarketEvent& event);

    std::shared_ptr<const maker::Instrument> m_instrument;
    maker::InstrumentSet m_instruments;
    maker::binance::MarketParser m_parser;
    SigningVenue m_venue;
    RingJournal m_journal;
    std::unique_ptr<maker::Engine> m_engine;
    maker::EventRecorder m_recorder;
    maker::MarketRecorder m_tapes;
    bool m_recording = false;
    bool m_taping = false;
    maker::Timestamp m_now = maker::Timestamp::fromMillis(1'767'225'600'000);
};

} // namespace bench
