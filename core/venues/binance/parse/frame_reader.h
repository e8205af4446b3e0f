#pragma once

#include "venues/binance/parse/frame_fields.h"
#include "venues/binance/parse/market_parser.h"

#include <array>
#include <optional>
#include <vector>

#include <simdjson.h>

namespace maker::binance {

class UsualFrame;

/// The walk behind MarketParser: one pass over a frame collects the fields we know and writes levels as they come; what
/// the frame is gets decided at its end, and only then are its records shown.
class FrameReader {
public:
    explicit FrameReader(InstrumentLookup lookup);

    ParsedFrame readStream(const PaddedFrame& frame, Timestamp localTime);
    ParsedFrame readSnapshot(const PaddedFrame& frame, const Instrument& instrument, Timestamp localTime);

private:
    using Value = simdjson::ondemand::value;
    using Object = simdjson::ondemand::object;
    using Array = simdjson::ondemand::array;
    static constexpr int kMaxDepth = 16;

    /// What a book message says besides its levels.
    struct DeltaHead {
        std::int64_t eventTime = 0;
        std::int64_t firstId = 0;
        std::int64_t lastId = 0;
        std::int64_t prevId = 0;
    };

    bool walk(const PaddedFrame& frame);
    bool readObject(Object object, int depth);
    bool readField(Key key, Value value, int depth);
    bool readArray(Key key, Field& field, Value value, int depth);
    bool readLevels(Array levels, Side side);
    bool readLevel(Array level, Side side);
    /// The fast way through levels, to behind their end; nullptr: not in the form it knows, nothing was read.
    const char* scanLevels(const char* text, Side side);
    bool readUsualDelta(const PaddedFrame& frame, Timestamp localTime);
    bool scanUsual(UsualFrame& at, Side side);
    void writeLevel(std::int64_t price, std::int64_t qty, Side side);
    bool addLevel(std::string_view priceText, std::string_view qtyText, Side side);
    /// A quantity of the market; one finer than the lot is cut to it, but never to nothing.
    std::optional<Qty> marketQty(std::string_view text) noexcept;
    bool readNumber(Field& field, Value value);
    /// Reads past a value, checking that it is JSON: simdjson itself would skip it unread.
    bool skip(Value value, int depth);
    bool skipScalar(Value value);

    FrameFault interpret(Timestamp localTime, FrameKind& kind);
    FrameFault finishBook(MarketKind kind, Timestamp localTime);
    FrameFault writeHeader(MarketKind kind, const DeltaHead& head, Timestamp localTime);
    FrameFault finishTrade(Key id, Timestamp localTime);
    FrameFault finishBestQuote(Timestamp localTime);
    FrameFault timeOf(Key key, Timestamp& out) const noexcept;
    FrameFault require(Key key, Shape shape) const noexcept;
    MarketEvent baseEvent(MarketKind kind, Timestamp localTime) const noexcept;

    const Field& field(Key key) const noexcept { return m_fields[static_cast<std::size_t>(key)]; }
    bool failWith(FrameFault fault) noexcept
    {
        m_fault = fault;
        return false;
    }
    ParsedFrame result(FrameKind kind) const noexcept;
    void restart() noexcept;
    void setInstrument(const Instrument* instrument) noexcept;

    InstrumentLookup m_lookup;
    simdjson::ondemand::parser m_parser;
    std::vector<MarketEvent> m_events; ///< slot 0 is the header's
    std::array<Field, kKeyCount> m_fields{};
    const Instrument* m_instrument = nullptr;
    MarketEvent m_level; ///< what every level of this frame begins as
    const char* m_end = nullptr;
    bool m_levelsUnread = false; ///< levels came before the symbol that says how to read them
    std::uint32_t m_offGrid = 0;
    FrameFault m_fault = FrameFault::None;
};

} // namespace maker::binance
