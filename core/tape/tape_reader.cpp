#include "tape/tape_reader.h"

#include "kernel/model/instrument_spec.h"
#include "platform/crc32c.h"
#include "tape/tape_index.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <zstd.h>

namespace maker {
namespace {

struct FreeContext {
    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

Result<TapeHeader> renumbered(TapeHeader header, const TapeReader::Options& options)
{
    std::uint32_t next = options.firstInstrument;
    for (TapeInstrument& each : header.instruments) {
        InstrumentSpec spec = specOf(*each.instrument);
        if (options.firstInstrument != 0)
            spec.id = {next++};
        if (options.venue.valid())
            spec.venue = options.venue;
        auto made = Instrument::make(spec);
        if (!made)
            return tl::unexpected(made.error());
        each.instrument = std::make_shared<const Instrument>(std::move(*made));
    }
    return header;
}

TapePlaces placesOf(const TapeHeader& header, VenueId venue)
{
    TapePlaces places;
    places.venue = venue;
    for (const TapeInstrument& each : header.instruments)
        places.ids.push_back(each.instrument->id());
    return places;
}

bool beginsMessage(const MarketEvent& event)
{
    return event.kind != MarketKind::BookLevel;
}

} // namespace

std::string TapeSummary::kind(TapeContent content) const
{
    if (content == TapeContent::Bars)
        return "bars";
    if (orders > 0)
        return "order by order";
    if (books > 0)
        return "order book";
    return quotes > 0 ? "best quotes" : "trades";
}

struct TapeReader::Parts {
    Parts(DurableFile opened, TapeHeader describes, TapeIndex found, VenueId venue)
        : file(std::move(opened)),
          header(std::move(describes)),
          index(std::move(found)),
          unpacker(placesOf(header, venue)),
          context(ZSTD_createDCtx())
    {
    }

    Error corrupt(const TapeBlock& block, const std::string& what) const
    {
        return {ErrorCode::Corrupt, file.path() + ", block " + std::to_string(block.number) + " at byte "
                + std::to_string(block.offset) + ": " + what + '.'};
    }
    Result<std::span<const std::uint8_t>> load(const TapeBlock& block);
    Result<void> unpackEvents(const TapeBlock& block);
    Result<void> unpackBarsOf(const TapeBlock& block);
    std::vector<TapeTrouble> checkIndex();

    DurableFile file;
    TapeHeader header;
    TapeIndex index;
    EventUnpacker unpacker;
    std::unique_ptr<ZSTD_DCtx, FreeContext> context;
    std::vector<std::byte> stored;
    std::vector<std::uint8_t> raw;
    std::vector<MarketEvent> events;
    std::vector<Candle> bars;
    std::size_t next = 0;
    Timestamp from; ///< what is earlier is skipped in the next block
};

Result<std::span<const std::uint8_t>> TapeReader::Parts::load(const TapeBlock& block)
{
    const std::size_t gapBytes = std::size_t{block.gaps} * kTapeGapBytes;
    stored.resize(TapeBlock::kBytes + gapBytes + block.storedBytes);
    const auto read = file.readAt(block.offset, stored);
    if (!read)
        return tl::unexpected(read.error());
    TapeBlock head;
    if (*read != stored.size() || !readBlock(stored, head))
        return tl::unexpected(corrupt(block, "its header was changed or is cut off"));
    head.offset = block.offset;
    if (head != block)
        return tl::unexpected(corrupt(block, "its header is not the one that the index names"));
    const auto payload = std::span(stored).subspan(TapeBlock::kBytes);
    if (crc32c(payload) != block.payloadCrc)
        return tl::unexpected(corrupt(block, "its checksum differs"));
    raw.resize(block.rawBytes + EventUnpacker::kPadding);
    const std::size_t size =
        ZSTD_decompressDCtx(context.get(), raw.data(), block.rawBytes, payload.data() + gapBytes, block.storedBytes);
    if (ZSTD_isError(size) != 0 || size != block.rawBytes)
        return tl::unexpected(corrupt(block, "it cannot be uncompressed"));
    return std::span<const std::uint8_t>(raw).first(size);
}

Result<void> TapeReader::Parts::unpackEvents(const TapeBlock& block)
{
    const auto bytes = load(block);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (!unpacker.unpack(*bytes, block.records, events))
        return tl::unexpected(corrupt(block, "its records cannot be unpacked"));
    return {};
}

Result<void> TapeReader::Parts::unpackBarsOf(const TapeBlock& block)
{
    const auto bytes = load(block);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (!unpackBars(*bytes, block.records, bars))
        return tl::unexpected(corrupt(block, "its bars cannot be unpacked"));
    return {};
}

TapeReader::TapeReader(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
TapeReader::TapeReader(TapeReader&&) noexcept = default;
TapeReader& TapeReader::operator=(TapeReader&&) noexcept = default;
TapeReader::~TapeReader() = default;

Result<TapeReader> TapeReader::open(const std::string& path, Options options)
{
    auto file = DurableFile::open(path, DurableFile::Mode::ReadOnly);
    if (!file)
        return tl::unexpected(file.error());
    auto read = readHeaderOf(*file);
    if (!read)
        return tl::unexpected(read.error());
    auto header = renumbered(std::move(read->header), options);
    if (!header)
        return tl::unexpected(header.error());
    auto index = readIndexOf(*file, read->bytes);
    if (!index)
        return tl::unexpected(index.error());
    return TapeReader(std::make_unique<Parts>(std::move(*file), std::move(*header), std::move(*index), options.venue));
}

bool TapeReader::isTape(const std::string& path)
{
    const auto file = DurableFile::open(path, DurableFile::Mode::ReadOnly);
    if (!file)
        return false;
    std::byte begin[8] = {};
    const auto read = file->readAt(0, begin);
    return read && *read == sizeof(begin) && std::memcmp(begin, kTapeMagic.data(), sizeof(begin)) == 0;
}

const std::string& TapeReader::path() const noexcept
{
    return m_parts->file.path();
}

const TapeHeader& TapeReader::header() const noexcept
{
    return m_parts->header;
}

const TapeSummary& TapeReader::summary() const noexcept
{
    return m_parts->index.summary;
}

const std::vector<TapeBlock>& TapeReader::blocks() const noexcept
{
    return m_parts->index.blocks;
}

std::uint64_t TapeReader::endOfBlocks() const noexcept
{
    return m_parts->index.endOfBlocks;
}

Result<std::span<const MarketEvent>> TapeReader::next()
{
    Parts& parts = *m_parts;
    if (parts.header.content != TapeContent::Events)
        return fail(ErrorCode::Unsupported, path() + " is a tape of bars, not of events.");
    while (parts.next < parts.index.blocks.size()) {
        if (auto unpacked = parts.unpackEvents(parts.index.blocks[parts.next++]); !unpacked)
            return tl::unexpected(unpacked.error());
        std::span<const MarketEvent> events = parts.events;
        if (parts.from.valid()) {
            const auto first = std::find_if(events.begin(), events.end(),
                [&](const MarketEvent& event) { return event.localTime >= parts.from && beginsMessage(event); });
            events = events.subspan(static_cast<std::size_t>(first - events.begin()));
        }
        if (events.empty())
            continue; // the message that begins at the time sought is in a later block
        parts.from = {};
        return events;
    }
    return std::span<const MarketEvent>();
}

Result<std::span<const Candle>> TapeReader::nextBars()
{
    Parts& parts = *m_parts;
    if (parts.header.content != TapeContent::Bars)
        return fail(ErrorCode::Unsupported, path() + " is a tape of events, not of bars.");
    while (parts.next < parts.index.blocks.size()) {
        if (auto unpacked = parts.unpackBarsOf(parts.index.blocks[parts.next++]); !unpacked)
            return tl::unexpected(unpacked.error());
        const auto first = std::find_if(parts.bars.begin(), parts.bars.end(),
            [&](const Candle& bar) { return bar.openTime >= parts.from; });
        const auto bars = std::span<const Candle>(parts.bars).subspan(static_cast<std::size_t>(first - parts.bars.begin()));
        if (!bars.empty())
            return bars;
    }
    return std::span<const Candle>();
}

Result<void> TapeReader::seek(Timestamp time)
{
    const auto& blocks = m_parts->index.blocks;
    const auto found =
        std::partition_point(blocks.begin(), blocks.end(), [&](const TapeBlock& block) { return block.lastLocal < time; });
    m_parts->next = static_cast<std::size_t>(found - blocks.begin());
    m_parts->from = time;
    return {};
}

void TapeReader::rewind()
{
    m_parts->next = 0;
    m_parts->from = {};
}

std::vector<TapeTrouble> TapeReader::Parts::checkIndex()
{
    std::vector<TapeTrouble> troubles;
    if (!index.summary.trouble.empty())
        troubles.push_back({std::nullopt, index.endOfBlocks, file.path() + ": " + index.summary.trouble});
    return troubles;
}

Result<std::vector<TapeTrouble>> TapeReader::verify(const std::function<bool(std::size_t, std::size_t)>& onBlock)
{
    Parts& parts = *m_parts;
    std::vector<TapeTrouble> troubles = parts.checkIndex();
    const auto& blocks = parts.index.blocks;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const TapeBlock& block = blocks[i];
        const auto unpacked =
            parts.header.content == TapeContent::Bars ? parts.unpackBarsOf(block) : parts.unpackEvents(block);
        if (!unpacked && unpacked.error().code != ErrorCode::Corrupt)
            return tl::unexpected(unpacked.error());
        if (!unpacked)
            troubles.push_back({block.number, block.offset, unpacked.error().detail});
        if (onBlock && !onBlock(i + 1, blocks.size()))
            return fail(ErrorCode::Canceled, "The check of " + path() + " was canceled.");
    }
    rewind();
    return troubles;
}

} // namespace maker
