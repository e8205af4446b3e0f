#pragma once

#include "kernel/backtest/event_source.h"
#include "tape/tape_header.h"

#include <cstdint>
#include <functional>
#include <string>

namespace maker {

/// How a copy is watched and ended from outside: events done, of how many (zero: not known).
struct CopySteering {
    std::function<bool()> canceled;
    std::function<void(std::uint64_t, std::uint64_t)> progress;
};

/// A header for what a source holds.
TapeHeader headerOf(const backtest::EventSource& source, std::string venueName, std::string origin);

/// Writes all events of a source to a new tape. Where it fails or is canceled nothing stays.
Result<void> copyToTape(backtest::EventSource& source, TapeHeader header, const std::string& path,
    const CopySteering& steering);

} // namespace maker
