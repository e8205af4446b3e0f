#pragma once

#include "search/plan.h"
#include "search/trial_run.h"
#include "session/lab/one_run.h"
#include "session/lab_port.h"
#include "store/lab_sweeps.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace maker {

/// What a plan's data says in place of a path where the market was that of the last minutes.
inline constexpr const char* kMemoryData = "the last minutes";

/// The plan of a search, by way of its JSON, so that it is read as the command line reads it. Fails with the sentence to
/// show beside the form.
Result<search::Plan> planOf(const SearchRequest& request);

/// A search of the lab: its plan, what its items came to and the runs that belong to its combinations. Its view follows
/// from these alone, whether they were just found or read from the store.
class SweepRecord {
public:
    /// What belongs to one combination besides its figures.
    struct Kept {
        std::uint64_t run = 0;
        std::vector<std::pair<std::string, std::string>> checks;
        std::vector<LookAheadCut> cuts;
    };

    explicit SweepRecord(search::Plan plan) : m_plan(std::move(plan)) {}
    /// Fails where what was kept cannot be read.
    static Result<SweepRecord> restore(const LabSweepContent& content);

    const search::Plan& plan() const noexcept { return m_plan; }
    /// The results of an item; again: those in their place.
    void add(std::uint64_t item, std::vector<search::TrialRun> runs);
    std::size_t items() const noexcept { return m_items.size(); }
    /// In the order of items and steps.
    std::vector<search::TrialRun> runs() const;
    /// Different combinations in the order of the search.
    std::vector<search::Settings> cells() const;
    /// Windows in which a combination was tried, ascending.
    std::vector<std::uint32_t> windowsOfCell(const search::Settings& cell) const;
    /// Combinations that training windows chose, and the best of all; each once.
    std::vector<search::Settings> chosen() const;
    /// The combination that stands for each window in the walk-forward run: the first window by the first choice, each
    /// later one by the choice of the window before it. Empty where there are no folds.
    std::vector<std::pair<std::uint32_t, search::Settings>> walk() const;
    /// Values of the axes that a combination stands for.
    std::vector<std::string> valuesOf(const search::Settings& cell) const;
    /// The request of a combination's run.
    LabRequest requestOf(const search::Settings& cell) const;

    SweepView view() const;
    LabSweepRow row() const;
    LabSweepCell cellRow(const search::Settings& cell) const;

    std::uint64_t id = 0;
    std::string name;
    Timestamp created;
    JobState state = JobState::Queued;
    std::string message;
    std::string currency;
    std::uint64_t job = 0;
    std::uint64_t walkForwardRun = 0;
    std::vector<search::Window> windows;
    std::map<search::Settings, Kept> kept;

private:
    std::vector<std::size_t> positionOf(const search::Settings& cell) const;
    SweepView::Cell cellView(const search::Settings& cell, const std::map<search::Settings, std::vector<SweepView::Score>>& scores) const;
    void addMap(SweepView& view) const;
    void addFolds(SweepView& view, const std::vector<search::Settings>& order, const std::vector<search::TrialRun>& runs) const;
    std::string objectiveText() const;

    /// Where a combination came first, and where it lies on the axes.
    struct Place {
        std::uint64_t item = 0;
        std::size_t run = 0;
        std::vector<std::size_t> position;
    };

    search::Plan m_plan;
    std::map<std::uint64_t, std::vector<search::TrialRun>> m_items;
    std::map<search::Settings, Place> m_places;
};

/// The runs of an item as text and back.
std::string itemText(const std::vector<search::TrialRun>& runs);
Result<std::vector<search::TrialRun>> readItem(const std::string& text);

} // namespace maker
