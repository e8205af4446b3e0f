#include "simex/binance/operations.h"

#include <array>

namespace maker::simex::binance {

namespace {

std::array<std::span<const Operation>, 3> tables()
{
    return {marketOperations(), orderOperations(), accountOperations()};
}

} // namespace

const Operation* findRest(std::string_view method, std::string_view path, bool& pathKnown)
{
    pathKnown = false;
    for (const auto& table : tables()) {
        for (const Operation& operation : table) {
            if (operation.method.empty() || operation.path != path)
                continue;
            if (operation.method == method)
                return &operation;
            pathKnown = true;
        }
    }
    return nullptr;
}

const Operation* findWebSocket(std::string_view wsMethod)
{
    for (const auto& table : tables()) {
        for (const Operation& operation : table) {
            if (!operation.wsMethod.empty() && operation.wsMethod == wsMethod)
                return &operation;
        }
    }
    return nullptr;
}

tl::expected<const Instrument*, VenueError> instrumentOf(const Desk& desk, const Params& params)
{
    const auto symbol = params.find("symbol");
    if (!symbol)
        return tl::unexpected(missingParameter("symbol"));
    const Instrument* instrument = desk.find(*symbol);
    if (!instrument)
        return tl::unexpected(invalidSymbol());
    return instrument;
}

tl::expected<std::int64_t, VenueError> integerOf(
    const Params& params, std::string_view name, std::int64_t absent, std::int64_t least, std::int64_t greatest)
{
    const auto given = params.find(name);
    if (!given)
        return absent;
    const auto value = parseInteger(*given);
    if (!value)
        return tl::unexpected(illegalCharacters(name, "^[0-9]{1,20}$"));
    if (*value < least || *value > greatest)
        return tl::unexpected(error(-1130, "Data sent for parameter '" + std::string(name) + "' is not valid."));
    return *value;
}

} // namespace maker::simex::binance
