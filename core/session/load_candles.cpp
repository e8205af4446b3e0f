#include "session/session_parts.h"

#include "kernel/pricing/candle_builder.h"

#include <QEventLoop>
#include <QTimer>

#include <array>

// The charts' history: asked of the venue once, before market data flows.

namespace maker {

namespace {

constexpr std::array<std::int32_t, 5> kAsked{1, 60, 300, 900, 3600};
constexpr std::int32_t kFinest = 1;

/// Candles of `seconds` made of finer ones; a last one that is not complete is left out.
std::vector<Candle> coarser(const std::vector<Candle>& fine, std::int32_t seconds)
{
    std::vector<Candle> result;
    const std::int64_t length = Duration::seconds(seconds).ns;
    for (const Candle& candle : fine) {
        const Timestamp open{candle.openTime.ns / length * length};
        if (result.empty() || result.back().openTime != open) {
            result.push_back(candle);
            result.back().openTime = open;
            continue;
        }
        extend(result.back(), candle);
    }
    if (!result.empty())
        result.pop_back();
    return result;
}

} // namespace

void Session::Parts::loadCandles()
{
    auto loader = venue->makeCandles(context);
    std::size_t open = catalog.instruments.size() * kAsked.size();
    bool complained = false;
    QEventLoop loop;
    for (const auto& instrument : catalog.instruments) {
        for (const std::int32_t seconds : kAsked) {
            loader->load(*instrument, seconds, [&, instrument, seconds](Result<std::vector<Candle>> answer) {
                if (!answer && !std::exchange(complained, true))
                    notes.push_back("Charts begin empty: " + answer.error().detail);
                if (answer && seconds == kFinest) {
                    for (const std::int32_t wider : {5, 15})
                        candles->preload(instrument->id(), wider, coarser(*answer, wider));
                }
                if (answer)
                    candles->preload(instrument->id(), seconds, std::move(*answer));
                if (--open == 0)
                    loop.quit();
            });
        }
    }
    QTimer::singleShot(std::chrono::milliseconds(config.startTimeout.ns / 1'000'000), &loop, &QEventLoop::quit);
    if (open > 0)
        loop.exec();
    loader.reset(); // answers that come too late find nobody
}

} // namespace maker
