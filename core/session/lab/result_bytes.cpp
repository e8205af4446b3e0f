#include "session/lab/result_bytes.h"

#include "kernel/engine/setup_text.h"

#include <zstd.h>

#include <cstring>
#include <type_traits>

namespace maker {

namespace {

constexpr std::uint32_t kVersion = 3; // 2: windows; 3: whether checks were asked for, and the cuts of the look-ahead check
constexpr std::size_t kMostBytes = std::size_t{1} << 31U; // a result says how large it is; more is damage
constexpr int kLevel = 3;

/// Writes and reads with the same calls, so that the two cannot differ.
class Archive {
public:
    Archive() = default;
    explicit Archive(std::string_view in) : m_in(in), m_reading(true) {}

    bool reading() const noexcept { return m_reading; }
    bool good() const noexcept { return m_good; }
    bool atEnd() const noexcept { return m_in.empty(); }
    std::string take() { return std::move(m_out); }

    template <typename T>
        requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void operator()(T& value)
    {
        if (!m_reading) {
            m_out.append(reinterpret_cast<const char*>(&value), sizeof value);
            return;
        }
        if (m_in.size() < sizeof value) {
            m_good = false;
            return;
        }
        std::memcpy(&value, m_in.data(), sizeof value);
        m_in.remove_prefix(sizeof value);
    }
    void operator()(std::string& text)
    {
        std::uint64_t size = text.size();
        (*this)(size);
        if (!m_reading) {
            m_out += text;
            return;
        }
        if (m_in.size() < size) {
            m_good = false;
            return;
        }
        text.assign(m_in.substr(0, size));
        m_in.remove_prefix(size);
    }
    template <std::size_t N>
    void operator()(FixedText<N>& text)
    {
        std::string copy = text.str();
        (*this)(copy);
        if (m_reading && !text.assign(copy))
            m_good = false;
    }
    void operator()(Money& money)
    {
        Int128 units = money.units();
        auto low = static_cast<std::uint64_t>(units);
        auto high = static_cast<std::int64_t>(units >> 64);
        (*this)(low);
        (*this)(high);
        if (m_reading)
            money = Money::fromUnits((static_cast<Int128>(high) << 64) | static_cast<Int128>(low));
    }
    void operator()(Timestamp& time) { (*this)(time.ns); }
    void operator()(Duration& duration) { (*this)(duration.ns); }
    void operator()(Price& price) { (*this)(price.count); }
    void operator()(Qty& qty) { (*this)(qty.count); }
    template <typename Tag, typename Number>
    void operator()(Id<Tag, Number>& id)
    {
        (*this)(id.value);
    }
    template <typename T, typename Each>
    void list(std::vector<T>& values, Each each)
    {
        std::uint64_t size = values.size();
        (*this)(size);
        if (m_reading && size > m_in.size())
            m_good = false; // each takes at least a byte
        if (!m_good)
            return;
        if (m_reading)
            values.resize(size);
        for (T& value : values)
            each(value);
    }

private:
    std::string m_out;
    std::string_view m_in;
    bool m_reading = false;
    bool m_good = true;
};

template <typename... Values>
void each(Archive& archive, Values&... values)
{
    (archive(values), ...);
}

void visit(Archive& archive, PnlParts& pnl)
{
    each(archive, pnl.equity, pnl.capital, pnl.total, pnl.spread, pnl.inventory, pnl.fees, pnl.rebates, pnl.realized,
        pnl.unrealized);
}

void visit(Archive& archive, RunFill& entry)
{
    Fill& fill = entry.fill;
    each(archive, fill.tradeId, fill.clientOrderId, fill.venueOrderId, fill.instrument, fill.account, fill.strategy,
        fill.side, fill.isMaker, fill.price, fill.qty, fill.fee.money, fill.fee.currency, fill.mid, fill.venueTime,
        fill.localTime, entry.level, entry.notional, entry.queueAhead);
    for (double& bps : entry.markouts.bps)
        archive(bps);
}

void visit(Archive& archive, QuoteActivity& activity)
{
    each(archive, activity.strategy, activity.instrument, activity.watched, activity.bothSides, activity.atTouch,
        activity.placed, activity.canceled, activity.filledOrders, activity.rejected, activity.refused,
        activity.queueAheadSum, activity.queueAheadCount);
}

/// Instruments go in the words in which a recording describes them.
bool visitInstruments(Archive& archive, std::vector<std::shared_ptr<const Instrument>>& instruments)
{
    EngineSetup setup;
    std::vector<std::string> lines;
    if (!archive.reading()) {
        for (const auto& instrument : instruments)
            setup.config.instruments.push_back({instrument, AccountId{1}});
        lines = setupLines(setup);
    }
    archive.list(lines, [&](std::string& line) { archive(line); });
    if (!archive.reading())
        return true;
    setup = {};
    for (const std::string& line : lines) {
        if (!readSetupLine(line, setup))
            return false;
    }
    for (const EngineInstrument& entry : setup.config.instruments)
        instruments.push_back(entry.instrument);
    return true;
}

bool visit(Archive& archive, LabResult& result, std::uint32_t version)
{
    LabRequest& request = result.request;
    each(archive, request.label, request.strategy, request.params, request.models, request.from, request.to,
        request.symbol);
    archive.list(request.data, [&](std::string& path) { archive(path); });
    RunRecord& record = result.record;
    if (!visitInstruments(archive, record.instruments))
        return false;
    each(archive, record.currency, record.begin, record.end, record.events, record.decisions, record.digest);
    archive.list(record.equity, [&](EquityPoint& point) {
        archive(point.time);
        visit(archive, point.pnl);
        archive.list(point.positions, [&](Qty& qty) { archive(qty); });
    });
    archive.list(record.fills, [&](RunFill& fill) { visit(archive, fill); });
    archive.list(record.activity, [&](QuoteActivity& activity) { visit(archive, activity); });
    archive.list(result.candles, [&](Candle& candle) {
        each(archive, candle.openTime, candle.open, candle.high, candle.low, candle.close, candle.volume,
            candle.buyVolume, candle.trades);
    });
    archive.list(result.checks, [&](auto& check) { each(archive, check.first, check.second); });
    archive.list(result.outOfSample, [&](auto& span) { each(archive, span.first, span.second); });
    if (version < 2)
        return archive.good();
    archive.list(result.windows, [&](auto& span) { each(archive, span.first, span.second); });
    archive.list(result.windowActivity, [&](std::vector<QuoteActivity>& window) {
        archive.list(window, [&](QuoteActivity& activity) { visit(archive, activity); });
    });
    if (version < 3)
        return archive.good();
    archive(request.checks);
    archive.list(result.cuts, [&](LookAheadCut& cut) { each(archive, cut.time, cut.verdict); });
    return archive.good();
}

} // namespace

std::string resultBytes(const LabResult& result)
{
    Archive archive;
    std::uint32_t version = kVersion;
    archive(version);
    LabResult copy = result;
    visit(archive, copy, version);
    const std::string plain = archive.take();
    std::string packed(ZSTD_compressBound(plain.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), kLevel));
    return packed;
}

Result<LabResult> readResult(std::string_view bytes)
{
    const auto damaged = [] { return fail(ErrorCode::Corrupt, "The kept run is damaged."); };
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMostBytes)
        return damaged();
    std::string plain(static_cast<std::size_t>(size), '\0');
    const std::size_t got = ZSTD_decompress(plain.data(), plain.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(got) != 0U || got != plain.size())
        return damaged();
    Archive archive(plain);
    std::uint32_t version = 0;
    archive(version);
    if (version == 0 || version > kVersion)
        return fail(ErrorCode::Unsupported, "The run was kept by another version of the program.");
    LabResult result;
    if (!visit(archive, result, version) || !archive.atEnd())
        return damaged();
    result.statistics = statisticsOf(result.record);
    return result;
}

} // namespace maker
