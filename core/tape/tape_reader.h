#pragma once

#include "kernel/model/candle.h"
#include "kernel/model/market_event.h"
#include "platform/durable_file.h"
#include "tape/event_packing.h"
#include "tape/tape_block.h"
#include "tape/tape_header.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maker {

/// What a tape holds, known without unpacking it.
struct TapeSummary {
    std::uint64_t records = 0; ///< events or bars
    std::uint64_t books = 0;   ///< snapshots and changes of books
    std::uint64_t trades = 0;
    std::uint64_t quotes = 0;
    std::uint64_t orders = 0; ///< records of single orders: above zero, the tape is order by order
    std::uint64_t bytes = 0; ///< of the file
    Timestamp from;
    Timestamp to;
    Duration leastLatency;
    std::vector<TapeGap> gaps;
    bool closed = false;        ///< the index is there
    std::uint64_t tornBytes = 0; ///< at the end, left out
    std::string trouble;         ///< a sentence where something was left out; empty otherwise

    /// "order by order", "order book", "best quotes", "trades" or "bars".
    std::string kind(TapeContent content) const;
};

/// A place of a tape that is not as it was written.
struct TapeTrouble {
    std::optional<std::uint32_t> block;
    std::uint64_t offset = 0; ///< in the file
    std::string sentence;     ///< with the file, the block and the offset
};

/// Reads a tape block by block into a buffer that is used again. Without its index (the writer was killed, or still
/// writes) the blocks are found by their headers. Used by one thread.
class TapeReader {
public:
    struct Options {
        std::uint32_t firstInstrument = 0; ///< ids count from here; 0: as recorded
        VenueId venue;                     ///< of instruments and records; invalid: as recorded
    };

    /// Fails with NotFound, with Corrupt where it is no tape or its header is damaged, with Unsupported for a newer one.
    static Result<TapeReader> open(const std::string& path, Options options);
    static Result<TapeReader> open(const std::string& path) { return open(path, Options()); }
    static bool isTape(const std::string& path);

    TapeReader(TapeReader&&) noexcept;
    TapeReader& operator=(TapeReader&&) noexcept;
    ~TapeReader();

    const std::string& path() const noexcept;
    const TapeHeader& header() const noexcept; ///< with the ids asked for
    const TapeSummary& summary() const noexcept;
    const std::vector<TapeBlock>& blocks() const noexcept;
    std::uint64_t endOfBlocks() const noexcept;

    /// The next block's events, empty at the end; valid until the next call. Fails with Corrupt, naming file, block and
    /// offset.
    Result<std::span<const MarketEvent>> next();
    /// The next block's bars, of a tape of bars.
    Result<std::span<const Candle>> nextBars();
    /// Goes to the first message, or bar, at or after `time`.
    Result<void> seek(Timestamp time);
    void rewind();

    /// Checks every checksum and unpacks every block; false from `onBlock` (done, of) cancels.
    Result<std::vector<TapeTrouble>> verify(const std::function<bool(std::size_t, std::size_t)>& onBlock = {});

private:
    struct Parts;
    explicit TapeReader(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace maker
