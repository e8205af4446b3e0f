#include "venues/binance/candles.h"

#include <simdjson.h>

#include <array>
#include <utility>

namespace maker::binance {

namespace {

constexpr std::array<std::pair<std::int32_t, std::string_view>, 6> kIntervals{
    {{1, "1s"}, {60, "1m"}, {300, "5m"}, {900, "15m"}, {3600, "1h"}, {86400, "1d"}}};

std::string_view intervalName(std::int32_t seconds)
{
    for (const auto& [length, name] : kIntervals) {
        if (length == seconds)
            return name;
    }
    return {};
}

/// One row: open time, open, high, low, close, volume, close time, quote volume, trades, taker buy volume, ...
class RowReader {
public:
    RowReader(simdjson::dom::array row, const Instrument& instrument) : m_row(row), m_instrument(instrument)
    {
        m_candle.openTime = Timestamp::fromMillis(integer(0));
        m_candle.open = price(1);
        m_candle.high = price(2);
        m_candle.low = price(3);
        m_candle.close = price(4);
        m_candle.volume = qty(5);
        m_close = Timestamp::fromMillis(integer(6));
        m_candle.trades = static_cast<std::uint32_t>(integer(8));
        m_candle.buyVolume = qty(9);
    }

    bool good() const noexcept { return m_good; }
    const Candle& candle() const noexcept { return m_candle; }
    Timestamp closeTime() const noexcept { return m_close; }

private:
    std::int64_t integer(std::size_t index)
    {
        // Milliseconds beyond this do not fit nanoseconds.
        constexpr std::int64_t kMost = 9'000'000'000'000;
        std::int64_t value = 0;
        m_good = m_good && m_row.at(index).get(value) == simdjson::SUCCESS && value >= 0 && value <= kMost;
        return m_good ? value : 0;
    }
    std::string_view text(std::size_t index)
    {
        std::string_view value;
        m_good = m_good && m_row.at(index).get(value) == simdjson::SUCCESS;
        return value;
    }
    Price price(std::size_t index)
    {
        const auto value = m_instrument.tryPrice(text(index));
        m_good = m_good && value.has_value();
        return value.value_or(Price{});
    }
    Qty qty(std::size_t index)
    {
        const auto value = m_instrument.tryQty(text(index));
        m_good = m_good && value.has_value();
        return value.value_or(Qty{});
    }

    simdjson::dom::array m_row;
    const Instrument& m_instrument;
    bool m_good = true;
    Candle m_candle;
    Timestamp m_close;
};

} // namespace

Result<std::vector<Candle>> parseCandles(std::string_view body, const Instrument& instrument, Timestamp now)
{
    simdjson::dom::parser parser;
    simdjson::dom::array rows;
    if (parser.parse(body.data(), body.size()).get(rows) != simdjson::SUCCESS)
        return fail(ErrorCode::Parse, "The venue's candles are not a list.");
    std::vector<Candle> candles;
    for (const simdjson::dom::element element : rows) {
        simdjson::dom::array fields;
        if (element.get(fields) != simdjson::SUCCESS)
            return fail(ErrorCode::Parse, "A candle of the venue is not a list.");
        const RowReader row(fields, instrument);
        if (!row.good())
            return fail(ErrorCode::Parse, "A candle of the venue could not be read.");
        if (row.closeTime() < now)
            candles.push_back(row.candle());
    }
    return candles;
}

Candles::Candles(const VenueContext& context) : m_client(context.endpoints.rest, context.proxies) {}

void Candles::load(const Instrument& instrument, std::int32_t seconds, Done done)
{
    const std::string_view interval = intervalName(seconds);
    if (interval.empty()) {
        done(fail(ErrorCode::Unsupported, "The venue has no candles of " + std::to_string(seconds) + " s."));
        return;
    }
    const std::string query =
        "symbol=" + instrument.symbol().str() + "&interval=" + std::string(interval) + "&limit=1000";
    m_client.send("GET", "/api/v3/klines", query, {}, [instrument, done = std::move(done)](const RestAnswer& answer) {
        if (answer.status != 200) {
            done(fail(ErrorCode::Network, "The candles of " + instrument.symbol().str() + " could not be read: "
                    + (answer.status == 0 ? answer.failure : "status " + std::to_string(answer.status))));
            return;
        }
        done(parseCandles(answer.body, instrument, answer.received));
    });
}

} // namespace maker::binance
