#include "tape/tape_index.h"

#include <algorithm>
#include <limits>

namespace maker {
namespace {

Result<bool> readIndexed(const DurableFile& file, TapeIndex& index)
{
    const std::uint64_t size = index.summary.bytes;
    std::vector<std::byte> bytes(kTrailerBytes);
    std::uint64_t offset = 0;
    std::uint32_t length = 0;
    if (size < index.headerBytes + kTrailerBytes)
        return false;
    const auto got = file.readAt(size - kTrailerBytes, bytes);
    if (!got)
        return tl::unexpected(got.error());
    if (*got != bytes.size() || !readTrailer(bytes, offset, length) || offset + length + kTrailerBytes != size)
        return false;
    bytes.resize(length);
    const auto read = file.readAt(offset, bytes);
    if (!read)
        return tl::unexpected(read.error());
    index.endOfBlocks = offset;
    return *read == length && readIndex(bytes, index.blocks, index.summary.gaps);
}

/// Whether the blocks stand one behind the other from the header to the index.
bool contiguous(const TapeIndex& index)
{
    std::uint64_t at = index.headerBytes;
    for (const TapeBlock& block : index.blocks) {
        if (block.offset != at)
            return false;
        at = block.end();
    }
    return at == index.endOfBlocks;
}

void sumUp(TapeIndex& index)
{
    TapeSummary& sum = index.summary;
    std::int64_t least = TapeBlock::kNoLatency;
    for (const TapeBlock& block : index.blocks) {
        if (block.records == 0)
            continue;
        sum.from = sum.records == 0 ? block.firstLocal : std::min(sum.from, block.firstLocal);
        sum.to = std::max(sum.to, block.lastLocal);
        sum.records += block.records;
        sum.books += block.books;
        sum.trades += block.trades;
        sum.quotes += block.quotes;
        sum.orders += block.orders;
        least = std::min(least, block.leastLatency);
    }
    sum.leastLatency = {least == TapeBlock::kNoLatency ? 0 : least};
}

Result<void> readGaps(const DurableFile& file, const TapeBlock& block, std::vector<TapeGap>& gaps)
{
    std::vector<std::byte> bytes(std::size_t{block.gaps} * kTapeGapBytes);
    const auto read = file.readAt(block.offset + TapeBlock::kBytes, bytes);
    if (!read)
        return tl::unexpected(read.error());
    for (std::size_t i = 0; i < block.gaps; ++i)
        gaps.push_back(readGap(std::span(bytes).subspan(i * kTapeGapBytes)));
    return {};
}

} // namespace

Result<ReadTapeHeader> readHeaderOf(const DurableFile& file)
{
    std::vector<std::byte> bytes(4096);
    std::size_t needed = 0;
    for (int attempt = 0;; ++attempt) {
        const auto read = file.readAt(0, bytes);
        if (!read)
            return tl::unexpected(read.error());
        auto header = readTapeHeader(std::span(bytes).first(*read), needed);
        if (header)
            return header;
        if (header.error().code != ErrorCode::OutOfRange || *read < bytes.size() || attempt > 0)
            return fail(header.error().code == ErrorCode::Unsupported ? ErrorCode::Unsupported : ErrorCode::Corrupt,
                file.path() + " is no tape that can be read: " + header.error().detail + '.');
        bytes.resize(needed);
    }
}

Result<TapeIndex> scanBlocks(const DurableFile& file, std::uint64_t headerBytes)
{
    TapeIndex index;
    const auto size = file.size();
    if (!size)
        return tl::unexpected(size.error());
    index.summary.bytes = *size;
    index.headerBytes = headerBytes;
    index.endOfBlocks = headerBytes;
    std::vector<std::byte> bytes(TapeBlock::kBytes);
    for (;;) {
        const auto read = file.readAt(index.endOfBlocks, bytes);
        if (!read)
            return tl::unexpected(read.error());
        TapeBlock block;
        if (*read < bytes.size() || !readBlock(bytes, block) || block.number != index.blocks.size())
            break;
        block.offset = index.endOfBlocks;
        if (block.end() > *size)
            break;
        if (auto gaps = readGaps(file, block, index.summary.gaps); !gaps)
            return tl::unexpected(gaps.error());
        index.endOfBlocks = block.end();
        index.blocks.push_back(block);
    }
    sumUp(index);
    return index;
}

Result<TapeIndex> readIndexOf(const DurableFile& file, std::uint64_t headerBytes)
{
    TapeIndex index;
    const auto size = file.size();
    if (!size)
        return tl::unexpected(size.error());
    index.summary.bytes = *size;
    index.headerBytes = headerBytes;
    const auto indexed = readIndexed(file, index);
    if (!indexed)
        return tl::unexpected(indexed.error());
    if (*indexed && contiguous(index)) {
        index.summary.closed = true;
        sumUp(index);
        return index;
    }
    auto found = scanBlocks(file, headerBytes);
    if (!found)
        return found;
    TapeSummary& sum = found->summary;
    sum.tornBytes = sum.bytes - found->endOfBlocks;
    sum.trouble = "Its index is missing or damaged, as when its writer was killed: " + std::to_string(found->blocks.size())
        + " whole blocks were found";
    if (sum.tornBytes > 0)
        sum.trouble += ", " + std::to_string(sum.tornBytes) + " bytes behind them, from byte "
            + std::to_string(found->endOfBlocks) + ", are left out";
    sum.trouble += '.';
    return found;
}

} // namespace maker
