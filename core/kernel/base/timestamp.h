#pragma once

#include <compare>
#include <cstdint>

namespace maker {

/// A span of time in nanoseconds; may be negative.
struct Duration {
    std::int64_t ns = 0;

    static constexpr Duration seconds(std::int64_t s) noexcept { return {s * 1'000'000'000}; }
    static constexpr Duration millis(std::int64_t ms) noexcept { return {ms * 1'000'000}; }
    static constexpr Duration micros(std::int64_t us) noexcept { return {us * 1'000}; }
    constexpr double toSeconds() const noexcept { return static_cast<double>(ns) * 1e-9; }
    friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
    friend constexpr Duration operator+(Duration a, Duration b) noexcept { return {a.ns + b.ns}; }
    friend constexpr Duration operator-(Duration a, Duration b) noexcept { return {a.ns - b.ns}; }
    friend constexpr Duration operator*(Duration a, std::int64_t n) noexcept { return {a.ns * n}; }
};

/// A moment: nanoseconds since 1970-01-01 UTC. Zero means "never".
struct Timestamp {
    std::int64_t ns = 0;

    static constexpr Timestamp fromMillis(std::int64_t ms) noexcept { return {ms * 1'000'000}; }
    static constexpr Timestamp fromMicros(std::int64_t us) noexcept { return {us * 1'000}; }
    constexpr std::int64_t millis() const noexcept { return ns / 1'000'000; }
    constexpr bool valid() const noexcept { return ns != 0; }
    friend constexpr auto operator<=>(const Timestamp&, const Timestamp&) = default;
    friend constexpr Timestamp operator+(Timestamp t, Duration d) noexcept { return {t.ns + d.ns}; }
    friend constexpr Timestamp operator-(Timestamp t, Duration d) noexcept { return {t.ns - d.ns}; }
    friend constexpr Duration operator-(Timestamp a, Timestamp b) noexcept { return {a.ns - b.ns}; }
};

// By value, other than std::min and std::max: those choose between two places in memory and then read.
constexpr Timestamp earlier(Timestamp a, Timestamp b) noexcept { return {a.ns < b.ns ? a.ns : b.ns}; }
constexpr Timestamp later(Timestamp a, Timestamp b) noexcept { return {a.ns < b.ns ? b.ns : a.ns}; }

} // namespace maker
