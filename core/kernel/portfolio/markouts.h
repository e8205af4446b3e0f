#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/fill.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace maker {

/// Times after a fill at which the mid is looked at again.
inline constexpr std::array<Duration, 6> kMarkoutHorizons{
    Duration::millis(100), Duration::seconds(1), Duration::seconds(5), Duration::seconds(30), Duration::seconds(60),
    Duration::seconds(300)};

/// What became of one fill, per horizon: (mid then - mid at the fill) in basis points of the mid at the fill, positive where
/// the market moved in favour of the fill's side. Not a number: pending, or the mid of that moment is not known.
struct Markouts {
    static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    std::array<double, kMarkoutHorizons.size()> bps{kUnknown, kUnknown, kUnknown, kUnknown, kUnknown, kUnknown};
};

/// One answer of the tracker: what became of a fill after one horizon.
struct FinishedMarkout {
    AccountId account;
    InstrumentId instrument;
    StrategyId strategy;
    TradeId tradeId;
    Side side = Side::Buy;
    std::uint8_t horizon = 0;  ///< index into kMarkoutHorizons
    std::int64_t microBps = 0; ///< as in Markouts, in millionths of a basis point: whole numbers are equal on any machine

    double bps() const noexcept { return static_cast<double>(microBps) * 1e-6; }
};

/// (then - atFill) / atFill in favour of `side`, in millionths of a basis point; both mids must be positive.
std::int64_t markoutMicroBps(Side side, Money atFill, Money then) noexcept;

/// Watches fills until their last horizon has passed. Bounded: a fill beyond the capacity drops the oldest one, whose open
/// horizons stay unknown. Costs one comparison while nothing is due, and allocates only until the most fills that were
/// ever pending at once have their place.
class MarkoutTracker {
public:
    explicit MarkoutTracker(std::size_t capacity = 16'384) : m_capacity(capacity) {}

    /// Fills come in the order of their local times. One without a mid is not watched. A restored fill goes on where it
    /// was: what came due meanwhile finds no mid in force and stays unknown.
    void onFill(const Fill& fill);

    /// Whether something came due before `now`; a mid that changes at `now` itself counts from then on.
    bool due(Timestamp now) const noexcept { return now > m_nextDue; }

    /// The next of those due before `now`, in the order of their times, with the mid in force: to be called before the mid
    /// of `now` takes effect. `midOf(InstrumentId) -> Money`, zero: unknown, then the horizon is passed over.
    template <typename MidOf>
    std::optional<FinishedMarkout> next(Timestamp now, MidOf&& midOf)
    {
        while (due(now)) {
            const std::size_t horizon = m_nextHorizon;
            const Pending& fill = at(m_heads[horizon]);
            const Money mid = midOf(fill.out.instrument);
            FinishedMarkout out = fill.out;
            const Money atFill = fill.mid;
            advance(horizon);
            if (mid.sign() <= 0)
                continue;
            out.horizon = static_cast<std::uint8_t>(horizon);
            out.microBps = markoutMicroBps(out.side, atFill, mid);
            return out;
        }
        return std::nullopt;
    }

    bool idle() const noexcept { return m_first == m_end; }
    std::size_t pending() const noexcept { return static_cast<std::size_t>(m_end - m_first); }
    std::uint64_t dropped() const noexcept { return m_dropped; }

private:
    static constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

    struct Pending {
        FinishedMarkout out;
        Money mid;
        Timestamp time;
    };

    const Pending& at(std::uint64_t index) const noexcept { return m_ring[index & (m_ring.size() - 1)]; }
    /// Passes the oldest open fill of one horizon and finds what is due next.
    void advance(std::size_t horizon) noexcept;
    void findNext() noexcept;
    void makeRoom();

    std::size_t m_capacity;
    std::vector<Pending> m_ring; ///< by index modulo its size, a power of two
    std::uint64_t m_first = 0;   ///< index of the oldest fill with an open horizon
    std::uint64_t m_end = 0;
    std::array<std::uint64_t, kMarkoutHorizons.size()> m_heads{}; ///< per horizon: the oldest fill that has it open
    std::array<Timestamp, kMarkoutHorizons.size()> m_due{kNever, kNever, kNever, kNever, kNever, kNever}; ///< of those
    Timestamp m_nextDue = kNever;
    std::size_t m_nextHorizon = 0;
    std::uint64_t m_dropped = 0;
};

} // namespace maker
