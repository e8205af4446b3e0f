#include "bench/l2/floors.h"

#include <cstring>
#include <functional>
#include <map>
#include <string_view>

#include <simdjson.h>

namespace bench {
namespace {

constexpr int kDecimals = 8;

std::int64_t fixedPoint(std::string_view text) noexcept
{
    std::int64_t value = 0;
    int places = -1;
    for (const char c : text) {
        if (c == '.') {
            places = 0;
            continue;
        }
        value = value * 10 + (c - '0');
        places += places >= 0;
    }
    for (int i = places < 0 ? 0 : places; i < kDecimals; ++i)
        value *= 10;
    return value;
}

struct MapBook {
    std::map<std::int64_t, std::int64_t, std::greater<>> bids;
    std::map<std::int64_t, std::int64_t> asks;

    void set(bool ask, std::int64_t price, std::int64_t qty)
    {
        const auto put = [price, qty](auto& levels) {
            if (qty == 0)
                levels.erase(price);
            else
                levels[price] = qty;
        };
        ask ? put(asks) : put(bids);
    }
    BookSum sum() const
    {
        BookSum sum;
        for (const auto& [price, qty] : bids)
            sum.add(price, qty);
        for (const auto& [price, qty] : asks)
            sum.add(price, qty);
        return sum;
    }
};

void intoMaps(simdjson::ondemand::parser& parser, const Frames::Frame& frame, MapBook& book)
{
    auto document = parser.iterate(frame.data, frame.size, frame.size + Frames::kRoom);
    for (auto field : document.get_object()) {
        const std::string_view key = field.unescaped_key().value();
        const bool ask = key == "a" || key == "asks";
        if (!ask && key != "b" && key != "bids")
            continue;
        for (auto level : field.value().get_array()) {
            std::int64_t numbers[2] = {0, 0};
            std::size_t count = 0;
            for (auto text : level.get_array()) {
                if (count < 2)
                    numbers[count++] = fixedPoint(text.get_string().value());
            }
            book.set(ask, numbers[0], numbers[1]);
        }
    }
}

/// One cell for each cent around the prices of the workload.
struct ArrayBook {
    static constexpr std::int64_t kTick = 1'000'000;
    static constexpr std::int64_t kLowest = 6'000'000;
    static constexpr std::size_t kCells = 1'500'000;

    std::vector<std::int64_t> cells[2] = {std::vector<std::int64_t>(kCells), std::vector<std::int64_t>(kCells)};

    void set(bool ask, std::int64_t price, std::int64_t qty) { cells[ask][static_cast<std::size_t>(price / kTick - kLowest)] = qty; }
    BookSum sum() const
    {
        BookSum sum;
        for (const auto& side : cells) {
            for (std::size_t i = 0; i < kCells; ++i) {
                if (side[i] != 0)
                    sum.add((static_cast<std::int64_t>(i) + kLowest) * kTick, side[i]);
            }
        }
        return sum;
    }
};

const char* scanNumber(const char* at, std::int64_t& number) noexcept
{
    const char* end = at;
    while (*end != '"')
        ++end;
    number = fixedPoint({at, static_cast<std::size_t>(end - at)});
    return end;
}

void intoArray(const Frames::Frame& frame, const char* firstKey, ArrayBook& book)
{
    const char* at = frame.data;
    for (int side = 0; side < 2; ++side) {
        if (side == 0)
            at = static_cast<const char*>(memmem(at, frame.size, firstKey, std::strlen(firstKey)));
        while (*at != '[')
            ++at;
        ++at;
        while (*at == '[') {
            std::int64_t price = 0;
            std::int64_t qty = 0;
            at = scanNumber(at + 2, price);
            at = scanNumber(at + 3, qty) + 2;
            book.set(side == 1, price, qty);
            at += *at == ',';
        }
    }
}

} // namespace

BookSum simdjsonIntoMaps(const Frames& snapshot, const Frames& deltas)
{
    MapBook book;
    simdjson::ondemand::parser parser;
    for (const auto& frame : snapshot.all())
        intoMaps(parser, frame, book);
    for (const auto& frame : deltas.all())
        intoMaps(parser, frame, book);
    return book.sum();
}

BookSum handScannerIntoArray(const Frames& snapshot, const Frames& deltas)
{
    ArrayBook book;
    for (const auto& frame : snapshot.all())
        intoArray(frame, "\"bids\":", book);
    for (const auto& frame : deltas.all())
        intoArray(frame, "\"b\":", book);
    return book.sum();
}

} // namespace bench
