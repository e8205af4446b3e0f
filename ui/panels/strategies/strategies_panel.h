#pragma once

#include "ui/base/panel.h"
#include "ui/panels/strategies/strategy_list.h"

#include <memory>

class QToolButton;

namespace maker {

/// All strategies of the session with their state, reason, position and day PnL; starts, pauses and stops them.
class StrategiesPanel : public Panel {
    Q_OBJECT
public:
    explicit StrategiesPanel(const PanelContext& context);

    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    StrategyList& list() const { return *m_list; }

private:
    StrategyLine makeLine(const StrategyView& view) const;
    void act(StrategyId id, StrategyAction action);
    void choose(StrategyId id);

    StrategyList* m_list;
    QToolButton* m_parameters;
};

std::unique_ptr<Panel> makeStrategiesPanel(const PanelContext& context);

} // namespace maker
