#include "kernel/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace maker {

namespace {
InvariantHandler g_handler = nullptr;
}

InvariantHandler setInvariantHandler(InvariantHandler handler) noexcept
{
    const InvariantHandler before = g_handler;
    g_handler = handler;
    return before;
}

void invariantBroken(const char* condition, const char* file, int line) noexcept
{
    // The handler itself may break an invariant: it is asked only once.
    if (InvariantHandler handler = setInvariantHandler(nullptr))
        handler(condition, file, line);
    std::fprintf(stderr, "broken invariant: %s at %s:%d\n", condition, file, line);
    std::abort();
}

} // namespace maker
