#include "tape/tape_block.h"

#include "platform/crc32c.h"
#include "tape/bytes.h"

#include <algorithm>
#include <string_view>

namespace maker {
namespace {

constexpr std::string_view kTrailerMagic{"TAPEEND\n", 8};

/// Puts the checksum of all bytes behind the eight at `at` into the second four of them.
void seal(std::vector<std::byte>& bytes, std::size_t at)
{
    const std::uint32_t crc = crc32c(std::span(bytes).subspan(at + 8));
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + 4 + i] = static_cast<std::byte>((crc >> (8 * i)) & 0xFFU);
}

bool sealed(std::span<const std::byte> bytes, std::uint32_t magic)
{
    ByteReader in(bytes);
    return in.get<std::uint32_t>() == magic && in.get<std::uint32_t>() == crc32c(bytes.subspan(8));
}

} // namespace

std::uint64_t TapeBlock::end() const noexcept
{
    return offset + kBytes + std::uint64_t{gaps} * kTapeGapBytes + storedBytes;
}

void putBlock(std::vector<std::byte>& out, const TapeBlock& block)
{
    const std::size_t at = out.size();
    ByteWriter writer(out);
    writer.put(TapeBlock::kMagic);
    writer.put(std::uint32_t{0});
    for (const std::uint32_t number : {block.number, block.records, block.rawBytes, block.storedBytes, block.payloadCrc, block.gaps})
        writer.put(number);
    for (const std::int64_t time : {block.firstLocal.ns, block.lastLocal.ns, block.firstVenue.ns, block.lastVenue.ns, block.leastLatency})
        writer.put(time);
    for (const std::uint32_t number : {block.books, block.trades, block.quotes, block.orders})
        writer.put(number);
    seal(out, at);
}

bool readBlock(std::span<const std::byte> bytes, TapeBlock& block)
{
    if (bytes.size() < TapeBlock::kBytes || !sealed(bytes.first(TapeBlock::kBytes), TapeBlock::kMagic))
        return false;
    ByteReader in(bytes.subspan(8));
    for (std::uint32_t* const number :
        {&block.number, &block.records, &block.rawBytes, &block.storedBytes, &block.payloadCrc, &block.gaps})
        *number = in.get<std::uint32_t>();
    for (std::int64_t* const time :
        {&block.firstLocal.ns, &block.lastLocal.ns, &block.firstVenue.ns, &block.lastVenue.ns, &block.leastLatency})
        *time = in.get<std::int64_t>();
    for (std::uint32_t* const number : {&block.books, &block.trades, &block.quotes, &block.orders})
        *number = in.get<std::uint32_t>();
    return block.rawBytes <= TapeBlock::kMaxRaw && block.storedBytes <= TapeBlock::kMaxRaw
        && block.records <= TapeBlock::kMaxRaw && block.gaps <= TapeBlock::kMaxRaw / kTapeGapBytes;
}

void putGap(std::vector<std::byte>& out, const TapeGap& gap)
{
    ByteWriter writer(out);
    writer.put(gap.from.ns);
    writer.put(gap.to.ns);
    writer.put(gap.instrument.value);
    writer.put(static_cast<std::uint32_t>(gap.cause));
}

TapeGap readGap(std::span<const std::byte> bytes)
{
    ByteReader in(bytes);
    TapeGap gap;
    gap.from = {in.get<std::int64_t>()};
    gap.to = {in.get<std::int64_t>()};
    gap.instrument = {in.get<std::uint32_t>()};
    gap.cause = static_cast<GapCause>(std::min<std::uint32_t>(in.get<std::uint32_t>(), 2));
    return gap;
}

std::vector<std::byte> indexBytes(std::span<const TapeBlock> blocks, std::span<const TapeGap> gaps, std::uint64_t offset)
{
    std::vector<std::byte> bytes;
    ByteWriter out(bytes);
    out.put(kIndexMagic);
    out.put(std::uint32_t{0});
    out.put(static_cast<std::uint32_t>(blocks.size()));
    out.put(static_cast<std::uint32_t>(gaps.size()));
    for (const TapeBlock& block : blocks) {
        out.put(block.offset);
        std::vector<std::byte> header; // sealed on its own
        putBlock(header, block);
        bytes.insert(bytes.end(), header.begin(), header.end());
    }
    for (const TapeGap& gap : gaps)
        putGap(bytes, gap);
    seal(bytes, 0);
    std::vector<std::byte> trailer;
    ByteWriter end(trailer);
    end.put(offset);
    end.put(static_cast<std::uint32_t>(bytes.size()));
    end.put(crc32c(trailer));
    const auto magic = std::as_bytes(std::span(kTrailerMagic.data(), kTrailerMagic.size()));
    bytes.insert(bytes.end(), trailer.begin(), trailer.end());
    bytes.insert(bytes.end(), magic.begin(), magic.end());
    return bytes;
}

bool readTrailer(std::span<const std::byte> bytes, std::uint64_t& offset, std::uint32_t& size)
{
    if (bytes.size() != kTrailerBytes || std::memcmp(bytes.data() + 16, kTrailerMagic.data(), 8) != 0)
        return false;
    ByteReader in(bytes);
    offset = in.get<std::uint64_t>();
    size = in.get<std::uint32_t>();
    return in.get<std::uint32_t>() == crc32c(bytes.first(12));
}

bool readIndex(std::span<const std::byte> bytes, std::vector<TapeBlock>& blocks, std::vector<TapeGap>& gaps)
{
    if (bytes.size() < 16 || !sealed(bytes, kIndexMagic))
        return false;
    ByteReader in(bytes.subspan(8));
    const auto blockCount = in.get<std::uint32_t>();
    const auto gapCount = in.get<std::uint32_t>();
    constexpr std::size_t kEntry = 8 + TapeBlock::kBytes;
    if (bytes.size() != 16 + std::uint64_t{blockCount} * kEntry + std::uint64_t{gapCount} * kTapeGapBytes)
        return false;
    auto rest = bytes.subspan(16);
    blocks.assign(blockCount, {});
    for (TapeBlock& block : blocks) {
        block.offset = ByteReader(rest).get<std::uint64_t>();
        if (!readBlock(rest.subspan(8), block))
            return false;
        rest = rest.subspan(kEntry);
    }
    gaps.clear();
    for (std::uint32_t i = 0; i < gapCount; ++i, rest = rest.subspan(kTapeGapBytes))
        gaps.push_back(readGap(rest));
    return true;
}

} // namespace maker
