#pragma once

#include "kernel/backtest/models.h"
#include "kernel/engine/engine.h"
#include "kernel/model/instrument.h"
#include "kernel/model/money.h"

#include <memory>
#include <span>
#include <vector>

namespace maker {

/// What a paper account owns when a run begins: where it has a past, what its deposits and fills have left it, else the
/// balances of the models, one for each quote and each base asset.
std::vector<Amount> paperBalances(const EngineHistory& history,
    std::span<const std::shared_ptr<const Instrument>> instruments, const backtest::BacktestModels& models);

} // namespace maker
