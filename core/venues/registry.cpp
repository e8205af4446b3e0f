#include "venues/registry.h"

#include "venues/binance/venue.h"

namespace maker {

namespace {
const VenueDescriptor kVenues[] = {
    binance::descriptor(),
};
}

std::span<const VenueDescriptor> venues() noexcept
{
    return kVenues;
}

const VenueDescriptor* findVenue(std::string_view name) noexcept
{
    for (const VenueDescriptor& venue : kVenues)
        if (venue.name == name)
            return &venue;
    return nullptr;
}

} // namespace maker
