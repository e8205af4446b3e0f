#pragma once

#include "kernel/backtest/backtest_run.h"
#include "kernel/sim/sim_venue.h"

#include <string_view>

namespace maker::backtest {

/// The simulated venue that the models describe.
sim::SimVenueConfig venueConfigOf(const RunSetup& setup);
/// The token that fees are paid in, with its price; without an asset where the models name none.
sim::FeeToken feeTokenOf(const BacktestModels& models);

/// Rows of a latency table: three numbers of nanoseconds a line, separated by commas: when a request was sent, when it was
/// at the exchange and when its answer came. Empty lines, lines that begin with # and a line of titles at the top are left
/// out. Fails with the number of the first line that is wrong.
Result<std::vector<sim::LatencyRow>> readLatencyTable(std::string_view text);

} // namespace maker::backtest
