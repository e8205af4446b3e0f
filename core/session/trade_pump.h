#pragma once

#include "lanes/doorbell.h"
#include "lanes/ring.h"
#include "session/requests.h"
#include "venues/api/trade_gateway.h"

#include <QObject>

#include <atomic>
#include <vector>

namespace maker {

/// Hands the engine's requests to the venue's gateway, in the trade thread. Orders come through the intent gate, cancels
/// come directly and may overtake them: an order whose cancel was seen first, or that was asked for before a cancel-all,
/// is answered as rejected and never sent.
class TradePump : public QObject {
public:
    static constexpr std::size_t kRingSize = 4096;

    TradePump(TradeGateway& gateway, ExecSink sink);

    /// Engine thread: cancels, questions.
    Ring<TradeRequest>& direct() noexcept { return m_direct; }
    /// Store thread: orders whose intent is safe.
    Ring<TradeRequest>& released() noexcept { return m_released; }
    /// After a push, by the pusher.
    void ring() noexcept { m_bell.ring(); }
    /// Trade thread, once, after the pump was moved there.
    void begin();

private:
    void drain();
    void handleDirect(const TradeRequest& request);
    void handleReleased(const TradeRequest& request);
    bool withdrawn(const TradeRequest& request);
    void rejectUnsent(const TradeRequest& request);

    TradeGateway& m_gateway;
    ExecSink m_sink;
    Ring<TradeRequest> m_direct{kRingSize};
    Ring<TradeRequest> m_released{kRingSize};
    Doorbell m_bell;
    std::uint64_t m_lastReleased = 0; ///< sequence of the newest order that came through the gate
    struct EarlyCancel {
        ClientOrderId clientOrderId;
        std::uint64_t sequence;
    };
    std::vector<EarlyCancel> m_early;  ///< cancels whose order may still be behind the gate
    struct CancelAllMark {
        InstrumentId instrument; ///< invalid: all
        std::uint64_t sequence;
    };
    std::vector<CancelAllMark> m_marks;
};

} // namespace maker
