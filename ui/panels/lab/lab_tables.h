#pragma once

#include "session/lab_port.h"
#include "ui/base/table.h"

namespace maker {

/// One line of the statistics: a figure of up to two runs, or the title of a group.
struct StatisticRow {
    QString title;
    QString help;
    QString first;
    QString second;
    int better = 0; ///< 1: the first run is better, -1: the second one, 0: neither
    bool group = false;
    bool compared = false;
};

/// The figure is one of quotes in a book: a run over bars has none.
bool ofQuotes(const StatisticSpec& spec);
/// Of a run over bars without what only quotes in a book have.
std::vector<StatisticRow> statisticRows(const Statistics& first, const Statistics* second, bool overBars = false);

/// How the simulation compares with the last recorded run, as a group of the statistics.
std::vector<StatisticRow> truthRows(const TruthView& truth);

class StatisticsModel : public ListTableModel<StatisticRow> {
public:
    explicit StatisticsModel(QObject* parent);
    void setNames(const QString& first, const QString& second);

protected:
    QVariant cell(const StatisticRow& row, int column, int role) const override;
};

class DayModel : public ListTableModel<DayResult> {
public:
    explicit DayModel(QObject* parent);

protected:
    QVariant cell(const DayResult& row, int column, int role) const override;
};

/// A fill of a run with the instrument that prints it.
struct LabFillRow {
    RunFill fill;
    std::shared_ptr<const Instrument> instrument;
};

/// Fills with level, queue and markouts; over bars, where a fill has none of these, without them.
class LabFillModel : public ListTableModel<LabFillRow> {
public:
    explicit LabFillModel(QObject* parent, bool overBars = false);

protected:
    QVariant cell(const LabFillRow& row, int column, int role) const override;

private:
    bool m_overBars;
};

/// Texts of a figure as the window prints numbers: commas, the true minus, the unit where it is not in the title.
QString shownStatistic(const StatisticSpec& spec, const Statistics& statistics);

} // namespace maker
