#include "tape/import/candles_csv.h"

#include "tape/import/csv_fields.h"
#include "tape/import/sniffed_instrument.h"
#include "tape/import/table_shape.h"
#include "tape/import/text_lines.h"
#include "tape/tape_reader.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace maker {
namespace {

constexpr int kMostDecimals = 10;

/// A plain decimal straight from the bytes: its digits and how many of them stand behind the point.
struct Digits {
    std::int64_t count = 0;
    int decimals = 0;
};

/// Reads up to `end`; moves `at` behind the number. False: there is none, or it has too many digits.
bool readDigits(const char*& at, const char* end, Digits& out) noexcept
{
    const char* const begin = at;
    std::uint64_t value = 0;
    const auto digit = [&] { return static_cast<unsigned>(static_cast<unsigned char>(*at)) - '0'; };
    for (; at < end && digit() <= 9; ++at)
        value = value * 10 + digit();
    if (at == begin)
        return false;
    out.decimals = 0;
    if (at < end && *at == '.') {
        const char* const point = ++at;
        for (; at < end && digit() <= 9; ++at)
            value = value * 10 + digit();
        out.decimals = static_cast<int>(at - point);
    }
    out.count = static_cast<std::int64_t>(value);
    return at - begin <= 19 && out.decimals <= kMostDecimals;
}

/// Rows with the decimals each was written with; brought to common ones at the end.
class CandleRows {
public:
    /// Null where the row is good.
    const char* add(std::string_view line, BarSeries& series)
    {
        const char* at = line.data();
        const char* const end = at + line.size();
        const char* const comma = std::find(at, end, ',');
        const auto time = timeOf({at, static_cast<std::size_t>(comma - at)});
        if (!time)
            return "the time cannot be read";
        at = comma;
        Digits numbers[5];
        for (Digits& number : numbers) {
            if (at >= end || *at++ != ',' || !readDigits(at, end, number))
                return "it is not time,open,high,low,close,volume";
        }
        for (int i = 0; i < 4; ++i) {
            if (!scale(numbers[i], m_priceDecimals, [&] { return widenPrices(series, numbers[i].decimals); }))
                return "a price is too large";
        }
        if (!scale(numbers[4], m_qtyDecimals, [&] { return widenVolumes(series, numbers[4].decimals); }))
            return "the volume is too large";
        Candle bar;
        bar.openTime = *time;
        // Prices scaled before a later one of the row widened the grid are scaled again.
        for (int i = 0; i < 4; ++i)
            scale(numbers[i], m_priceDecimals, [] { return true; });
        bar.open = {numbers[0].count};
        bar.high = {numbers[1].count};
        bar.low = {numbers[2].count};
        bar.close = {numbers[3].count};
        bar.volume = {numbers[4].count};
        if (bar.low.count <= 0 || bar.high < std::max(bar.open, bar.close) || bar.low > std::min(bar.open, bar.close))
            return "its high and low do not enclose its open and close";
        if (!series.bars.empty()) {
            const Duration step = bar.openTime - series.bars.back().openTime;
            if (step.ns <= 0)
                return "it is not later than the row before it";
            if (series.interval.ns == 0 || step < series.interval)
                series.interval = step;
        }
        series.bars.push_back(bar);
        return nullptr;
    }

    int priceDecimals() const noexcept { return m_priceDecimals; }
    int qtyDecimals() const noexcept { return m_qtyDecimals; }

private:
    static std::optional<Timestamp> timeOf(std::string_view text)
    {
        // Ten digits are seconds: by far the most frequent form, and readTime() has many to try.
        if (text.size() == 10) {
            std::int64_t seconds = 0;
            for (const char c : text) {
                if (c < '0' || c > '9')
                    return readTime(text);
                seconds = seconds * 10 + (c - '0');
            }
            return Timestamp{seconds * 1'000'000'000};
        }
        return readTime(text);
    }

    template <typename Widen>
    static bool scale(Digits& number, int& decimals, const Widen& widen)
    {
        if (number.decimals == decimals) [[likely]]
            return true;
        if (number.decimals > decimals) {
            if (!widen())
                return false;
            decimals = number.decimals;
            return true;
        }
        const bool fits = !__builtin_mul_overflow(number.count, pow10(decimals - number.decimals), &number.count);
        number.decimals = decimals;
        return fits;
    }

    /// A finer number than any before: happens at most ten times in a file.
    bool widenPrices(BarSeries& series, int decimals) const
    {
        const std::int64_t factor = pow10(decimals - m_priceDecimals);
        bool fits = true;
        for (Candle& bar : series.bars) {
            for (Price* const price : {&bar.open, &bar.high, &bar.low, &bar.close})
                fits = fits && !__builtin_mul_overflow(price->count, factor, &price->count);
        }
        return fits;
    }
    bool widenVolumes(BarSeries& series, int decimals) const
    {
        const std::int64_t factor = pow10(decimals - m_qtyDecimals);
        bool fits = true;
        for (Candle& bar : series.bars)
            fits = fits && !__builtin_mul_overflow(bar.volume.count, factor, &bar.volume.count);
        return fits;
    }

    int m_priceDecimals = 0;
    int m_qtyDecimals = 0;
};

std::string stepText(int decimals)
{
    return decimals == 0 ? "1" : "0." + std::string(static_cast<std::size_t>(decimals - 1), '0') + '1';
}

Result<std::shared_ptr<const Instrument>> barInstrument(std::string symbol, const CandleRows& rows)
{
    const SymbolParts parts = splitSymbol(symbol);
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    if (!spec.symbol.assign(symbol) || !spec.base.assign(parts.base) || !spec.quote.assign(parts.quote))
        return fail(ErrorCode::InvalidArgument, "The symbol \"" + symbol.substr(0, 64) + "\" is too long.");
    spec.tickSize = stepText(rows.priceDecimals());
    spec.lotSize = stepText(rows.qtyDecimals());
    auto made = Instrument::make(spec);
    if (!made)
        return tl::unexpected(made.error());
    return std::make_shared<const Instrument>(std::move(*made));
}

} // namespace

Result<BarSeries> readCandlesCsv(const std::string& path, std::string symbol)
{
    auto bytes = openBytes(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    TextLines lines(std::move(*bytes), path);
    BarSeries series;
    CandleRows rows;
    std::string_view line;
    for (;;) {
        const auto more = lines.next(line);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const bool header = lines.line() == 1 && !line.empty() && (line.front() < '0' || line.front() > '9');
        if (header || line.empty())
            continue;
        if (const char* const wrong = rows.add(line, series))
            return fail(ErrorCode::Parse, path + ", line " + std::to_string(lines.line()) + ": " + wrong + '.');
    }
    if (series.bars.empty())
        return fail(ErrorCode::NotFound, path + " holds no bars.");
    if (symbol.empty())
        symbol = symbolInName(path);
    auto instrument = barInstrument(symbol.empty() ? "BARS" : symbol, rows);
    if (!instrument)
        return tl::unexpected(instrument.error());
    series.instrument = std::move(*instrument);
    return series;
}

Result<BarSeries> readBarTape(const std::string& path)
{
    auto reader = TapeReader::open(path);
    if (!reader)
        return tl::unexpected(reader.error());
    BarSeries series;
    series.instrument = reader->header().instruments.front().instrument;
    series.interval = reader->header().barInterval;
    series.bars.reserve(reader->summary().records);
    for (;;) {
        const auto bars = reader->nextBars();
        if (!bars)
            return tl::unexpected(bars.error());
        if (bars->empty())
            return series;
        series.bars.insert(series.bars.end(), bars->begin(), bars->end());
    }
}

} // namespace maker
