#pragma once

#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace maker::binance {

/// What a frame of Binance's market streams or a REST depth answer turned out to be.
enum class FrameKind : std::uint8_t {
    Delta,     ///< depthUpdate: a BookDelta header and its levels
    Snapshot,  ///< REST depth: a BookSnapshot header and its levels
    Trade,     ///< trade or aggTrade
    BestQuote, ///< bookTicker
    Other,     ///< valid JSON without a market event for us: control answers, klines ...
    Bad,       ///< refused whole; the fault says why
};

enum class FrameFault : std::uint8_t {
    None,
    TooLarge,
    NotJson,
    TooDeep,
    DuplicateField,
    MissingField,
    WrongType,
    UnknownSymbol,
    BadPrice,
    BadQty,
    BadId,
    BadTime,
    TooManyLevels,
};

std::string_view toText(FrameFault fault) noexcept;

/// The bytes of one frame; simdjson reads up to kPadding bytes behind them, whose values do not matter.
struct PaddedFrame {
    static constexpr std::size_t kPadding = 64;

    const char* data = nullptr;
    std::size_t size = 0;
    std::size_t capacity = 0; ///< readable bytes from `data`, at least size + kPadding
};

/// The outcome of one frame. `events` lives until the next call of the parser and is empty for Other and Bad: a frame is
/// believed whole or not at all.
struct ParsedFrame {
    FrameKind kind = FrameKind::Other;
    FrameFault fault = FrameFault::None;
    std::uint32_t offGrid = 0; ///< numbers finer than the instrument, see MarketParser
    std::span<const MarketEvent> events;

    bool bad() const noexcept { return kind == FrameKind::Bad; }
};

/// The venue's spelling of a symbol to its instrument; nullptr where unknown.
using InstrumentLookup = std::function<const Instrument*(std::string_view symbol)>;

/// Reads frames of Binance spot and futures market data, wrapped ({"stream":..,"data":{..}}) or raw, and REST depth
/// answers. Allocates only while its buffers grow to the size of the largest frame. Formats: the venue's "WebSocket
/// Streams" and "Market Data endpoints" documents. Orders older than a change of tick or lot still rest with finer
/// numbers (BTCUSDT shows some every minute): such a quantity is cut to the lot, but not to zero; a level between two
/// ticks cannot be told and is left out. Both are counted in `offGrid`.
class MarketParser {
public:
    static constexpr std::size_t kMaxFrame = std::size_t{8} << 20;

    explicit MarketParser(InstrumentLookup lookup);
    ~MarketParser();
    MarketParser(MarketParser&&) noexcept;
    MarketParser& operator=(MarketParser&&) noexcept;

    ParsedFrame parseStream(const PaddedFrame& frame, Timestamp localTime);
    /// The answer of GET depth, which does not name its symbol.
    ParsedFrame parseSnapshot(const PaddedFrame& frame, const Instrument& instrument, Timestamp localTime);

private:
    class Reader;
    std::unique_ptr<Reader> m_reader;
};

} // namespace maker::binance
