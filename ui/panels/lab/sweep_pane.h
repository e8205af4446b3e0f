#pragma once

#include "ui/base/panel.h"
#include "ui/charts/equity_chart.h"
#include "ui/charts/heat_grids.h"

#include <memory>
#include <utility>
#include <vector>

class QMenu;

namespace maker {

class ChoiceBox;

/// A kept search as a heat map, the newest or the one chosen: what it tried and how far that can be believed. A cell opens
/// its run; its menu checks it for look-ahead and warm-up and hands its values to the form.
class SweepPane : public QWidget {
    Q_OBJECT
public:
    explicit SweepPane(const PanelContext& context, QWidget* parent = nullptr);
    ~SweepPane() override;

    void setSweeps(const std::vector<SweepView>& sweeps);
    void setChosen(const std::vector<ComparedRun>& runs);
    /// The label of a parameter's key.
    void setTitles(std::vector<std::pair<std::string, QString>> titles) { m_titles = std::move(titles); }
    /// Null before there is one.
    const SweepView* shown() const;
    SweepGrid& grid() const { return *m_grid; }
    ChoiceBox* choice() const { return m_choice; }
    /// "Grid, 80 trials, deflated Sharpe 0.97".
    QString headText() const;
    QString verdictText() const;
    /// What can be done with the cell at a place of the map; the caller pops it up.
    QMenu& menuOf(int place);
    /// What can be done with the whole search.
    QMenu& sweepMenu();
    void refreshTheme();

Q_SIGNALS:
    void opened(quint64 run);
    void runAsked(quint64 sweep, quint64 cell);
    void checkAsked(quint64 sweep, quint64 cell);
    void loadAsked(quint64 sweep, quint64 cell);
    void removeAsked(quint64 sweep);

private:
    void choose(int index);
    void showSweep();
    void openPlace(int place);
    std::optional<std::size_t> cellOf(int place) const;
    QString titleOf(const std::string& key) const;

    const Theme& m_theme;
    PanelHead* m_head;
    ChoiceBox* m_choice;
    SweepGrid* m_grid;
    QLabel* m_verdict;
    std::unique_ptr<QMenu> m_menu;
    std::vector<SweepView> m_sweeps;
    std::uint64_t m_shownId = 0;
    std::uint64_t m_newest = 0;
    std::vector<std::pair<std::string, QString>> m_titles;
};

} // namespace maker
