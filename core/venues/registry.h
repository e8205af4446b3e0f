#pragma once

#include "venues/api/venue_descriptor.h"

#include <span>
#include <string_view>

namespace maker {

/// Every venue there is, in the order in which it is offered.
std::span<const VenueDescriptor> venues() noexcept;

/// Null where no venue has that name.
const VenueDescriptor* findVenue(std::string_view name) noexcept;

} // namespace maker
