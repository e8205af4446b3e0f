#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <vector>

namespace bench {

/// One result, printed as one JSON object a line; `ratio` is value to floor. Names and goals hold no quotes.
struct Figure {
    std::string_view name;
    double value = 0.0;
    std::string_view unit;
    double floor = 0.0;
    std::string_view goal;
    bool met = false;
};

inline void print(const Figure& figure)
{
    const double ratio = figure.floor != 0.0 ? figure.value / figure.floor : 0.0;
    std::printf("{\"name\":\"%.*s\",\"value\":%.10g,\"unit\":\"%.*s\",\"floor\":%.10g,\"ratio\":%.3f,\"goal\":\"%.*s\",\"met\":%s}\n",
                static_cast<int>(figure.name.size()), figure.name.data(), figure.value, static_cast<int>(figure.unit.size()),
                figure.unit.data(), figure.floor, ratio, static_cast<int>(figure.goal.size()), figure.goal.data(),
                figure.met ? "true" : "false");
    std::fflush(stdout);
}

/// A figure that could not be taken, and why.
inline void printSkipped(std::string_view name, std::string_view why)
{
    std::printf("{\"name\":\"%.*s\",\"value\":null,\"unit\":\"\",\"floor\":null,\"ratio\":null,\"goal\":\"\",\"met\":null,"
                "\"skipped\":\"%.*s\"}\n",
                static_cast<int>(name.size()), name.data(), static_cast<int>(why.size()), why.data());
    std::fflush(stdout);
}

/// The value below which the share `q` (0..1) of the samples lies; 0 of none.
template <typename T>
T quantile(std::vector<T> samples, double q)
{
    if (samples.empty())
        return T{};
    const auto last = samples.size() - 1;
    const auto at = std::min(last, static_cast<std::size_t>(static_cast<double>(last) * q + 0.5));
    std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(at), samples.end());
    return samples[at];
}

template <typename T>
T median(const std::vector<T>& samples)
{
    return quantile(samples, 0.5);
}

using Clock = std::chrono::steady_clock;

inline double nanosSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

} // namespace bench
