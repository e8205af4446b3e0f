#pragma once

#include "ui/base/panel.h"
#include "ui/charts/summary_charts.h"

#include <map>
#include <memory>

namespace maker {

/// What the desk holds and what each day earned, drawn anew at most once a second.
class SummaryPanel : public Panel {
    Q_OBJECT
public:
    explicit SummaryPanel(const PanelContext& context);

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    /// Shares as shown: "USDT 56 %".
    const std::map<std::int64_t, double>& days() const { return m_days; }
    QStringList inventoryTexts() const { return m_inventory; }

private:
    void showInventory(const DeskSnapshot& desk);
    void showDays();
    void noteDay(Timestamp time, Money pnl);

    static constexpr qint64 kRedrawMillis = 1'000;
    SummaryCharts* m_charts;
    QStringList m_inventory;
    std::map<std::int64_t, double> m_past; ///< day since 1970 -> what earlier sessions earned on it
    std::map<std::int64_t, double> m_days; ///< the same with this session's newest day PnL
    qint64 m_drawnAt = -kRedrawMillis;
};

std::unique_ptr<Panel> makeSummaryPanel(const PanelContext& context);

} // namespace maker
