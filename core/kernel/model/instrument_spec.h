#pragma once

#include "kernel/model/instrument.h"

namespace maker {

/// The instrument as the decimal text it can be made of again.
InstrumentSpec specOf(const Instrument& instrument);

} // namespace maker
