#pragma once

#include "kernel/backtest/backtest_run.h"
#include "session/lab/one_run.h"

#include <string>
#include <vector>

namespace maker::cli {

/// A backtest as it was typed.
struct BacktestRequest {
    std::vector<std::string> data;
    std::string symbol;       ///< which one a strategy quotes that names none, and of raw recordings the only one read
    std::string exchangeInfo; ///< path of an exchangeInfo answer for raw recordings
    std::vector<std::string> strategies; ///< "NAME" or "NAME@SYMBOL"
    std::vector<std::string> settings;   ///< key=value of the only strategy's parameters, or NUMBER.key=value, counted from 1
    std::vector<std::string> models;   ///< key=value of the models
    std::vector<std::string> limits;   ///< key=value of the risk limits
    std::string latency;      ///< "ENTRY_MS,RESPONSE_MS" or a file of measured latencies
    std::string queue;        ///< "risk_averse", "log", "log2", "exact", or "power:N" and its kin
    std::string fees;         ///< "MAKER_BP,TAKER_BP" or "MAKER_BP,TAKER_BP,TOKEN@PRICE"
    std::string from;         ///< "2024-08-08", "2024-08-08T12:30:00" (UTC), or a number since 1970
    std::string to;
};

/// The run that was asked for, without its journal; fails with the sentence that says what is wrong.
Result<backtest::RunSetup> backtestSetup(const BacktestRequest& request);
/// Opens the recordings, as often as a run and its checks need them.
OpenSources recordingsOf(const BacktestRequest& request);

/// What of the recordings cannot be read, or not yet: a run goes over the rest, and its figures are of the rest.
std::vector<std::string> lacksOf(const BacktestRequest& request);

/// A moment as typed: a date or date and time in UTC, or seconds, milliseconds, microseconds or nanoseconds since 1970,
/// told apart by their size. Empty text is the zero moment.
Result<Timestamp> parseMoment(const std::string& text);

} // namespace maker::cli
