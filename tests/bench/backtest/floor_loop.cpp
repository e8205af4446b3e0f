#include "bench/backtest/floor_loop.h"

#include "bench/support/figure.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace bench {

namespace {

std::vector<std::string> linesOf(const std::string& command)
{
    std::vector<std::string> lines;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr)
        return lines;
    std::array<char, 512> line{};
    while (std::fgets(line.data(), static_cast<int>(line.size()), pipe) != nullptr)
        lines.emplace_back(line.data());
    ::pclose(pipe);
    return lines;
}

} // namespace

double floorEventsPerSecond(const std::string& program, const std::string& ticks)
{
    std::vector<double> rates;
    for (const std::string& line : linesOf("'" + program + "' '" + ticks + "'")) {
        const std::size_t unit = line.find(" M events/s");
        if (line.find("tick backtest") != std::string::npos && unit != std::string::npos)
            rates.push_back(std::strtod(line.c_str() + line.rfind(' ', unit - 1), nullptr) * 1e6);
    }
    return median(rates);
}

double numberFrom(const std::string& command, const std::string& key)
{
    for (const std::string& line : linesOf(command)) {
        const std::size_t at = line.find(key);
        if (at != std::string::npos)
            return std::strtod(line.c_str() + at + key.size(), nullptr);
    }
    return 0.0;
}

} // namespace bench
