#pragma once

#include "session/views.h"

#include <optional>
#include <span>
#include <vector>

namespace maker {

/// From this moment on: our best bid and best ask; nothing while one side did not rest.
struct BandStep {
    Timestamp from;
    std::optional<std::pair<Price, Price>> edges;

    friend bool operator==(const BandStep&, const BandStep&) = default;
};

/// The band between our best bid and ask that resting orders make, as steps in time.
std::vector<BandStep> quoteBand(std::span<const RestedSpan> rested);

} // namespace maker
