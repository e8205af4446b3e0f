#pragma once

namespace maker {

/// The one place that names the compiler's 128-bit integers.
__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

} // namespace maker
