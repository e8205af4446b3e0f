#include "tape/import/binance_stream.h"

#include "tape/import/exchange_info_json.h"
#include "tape/import/frame_sniffer.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace maker {
namespace {

constexpr std::size_t kBatch = 4096;

} // namespace

BinanceStreamSource::BinanceStreamSource(std::string path, Options options)
    : m_path(std::move(path)),
      m_options(std::move(options)),
      m_parser([this](std::string_view symbol) { return find(symbol); })
{
}

Result<std::unique_ptr<BinanceStreamSource>> BinanceStreamSource::open(const std::string& path, Options options)
{
    std::unique_ptr<BinanceStreamSource> source(new BinanceStreamSource(path, std::move(options)));
    if (auto found = source->findInstruments(); !found)
        return tl::unexpected(found.error());
    if (source->m_options.scan) {
        if (auto scanned = source->scan(); !scanned)
            return tl::unexpected(scanned.error());
    }
    if (auto begun = source->rewind(); !begun)
        return tl::unexpected(begun.error());
    return source;
}

Result<void> BinanceStreamSource::findInstruments()
{
    auto sniffed = FrameSniffer::sniff(m_path);
    if (!sniffed)
        return tl::unexpected(sniffed.error());
    std::string seen;
    for (const SniffedInstrument& each : *sniffed) {
        seen += seen.empty() ? each.symbol : ", " + each.symbol;
        if (!m_options.symbol.empty() && each.symbol != m_options.symbol)
            continue;
        const InstrumentId id{m_options.firstInstrument + static_cast<std::uint32_t>(m_instruments.size())};
        auto instrument = m_options.exchangeInfo.empty()
            ? each.make(id, m_options.venue)
            : instrumentOf(m_options.exchangeInfo, each.symbol, id, m_options.venue);
        if (!instrument)
            return tl::unexpected(instrument.error());
        m_instruments.push_back(std::make_shared<const Instrument>(std::move(*instrument)));
        m_futures = m_futures || each.futures;
    }
    if (m_instruments.empty())
        return fail(ErrorCode::NotFound, m_path + " holds no frame of " + m_options.symbol + ", only of " + seen + '.');
    m_venueName = m_futures ? "binance-futures" : "binance";
    return {};
}

Result<void> BinanceStreamSource::scan()
{
    if (auto begun = rewind(); !begun)
        return begun;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::uint64_t count = 0;
    for (;;) {
        const auto batch = next();
        if (!batch)
            return tl::unexpected(batch.error());
        if (batch->empty())
            break;
        count += batch->size();
        for (const MarketEvent& event : *batch) {
            if (event.venueTime.valid())
                least = std::min(least, (event.localTime - event.venueTime).ns);
        }
    }
    m_expected = count;
    m_leastLatency = {least == std::numeric_limits<std::int64_t>::max() ? 0 : least};
    return {};
}

Result<void> BinanceStreamSource::rewind()
{
    auto lines = RecordingLines::open(m_path);
    if (!lines)
        return tl::unexpected(lines.error());
    m_lines.emplace(std::move(*lines));
    m_report = {};
    m_lastTime = {};
    return {};
}

Result<std::span<const MarketEvent>> BinanceStreamSource::next()
{
    m_batch.clear();
    while (m_batch.size() < kBatch) {
        const auto more = readFrame();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
    }
    return std::span<const MarketEvent>(m_batch);
}

Result<bool> BinanceStreamSource::readFrame()
{
    RecordedFrame recorded;
    const auto more = m_lines->next(recorded);
    if (!more || !*more)
        return more;
    ++m_report.rows;
    const binance::PaddedFrame frame{recorded.json.data(), recorded.json.size(), recorded.capacity};
    if (recorded.json.starts_with("{\"lastUpdateId\"")) {
        if (const Instrument* const instrument = snapshotOf(recorded.json); instrument != nullptr)
            take(m_parser.parseSnapshot(frame, *instrument, recorded.localTime), recorded);
        else if (m_options.symbol.empty())
            m_report.addWrong(recorded.line, "a snapshot that does not say of which symbol it is");
    } else {
        take(m_parser.parseStream(frame, recorded.localTime), recorded);
    }
    return true;
}

void BinanceStreamSource::take(const binance::ParsedFrame& parsed, const RecordedFrame& frame)
{
    if (parsed.bad()) {
        // With one symbol asked for, those of the others are no fault of the recording.
        if (parsed.fault != binance::FrameFault::UnknownSymbol || m_options.symbol.empty())
            m_report.addWrong(frame.line, std::string(toText(parsed.fault)));
        return;
    }
    if (parsed.events.empty())
        return;
    m_report.offGrid += parsed.offGrid;
    const std::size_t first = m_batch.size();
    m_batch.insert(m_batch.end(), parsed.events.begin(), parsed.events.end());
    if (frame.localTime < m_lastTime) {
        ++m_report.outOfOrder;
        for (std::size_t i = first; i < m_batch.size(); ++i)
            m_batch[i].localTime = m_lastTime;
    } else {
        m_lastTime = frame.localTime;
    }
    if (!m_report.from.valid())
        m_report.from = m_lastTime;
    m_report.to = m_lastTime;
    m_report.events += parsed.events.size();
}

const Instrument* BinanceStreamSource::find(std::string_view symbol) const noexcept
{
    for (const auto& instrument : m_instruments) {
        if (instrument->symbol().view() == symbol)
            return instrument.get();
    }
    return nullptr;
}

const Instrument* BinanceStreamSource::snapshotOf(std::string_view json) const noexcept
{
    const std::string_view symbol = textBetween(json.substr(0, 256), "\"symbol\":\"", '"');
    if (!symbol.empty())
        return find(symbol);
    return m_instruments.size() == 1 ? m_instruments.front().get() : nullptr;
}

SequenceRule BinanceStreamSource::sequenceRule(InstrumentId) const
{
    return m_futures ? kBinanceFuturesRule : kBinanceSpotRule;
}

ImportProgress BinanceStreamSource::progress() const
{
    return {m_lines->bytes().consumed(), m_lines->bytes().total(), m_report.rows, m_report.events};
}

} // namespace maker
