#include "search/latency_file.h"

#include "kernel/backtest/venue_config.h"
#include "platform/read_file.h"

namespace maker {

Result<void> readLatencyFile(backtest::RunSetup& setup)
{
    const std::string& path = setup.models.latencyTable;
    if (path.empty())
        return {};
    const auto text = readFile(path, "The latency table", std::size_t{64} << 20U);
    if (!text)
        return tl::unexpected(text.error());
    auto rows = backtest::readLatencyTable(*text);
    if (!rows)
        return tl::unexpected(rows.error());
    setup.latencies = std::move(*rows);
    return {};
}

} // namespace maker
