#pragma once

#include "kernel/base/result.h"
#include "kernel/book/book_sync.h"
#include "kernel/model/instrument.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// The grid of a series of decimal texts: how fine they are, and the largest step that all of them lie on.
class GridSniffer {
public:
    void add(std::string_view text);
    void add(const GridSniffer& other);
    std::uint64_t count() const noexcept { return m_count; }
    /// Decimals that all but one of a thousand get by with: old orders may rest with finer numbers than the venue takes now.
    int decimals() const noexcept;
    /// As many as any text needs.
    int finestDecimals() const noexcept;
    /// As many as any text is written with, trailing zeros too.
    int writtenDecimals() const noexcept { return m_written; }
    /// The step of the finest text, at most ten decimals: where no order may be older than the venue's grid.
    std::string exactStep() const;
    /// Largest decimal step of which every text that has no more than decimals() is a multiple: "0.01".
    std::string step() const;

private:
    std::string stepOf(int finest) const;
    struct Grid {
        std::uint64_t texts = 0;
        std::int64_t divisor = 0; ///< greatest common divisor of the counts with so many decimals
    };
    Grid m_grids[19];
    std::uint64_t m_count = 0;
    int m_written = 0;
};

/// What a recording tells of one of its instruments.
struct SniffedInstrument {
    std::string symbol;
    bool futures = false;
    GridSniffer prices;
    GridSniffer quantities;

    SequenceRule rule() const noexcept { return futures ? kBinanceFuturesRule : kBinanceSpotRule; }
    /// Base, quote and kind as the symbol tells them: "BTCUSDT", "BTCUSD_PERP", "BTC-USDT", "BTC/USD".
    Result<Instrument> make(InstrumentId id, VenueId venue) const { return build(id, venue, prices.step(), quantities.step()); }
    /// The same, with a grid on which every number that was seen lies.
    Result<Instrument> makeExact(InstrumentId id, VenueId venue) const
    {
        return build(id, venue, prices.exactStep(), quantities.exactStep());
    }

private:
    Result<Instrument> build(InstrumentId id, VenueId venue, std::string tick, std::string lot) const;
};

/// The two currencies and the kind that a symbol names.
struct SymbolParts {
    std::string base;
    std::string quote;
    bool inverse = false;
};
SymbolParts splitSymbol(std::string_view symbol);

} // namespace maker
