#pragma once

#include "kernel/base/result.h"
#include "venues/api/instrument_set.h"
#include "venues/api/rate_limiter.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QObject>

namespace maker {

/// What a venue lists: what we can trade, what we cannot and why, and how often we may ask.
struct InstrumentListing {
    struct Unsupported {
        std::string symbol;
        std::string reason;
    };

    std::vector<std::shared_ptr<const Instrument>> instruments;
    std::vector<Unsupported> unsupported;
    RateLimits limits;
};

/// Asks a venue for its instruments. Lives in the thread that calls load(), which needs an event loop.
class InstrumentLoader : public QObject {
public:
    struct Request {
        VenueId venue;
        std::uint32_t firstId = 1;        ///< ids are given in the order of `symbols`, or of the listing
        std::vector<std::string> symbols; ///< empty: everything listed
    };
    using Done = std::function<void(Result<InstrumentListing>)>;

    /// Calls `done` once, later, in the same thread.
    virtual void load(const Request& request, Done done) = 0;
};

} // namespace maker
