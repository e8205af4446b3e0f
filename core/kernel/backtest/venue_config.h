#pragma once

#include "kernel/backtest/backtest_run.h"
#include "kernel/sim/sim_venue.h"

#include <string>
#include <string_view>
#include <vector>

namespace maker::backtest {

/// The simulated venue that the models describe.
sim::SimVenueConfig venueConfigOf(const RunSetup& setup);
/// The token that fees are paid in, with its price; without an asset where the models name none.
sim::FeeToken feeTokenOf(const BacktestModels& models);

/// A queue model as it is typed, "exact" or "power:2" with the power behind the colon, as settings of BacktestModels.
std::vector<std::string> queueSettings(std::string_view text);
/// The same as a model; fails with the sentence that says what would be right.
Result<QueueModel> readQueueModel(std::string_view text);

/// Rows of a latency table: three numbers of nanoseconds a line, separated by commas: when a request was sent, when it was
/// at the exchange and when its answer came. Empty lines, lines that begin with # and a line of titles at the top are left
/// out. Fails with the number of the first line that is wrong.
Result<std::vector<sim::LatencyRow>> readLatencyTable(std::string_view text);

} // namespace maker::backtest
