#pragma once

#include "ui/base/panel.h"
#include "ui/charts/pnl_chart.h"

#include <memory>

namespace maker {

class Segments;

/// PnL by cause since the start of the day or over the last hour.
class PnlPanel : public Panel {
    Q_OBJECT
public:
    explicit PnlPanel(const PanelContext& context);

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    const PnlChart& chart() const { return *m_chart; }

private:
    static constexpr qint64 kRedrawMillis = 100;
    PnlChart* m_chart;
    Segments* m_span;
    qint64 m_drawnAt = -kRedrawMillis;
    Currency m_currency;
};

std::unique_ptr<Panel> makePnlPanel(const PanelContext& context);

} // namespace maker
