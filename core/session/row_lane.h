#pragma once

#include "kernel/engine/ports.h"
#include "kernel/model/market_event.h"
#include "lanes/ring.h"
#include "session/views.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string_view>

namespace maker {

/// Rows on their way to the window. The engine pushes into a ring and never waits; other threads' rare sentences (the log)
/// come through a locked queue. What does not fit is dropped and an Overflow row says so.
class RowLane {
public:
    static constexpr std::size_t kRing = 8192;
    static constexpr std::size_t kSentences = 2000;

    // engine thread
    void push(const RowEvent& row);
    void pushTrade(const MarketEvent& trade);
    void pushJournal(const JournalRow& row);

    /// Any thread.
    void pushSentence(Severity severity, RowKind kind, std::string_view category, std::string_view sentence, Timestamp time);

    /// The window's thread.
    bool next(RowEvent& out);

private:
    Ring<RowEvent> m_ring{kRing};
    std::atomic<std::uint64_t> m_dropped{0};
    std::uint64_t m_droppedSeen = 0;
    std::mutex m_mutex;
    std::deque<RowEvent> m_sentences;
};

} // namespace maker
