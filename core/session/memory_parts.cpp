#include "session/memory_parts.h"

#include "platform/thread_priority.h"

#include <algorithm>
#include <utility>

namespace maker {

namespace {

constexpr std::size_t kFirstRoom = 256; // parts; a quiet market's ten minutes are ten

} // namespace

MemoryParts::MemoryParts(std::vector<InstrumentId> instruments, Limits limits)
    : m_instruments(std::move(instruments)), m_limits(limits)
{
    m_parts.reserve(kFirstRoom);
    m_spares.push_back(std::make_shared<RawEvents>());
    m_spares.push_back(std::make_shared<RawEvents>());
    m_thread = std::thread([this] { run(); });
}

MemoryParts::~MemoryParts()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_added.notify_one();
    m_thread.join();
}

std::shared_ptr<RawEvents> MemoryParts::fresh()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_spares.empty()) {
            std::shared_ptr<RawEvents> raw = std::move(m_spares.back());
            m_spares.pop_back();
            return raw;
        }
    }
    return std::make_shared<RawEvents>();
}

void MemoryParts::add(MemoryPart part)
{
    std::vector<MemoryPart> dropped;
    {
        const std::lock_guard lock(m_mutex);
        m_parts.push_back(std::move(part));
        ++m_rawParts;
        ++m_additions;
        // Only where the thread is behind; what is merely too old it drops itself.
        while (m_parts.size() > 1 && bytes() > m_limits.bytes)
            dropOldest(dropped);
    }
    m_added.notify_one();
}

void MemoryParts::run()
{
    yieldToOthers();
    EventPress press(m_instruments);
    std::vector<MemoryPart> dropped;
    std::uint64_t seen = 0;
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        while (tooLong())
            dropOldest(dropped);
        const std::shared_ptr<RawEvents> raw = nextToPack();
        if (!raw && dropped.empty()) {
            if (m_spares.empty()) {
                makeSpare(lock);
            } else {
                m_added.wait(lock, [&] { return m_stop || m_additions != seen; });
                seen = m_additions;
            }
            continue;
        }
        lock.unlock();
        dropped.clear();
        std::shared_ptr<const PackedEvents> packed = raw ? press.pack(raw->written()) : nullptr;
        lock.lock();
        if (raw)
            settle(raw, std::move(packed));
    }
}

/// Where the one that was packed is still read by somebody.
void MemoryParts::makeSpare(std::unique_lock<std::mutex>& lock)
{
    lock.unlock();
    auto raw = std::make_shared<RawEvents>();
    lock.lock();
    m_spares.push_back(std::move(raw));
}

std::shared_ptr<RawEvents> MemoryParts::nextToPack() const
{
    for (std::size_t i = 0; i + 1 < m_parts.size(); ++i) {
        if (m_parts[i].raw && m_parts[i].packable)
            return m_parts[i].raw;
    }
    return nullptr;
}

void MemoryParts::settle(const std::shared_ptr<RawEvents>& raw, std::shared_ptr<const PackedEvents> packed)
{
    const auto part = std::ranges::find(m_parts, raw, &MemoryPart::raw);
    if (part != m_parts.end()) {
        part->packable = packed != nullptr;
        if (!packed)
            return;
        m_packedBytes += packed->bytes();
        --m_rawParts;
        part->packed = std::move(packed);
        part->raw.reset();
    }
    // Nobody can borrow it any more.
    if (m_spares.empty() && raw->lent.load(std::memory_order_acquire) == 0) {
        raw->count.store(0, std::memory_order_relaxed);
        m_spares.push_back(raw);
    }
}

std::size_t MemoryParts::bytes() const noexcept
{
    return m_packedBytes + (m_rawParts + m_spares.size()) * RawEvents::kBytes;
}

/// Nothing can begin in the middle of an update, so what follows in such a way goes together with the oldest.
std::size_t MemoryParts::oldestCount() const noexcept
{
    std::size_t count = 1;
    while (count + 1 < m_parts.size() && !m_parts[count].startable)
        ++count;
    return count;
}

bool MemoryParts::tooLong() const noexcept
{
    if (m_parts.size() < 2)
        return false;
    const MemoryPart& next = m_parts[oldestCount()];
    return bytes() > m_limits.bytes || (next.startable && m_parts.back().begin - next.begin > m_limits.span);
}

void MemoryParts::dropOldest(std::vector<MemoryPart>& dropped)
{
    const auto end = m_parts.begin() + static_cast<std::ptrdiff_t>(oldestCount());
    for (auto part = m_parts.begin(); part != end; ++part) {
        if (part->packed)
            m_packedBytes -= part->packed->bytes();
        else
            --m_rawParts;
        dropped.push_back(std::move(*part));
    }
    m_parts.erase(m_parts.begin(), end);
}

std::vector<MemoryPart> MemoryParts::lend() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<MemoryPart> parts = m_parts;
    for (MemoryPart& part : parts) {
        if (part.packed) {
            part.count = part.packed->count();
            continue;
        }
        const std::shared_ptr<RawEvents> raw = std::move(part.raw);
        part.count = raw->written().size();
        raw->lent.fetch_add(1, std::memory_order_relaxed);
        // The last copy of the loan gives the events back, after everything that was read from them.
        part.raw = std::shared_ptr<RawEvents>(
            raw.get(), [raw](RawEvents*) { raw->lent.fetch_sub(1, std::memory_order_release); });
    }
    return parts;
}

MemoryParts::Usage MemoryParts::usage() const
{
    const std::lock_guard lock(m_mutex);
    return {m_parts.size(), m_parts.size() - m_rawParts, bytes()};
}

} // namespace maker
