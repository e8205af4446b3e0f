#pragma once

#include "kernel/model/candle.h"
#include "kernel/model/instrument.h"
#include "kernel/sim/sim_types.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace maker::sim {

/// A candle with what Binance's klines tell beyond price and volume.
struct SimCandle {
    Candle candle;
    Money quoteVolume;
    Money buyQuoteVolume;
    std::int64_t firstTradeId = 0; ///< 0 where nothing traded
    std::int64_t lastTradeId = 0;
};

/// Rolling window of the last 24 hours, in whole minutes.
struct SimTicker {
    Timestamp openTime;
    Timestamp closeTime;
    Price open;
    Price high;
    Price low;
    Price last;
    Price previousClose; ///< as open: what came before the window is not kept
    Qty lastQty;
    Qty volume;
    Money quoteVolume;
    std::int64_t firstTradeId = 0;
    std::int64_t lastTradeId = 0;
    std::int64_t trades = 0;
};

/// The last trades of one instrument and its candles of one second (an hour) and one minute (25 hours); bounded memory.
class MarketHistory {
public:
    explicit MarketHistory(const Instrument& instrument);

    void add(const SimTrade& trade);

    /// The newest `limit` trades, oldest first, at most kTrades.
    std::vector<SimTrade> trades(std::size_t limit) const;
    /// Trades from the id on, oldest first, as far as they are kept.
    std::vector<SimTrade> tradesFrom(std::int64_t firstId, std::size_t limit) const;
    std::optional<SimTrade> lastTrade() const;
    /// The newest `limit` candles of an interval that is a multiple of a second (up to an hour back) or of a minute, oldest
    /// first, the current one included; spans without trades repeat the close before. Empty before the first trade.
    std::vector<SimCandle> candles(Duration interval, std::size_t limit, Timestamp now) const;
    std::optional<SimTicker> ticker(Timestamp now) const;

    static constexpr std::size_t kTrades = 5000;

private:
    struct Ring {
        Duration interval;
        std::size_t capacity = 0;
        std::vector<SimCandle> candles; ///< place of a candle: (openTime / interval) mod capacity
    };

    void addTo(Ring& ring, const SimTrade& trade, Money quote);
    std::vector<SimCandle> aggregate(const Ring& ring, Duration interval, std::size_t limit, Timestamp now) const;

    const Instrument* m_instrument;
    std::vector<SimTrade> m_trades; ///< ring by (tradeId - 1) mod kTrades
    std::int64_t m_tradeCount = 0;
    Timestamp m_firstTime;
    Ring m_seconds;
    Ring m_minutes;
};

} // namespace maker::sim
