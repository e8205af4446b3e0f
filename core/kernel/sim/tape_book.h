#pragma once

#include "kernel/book/order_book.h"
#include "kernel/model/market_event.h"

#include <cstdint>
#include <vector>

namespace maker::sim {

/// The book of a recorded market as its venue had it. Unlike a live feed it can ask nobody for a snapshot, so a gap of
/// the recording is counted and the book goes on, until the next snapshot of the recording puts it right; after a
/// FeedDown it stands still until then. Deltas recorded before a snapshot that is waited for are applied on top of it,
/// those that it holds already are left out. Ids of zero are no sequence: everything is applied. Best quotes move the touch.
class TapeBook {
public:
    explicit TapeBook(Price tick, std::size_t window = OrderBook::kDefaultWindow);

    /// What a record did to the book.
    enum class Change : std::uint8_t {
        None,   ///< nothing, or nothing yet
        Level,  ///< the level named by the record was set
        Anyhow, ///< any number of levels may have changed
    };

    Change process(const MarketEvent& event)
    {
        if (event.kind == MarketKind::BookLevel && m_mode == Mode::Apply) [[likely]] {
            setLevel(event);
            return Change::Level;
        }
        if (begins(event)) [[likely]]
            return Change::None;
        return processSlow(event);
    }

    /// The header of the usual change: the next in sequence, which every level is to be applied of.
    bool begins(const MarketEvent& header) noexcept
    {
        if (header.kind != MarketKind::BookDelta || m_waiting || header.prevId != 0 || header.firstId > m_lastId + 1
            || header.lastId <= m_lastId || m_lastId == 0)
            return false;
        m_mode = Mode::Apply;
        m_lastId = header.lastId;
        return true;
    }
    /// A level of such a change.
    void setLevel(const MarketEvent& level) { m_book.set(level.side, level.price, level.qty); }

    const OrderBook& book() const noexcept { return m_book; }
    std::int64_t lastId() const noexcept { return m_lastId; }
    std::uint64_t gaps() const noexcept { return m_gaps; }
    /// A snapshot or a best quote has been seen.
    bool known() const noexcept { return m_known; }

private:
    static constexpr std::size_t kMaxKept = 1U << 18;
    enum class Mode : std::uint8_t { Skip, Apply, Keep, ApplyAndKeep, Load };

    Change processSlow(const MarketEvent& event);
    void beginDelta(const MarketEvent& header);
    void beginSnapshot(const MarketEvent& header);
    Change onLevel(const MarketEvent& event);
    Change finishSnapshot();
    Change onQuote(const MarketEvent& event);
    void keep(const MarketEvent& event);

    OrderBook m_book;
    Mode m_mode = Mode::Skip;
    bool m_known = false;
    bool m_waiting = true; ///< deltas are kept for the snapshot to come
    bool m_hasSnapshot = false;
    std::int64_t m_lastId = 0;
    std::int64_t m_loadingId = 0;
    std::int64_t m_quoteId = 0;
    std::uint64_t m_gaps = 0;
    std::vector<MarketEvent> m_kept;
};

} // namespace maker::sim
