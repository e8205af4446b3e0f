#pragma once

#include "session/lab_port.h"
#include "session/market_memory.h"
#include "session/port.h"

#include <memory>
#include <string>

namespace maker {

/// What a lab works with.
struct LabConfig {
    std::string profile; ///< directory: runs go into its store, recordings into its library
    std::shared_ptr<const MarketMemory> memory; ///< null: no last minutes
    SessionPort* session = nullptr;             ///< null: no what-if; used in the window's thread only
    std::string simulatedModels;                ///< JSON of models on top of the defaults for what-if and the last minutes
    std::string venue = "demo";                 ///< what recordings of the running market say of where they come from
    unsigned threads = 0;                       ///< 0: half of the cores, at least one
};

/// The lab beside a session: recordings, runs, sweeps and what-if on threads of low priority, results in the store.
/// Used by the window's thread; ending it cancels what runs.
class Lab final : public LabPort {
public:
    explicit Lab(LabConfig config);
    ~Lab() override;
    Lab(const Lab&) = delete;
    Lab& operator=(const Lab&) = delete;

    std::uint64_t version() const override;
    const ParamSchema& modelSchema() const override;
    std::vector<LabStrategy> strategies() const override;

    std::vector<DataSetView> dataSets() const override;
    void lookForDataSets() override;
    std::vector<std::string> importFormats() const override;
    std::uint64_t importFile(const std::string& path, const std::string& format, const std::string& symbol) override;
    std::uint64_t verify(const std::string& path) override;
    Result<void> remove(const std::string& path) override;
    std::uint64_t makeSample() override;
    std::uint64_t keepLastMinutes() override;

    std::vector<JobView> jobs() const override;
    void cancel(std::uint64_t job) override;
    void pause(std::uint64_t job) override;
    void resume(std::uint64_t job) override;

    std::uint64_t run(const LabRequest& request) override;
    std::vector<RunSummary> runs() const override;
    std::shared_ptr<const LabResult> result(std::uint64_t run) override;
    std::shared_ptr<const LabResult> result(std::uint64_t run, Sample sample) override;
    void removeRun(std::uint64_t run) override;
    Result<void> exportReport(std::uint64_t run, const std::string& path) override;

    std::uint64_t search(const SearchRequest& request) override;
    Result<std::string> sweepPlan(const SearchRequest& request) const override;
    std::uint64_t openCell(std::uint64_t sweep, std::size_t cell) override;
    std::uint64_t checkCell(std::uint64_t sweep, std::size_t cell) override;
    void removeSweep(std::uint64_t sweep) override;
    std::vector<SweepView> sweeps() const override;

    std::uint64_t whatIf(StrategyId strategy, const std::string& draft, int minutes) override;
    std::optional<WhatIfView> whatIf(std::uint64_t id) const override;

    std::uint64_t truthCheck(const std::string& recording) override;
    std::optional<TruthView> truth() const override;

    struct Parts; ///< of its sources

private:
    std::unique_ptr<Parts> m_parts;
};

} // namespace maker
