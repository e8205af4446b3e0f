#pragma once

#include "session/lab/job_board.h"
#include "session/lab/lab.h"
#include "session/lab/lab_store.h"
#include "session/lab/one_run.h"
#include "session/lab/run_shelf.h"
#include "tape/library.h"

#include <atomic>
#include <map>
#include <mutex>
#include <vector>

namespace maker {

struct LiveSweep;

/// What a lab consists of. The board comes last, so it ends first: its threads use everything else.
struct Lab::Parts {
    explicit Parts(LabConfig given);

    LabConfig config;
    std::atomic<std::uint64_t> version{1};
    mutable std::mutex mutex; ///< guards what is below, up to the store
    std::vector<DataSetView> sets;
    std::map<std::uint64_t, WhatIfView> whatIfs; ///< by job
    std::optional<TruthView> truth;
    std::vector<SweepView> sweeps;               ///< newest first
    std::map<std::uint64_t, std::shared_ptr<LiveSweep>> searches; ///< by id
    std::uint64_t lastSweep = 0;  ///< number in a name
    std::uint64_t lastSearch = 0; ///< id
    LabStore store;
    RunShelf shelf;
    JobBoard board;

    void changed() { version.fetch_add(1); }
    std::string libraryPath() const { return TapeLibrary::folderOf(config.profile); }

    /// How to open the data of a request, or why there is none.
    Result<OpenSources> sourcesOf(const LabRequest& request) const;
    /// What a job's run is watched by; `work`: of the whole job, in runs.
    static RunSteering steeringOf(Job& job, double work);
    /// As the run that the job makes.
    Result<void> keepResult(Job& job, LabResult result);
    /// Runs, checks and keeps; the job's own work.
    Result<void> runJob(Job& job, const LabRequest& request, const OpenSources& open);
    void readLibrary();
    /// In the store's thread, once.
    void readSweeps(LabTables* tables);
    std::shared_ptr<LiveSweep> sweepOf(std::uint64_t id) const;
};

} // namespace maker
