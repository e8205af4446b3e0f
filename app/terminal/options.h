#pragma once

#include "session/config.h"

#include <optional>
#include <string>

namespace maker {

/// The command line of makerdesk.
struct Options {
    bool headless = false;
    bool noStart = false;
    bool probeDisplay = false;
    bool lightTheme = false;
    double forSeconds = 0.0; ///< 0: until told to stop
    std::string start;       ///< name of the strategy kind to start
    std::string screenshot;
    double after = 10.0;
    std::string keyFile;
    SessionConfig session;
};

/// Reads the command line. Nothing where the program is done (help, version, a mistake): then `exitCode` says how.
std::optional<Options> parseOptions(int argc, char** argv, int& exitCode);

} // namespace maker
