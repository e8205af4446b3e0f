#include "session/lab/open_sources.h"

#include "session/lab/source_taps.h"

namespace maker {

OpenSources openPaths(std::vector<std::string> paths, MarketFileOptions options)
{
    return [paths = std::move(paths), options = std::move(options)](
               Timestamp until) -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
        std::vector<std::unique_ptr<backtest::EventSource>> sources;
        for (const std::string& path : paths) {
            auto market = openMarket(path, options);
            if (!market)
                return tl::unexpected(market.error());
            sources.push_back(cutOff(std::move(*market), until));
        }
        return sources;
    };
}

std::unique_ptr<backtest::EventSource> cutOff(std::unique_ptr<backtest::EventSource> source, Timestamp until)
{
    if (!until.valid())
        return source;
    return std::make_unique<CutTap>(std::move(source), until);
}

} // namespace maker
