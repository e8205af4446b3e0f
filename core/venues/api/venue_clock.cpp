#include "venues/api/venue_clock.h"

#include <chrono>

namespace maker {

Timestamp localNow() noexcept
{
    using namespace std::chrono;
    static const auto wall = duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
    static const auto start = steady_clock::now();
    return {static_cast<std::int64_t>(wall) + duration_cast<nanoseconds>(steady_clock::now() - start).count()};
}

} // namespace maker
