#pragma once

#include "kernel/base/result.h"

#include <cstddef>
#include <string>

namespace maker {

/// Fails with InvalidArgument where something is there that is neither a file nor a folder: a pipe that nobody writes to
/// would be waited for without end, a device never ends. What is missing or forbidden is told by whoever opens it.
Result<void> refuseDevices(const std::string& path);

/// A file that people wrote, as one text. `what` names it in the sentence of a failure, e.g. "The plan". A directory, what
/// refuseDevices() refuses and more than `largest` bytes are refused: all memory is not worth a typing mistake.
Result<std::string> readFile(const std::string& path, std::string_view what, std::size_t largest);

} // namespace maker
