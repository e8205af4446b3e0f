#pragma once

namespace maker {

/// Called once when an invariant breaks, before the process stops: flush the journal, pull the quotes.
using InvariantHandler = void (*)(const char* condition, const char* file, int line);

/// Installs the handler of broken invariants; returns the one before it. Set at start, before any thread runs.
InvariantHandler setInvariantHandler(InvariantHandler handler) noexcept;

[[noreturn, gnu::cold]] void invariantBroken(const char* condition, const char* file, int line) noexcept;

} // namespace maker

/// An invariant of our own code, checked in every build: a broken one is our bug and stops the process.
#define MAKER_ASSERT(condition)                                                                                        \
    (static_cast<bool>(condition) ? static_cast<void>(0) : ::maker::invariantBroken(#condition, __FILE__, __LINE__))
