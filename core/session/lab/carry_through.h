#pragma once

#include "session/lab/one_run.h"

#include <cstdint>

namespace maker {

/// Steps a run of either kind to its end, with a look after every `step` events; cancelling is an error of that code.
template <typename Run, typename Look>
Result<void> carryThrough(Run& run, std::uint64_t step, const RunSteering& steering, Look look)
{
    for (;;) {
        const auto more = run.step(step);
        if (!more)
            return tl::unexpected(more.error());
        look(run);
        if (!*more)
            return {};
        if (steering.canceled && steering.canceled())
            return fail(ErrorCode::Canceled, "The run was canceled.");
    }
}

/// The look that tells how far the run is.
inline auto tellProgress(const RunSteering& steering)
{
    return [&steering](const auto& run) {
        if (steering.progress)
            steering.progress(run.progress());
    };
}

} // namespace maker
