#pragma once

#include "kernel/base/result.h"

#include <string>

namespace maker::cli {

/// What the process says to whoever started it; 70 and 75 are those of sysexits.h.
enum ExitStatus : int {
    kGood = 0,
    kFailed = 1,       ///< it was done and the answer is no, or it could not be done
    kBadArguments = 2, ///< never worth a second attempt
    kInternal = 70,
    kTryAgain = 75, ///< interrupted: the same command continues
};

/// Writes `text` to standard output.
void print(const std::string& text);
/// Writes "makerdesk-cli: sentence" to standard error.
void complain(const std::string& sentence);
/// Says why a command cannot begin: whatever keeps it from that was asked for wrongly.
int refuse(const Error& error);
/// Says the error and gives the status for it: something that is not there was asked for wrongly.
int complain(const Error& error);

} // namespace maker::cli
