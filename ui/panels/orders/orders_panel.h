#pragma once

#include "ui/base/paper_mark.h"
#include "ui/base/table.h"
#include "ui/panels/open_orders.h"

#include <memory>
#include <optional>

class QPushButton;

namespace maker {

/// Where an order stands in the queue of its price.
struct QueuePlaceText {
    double ahead = 0.0; ///< share of the level
    double ours = 0.0;
    QString chance; ///< of a fill within 60 s

    friend bool operator==(const QueuePlaceText&, const QueuePlaceText&) = default;
};

/// One open order as its row shows it; texts that need other views are made once a frame.
struct OrderRow {
    Order order;
    const Instrument* instrument = nullptr;
    QString symbol;
    QString distance; ///< to fair, bp
    QString state; ///< with its age
    QString strategy;
    std::optional<QueuePlaceText> queue;

    friend bool operator==(const OrderRow& a, const OrderRow& b)
    {
        return a.order.clientOrderId == b.order.clientOrderId && a.order.price == b.order.price
            && a.order.qty == b.order.qty && a.order.cumQty == b.order.cumQty && a.distance == b.distance
            && a.state == b.state && a.queue == b.queue;
    }
};

class OrdersModel : public ListTableModel<OrderRow> {
public:
    explicit OrdersModel(QObject* parent);

protected:
    QVariant cell(const OrderRow& row, int column, int role) const override;
};

/// Every open order: side, price, quantity, filled, distance to fair, state with its age, strategy.
class OrdersPanel : public Panel {
    Q_OBJECT
public:
    explicit OrdersPanel(const PanelContext& context);

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    QString tabCount() const override;
    const OrdersModel& model() const { return *m_model; }
    QPushButton* cancelAllButton() const { return m_cancelAll; }
    QPushButton* pullButton() const { return m_pull; }
    TableView* table() const { return m_table; }

private:
    void cancelSelected();
    void pullOrRestore();
    OrderRow makeRow(const Order& order, Timestamp now) const;
    const MarketSnapshot& marketOf(InstrumentId instrument, const Frame& frame);

    static constexpr qint64 kRedrawMillis = 200;
    OrdersModel* m_model;
    TableView* m_table;
    QPushButton* m_pull;
    QPushButton* m_cancelAll;
    PaperMark* m_paper;
    OpenOrders m_open;
    std::vector<MarketSnapshot> m_markets; ///< of the instruments that have orders, for fair values and queues
    qint64 m_drawnAt = -kRedrawMillis;
    bool m_changed = true;
    bool m_pulled = false;
};

/// "Accepted 2 s", "Pending cancel 6 s".
QString orderStateText(OrderState state, Duration age);

std::unique_ptr<Panel> makeOrdersPanel(const PanelContext& context);

} // namespace maker
