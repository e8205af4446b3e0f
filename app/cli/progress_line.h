#pragma once

#include "kernel/backtest/backtest_run.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace maker::cli {

/// One line on a terminal that is written over again; nothing where errors go to a file.
class ProgressLine {
public:
    /// `unit`: what the run goes through, "events".
    explicit ProgressLine(std::string_view unit);
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const backtest::RunProgress& progress, double seconds);
    /// What is done now, and how much of it where that is known; a new sentence is shown at once.
    void say(std::string_view sentence, std::optional<double> share = std::nullopt);
    void clear();

private:
    void write(std::string_view text);

    using Clock = std::chrono::steady_clock;

    std::string_view m_unit;
    bool m_shown;
    bool m_dirty = false;
    Clock::time_point m_last = Clock::now();
};

} // namespace maker::cli
