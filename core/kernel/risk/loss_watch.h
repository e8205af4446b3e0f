#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/money.h"

#include <cstdint>
#include <optional>

namespace maker {

/// Follows equity: the loss since the first equity of the UTC day, and the drawdown from the highest equity.
class LossWatch {
public:
    void onEquity(Money equity, Timestamp now) noexcept;
    /// Counts anew from the newest equity.
    void restart() noexcept;

    /// Zero or more.
    Money dayLoss() const noexcept { return m_equity && *m_equity < m_dayStart ? m_dayStart - *m_equity : Money{}; }
    Money drawdown() const noexcept { return m_equity ? m_peak - *m_equity : Money{}; }

private:
    std::optional<Money> m_equity;
    Money m_dayStart;
    Money m_peak;
    std::int64_t m_day = 0;
};

} // namespace maker
