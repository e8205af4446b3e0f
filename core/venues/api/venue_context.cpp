#include "venues/api/venue_context.h"

namespace maker {

std::string_view toText(Environment environment) noexcept
{
    switch (environment) {
    case Environment::Simulated:
        return "simulated";
    case Environment::Testnet:
        return "testnet";
    case Environment::Production:
        return "production";
    }
    return "unknown";
}

} // namespace maker
