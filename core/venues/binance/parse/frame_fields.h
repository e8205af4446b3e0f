#pragma once

#include <cstdint>
#include <string_view>

namespace maker::binance {

/// The fields of Binance's market frames that mean something to us, by their keys on the wire.
enum class Key : std::uint8_t {
    EventType,     // e
    EventTime,     // E
    Symbol,        // s
    FirstId,       // U
    LastId,        // u
    PrevId,        // pu
    Bid,           // b: levels, or a price
    BidQty,        // B
    Ask,           // a: levels, a price, or the id of an aggregate trade
    AskQty,        // A
    Price,         // p
    Qty,           // q
    TradeId,       // t
    TradeTime,     // T
    BuyerIsMaker,  // m
    SnapshotId,    // lastUpdateId
    Bids,          // bids
    Asks,          // asks
    Data,          // data
    Unknown,
};

inline constexpr std::size_t kKeyCount = static_cast<std::size_t>(Key::Unknown);

enum class Shape : std::uint8_t { Absent, Text, Integer, Bool, Levels, Other };

/// One field as found: its shape and, by shape, its text, number or truth.
struct Field {
    Shape shape = Shape::Absent;
    bool truth = false;
    std::int64_t number = 0;
    std::string_view text;
};

/// The key whose raw text starts at `raw` and ends before a quote.
inline Key keyOf(const char* raw) noexcept
{
    if (raw[0] != '"' && raw[0] != '\\' && raw[1] == '"') {
        switch (raw[0]) {
        case 'e': return Key::EventType;
        case 'E': return Key::EventTime;
        case 's': return Key::Symbol;
        case 'U': return Key::FirstId;
        case 'u': return Key::LastId;
        case 'b': return Key::Bid;
        case 'B': return Key::BidQty;
        case 'a': return Key::Ask;
        case 'A': return Key::AskQty;
        case 'p': return Key::Price;
        case 'q': return Key::Qty;
        case 't': return Key::TradeId;
        case 'T': return Key::TradeTime;
        case 'm': return Key::BuyerIsMaker;
        default: return Key::Unknown;
        }
    }
    const auto is = [raw](std::string_view name) {
        for (std::size_t i = 0; i < name.size(); ++i) {
            if (raw[i] != name[i])
                return false;
        }
        return raw[name.size()] == '"';
    };
    if (is("pu"))
        return Key::PrevId;
    if (is("data"))
        return Key::Data;
    if (is("lastUpdateId"))
        return Key::SnapshotId;
    if (is("bids"))
        return Key::Bids;
    if (is("asks"))
        return Key::Asks;
    return Key::Unknown;
}

} // namespace maker::binance
