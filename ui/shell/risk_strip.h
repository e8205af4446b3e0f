#pragma once

#include "ui/base/gauge.h"

#include <QWidget>

#include <array>

namespace maker {

class Instrument;

/// Five gauges across the window: position, exposure, day loss, drawdown, order rate.
class RiskStrip : public QWidget {
    Q_OBJECT
public:
    explicit RiskStrip(const Theme& theme, QWidget* parent = nullptr);
    /// `selected` names the instrument of the position gauge; null: none.
    void setDesk(const DeskSnapshot& desk, const Instrument* selected);
    const Gauge& gauge(std::size_t index) const { return *m_gauges[index]; }

private:
    std::array<Gauge*, 5> m_gauges{};
};

} // namespace maker
