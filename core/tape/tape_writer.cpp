#include "tape/tape_writer.h"

#include "platform/crc32c.h"
#include "platform/file_claim.h"
#include "tape/tape_reader.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

#include <zstd.h>

namespace maker {
namespace {

constexpr std::uint32_t kMostId = 1'000'000;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
};

std::vector<InstrumentId> idsOf(const TapeHeader& header)
{
    std::vector<InstrumentId> ids;
    for (const TapeInstrument& each : header.instruments)
        ids.push_back(each.instrument->id());
    return ids;
}

Result<void> check(const TapeHeader& header)
{
    if (header.instruments.empty())
        return fail(ErrorCode::InvalidArgument, "A tape needs an instrument.");
    for (const InstrumentId id : idsOf(header)) {
        if (!id.valid() || id.value > kMostId)
            return fail(ErrorCode::InvalidArgument, "The ids of a tape's instruments must be 1 to one million.");
    }
    return {};
}

} // namespace

struct TapeWriter::Parts {
    Parts(DurableFile opened, TapeHeader describes, const TapeWriting& how)
        : file(std::move(opened)),
          claim(file.path()),
          header(std::move(describes)),
          writing(how),
          packer(idsOf(header)),
          gapFinder(header.instruments, how.silence),
          context(ZSTD_createCCtx())
    {
    }

    void noteTimes(Timestamp local, Timestamp venue);
    void note(const MarketEvent& event);
    Result<void> endBlock();

    DurableFile file;
    std::optional<FileClaim> claim; ///< until it is closed
    TapeHeader header;
    TapeWriting writing;
    EventPacker packer;
    GapFinder gapFinder;
    std::unique_ptr<ZSTD_CCtx, FreeContext> context;
    std::vector<TapeBlock> blocks;
    std::vector<TapeGap> gaps;
    std::vector<Candle> bars;
    std::vector<std::uint8_t> raw;
    std::vector<std::byte> payload;
    TapeBlock block; ///< being filled
    std::uint64_t end = 0;
    std::uint64_t records = 0;
    Timestamp lastBar;
    bool closed = false;
};

void TapeWriter::Parts::noteTimes(Timestamp local, Timestamp venue)
{
    if (block.records == 0) {
        block.firstLocal = local;
        block.lastLocal = local;
    }
    block.firstLocal = std::min(block.firstLocal, local);
    block.lastLocal = std::max(block.lastLocal, local);
    if (venue.valid()) {
        block.firstVenue = block.firstVenue.valid() ? std::min(block.firstVenue, venue) : venue;
        block.lastVenue = std::max(block.lastVenue, venue);
        block.leastLatency = std::min(block.leastLatency, (local - venue).ns);
    }
    ++block.records;
    ++records;
}

void TapeWriter::Parts::note(const MarketEvent& event)
{
    noteTimes(event.localTime, event.venueTime);
    block.books += event.kind == MarketKind::BookSnapshot || event.kind == MarketKind::BookDelta ? 1 : 0;
    block.trades += event.kind == MarketKind::Trade ? 1 : 0;
    block.quotes += event.kind == MarketKind::BestQuote ? 1 : 0;
    block.orders += event.kind == MarketKind::BookOrder ? 1 : 0;
    gapFinder.add(event);
}

Result<void> TapeWriter::Parts::endBlock()
{
    if (block.records == 0 && gapFinder.found().empty())
        return {};
    if (header.content == TapeContent::Bars)
        packBars(bars, raw);
    else
        packer.finish(raw);
    payload.clear();
    for (const TapeGap& gap : gapFinder.found())
        putGap(payload, gap);
    const std::size_t gapBytes = payload.size();
    payload.resize(gapBytes + ZSTD_compressBound(raw.size()));
    const std::size_t stored = ZSTD_compressCCtx(context.get(), payload.data() + gapBytes, payload.size() - gapBytes,
        raw.data(), raw.size(), writing.compression);
    if (ZSTD_isError(stored) != 0)
        return fail(ErrorCode::Io, file.path() + " cannot be compressed: " + ZSTD_getErrorName(stored) + '.');
    payload.resize(gapBytes + stored);
    block.offset = end;
    block.number = static_cast<std::uint32_t>(blocks.size());
    block.rawBytes = static_cast<std::uint32_t>(raw.size());
    block.storedBytes = static_cast<std::uint32_t>(stored);
    block.gaps = static_cast<std::uint32_t>(gapFinder.found().size());
    block.payloadCrc = crc32c(payload);
    std::vector<std::byte> head;
    putBlock(head, block);
    // One write, so that a kill between two cannot leave a header without its block.
    payload.insert(payload.begin(), head.begin(), head.end());
    if (auto written = file.writeAt(end, payload); !written)
        return written;
    end = block.end();
    blocks.push_back(block);
    gaps.insert(gaps.end(), gapFinder.found().begin(), gapFinder.found().end());
    gapFinder.found().clear();
    bars.clear();
    packer.begin();
    block = {};
    return {};
}

TapeWriter::TapeWriter(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
TapeWriter::TapeWriter(TapeWriter&&) noexcept = default;
TapeWriter& TapeWriter::operator=(TapeWriter&&) noexcept = default;
TapeWriter::~TapeWriter() = default;

Result<TapeWriter> TapeWriter::create(const std::string& path, TapeHeader header, TapeWriting writing)
{
    if (auto checked = check(header); !checked)
        return tl::unexpected(checked.error());
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored))
        return fail(ErrorCode::AlreadyExists, path + " exists already.");
    auto file = DurableFile::open(path, DurableFile::Mode::Create);
    if (!file)
        return tl::unexpected(file.error());
    const std::vector<std::byte> begin = toBytes(header);
    if (auto written = file->writeAt(0, begin); !written)
        return tl::unexpected(written.error());
    auto parts = std::make_unique<Parts>(std::move(*file), std::move(header), writing);
    parts->end = begin.size();
    return TapeWriter(std::move(parts));
}

Result<TapeWriter> TapeWriter::append(const std::string& path, TapeWriting writing)
{
    auto reader = TapeReader::open(path);
    if (!reader)
        return tl::unexpected(reader.error());
    const std::uint64_t end = reader->endOfBlocks();
    std::error_code cut;
    std::filesystem::resize_file(path, end, cut);
    if (cut)
        return fail(ErrorCode::Io, path + " cannot be written: " + cut.message() + '.');
    auto file = DurableFile::open(path, DurableFile::Mode::ReadWrite);
    if (!file)
        return tl::unexpected(file.error());
    auto parts = std::make_unique<Parts>(std::move(*file), reader->header(), writing);
    parts->end = end;
    parts->blocks = reader->blocks();
    parts->gaps = reader->summary().gaps;
    parts->records = reader->summary().records;
    parts->lastBar = reader->summary().to;
    return TapeWriter(std::move(parts));
}

const TapeHeader& TapeWriter::header() const noexcept
{
    return m_parts->header;
}

Result<void> TapeWriter::add(const MarketEvent& event)
{
    Parts& parts = *m_parts;
    if (!parts.packer.add(event))
        return fail(ErrorCode::InvalidArgument,
            "The tape does not know instrument " + std::to_string(event.instrument.value) + '.');
    parts.note(event);
    return parts.block.records >= parts.writing.blockRecords ? parts.endBlock() : Result<void>{};
}

Result<void> TapeWriter::add(const Candle& bar)
{
    Parts& parts = *m_parts;
    const Duration interval = parts.header.barInterval;
    if (parts.lastBar.valid() && interval.ns > 0 && bar.openTime - parts.lastBar > interval)
        parts.gapFinder.found().push_back({parts.lastBar + interval, bar.openTime, {}, GapCause::Silence});
    parts.lastBar = bar.openTime;
    parts.bars.push_back(bar);
    parts.noteTimes(bar.openTime, {});
    return parts.block.records >= parts.writing.blockRecords ? parts.endBlock() : Result<void>{};
}

Result<void> TapeWriter::flush()
{
    if (auto ended = m_parts->endBlock(); !ended)
        return ended;
    return m_parts->file.sync();
}

Result<void> TapeWriter::close()
{
    Parts& parts = *m_parts;
    if (std::exchange(parts.closed, true))
        return {};
    parts.gapFinder.finish();
    if (auto ended = parts.endBlock(); !ended)
        return ended;
    if (auto written = parts.file.writeAt(parts.end, indexBytes(parts.blocks, parts.gaps, parts.end)); !written)
        return written;
    parts.claim.reset();
    return parts.file.sync();
}

std::uint64_t TapeWriter::records() const noexcept
{
    return m_parts->records;
}

std::uint64_t TapeWriter::bytes() const noexcept
{
    return m_parts->end;
}

} // namespace maker
