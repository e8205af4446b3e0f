#pragma once

#include "kernel/backtest/market_script.h"
#include "search/shard.h"

#include <QFile>
#include <QString>

#include <string>

namespace maker::test {

/// A plan over a random market of some minutes that costs milliseconds a run.
inline const char* const kPlan = R"({
  "name": "small", "seed": 5, "data": ["market"], "strategy": "pure_market_making",
  "params": {"order_size": 0.1, "min_spread": 0, "refresh_time": 0.5},
  "models": {"entry_latency": 1, "response_latency": 1, "base_balance": 1000},
  "objective": "pnl", "folds": 2,
  "axes": [{"key": "bid_spread", "values": [5, 20, 60]}, {"key": "ask_spread", "from": 5, "to": 45, "step": 20}]})";

inline search::Plan planFrom(QByteArray text)
{
    return search::parsePlan(std::string_view(text.constData(), static_cast<std::size_t>(text.size()))).value();
}

inline search::Recordings randomMarkets(std::uint64_t seed = 3)
{
    const auto open = [script = randomMarket(seed, 1'500)]() -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
        std::vector<std::unique_ptr<backtest::EventSource>> sources;
        sources.push_back(script.source());
        return sources;
    };
    return {open, {}};
}

inline search::ShardWork workOf(const search::Plan& plan, search::Shard shard, const QString& directory)
{
    return {plan, randomMarkets(), shard, directory.toStdString(), 1, [] { return false; }, {}};
}

inline QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace maker::test
