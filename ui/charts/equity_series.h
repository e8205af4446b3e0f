#pragma once

#include "session/lab_port.h"

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace maker {

/// One moment of a run as the panes draw it; money in the run's currency, the position in units of what was quoted.
struct EquitySample {
    double key = 0.0; ///< seconds since 1970
    double total = 0.0;
    double drawdown = 0.0; ///< zero or negative: below the highest total so far
    std::array<double, 4> causes {}; ///< spread, rebates, inventory, fees
    double position = 0.0;
    bool afterGap = false; ///< much later than the one before it: nothing is drawn between the two
};

/// Place of what a run quoted among the instruments of its record, and so in EquityPoint::positions; the first where the
/// request does not say.
std::size_t quotedPlace(const LabResult& result);
/// What a run quoted; null where its record names no instrument.
std::shared_ptr<const Instrument> quotedInstrument(const LabResult& result);

/// Every point of a run.
std::vector<EquitySample> equitySamples(const LabResult& result);
/// `place`: of the instrument among the positions.
std::vector<EquitySample> equitySamples(const std::vector<EquityPoint>& points, const Instrument* instrument, std::size_t place = 0);
/// At most about `most` of them: of each stretch its lowest and its highest total stay, so that the shape does.
std::vector<EquitySample> decimated(const std::vector<EquitySample>& samples, std::size_t most);
/// The last sample at or before `key`; null before the first.
const EquitySample* sampleAt(const std::vector<EquitySample>& samples, double key);

} // namespace maker
