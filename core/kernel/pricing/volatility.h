#pragma once

#include "kernel/base/timestamp.h"

#include <array>
#include <cmath>
#include <cstddef>

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
        if (now < m_next || !(price > 0.0) || !std::isfinite(price))
            return;
        m_next = now + m_step;
        m_waiting[m_waitingCount++] = {price, now};
        if (m_waitingCount == m_waiting.size())
            takeIn();
    }
    void reset() noexcept;

    /// 0 until two samples were taken.
    double perSqrtSecond() const noexcept
    {
        takeIn();
        return m_estimate.perSqrtSecond;
    }
    /// Scaled to a horizon in seconds.
    double over(Duration horizon) const noexcept;
    bool ready() const noexcept
    {
        takeIn();
        return m_estimate.ready;
    }

private:
    struct Sample {
        double price = 0.0;
        Timestamp time;
    };
    struct Estimate {
        double varianceRate = 0.0;
        double weight = 0.0;   ///< total weight of the samples so far, to undo the bias of the start
        double logPrice = 0.0; ///< of the last sample
        double perSqrtSecond = 0.0;
        Sample last;
        bool ready = false;
    };

    void takeIn() const noexcept
    {
        if (m_waitingCount != 0)
            takeInWaiting();
    }
    void takeInWaiting() const noexcept;
    void add(const Sample& sample) const noexcept;

    double m_halfLife;
    Duration m_step;  ///< from one sample to the next at least, and never zero
    Timestamp m_next; ///< a sample from then on is taken
    mutable Estimate m_estimate;
    /// Samples the estimate does not know yet: there is one every tenth of a second, and hardly anybody asks.
    mutable std::array<Sample, 64> m_waiting;
    mutable std::size_t m_waitingCount = 0;
};

} // namespace maker
