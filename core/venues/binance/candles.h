#pragma once

#include "venues/api/candle_loader.h"
#include "venues/api/venue_context.h"
#include "venues/binance/rest_client.h"

#include <string_view>

namespace maker::binance {

/// GET klines, at most 1000 a question.
class Candles final : public CandleLoader {
public:
    explicit Candles(const VenueContext& context);

    void load(const Instrument& instrument, std::int32_t seconds, Done done) override;

private:
    RestClient m_client;
};

/// The closed candles of a klines answer: those that end before `now`.
Result<std::vector<Candle>> parseCandles(std::string_view body, const Instrument& instrument, Timestamp now);

} // namespace maker::binance
