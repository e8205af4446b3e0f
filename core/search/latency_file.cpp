#include "search/latency_file.h"

#include "kernel/backtest/venue_config.h"

#include <fstream>
#include <sstream>

namespace maker {

Result<void> readLatencyFile(backtest::RunSetup& setup)
{
    const std::string& path = setup.models.latencyTable;
    if (path.empty())
        return {};
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorCode::NotFound, "The latency table " + path + " cannot be read.");
    std::ostringstream text;
    text << file.rdbuf();
    auto rows = backtest::readLatencyTable(text.str());
    if (!rows)
        return tl::unexpected(rows.error());
    setup.latencies = std::move(*rows);
    return {};
}

} // namespace maker
