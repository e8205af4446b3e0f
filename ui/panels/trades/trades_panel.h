#pragma once

#include "ui/base/panel.h"
#include "ui/panels/trades/tape_view.h"

#include <map>
#include <memory>

class QToolButton;

namespace maker {

/// The tape of the selected instrument; trades of the others are kept for when they are chosen.
class TradesPanel : public Panel {
    Q_OBJECT
public:
    explicit TradesPanel(const PanelContext& context);

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    const TapeView& tape() const { return *m_tape; }
    void chooseLeast(double multiple);

private:
    struct Tape {
        std::deque<TapeRow> rows;
        std::deque<TapeRow> ownAhead; ///< fills of ours whose market trade has not come yet
        std::size_t added = 0;
    };
    void addTrade(const RowEvent& row);
    void addFill(const RowEvent& row);
    void showInstrument();

    static constexpr std::size_t kKept = 1'000;
    static constexpr std::size_t kAhead = 32;
    TapeView* m_tape;
    QToolButton* m_filter;
    std::map<InstrumentId, Tape> m_tapes;
};

std::unique_ptr<Panel> makeTradesPanel(const PanelContext& context);

} // namespace maker
