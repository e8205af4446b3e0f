#pragma once

#include "kernel/base/result.h"

#include <cstddef>
#include <string>

namespace maker {

/// A file that people wrote, as one text. `what` names it in the sentence of a failure, e.g. "The plan". A directory and
/// more than `largest` bytes are refused: a device never ends, and all memory is not worth a typing mistake.
Result<std::string> readFile(const std::string& path, std::string_view what, std::size_t largest);

} // namespace maker
