#pragma once

#include "simex/binance/desk.h"

#include <optional>
#include <string_view>

namespace maker::simex::binance {

enum class TopicKind : std::uint8_t {
    Depth,
    PartialDepth,
    Trade,
    AggTrade,
    BookTicker,
    MiniTicker,
    Ticker,
    Kline,
    AllMiniTickers,
    AllTickers,
};

/// A market stream by its parts.
struct Topic {
    TopicKind kind = TopicKind::Trade;
    const Instrument* instrument = nullptr; ///< null for the streams of all markets
    std::size_t levels = 0;                 ///< PartialDepth
    bool slow = false;                      ///< depth once a second instead of every 100 ms
    std::string interval;                   ///< Kline
};

/// Nullopt for a name that will never carry anything; the venue acknowledges such subscriptions too.
std::optional<Topic> readTopic(const Desk& desk, std::string_view name);

} // namespace maker::simex::binance
