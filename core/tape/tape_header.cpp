#include "tape/tape_header.h"

#include "kernel/model/instrument_spec.h"
#include "platform/crc32c.h"
#include "tape/bytes.h"

#include <algorithm>

namespace maker {
namespace {

constexpr std::uint32_t kMaxInstruments = 65'535;

void putRule(ByteWriter& out, const SequenceRule& rule)
{
    out.put(static_cast<std::uint8_t>(rule.chain));
    out.put(static_cast<std::uint8_t>(rule.crossed));
    out.put(rule.dropBelow);
    out.put(rule.bridge);
}

SequenceRule readRule(ByteReader& in)
{
    SequenceRule rule;
    rule.chain = in.get<std::uint8_t>() == 0 ? DeltaChain::Contiguous : DeltaChain::PrevId;
    rule.crossed = in.get<std::uint8_t>() == 0 ? CrossedPolicy::Resync : CrossedPolicy::Purge;
    rule.dropBelow = in.get<std::int64_t>();
    rule.bridge = in.get<std::int64_t>();
    return rule;
}

void putInstrument(ByteWriter& out, const Instrument& instrument)
{
    const InstrumentSpec spec = specOf(instrument);
    out.put(spec.id.value);
    out.put(spec.revision);
    out.put(spec.venue.value);
    out.put(static_cast<std::uint8_t>(spec.kind));
    out.text(spec.symbol.view());
    out.text(spec.base.view());
    out.text(spec.quote.view());
    for (const std::string* const text : {&spec.tickSize, &spec.lotSize, &spec.minPrice, &spec.maxPrice, &spec.minQty, &spec.maxQty, &spec.minNotional})
        out.text(*text);
}

Result<std::shared_ptr<const Instrument>> readInstrument(ByteReader& in)
{
    InstrumentSpec spec;
    spec.id = {in.get<std::uint32_t>()};
    spec.revision = in.get<std::uint32_t>();
    spec.venue = {in.get<std::uint16_t>()};
    spec.kind = static_cast<InstrumentKind>(std::min<std::uint8_t>(in.get<std::uint8_t>(), 2));
    const bool named = spec.symbol.assign(in.text()) && spec.base.assign(in.text()) && spec.quote.assign(in.text());
    for (std::string* const text : {&spec.tickSize, &spec.lotSize, &spec.minPrice, &spec.maxPrice, &spec.minQty, &spec.maxQty, &spec.minNotional})
        *text = in.text();
    if (!in.good() || !named || !spec.id.valid())
        return fail(ErrorCode::Corrupt, "an instrument in it cannot be read");
    auto made = Instrument::make(spec);
    if (!made)
        return tl::unexpected(made.error());
    return std::make_shared<const Instrument>(std::move(*made));
}

Result<TapeHeader> readBody(std::span<const std::byte> bytes)
{
    ByteReader in(bytes);
    TapeHeader header;
    header.content = in.get<std::uint8_t>() == 0 ? TapeContent::Events : TapeContent::Bars;
    header.barInterval = {in.get<std::int64_t>()};
    header.venueName = in.text();
    header.source = in.text();
    const auto count = in.get<std::uint32_t>();
    if (!in.good() || count == 0 || count > kMaxInstruments)
        return fail(ErrorCode::Corrupt, "it names no instruments");
    for (std::uint32_t i = 0; i < count; ++i) {
        auto instrument = readInstrument(in);
        if (!instrument)
            return tl::unexpected(instrument.error());
        const SequenceRule rule = readRule(in);
        header.instruments.push_back({std::move(*instrument), rule});
    }
    if (!in.good() || in.left() > 0)
        return fail(ErrorCode::Corrupt, "it ends elsewhere than it says");
    return header;
}

std::vector<std::byte> bodyOf(const TapeHeader& header)
{
    std::vector<std::byte> body;
    ByteWriter out(body);
    out.put(static_cast<std::uint8_t>(header.content));
    out.put(header.barInterval.ns);
    out.text(header.venueName);
    out.text(header.source);
    out.put(static_cast<std::uint32_t>(header.instruments.size()));
    for (const TapeInstrument& each : header.instruments) {
        putInstrument(out, *each.instrument);
        putRule(out, each.rule);
    }
    return body;
}

} // namespace

std::vector<std::byte> toBytes(const TapeHeader& header)
{
    const std::vector<std::byte> body = bodyOf(header);
    std::vector<std::byte> bytes(kTapePrefix + body.size());
    std::memcpy(bytes.data(), kTapeMagic.data(), kTapeMagic.size());
    std::copy(body.begin(), body.end(), bytes.begin() + kTapePrefix);
    std::vector<std::byte> numbers;
    ByteWriter out(numbers);
    out.put(kTapeVersion);
    out.put(static_cast<std::uint32_t>(body.size()));
    std::memcpy(bytes.data() + 8, numbers.data(), 8);
    // The checksum stands between, so it is taken of the prefix and the body as if it were zero.
    const std::uint32_t crc = crc32c(bytes);
    numbers.clear();
    out.put(crc);
    std::memcpy(bytes.data() + 16, numbers.data(), 4);
    return bytes;
}

Result<ReadTapeHeader> readTapeHeader(std::span<const std::byte> bytes, std::size_t& needed)
{
    needed = kTapePrefix;
    if (bytes.size() < kTapePrefix)
        return fail(ErrorCode::OutOfRange, "too short for a tape");
    if (std::memcmp(bytes.data(), kTapeMagic.data(), kTapeMagic.size()) != 0)
        return fail(ErrorCode::Corrupt, "it does not begin as a tape does");
    ByteReader prefix(bytes.subspan(8, 12));
    const auto version = prefix.get<std::uint32_t>();
    const auto size = prefix.get<std::uint32_t>();
    const auto crc = prefix.get<std::uint32_t>();
    if (version != kTapeVersion)
        return fail(ErrorCode::Unsupported, "its version is " + std::to_string(version) + ", this program reads "
                        + std::to_string(kTapeVersion));
    if (size > kMaxTapeHeader)
        return fail(ErrorCode::Corrupt, "the size of its header is not possible");
    needed = kTapePrefix + size;
    if (bytes.size() < needed)
        return fail(ErrorCode::OutOfRange, "too short for its header");
    std::vector<std::byte> copy(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(needed));
    std::fill_n(copy.begin() + 16, 4, std::byte{0});
    if (crc32c(copy) != crc)
        return fail(ErrorCode::Corrupt, "the checksum of its header differs");
    auto header = readBody(std::span(copy).subspan(kTapePrefix));
    if (!header)
        return tl::unexpected(header.error());
    return ReadTapeHeader{std::move(*header), needed};
}

} // namespace maker
