#include "tape/event_packing.h"
#include "tape/varint.h"

namespace maker {
namespace {

constexpr std::uint64_t bits(std::int64_t value) noexcept
{
    return static_cast<std::uint64_t>(value);
}

constexpr std::int64_t number(std::uint64_t value) noexcept
{
    return static_cast<std::int64_t>(value);
}

/// A bar takes at least one byte a field and at most ten.
constexpr std::size_t kFields = 8;
constexpr std::size_t kMostBytes = 10 * kFields;

} // namespace

void packBars(std::span<const Candle> bars, std::vector<std::uint8_t>& out)
{
    out.clear();
    Candle before;
    std::uint64_t step = 0;
    for (const Candle& bar : bars) {
        const std::uint64_t stepNow = bits(bar.openTime.ns) - bits(before.openTime.ns);
        putSigned(out, stepNow - step);
        step = stepNow;
        putSigned(out, bits(bar.open.count) - bits(before.close.count));
        putSigned(out, bits(bar.high.count) - bits(bar.open.count));
        putSigned(out, bits(bar.open.count) - bits(bar.low.count));
        putSigned(out, bits(bar.close.count) - bits(bar.open.count));
        putSigned(out, bits(bar.volume.count));
        putSigned(out, bits(bar.buyVolume.count));
        putVarint(out, bar.trades);
        before = bar;
    }
}

bool unpackBars(std::span<const std::uint8_t> bytes, std::size_t count, std::vector<Candle>& out)
{
    out.clear();
    if (count > bytes.size() / kFields)
        return false;
    // The last bars are read from a copy with room behind it, so that no byte needs a check.
    std::vector<std::uint8_t> padded(bytes.begin(), bytes.end());
    padded.resize(bytes.size() + kMostBytes);
    const std::uint8_t* at = padded.data();
    const std::uint8_t* const end = at + bytes.size();
    out.reserve(count);
    Candle before;
    std::uint64_t step = 0;
    for (std::size_t i = 0; i < count && at < end; ++i) {
        Candle bar;
        step += readSigned(at);
        bar.openTime = {number(bits(before.openTime.ns) + step)};
        bar.open = {number(bits(before.close.count) + readSigned(at))};
        bar.high = {number(bits(bar.open.count) + readSigned(at))};
        bar.low = {number(bits(bar.open.count) - readSigned(at))};
        bar.close = {number(bits(bar.open.count) + readSigned(at))};
        bar.volume = {number(readSigned(at))};
        bar.buyVolume = {number(readSigned(at))};
        bar.trades = static_cast<std::uint32_t>(readVarint(at));
        out.push_back(bar);
        before = bar;
    }
    return out.size() == count && at == end;
}

} // namespace maker
