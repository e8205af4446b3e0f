#pragma once

#include "kernel/model/candle.h"
#include "kernel/model/market_event.h"
#include "platform/durable_file.h"
#include "tape/event_packing.h"
#include "tape/gap_finder.h"
#include "tape/tape_block.h"
#include "tape/tape_header.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maker {

/// How a tape is written.
struct TapeWriting {
    std::size_t blockRecords = 16'384;
    int compression = 3;                    ///< of zstd, 1 (fast) to 19
    Duration silence = Duration::seconds(10); ///< nothing for longer than that is a gap
};

/// Writes a tape: blocks are added at the end and never changed, the index follows when it is closed. A tape that was not
/// closed loses at most the block that was being filled. Used by one thread.
class TapeWriter {
public:
    /// Fails where the file exists or cannot be made.
    static Result<TapeWriter> create(const std::string& path, TapeHeader header, TapeWriting writing = {});
    /// Goes on behind the last good block of a tape; what is torn behind it is cut off.
    static Result<TapeWriter> append(const std::string& path, TapeWriting writing = {});

    TapeWriter(TapeWriter&&) noexcept;
    TapeWriter& operator=(TapeWriter&&) noexcept;
    /// Does not close: what was not closed looks as if the process had been killed.
    ~TapeWriter();

    const TapeHeader& header() const noexcept;
    /// Fails where the disk does, or with InvalidArgument for an instrument the header does not name.
    Result<void> add(const MarketEvent& event);
    Result<void> add(const Candle& bar);
    /// Writes the block that is being filled, however short, and waits for the device.
    Result<void> flush();
    /// The last block, the index, and the device. Nothing may be added afterwards.
    Result<void> close();

    std::uint64_t records() const noexcept;
    /// Of the file so far.
    std::uint64_t bytes() const noexcept;

private:
    struct Parts;
    explicit TapeWriter(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace maker
