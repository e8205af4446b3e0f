#pragma once

#include "kernel/statistics/deflated_sharpe.h"
#include "session/lab_port.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maker {

/// What the choice among the cells of a sweep needs to know of one run.
struct CellFigures {
    std::vector<double> pnl; ///< by part of the run, in order: parts of equal length
    SharpeSample sharpe;     ///< of the changes between two points of the equity curve
};

/// The PnL of `parts` equal parts of a run and the moments of its changes.
CellFigures figuresOf(const RunRecord& record, std::size_t parts);

/// The boundaries of the parts: parts + 1 moments.
std::vector<Timestamp> partsOf(Timestamp begin, Timestamp end, std::size_t parts);

/// Walk-forward: before each part after the first, the cell that made most in the part before is chosen; what it made in
/// the part counts as out of sample. Cells that failed are nothing.
std::vector<SweepView::Fold> walkForward(std::span<const std::optional<CellFigures>> cells, const std::vector<Timestamp>& parts);

/// Of the best of all cells; nothing where fewer than two cells or too few changes say something.
std::optional<double> deflatedOf(std::span<const std::optional<CellFigures>> cells);

/// The parameters with two of them set as typed; the error is the sentence to show.
Result<std::string> cellParams(const ParamSchema& schema, const std::string& params, const std::string& xKey,
    const std::string& xValue, const std::string& yKey, const std::string& yValue);

} // namespace maker
