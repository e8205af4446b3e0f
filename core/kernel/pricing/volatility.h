#pragma once

#include "kernel/base/timestamp.h"

namespace maker {

/// Realised volatility per square root of a second, as a fraction of price: an exponentially weighted mean, with a half
/// life in time, of squared log returns per second (RiskMetrics' estimator for irregular samples: variance rate
/// r^2 / dt, weight 1 - 2^(-dt / halfLife)).
class Volatility {
public:
    explicit Volatility(Duration halfLife = Duration::seconds(60), Duration minStep = Duration::millis(100)) noexcept;

    /// A price (> 0) at a time. Samples closer together than `minStep` are left for the next one, so that the bounce of a
    /// burst is not counted many times; time that does not advance is ignored.
    void onPrice(double price, Timestamp now) noexcept
    {
        if (m_last.valid() && (now - m_last < m_minStep || now <= m_last))
            return;
        sample(price, now);
    }
    void reset() noexcept;

    /// 0 until two samples were taken.
    double perSqrtSecond() const noexcept { return m_perSqrtSecond; }
    /// Scaled to a horizon in seconds.
    double over(Duration horizon) const noexcept;
    bool ready() const noexcept { return m_ready; }

private:
    void sample(double price, Timestamp now) noexcept;

    double m_halfLife;
    Duration m_minStep;
    double m_varianceRate = 0.0;
    double m_weight = 0.0; ///< total weight of the samples so far, to undo the bias of the start
    double m_price = 0.0; ///< of the last sample, and its logarithm
    double m_logPrice = 0.0;
    double m_perSqrtSecond = 0.0;
    Timestamp m_last;
    bool m_ready = false;
};

} // namespace maker
