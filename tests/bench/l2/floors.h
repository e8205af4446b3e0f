#pragma once

#include "bench/l2/frames.h"

#include <cstdint>

namespace bench {

/// What is left in a book after all frames: the same figure from every way to get there.
struct BookSum {
    std::uint64_t hash = 0;
    std::uint64_t levels = 0;

    void add(std::int64_t price, std::int64_t qty) noexcept
    {
        hash += static_cast<std::uint64_t>(price) * 31 + static_cast<std::uint64_t>(qty);
        ++levels;
    }
    friend bool operator==(const BookSum&, const BookSum&) = default;
};

/// simdjson on demand into two std::map: what a careful programmer writes first.
BookSum simdjsonIntoMaps(const Frames& snapshot, const Frames& deltas);

/// A scanner for exactly this text and an array over exactly these prices: the floor of the whole job. Reads no ids and
/// would not notice a bad frame.
BookSum handScannerIntoArray(const Frames& snapshot, const Frames& deltas);

} // namespace bench
