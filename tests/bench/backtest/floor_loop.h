#pragma once

#include <string>

namespace bench {

/// Events a second of the workload's minimal loop, a program that prints its figures; zero where it does not run.
double floorEventsPerSecond(const std::string& program, const std::string& ticks);

/// The first number behind `key` in what a command prints; zero where there is none.
double numberFrom(const std::string& command, const std::string& key);

} // namespace bench
