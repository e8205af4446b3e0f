#include "session/event_recorder.h"

#include "kernel/base/log.h"

namespace maker {

namespace {
constexpr std::size_t kBatch = 2048;
} // namespace

EventRecorder::EventRecorder(RunRecording::Config config)
    : m_config(std::move(config)), m_market(m_config.market), m_ring(m_market ? kMarketRing : kRing)
{
}

Result<void> EventRecorder::begin(const EngineSetup& setup)
{
    auto recording = RunRecording::begin(m_config, setup);
    if (!recording)
        return tl::unexpected(recording.error());
    m_recording.emplace(std::move(*recording));
    m_active.store(true, std::memory_order_release);
    return {};
}

/// Nothing more is pushed, so what the store thread still finds is without a gap.
void EventRecorder::overflow()
{
    m_active.store(false, std::memory_order_relaxed);
    m_overflowed.store(true, std::memory_order_release);
}

void EventRecorder::digest(const JournalRow& row)
{
    // A row is only there once the recording began, and came through a queue since.
    if (!m_recording || m_broken)
        return;
    m_digest.add(journalLine(row));
    ++m_rows;
}

bool EventRecorder::drain()
{
    // Asked before the ring is emptied: all that was pushed before the overflow is then written.
    const bool overflowed = m_overflowed.load(std::memory_order_acquire);
    std::size_t count = 0;
    Item item;
    while (count < kBatch && m_ring.tryPop(item)) {
        if (!m_broken)
            write(item);
        ++count;
    }
    if (count > 0 && !m_broken) {
        if (auto written = m_recording->flush(); !written)
            breakOff(written.error().detail);
    }
    if (overflowed && count == 0 && !m_broken)
        breakOff("Its queue was full.");
    return count > 0;
}

void EventRecorder::write(const Item& item)
{
    std::visit(
        [this](const auto& each) {
            if constexpr (std::is_same_v<std::decay_t<decltype(each)>, JournalAnswer>)
                m_recording->add(each);
            else
                m_recording->add(Event(each));
        },
        item);
}

void EventRecorder::breakOff(const std::string& reason)
{
    m_broken = true;
    m_active.store(false, std::memory_order_relaxed);
    log(LogLevel::Warning, "store", "The recording of this run breaks off, trading goes on: " + reason);
    // Where the disk itself refuses, the missing end says the same.
    (void)m_recording->breakOff(reason);
}

void EventRecorder::end(bool complete)
{
    while (drain()) {
    }
    if (!m_recording || m_broken)
        return;
    if (!complete) {
        breakOff("The journal was not written to its end.");
        return;
    }
    if (auto ended = m_recording->end(m_digest.text(), m_rows); !ended)
        log(LogLevel::Warning, "store", "The recording of this run has no end: " + ended.error().detail);
    m_active.store(false, std::memory_order_relaxed);
}

} // namespace maker
