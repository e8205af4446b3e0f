#pragma once

#include "session/lab_port.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace maker {

/// A lab with seeded recordings, finished runs, a running job and a sweep. What it is asked for is kept for inspection;
/// views can be edited, `touch` moves the version.
class FakeLab : public LabPort {
public:
    enum class Content : std::uint8_t { Full, Empty };
    static constexpr int kRunDays = 24;

    explicit FakeLab(Content content = Content::Full);

    std::uint64_t version() const override { return m_version; }
    const ParamSchema& modelSchema() const override;
    std::vector<DataSetView> dataSets() const override { return m_data; }
    std::vector<std::string> importFormats() const override;
    std::uint64_t importFile(const std::string& path, const std::string& format, const std::string& symbol) override;
    std::uint64_t verify(const std::string& path) override;
    Result<void> remove(const std::string& path) override;
    std::uint64_t makeSample() override;
    std::uint64_t keepLastMinutes() override;
    std::vector<JobView> jobs() const override { return m_jobs; }
    void cancel(std::uint64_t job) override;
    std::uint64_t run(const LabRequest& request) override;
    std::vector<RunSummary> runs() const override { return m_runs; }
    std::shared_ptr<const LabResult> result(std::uint64_t run) override;
    void removeRun(std::uint64_t run) override;
    Result<void> exportReport(std::uint64_t run, const std::string& path) override;
    std::vector<LabStrategy> strategies() const override { return m_strategies; }
    std::shared_ptr<const LabResult> result(std::uint64_t run, Sample sample) override;
    void pause(std::uint64_t job) override;
    void resume(std::uint64_t job) override;
    std::uint64_t search(const SearchRequest& request) override;
    Result<std::string> sweepPlan(const SearchRequest& request) const override;
    std::uint64_t openCell(std::uint64_t sweep, std::size_t cell) override;
    std::uint64_t checkCell(std::uint64_t sweep, std::size_t cell) override;
    void removeSweep(std::uint64_t sweep) override;
    std::vector<SweepView> sweeps() const override { return m_sweeps; }
    std::uint64_t whatIf(StrategyId strategy, const std::string& draft, int minutes) override;
    std::optional<WhatIfView> whatIf(std::uint64_t id) const override;

    void touch() { ++m_version; }
    std::vector<DataSetView>& editData() { return m_data; }
    std::vector<JobView>& editJobs() { return m_jobs; }
    std::vector<SweepView>& editSweeps() { return m_sweeps; }
    std::map<std::uint64_t, WhatIfView>& editWhatIfs() { return m_whatIfs; }
    /// A finished run made from its number: equal numbers, equal runs.
    std::uint64_t addRun(const std::string& label, const std::string& difference);
    /// Strategies of the lab: `others` and one over bars.
    void offerBars(std::vector<LabStrategy> others);
    /// A finished run of the strategy over bars.
    std::uint64_t addBarRun();
    /// Every call that asks for something, as words: "run pure_market_making", "verify /data/a.tape".
    std::vector<std::string> asked;
    LabRequest lastRequest;
    SearchRequest lastSearch;
    std::string planRefusal; ///< the sentence of sweepPlan; empty: it gives a plan
    bool refuseRemoval = false;

private:
    void addData();
    void addSweep();
    void setJobState(std::uint64_t job, JobState state);
    std::uint64_t addJob(const std::string& title, JobState state, double progress);

    std::uint64_t m_version = 1;
    std::uint64_t m_nextJob = 1;
    std::uint64_t m_nextRun = 101;
    std::vector<DataSetView> m_data;
    std::vector<JobView> m_jobs;
    std::vector<RunSummary> m_runs;
    std::vector<LabStrategy> m_strategies;
    std::vector<SweepView> m_sweeps;
    std::map<std::uint64_t, WhatIfView> m_whatIfs;
    std::map<std::uint64_t, std::shared_ptr<const LabResult>> m_results;
    std::map<std::pair<std::uint64_t, Sample>, std::shared_ptr<const LabResult>> m_parts;
};

} // namespace maker
