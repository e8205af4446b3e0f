#pragma once

#include "venues/api/venue_descriptor.h"

namespace maker::binance {

/// The registry's row for Binance spot.
VenueDescriptor descriptor() noexcept;

} // namespace maker::binance
