#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace maker {

/// How a cancel in a level is thought to fall ahead of or behind our order. With F ahead and B behind, the probability
/// that it falls behind is given; source: the order-fill page of hftbacktest's documents (probability queue models).
enum class QueueKind : std::uint8_t {
    RiskAverse, ///< always behind: only trades advance us
    Power,      ///< B^n / (B^n + F^n); n = 1 is right where cancels fall uniformly over the queue
    Power2,     ///< (B / (B + F))^n
    Power3,     ///< 1 - (F / (F + B))^n
    Log,        ///< log(1 + B) / (log(1 + B) + log(1 + F))
    Log2,       ///< log(1 + B) / log(1 + B + F)
    Exact,      ///< nothing is thought: the recording tells every order. Of levels alone it says what RiskAverse says
};

std::string_view toText(QueueKind kind) noexcept;

/// A queue model and its numbers.
struct QueueModel {
    QueueKind kind = QueueKind::Power;
    double n = 1.0;    ///< exponent of the power models, > 0
    double unit = 1.0; ///< quantity counts in one whole unit; the logarithms are taken of whole units

    bool guesses() const noexcept { return kind != QueueKind::RiskAverse && kind != QueueKind::Exact; }
    /// Probability, 0 .. 1, that a cancel falls behind an order with these quantities around it.
    double behindShare(double ahead, double behind) const noexcept
    {
        if (!guesses())
            return 1.0;
        if (ahead <= 0.0)
            return 1.0;
        if (behind <= 0.0)
            return 0.0;
        if (kind == QueueKind::Power && n == 1.0)
            return behind / (behind + ahead);
        return curve(ahead, behind);
    }

private:
    double curve(double ahead, double behind) const noexcept;
};

/// Where our order stands in a level of which only the sum is known. `ahead` and `behind` are quantities of others, in
/// counts, not whole because the model is one of probabilities; their sum plus `traded` is the level as last told.
struct QueuePosition {
    double ahead = 0.0;
    double behind = 0.0;
    double traded = 0.0; ///< traded at the level since it was last told: its next decrease holds this already

    /// We join at the end of a level.
    void start(double levelQty) noexcept { *this = {levelQty, 0.0, 0.0}; }

    /// A trade against our level: it takes what is ahead first. Returns what is left of it for us and for those behind.
    double onTrade(double qty) noexcept
    {
        const double taken = std::min(qty, ahead);
        ahead -= taken;
        const double excess = qty - taken;
        behind = std::max(0.0, behind - excess);
        traded += qty;
        return excess;
    }

    /// The level was told anew. What it lost beyond the trades already counted was canceled, ahead or behind as the model
    /// says; what it gained joined behind. Quantities are those of others.
    void onLevelChange(double oldQty, double newQty, const QueueModel& model) noexcept
    {
        const double canceled = oldQty - newQty - traded;
        traded = 0.0;
        if (canceled > 0.0 && model.guesses()) {
            const double fromBehind = std::min(behind, model.behindShare(ahead, behind) * canceled);
            ahead = std::max(0.0, ahead - (canceled - fromBehind));
        }
        ahead = std::min(ahead, newQty);
        behind = newQty - ahead;
    }
};

} // namespace maker
