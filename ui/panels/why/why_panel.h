#pragma once

#include "ui/base/panel.h"
#include "ui/panels/open_orders.h"
#include "ui/panels/why/why_view.h"

#include <memory>

class QToolButton;

namespace maker {

class Segments;

/// Why a quote is where it is: the reason chain of the order that was pointed at, else of the selected strategy's best
/// quote of a side.
class WhyPanel : public Panel {
    Q_OBJECT
public:
    explicit WhyPanel(const PanelContext& context);

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    WhyView& view() const { return *m_view; }
    Segments& sides() const { return *m_sides; }
    bool frozen() const { return m_frozen; }
    void setFrozen(bool frozen);

private:
    void chooseSide(int index);
    void followOrder();
    void draw();
    /// The order of ours that rests for a quote: same side, nearest price.
    std::optional<Order> restingFor(const Quote& quote) const;
    const Quote* wanted() const;

    static constexpr qint64 kRedrawMillis = 200;
    WhyView* m_view;
    Segments* m_sides;
    QToolButton* m_freeze;
    OpenOrders m_orders;
    QuotesSnapshot m_quotes;
    std::optional<Order> m_picked;
    Side m_side = Side::Buy;
    bool m_frozen = false;
    bool m_changed = true;
    qint64 m_drawnAt = -kRedrawMillis;
};

std::unique_ptr<Panel> makeWhyPanel(const PanelContext& context);

} // namespace maker
