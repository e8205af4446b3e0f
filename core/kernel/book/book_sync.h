#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/book/order_book.h"
#include "kernel/model/book_change.h"
#include "kernel/model/market_event.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace maker {

/// How a venue numbers the changes of its book.
enum class DeltaChain : std::uint8_t {
    Contiguous, ///< first id = last id of the change before + 1
    PrevId,     ///< each change names the last id of the one before
};

/// What to do with a book whose best bid reaches its best ask after a complete change.
enum class CrossedPolicy : std::uint8_t {
    Resync, ///< the venue sends every removal, so a lasting cross is a fault: ask for a new snapshot
    Purge,  ///< the venue is silent about levels that were traded through: remove the older side
};

/// The sequence rule of one kind of feed, as data. With snapshot id L, a delta is older than the snapshot when its last
/// id is < L + dropBelow; the first one applied must hold firstId <= L + bridge <= lastId.
struct SequenceRule {
    DeltaChain chain = DeltaChain::Contiguous;
    CrossedPolicy crossed = CrossedPolicy::Resync;
    std::int64_t dropBelow = 1;
    std::int64_t bridge = 1;
};

/// Binance spot: "Diff. Depth Stream", https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
inline constexpr SequenceRule kBinanceSpotRule{DeltaChain::Contiguous, CrossedPolicy::Resync, 1, 1};
/// Binance USD-M and COIN-M futures: the same page of the derivatives' documents.
inline constexpr SequenceRule kBinanceFuturesRule{DeltaChain::PrevId, CrossedPolicy::Resync, 0, 0};

enum class SyncState : std::uint8_t {
    Waiting,      ///< no book yet, or a gap: deltas are kept until a snapshot comes
    Live,         ///< in sequence and fresh
    Stale,        ///< in sequence, but nothing came for too long
    Crossed,      ///< in sequence, but best bid >= best ask
    Disconnected, ///< no feed
};

std::string_view toText(SyncState state) noexcept;

/// Times of the synchronisation.
struct SyncTiming {
    Duration staleAfter = Duration::seconds(5);
    Duration snapshotRetry = Duration::seconds(1); ///< snapshots are asked for at most this often
};

/// What the owner of a BookSync has to do after a record. One byte, so that it is handed over in a register.
struct SyncStep {
    bool complete : 1 = false;     ///< the book changed and the change is whole: act now
    bool needSnapshot : 1 = false; ///< ask the feed for a snapshot
    bool stateChanged : 1 = false;
};

struct SyncCounters {
    std::uint64_t applied = 0;   ///< deltas applied
    std::uint64_t dropped = 0;   ///< deltas older than the book
    std::uint64_t gaps = 0;      ///< breaks of the sequence
    std::uint64_t snapshots = 0; ///< snapshots used
    std::uint64_t refused = 0;   ///< snapshots too old to bridge to the deltas kept
    std::uint64_t crossed = 0;   ///< times the book became crossed
};

/// Builds the book of one instrument from the records of its feed: keeps deltas until a snapshot comes, applies the
/// venue's sequence rule, and says when the book may not be believed. Feed it every record of the instrument and the
/// FeedUp / FeedDown records of its venue, in order; other kinds are ignored. Between FeedDown and FeedUp nothing is
/// believed; without any of the two it starts as after a FeedUp.
class BookSync {
public:
    static constexpr std::size_t kMaxKept = 1U << 16; ///< records kept while waiting; more are forgotten

    BookSync(Price tick, SequenceRule rule, SyncTiming timing = {}, std::size_t window = OrderBook::kDefaultWindow);

    SyncStep process(const MarketEvent& event)
    {
        if (event.kind == MarketKind::BookLevel && m_mode == Mode::Apply) [[likely]] {
            if (!event.last) {
                m_book.set(event.side, event.price, event.qty);
                m_freshSide = event.side;
                return {};
            }
            if (m_state == SyncState::Live && !m_inSnapshot) [[likely]] {
                m_book.set(event.side, event.price, event.qty);
                m_freshSide = event.side;
                m_inMessage = false;
                m_mode = Mode::Skip;
                SyncStep step;
                endLive(event.localTime, step);
                return step;
            }
        } else if (event.kind == MarketKind::BookDelta && m_state == SyncState::Live && begins(event)) {
            return {};
        }
        return processSlow(event);
    }

    /// The usual change, the next in sequence of a live book, in one step. False: it is not that, and nothing was done.
    bool apply(const BookChange& change, SyncStep& step)
    {
        const MarketEvent& header = change.header();
        if (m_state != SyncState::Live || m_inMessage || m_afterSnapshot || header.lastId <= m_lastId || !follows(header, m_lastId))
            return false;
        m_lastId = header.lastId;
        m_inSnapshot = false;
        ++m_counters.applied;
        change.forEachLevel([this](const MarketEvent& level) {
            m_book.set(level.side, level.price, level.qty);
            m_freshSide = level.side;
        });
        endLive(header.localTime, step);
        return true;
    }

    /// Time passes without an event: finds staleness and repeats an unanswered request for a snapshot.
    SyncStep onTime(Timestamp now);

    SyncState state() const noexcept { return m_state; }
    bool live() const noexcept { return m_state == SyncState::Live; }
    /// A message has begun and not ended: the book holds part of a change, nobody may act on it.
    bool midMessage() const noexcept { return m_inMessage; }
    const OrderBook& book() const noexcept { return m_book; }
    const SyncCounters& counters() const noexcept { return m_counters; }
    /// Last update id contained in the book; 0: none yet.
    std::int64_t lastId() const noexcept { return m_lastId; }
    /// Id of the snapshot in use, and first and last id of the first delta applied on it; 0: none yet.
    std::int64_t snapshotId() const noexcept { return m_snapshotId; }
    std::int64_t firstAppliedFirstId() const noexcept { return m_firstAppliedFirstId; }
    std::int64_t firstAppliedLastId() const noexcept { return m_firstAppliedLastId; }
    /// Local time of the last book record that was in sequence.
    Timestamp updated() const noexcept { return m_updated; }

private:
    /// What happens to the levels of the message being read.
    enum class Mode : std::uint8_t { Skip, Keep, Apply, ApplyAndKeep };
    enum class Verdict : std::uint8_t { Old, Next, Gap };

    /// The usual header in one step: the next change of a book in sequence, with levels to come.
    bool begins(const MarketEvent& header)
    {
        if (m_inMessage || m_afterSnapshot || header.last || header.lastId <= m_lastId || !follows(header, m_lastId))
            return false;
        m_inMessage = true;
        m_inSnapshot = false;
        m_mode = Mode::Apply;
        m_lastId = header.lastId;
        ++m_counters.applied;
        return true;
    }

    /// The last level of a change of a live book has been set.
    void endLive(Timestamp now, SyncStep& step)
    {
        step.complete = true;
        m_updated = now;
        m_wantSnapshot = false;
        if (const std::uint64_t touches = m_book.touches(); touches != m_uncrossedAt) {
            if (m_book.crossed()) [[unlikely]]
                onCrossed(step, now);
            else
                m_uncrossedAt = touches;
        }
    }

    SyncStep processSlow(const MarketEvent& event);
    SyncStep onFeed(SyncState state, Timestamp now);
    SyncStep onHeader(const MarketEvent& event);
    SyncStep onLevel(const MarketEvent& event);
    void beginSnapshot(const MarketEvent& event, SyncStep& step);
    void beginDelta(const MarketEvent& event, SyncStep& step);
    void beginKeeping(const MarketEvent& event, SyncStep& step);
    void onMessageEnd(const MarketEvent& event, SyncStep& step);
    void finishSnapshot();
    void afterChange(SyncStep& step, Timestamp now);
    void onCrossed(SyncStep& step, Timestamp now);
    Verdict judge(const MarketEvent& header) const noexcept;
    bool reachesBackTo(const MarketEvent& header, std::int64_t snapshotId) const noexcept;
    bool follows(const MarketEvent& header, std::int64_t lastId) const noexcept
    {
        return m_rule.chain == DeltaChain::PrevId ? header.prevId == lastId : header.firstId == lastId + 1;
    }
    bool bridgesToKept(std::int64_t snapshotId) const noexcept;
    void accept(const MarketEvent& header);
    void keep(const MarketEvent& header);
    void lose(SyncStep& step, Timestamp now);
    void forgetSequence() noexcept;
    void setState(SyncState state, SyncStep& step) noexcept;
    void requestSnapshot(SyncStep& step, Timestamp now) noexcept;

    OrderBook m_book;
    SequenceRule m_rule;
    SyncTiming m_timing;
    SyncState m_state = SyncState::Waiting;
    Mode m_mode = Mode::Skip;
    bool m_inMessage = false;
    bool m_inSnapshot = false;
    bool m_sequenced = false;     ///< the book holds a snapshot and every delta since
    bool m_afterSnapshot = false; ///< the next delta is the first one on a snapshot
    bool m_wantSnapshot = false;
    Side m_freshSide = Side::Buy;
    std::uint64_t m_uncrossedAt = 0; ///< touches of the book when it was last found uncrossed
    std::int64_t m_lastId = 0;
    std::int64_t m_snapshotId = 0;
    std::int64_t m_firstAppliedFirstId = 0;
    std::int64_t m_firstAppliedLastId = 0;
    std::int64_t m_keptLastId = 0;
    Timestamp m_updated;
    Timestamp m_waitingSince;
    std::optional<Timestamp> m_asked;
    std::vector<MarketEvent> m_kept; ///< deltas in sequence, for the snapshot to come
    SyncCounters m_counters;
};

} // namespace maker
