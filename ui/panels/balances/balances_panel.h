#pragma once

#include "ui/base/table.h"

#include <memory>

namespace maker {

struct PositionLine {
    PositionRow row;
    const Instrument* instrument = nullptr;
    double mark = 0.0; ///< fair value or mid; 0: unknown
};

/// Positions of the desk: quantity, average cost, mark, unrealised and realised PnL.
class PositionsModel : public ListTableModel<PositionLine> {
public:
    explicit PositionsModel(QObject* parent);

protected:
    QVariant cell(const PositionLine& line, int column, int role) const override;
};

/// Balances of the account by asset.
class BalancesModel : public ListTableModel<BalanceView> {
public:
    explicit BalancesModel(QObject* parent);
    void setCurrency(const Currency& currency);

protected:
    QVariant cell(const BalanceView& view, int column, int role) const override;
};

/// Positions above, balances below.
class BalancesPanel : public Panel {
    Q_OBJECT
public:
    explicit BalancesPanel(const PanelContext& context);

    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    const PositionsModel& positions() const { return *m_positions; }
    const BalancesModel& balances() const { return *m_balances; }

private:
    void showPositions(const Frame& frame);
    double markOf(InstrumentId instrument, const Frame& frame);

    static constexpr qint64 kRedrawMillis = 200;
    PositionsModel* m_positions;
    BalancesModel* m_balances;
    TableView* m_positionTable;
    TableView* m_balanceTable;
    std::vector<MarketSnapshot> m_markets;
    qint64 m_drawnAt = -kRedrawMillis;
};

std::unique_ptr<Panel> makeBalancesPanel(const PanelContext& context);

} // namespace maker
