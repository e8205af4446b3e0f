#pragma once

#include "ui/base/table.h"

#include <memory>

namespace maker {

/// One fill as its row shows it.
struct FillRow {
    Fill fill;
    const Instrument* instrument = nullptr;
    QString strategy;
};

class FillsModel : public RingTableModel<FillRow> {
public:
    static constexpr std::size_t kCapacity = 2'000;
    explicit FillsModel(QObject* parent);

protected:
    QVariant cell(const FillRow& row, int column, int role) const override;
};

/// Distance from the mid at the fill in basis points, positive when the fill was better than the mid; none without a
/// mid.
std::optional<double> fillEdge(const Fill& fill, const Instrument& instrument);

/// Own fills, newest first, each with its edge against the mid.
class FillsPanel : public Panel {
    Q_OBJECT
public:
    explicit FillsPanel(const PanelContext& context);

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    QString tabCount() const override;
    const FillsModel& model() const { return *m_model; }

private:
    FillsModel* m_model;
    TableView* m_table;
    QLabel* m_average;
    std::uint64_t m_total = 0;
    double m_edgeSum = 0.0;
    std::uint64_t m_edges = 0;
    bool m_changed = false;
};

std::unique_ptr<Panel> makeFillsPanel(const PanelContext& context);

} // namespace maker
