#pragma once

#include <cstddef>
#include <string>

namespace maker {

/// Unpredictable bytes of the operating system, as lower-case hex (two characters a byte).
std::string randomHex(std::size_t bytes);

} // namespace maker
