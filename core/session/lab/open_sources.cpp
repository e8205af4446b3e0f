#include "session/lab/open_sources.h"

#include "session/lab/source_taps.h"

#include <mutex>
#include <optional>

namespace maker {

namespace {

/// What is only known of a whole recording.
struct Measures {
    std::uint64_t events = 0;
    Duration leastLatency;
};

/// A recording that was not read through when it was opened.
class MeasuredTap final : public SourceTap {
public:
    MeasuredTap(std::unique_ptr<backtest::EventSource> source, const Measures& measures)
        : SourceTap(std::move(source)), m_measures(measures)
    {
    }

    std::uint64_t expectedEvents() const override { return m_measures.events; }
    Duration leastFeedLatency() const override { return m_measures.leastLatency; }

private:
    Measures m_measures;
};

/// One recording, opened again and again, by several threads.
class Recording {
public:
    Recording(std::string path, MarketFileOptions options) : m_path(std::move(path)), m_options(std::move(options)) {}

    Result<std::unique_ptr<backtest::EventSource>> open()
    {
        MarketFileOptions options = m_options;
        const std::optional<Measures> known = measures();
        options.scan = !known;
        auto market = openMarket(m_path, options);
        if (!market)
            return tl::unexpected(market.error());
        if (known)
            return std::make_unique<MeasuredTap>(std::move(*market), *known);
        const std::lock_guard lock(m_mutex);
        m_measures = Measures{(*market)->expectedEvents(), (*market)->leastFeedLatency()};
        return std::move(*market);
    }

private:
    std::optional<Measures> measures()
    {
        const std::lock_guard lock(m_mutex);
        return m_measures;
    }

    const std::string m_path;
    const MarketFileOptions m_options;
    std::mutex m_mutex;
    std::optional<Measures> m_measures;
};

} // namespace

OpenSources openPaths(std::vector<std::string> paths, MarketFileOptions options)
{
    std::vector<std::shared_ptr<Recording>> recordings;
    for (std::string& path : paths)
        recordings.push_back(std::make_shared<Recording>(std::move(path), options));
    return [recordings = std::move(recordings)](Timestamp until) -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
        std::vector<std::unique_ptr<backtest::EventSource>> sources;
        for (const auto& recording : recordings) {
            auto market = recording->open();
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
