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
    RowReader(simdjson::ondemand::array row, const Instrument& instrument) : m_instrument(instrument)
    {
        for (auto field : row) {
            read(field);
            ++m_index;
        }
        m_good = m_good && m_index >= 10;
    }

    bool good() const noexcept { return m_good; }
    const Candle& candle() const noexcept { return m_candle; }
    Timestamp closeTime() const noexcept { return m_close; }

private:
    void read(simdjson::simdjson_result<simdjson::ondemand::value> field)
    {
        switch (m_index) {
        case 0: m_candle.openTime = Timestamp::fromMillis(integer(field)); break;
        case 1: m_candle.open = price(field); break;
        case 2: m_candle.high = price(field); break;
        case 3: m_candle.low = price(field); break;
        case 4: m_candle.close = price(field); break;
        case 5: m_candle.volume = qty(field); break;
        case 6: m_close = Timestamp::fromMillis(integer(field)); break;
        case 8: m_candle.trades = static_cast<std::uint32_t>(integer(field)); break;
        case 9: m_candle.buyVolume = qty(field); break;
        default: break;
        }
    }
    std::int64_t integer(simdjson::simdjson_result<simdjson::ondemand::value> field)
    {
        std::int64_t value = 0;
        m_good = m_good && field.get_int64().get(value) == simdjson::SUCCESS && value >= 0;
        return value;
    }
    Price price(simdjson::simdjson_result<simdjson::ondemand::value> field)
    {
        std::string_view text;
        if (field.get_string().get(text) == simdjson::SUCCESS) {
            if (const auto value = m_instrument.tryPrice(text))
                return *value;
        }
        m_good = false;
        return {};
    }
    Qty qty(simdjson::simdjson_result<simdjson::ondemand::value> field)
    {
        std::string_view text;
        if (field.get_string().get(text) == simdjson::SUCCESS) {
            if (const auto value = m_instrument.tryQty(text))
                return *value;
        }
        m_good = false;
        return {};
    }

    const Instrument& m_instrument;
    int m_index = 0;
    bool m_good = true;
    Candle m_candle;
    Timestamp m_close;
};

} // namespace

Result<std::vector<Candle>> parseCandles(
    std::string_view body, std::size_t capacity, const Instrument& instrument, Timestamp now)
{
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::array rows;
    if (parser.iterate(body.data(), body.size(), capacity).get(document) != simdjson::SUCCESS
        || document.get_array().get(rows) != simdjson::SUCCESS)
        return fail(ErrorCode::Parse, "The venue's candles are not a list.");
    std::vector<Candle> candles;
    for (auto element : rows) {
        simdjson::ondemand::array fields;
        if (element.get_array().get(fields) != simdjson::SUCCESS)
            return fail(ErrorCode::Parse, "A candle of the venue is not a list.");
        const RowReader row(fields, instrument);
        if (!row.good())
            return fail(ErrorCode::Parse, "A candle of the venue could not be read.");
        if (row.closeTime() < now)
            candles.push_back(row.candle());
    }
    return candles;
}

Candles::Candles(const VenueContext& context) : m_client(context.endpoints.rest) {}

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
        done(parseCandles(answer.body, answer.capacity, instrument, answer.received));
    });
}

} // namespace maker::binance
