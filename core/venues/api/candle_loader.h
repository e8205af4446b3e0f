#pragma once

#include "kernel/base/result.h"
#include "kernel/model/candle.h"
#include "kernel/model/instrument.h"

#include <cstdint>
#include <functional>
#include <vector>

#include <QObject>

namespace maker {

/// Asks a venue for candles of the past, so that a chart has a history when it opens. Lives in the thread that calls
/// load(), which needs an event loop.
class CandleLoader : public QObject {
public:
    /// Closed candles, oldest first.
    using Done = std::function<void(Result<std::vector<Candle>>)>;

    /// Calls `done` once, later, in the same thread. Fails with Unsupported for an interval the venue does not offer.
    virtual void load(const Instrument& instrument, std::int32_t seconds, Done done) = 0;
};

} // namespace maker
