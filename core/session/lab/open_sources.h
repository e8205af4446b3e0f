#pragma once

#include "session/lab/one_run.h"
#include "tape/import/open_market.h"

#include <string>
#include <vector>

namespace maker {

/// Recordings by their paths, in this order. What the first call learns by reading them through, the later ones know.
OpenSources openPaths(std::vector<std::string> paths, MarketFileOptions options = {});

/// A source as OpenSources hands it out: cut off after the moment; zero: whole.
std::unique_ptr<backtest::EventSource> cutOff(std::unique_ptr<backtest::EventSource> source, Timestamp until);

} // namespace maker
