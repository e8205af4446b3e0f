#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/money.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maker {

enum class JobState : std::uint8_t { Queued, Running, Paused, Done, Failed, Canceled };

/// How the values of the axes are chosen; the same three as in a plan of the command line.
enum class SearchMethod : std::uint8_t {
    Grid,      ///< every combination
    Random,    ///< so many combinations, drawn by the seed
    Optimiser, ///< simplex searches (NLopt's SBPLX) from random starts in each training window
};

/// What comes before the key of a model ("models.queue_model") where it is an axis; keys of the strategy stand alone.
inline constexpr const char* kModelAxis = "models.";

/// One dimension of a search: a parameter of the strategy or, with kModelAxis before its key, of the models.
struct SearchAxis {
    std::string key;
    std::vector<std::string> values; ///< as they are typed, ascending where they are numbers

    friend bool operator==(const SearchAxis&, const SearchAxis&) = default;
};

/// A grid of runs for the heat map: values[y * xValues.size() + x], nothing where a cell is not done. All of it is kept
/// and listed again after a restart. Windows are spans of the data that are run anew, each from flat.
struct SweepView {
    std::string name;
    JobState state = JobState::Queued;
    std::string xKey; ///< of the first axis
    std::string yKey; ///< of the second; empty where there is one axis, then there is one row
    std::vector<std::string> xValues;
    std::vector<std::string> yValues;
    std::string objective;                     ///< what the values are: "PnL, USDT"
    std::vector<std::optional<double>> values; ///< the objective, out of sample where there are folds; of several cells the best
    std::vector<std::uint64_t> runs;           ///< 0: none yet (openCell makes it)
    std::uint32_t trials = 0;                  ///< different combinations tried
    std::optional<double> deflatedSharpe;      ///< of the choice of the last fold, 0..1

    /// One step of the walk: the cell that was best before `from`, and what it made from there to `to`.
    struct Fold {
        Timestamp from;
        Timestamp to;
        std::size_t cell = 0;     ///< into `cells`
        double inSample = 0.0;    ///< objective in the window before
        double outOfSample = 0.0; ///< objective
        std::optional<double> deflatedSharpe{};
        std::optional<Money> outOfSamplePnl{};
    };
    std::vector<Fold> folds; ///< when all cells are done; nothing without folds
    std::uint64_t job = 0;   ///< 0: it was made before this start

    std::uint64_t id = 0; ///< names it; stays after a restart
    Timestamp created;
    std::string strategy;
    std::string data; ///< names of the recordings
    SearchMethod method = SearchMethod::Grid;
    std::vector<SearchAxis> axes;
    std::vector<std::pair<Timestamp, Timestamp>> windows; ///< in order; the first one only trains where there are folds
    std::string message;                                  ///< a sentence: why it failed, what was left out

    /// What one combination came to in one window; objective: more is better.
    struct Score {
        std::uint32_t window = 0;
        std::optional<double> objective;
        Money pnl;
        std::uint64_t fills = 0;
    };
    /// One combination that was tried, in the order of the search.
    struct Cell {
        std::vector<std::string> values; ///< one for each axis
        std::size_t place = 0;           ///< in `values` of the map
        std::vector<Score> scores;       ///< by window; an optimiser tries a combination in some of them only
        std::optional<double> objective; ///< mean over the windows after the first where there are folds, else over all
        std::optional<Money> pnl;        ///< sum over the same windows
        std::uint64_t run = 0;           ///< 0: none is kept (openCell makes it)
        std::vector<std::pair<std::string, std::string>> checks; ///< as in LabResult; empty: not made (checkCell makes them)
    };
    std::vector<Cell> cells;
    std::vector<std::size_t> cellAt;           ///< like `values`: the cell shown there; cells.size(): none
    std::optional<Money> outOfSamplePnl;       ///< of all folds: what the walk-forward as a whole made
    std::uint64_t walkForwardRun = 0;          ///< the run chained of what each fold chose; 0: none
};

} // namespace maker
