#pragma once

#include "bench/l2/frames.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace bench {

class BareBook;

/// simdjson on demand over every string of a frame.
class BareWalk {
public:
    BareWalk();
    ~BareWalk();
    /// Looks at every string and forgets it.
    std::uint64_t run(const char* data, std::size_t size);
    /// Reads the numbers and puts them into the book at once: the least that turns bytes into a book.
    void runInto(BareBook& book, const char* data, std::size_t size);

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

/// One cell for each cent around the prices of the workload.
class BareBook {
public:
    void set(bool ask, std::int64_t cent, std::int64_t qty) { m_cells[ask][static_cast<std::size_t>(cent - kLowest) % kCells] = qty; }

private:
    static constexpr std::int64_t kLowest = 6'000'000;
    static constexpr std::size_t kCells = 1'500'000;
    std::array<std::vector<std::int64_t>, 2> m_cells{std::vector<std::int64_t>(kCells), std::vector<std::int64_t>(kCells)};
};

/// An HMAC-SHA256 context keyed once and begun anew for each text; nothing is written as hex.
class BareHmac {
public:
    explicit BareHmac(std::string_view key);
    ~BareHmac();
    unsigned char run(std::string_view text);

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

} // namespace bench
