#pragma once

#include <CLI/CLI.hpp>

#include <cmath>
#include <string>

namespace maker {

/// Refuses "nan" and "inf", which pass every check of a range by comparisons or mean no span of time.
inline CLI::Validator finiteNumber()
{
    return CLI::Validator(
        [](std::string& text) {
            double value = 0.0;
            const bool read = CLI::detail::lexical_cast(text, value);
            return read && !std::isfinite(value) ? text + " is no number of a size" : std::string();
        },
        "");
}

} // namespace maker
