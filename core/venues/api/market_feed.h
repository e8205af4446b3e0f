#pragma once

#include "kernel/model/market_event.h"
#include "venues/api/venue_context.h"

#include <cstddef>
#include <functional>
#include <vector>

#include <QObject>

namespace maker {

/// Takes complete groups of records (a header with all its levels) in the feed's thread; all or nothing, false: no room.
/// What is refused is counted and followed by FeedDown (offered until taken) and a new FeedUp, so that books resync.
using MarketSink = std::function<bool(const MarketEvent*, std::size_t)>;

/// Market data of one venue. Made anywhere, then moved to its thread; every method is called there.
class MarketFeed : public QObject {
public:
    using QObject::QObject;

    virtual void setSink(MarketSink sink) = 0;
    /// Connects and stays connected until stop(): FeedUp and FeedDown tell how that goes.
    virtual void start(std::vector<InstrumentId> instruments) = 0;
    /// Delivers a BookSnapshot as soon as the venue allows; asking again while one is under way is one request.
    virtual void requestSnapshot(InstrumentId instrument) = 0;
    virtual void stop() = 0;
};

} // namespace maker
