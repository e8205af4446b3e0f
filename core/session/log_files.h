#pragma once

#include "kernel/base/result.h"
#include "session/row_lane.h"

#include <string>

namespace maker {

/// Sends every log sentence to rotating files (`logs/makerdesk.log`, 5 x 10 MB, written off-thread) and, from level Info
/// up, to the rows of a session while one is attached. One per process.
class LogFiles {
public:
    static Result<LogFiles> open(const std::string& directory);
    LogFiles(LogFiles&& other) noexcept;
    LogFiles& operator=(LogFiles&&) = delete;
    ~LogFiles();

    /// Null detaches; call before the lane goes.
    static void attach(RowLane* rows);

private:
    LogFiles() = default;
    bool m_open = true;
};

} // namespace maker
