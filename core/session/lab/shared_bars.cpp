#include "session/lab/shared_bars.h"

#include "tape/import/read_bars.h"

#include <mutex>

namespace maker {

namespace {

/// What is known of a recording while nobody holds its bars.
struct Known {
    std::mutex mutex;
    std::shared_ptr<const Instrument> instrument;
    Duration interval;
    std::weak_ptr<const std::vector<Candle>> bars;
};

} // namespace

search::OpenBars sharedBars(std::string path, std::string symbol)
{
    return [path = std::move(path), symbol = std::move(symbol), known = std::make_shared<Known>()]() -> Result<backtest::BarSequence> {
        const std::lock_guard lock(known->mutex); // one thread reads, the others wait for it
        if (auto bars = known->bars.lock())
            return backtest::BarSequence{known->instrument, known->interval, std::move(bars)};
        auto series = readBars(path, symbol);
        if (!series)
            return tl::unexpected(series.error());
        auto bars = std::make_shared<const std::vector<Candle>>(std::move(series->bars));
        known->instrument = std::move(series->instrument);
        known->interval = series->interval;
        known->bars = bars;
        return backtest::BarSequence{known->instrument, known->interval, std::move(bars)};
    };
}

} // namespace maker
