#pragma once

#include "ui/base/panel.h"
#include "ui/charts/candle_chart.h"
#include "ui/charts/equity_chart.h"
#include "ui/charts/heat_grids.h"
#include "ui/charts/markout_chart.h"
#include "ui/panels/lab/lab_tables.h"

class QSplitter;
class QStackedWidget;

namespace maker {

class Segments;

/// The centre of the lab: curves with markouts and hours, the fills on their candles, the days.
class ResultView : public QWidget {
    Q_OBJECT
public:
    enum Page { kCurves, kFills, kDays };

    ResultView(const PanelContext& context, QWidget* parent = nullptr);
    void setRuns(const std::vector<ComparedRun>& runs);
    void showPage(int page);
    /// Repaints what a change of size made stale.
    void refresh() { m_candles->refresh(); }
    void refreshTheme();

    EquityChart& equity() const { return *m_equity; }
    MarkoutChart& markouts() const { return *m_markouts; }
    HourGrid& hours() const { return *m_hours; }
    CandleChart& candles() const { return *m_candles; }
    const LabFillModel& fills() const { return overBars() ? *m_barFillModel : *m_fillModel; }
    TableView* fillTable() const { return overBars() ? m_barFillTable : m_fillTable; }
    /// The half of the curves' page that has the markouts; not there for a run over bars.
    bool showsMarkouts() const;
    const DayModel& days() const { return *m_dayModel; }
    /// 0: runs, 1: by level, 2: by side, 3: by hour, of the first run.
    void splitMarkouts(int by);
    /// Puts the fill of that row into the middle of the candles.
    void jumpToFill(int row);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showHeads();
    QWidget* makeCurves();
    QWidget* makeFills();
    std::vector<MarkoutChart::Curve> markoutCurves() const;
    void showFirst();
    void showCandles(const LabResult& result);
    QString partText() const;
    QString whatText() const;
    bool overBars() const { return !m_runs.empty() && m_runs.front().overBars; }

    PanelContext m_context;
    PanelHead* m_head;
    Segments* m_choice;
    QStackedWidget* m_pages;
    EquityChart* m_equity;
    PanelHead* m_markoutHead = nullptr;
    PanelHead* m_hourHead = nullptr;
    Segments* m_markoutBy = nullptr;
    QSplitter* m_across = nullptr;
    MarkoutChart* m_markouts = nullptr;
    HourGrid* m_hours = nullptr;
    CandleChart* m_candles = nullptr;
    LabFillModel* m_fillModel;
    LabFillModel* m_barFillModel;
    QStackedWidget* m_fillTables = nullptr;
    TableView* m_fillTable = nullptr;
    TableView* m_barFillTable = nullptr;
    DayModel* m_dayModel;
    TableView* m_dayTable = nullptr;
    std::vector<ComparedRun> m_runs;
};

} // namespace maker
