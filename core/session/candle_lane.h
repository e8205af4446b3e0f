#pragma once

#include "kernel/base/id.h"
#include "kernel/model/candle.h"
#include "kernel/model/market_event.h"
#include "kernel/pricing/candle_builder.h"
#include "lanes/latest.h"
#include "lanes/ring.h"
#include "session/views.h"

#include <array>
#include <deque>
#include <memory>
#include <vector>

namespace maker {

/// Candles of every interval of every instrument: built in the engine thread, kept in the window's.
class CandleLane {
public:
    static constexpr std::size_t kKept = 10'000; ///< closed candles a series
    static constexpr std::size_t kIntervals = kCandleSeconds.size();

    explicit CandleLane(std::vector<InstrumentId> instruments);

    /// Before the threads start: closed candles of earlier times, oldest first.
    void preload(InstrumentId instrument, std::int32_t seconds, std::vector<Candle> closed);

    // engine thread
    void onTrade(const MarketEvent& trade);
    void onTime(Timestamp now);
    void publish();

    /// The window's thread.
    bool read(InstrumentId instrument, std::int32_t seconds, CandleSeries& out);

private:
    struct Closed {
        std::uint16_t market = 0;
        std::uint16_t interval = 0;
        Candle candle;
    };
    struct Live {
        std::array<Candle, kIntervals> candles{};
    };
    struct Market {
        InstrumentId instrument;
        std::vector<CandleBuilder> builders;
        bool changed = false;
        Latest<Live> live;
        std::array<std::shared_ptr<std::vector<Candle>>, kIntervals> closed;
        std::array<std::uint64_t, kIntervals> versions{};
    };

    Market* find(InstrumentId instrument);
    void takeClosed();

    std::deque<Market> m_markets; // a Latest does not move
    Ring<Closed> m_closed{16384};
};

} // namespace maker
