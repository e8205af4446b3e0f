#pragma once

#include "kernel/engine/journal_text.h"
#include "lanes/ring.h"
#include "store/run_recording.h"

#include <atomic>
#include <optional>
#include <string>
#include <variant>

namespace maker {

/// Takes the engine's input from the engine thread to a recording written by the store thread. It never blocks the
/// engine and never stops trading: where it cannot follow, the recording breaks off and says so.
class EventRecorder {
public:
    static constexpr std::size_t kRing = 4096;
    static constexpr std::size_t kMarketRing = 1U << 16U;

    explicit EventRecorder(RunRecording::Config config);

    /// Opens the recording; before the engine is made, so that no row is missed.
    Result<void> begin(const EngineSetup& setup);

    // engine thread
    void record(const MarketEvent& event)
    {
        if (m_market)
            push(event);
    }
    template <typename Event>
    void record(const Event& event)
    {
        push(event);
    }
    /// The store thread should not sleep on: half of the ring is used.
    bool pressed() const noexcept { return m_ring.size() > m_ring.capacity() / 2; }

    // store thread
    /// Each row that came through the journal's queue, in order.
    void digest(const JournalRow& row);
    /// Writes a bounded part of what waits; false where nothing did.
    bool drain();
    /// After the engine has stopped; `complete`: every row of the run was digested.
    void end(bool complete);

private:
    using Item = std::variant<Timer, MarketEvent, ExecEvent, Command, JournalAnswer>;

    template <typename Event>
    void push(const Event& event)
    {
        if (m_active.load(std::memory_order_relaxed) && !m_ring.tryPush(Item(event)))
            overflow();
    }
    void overflow();
    void write(const Item& item);
    void breakOff(const std::string& reason);

    const RunRecording::Config m_config;
    const bool m_market;
    Ring<Item> m_ring;
    std::atomic<bool> m_active{false};
    std::atomic<bool> m_overflowed{false};
    std::optional<RunRecording> m_recording;
    JournalDigest m_digest;
    std::uint64_t m_rows = 0;
    bool m_broken = false;
};

} // namespace maker
