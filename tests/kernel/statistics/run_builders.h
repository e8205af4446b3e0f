#pragma once

#include "kernel/statistics/statistics.h"

#include <cmath>
#include <string>

namespace maker::test {

inline constexpr std::int64_t kMinute = 60'000'000'000;
inline constexpr std::int64_t kDayNs = 1440 * kMinute;
/// Monday 2026-01-05 00:00 UTC.
inline constexpr Timestamp kMonday{1'767'571'200'000'000'000};

inline Money money(const char* text)
{
    return Money::parse(text).value();
}

inline std::shared_ptr<const Instrument> btc(std::uint32_t id = 1)
{
    InstrumentSpec spec;
    spec.id = {id};
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.0001";
    return std::make_shared<const Instrument>(Instrument::make(spec).value());
}

/// A run of 10,000 USDT; points and fills are added with times in minutes after Monday midnight.
struct RunBuilder {
    RunRecord record;

    RunBuilder()
    {
        record.currency = "USDT";
        record.instruments = {btc()};
        record.begin = record.end = kMonday;
    }
    RunBuilder& point(double minute, const char* total, std::int64_t position = 0)
    {
        EquityPoint point;
        point.time = kMonday + Duration{static_cast<std::int64_t>(minute * static_cast<double>(kMinute))};
        point.pnl.capital = Money::fromInt(10'000);
        point.pnl.total = money(total);
        point.pnl.equity = point.pnl.capital + point.pnl.total;
        point.pnl.inventory = point.pnl.total;
        point.positions = {Qty{position}};
        record.end = point.time;
        record.equity.push_back(point);
        return *this;
    }
    RunFill& fill(double minute, Side side, const char* price, const char* qty, const char* fee = "0")
    {
        const Instrument& instrument = *record.instruments[0];
        RunFill out;
        out.fill.tradeId = TradeId(std::to_string(record.fills.size() + 1));
        out.fill.instrument = instrument.id();
        out.fill.strategy = {1};
        out.fill.account = {1};
        out.fill.side = side;
        out.fill.price = instrument.parsePrice(price).value();
        out.fill.qty = instrument.parseQty(qty).value();
        out.fill.fee = {money(fee), "USDT"};
        out.fill.localTime = kMonday + Duration{static_cast<std::int64_t>(minute * static_cast<double>(kMinute))};
        out.notional = instrument.notional(out.fill.price, out.fill.qty);
        record.fills.push_back(out);
        return record.fills.back();
    }
    Statistics statistics() const { return statisticsOf(record); }
};

inline bool near(const std::optional<double>& value, double wanted, double tolerance = 1e-9)
{
    return value && std::abs(*value - wanted) <= tolerance;
}

} // namespace maker::test
