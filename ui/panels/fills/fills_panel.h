#pragma once

#include "kernel/statistics/run_record.h"
#include "ui/base/paper_mark.h"
#include "ui/base/table.h"

#include <memory>

namespace maker {

/// One fill as its row shows it.
struct FillRow {
    Fill fill;
    const Instrument* instrument = nullptr;
    QString strategy;
    Markouts markouts;
};

class FillsModel : public RingTableModel<FillRow> {
public:
    static constexpr std::size_t kCapacity = 2'000;
    explicit FillsModel(QObject* parent);

    /// What became of a fill; one that is not in the table any more is passed over.
    void setMarkout(const FinishedMarkout& markout);
    /// The time that decides which markouts can still come.
    void setNow(Timestamp now);

protected:
    QVariant cell(const FillRow& row, int column, int role) const override;

private:
    /// Whether the horizon has not passed, with the time its answer may take to arrive.
    bool pending(const FillRow& row, std::size_t horizon, Timestamp now) const;
    QString markoutText(const FillRow& row, std::size_t horizon) const;
    QString markoutTip(const FillRow& row) const;

    Timestamp m_now;
};

/// Distance from the mid at the fill in basis points, positive when the fill was better than the mid; none without a
/// mid.
std::optional<double> fillEdge(const Fill& fill, const Instrument& instrument);

/// Own fills, newest first, each with its edge against the mid and what became of it.
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
    void addFill(const Fill& fill, const Markouts& markouts);

    FillsModel* m_model;
    TableView* m_table;
    QLabel* m_average;
    PaperMark* m_paper;
    std::uint64_t m_total = 0;
    double m_edgeSum = 0.0;
    std::uint64_t m_edges = 0;
    bool m_changed = false;
};

std::unique_ptr<Panel> makeFillsPanel(const PanelContext& context);

} // namespace maker
