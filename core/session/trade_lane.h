#pragma once

#include "kernel/engine/ports.h"
#include "session/store_loop.h"
#include "session/trade_pump.h"
#include "venues/api/latency_histogram.h"

#include <deque>
#include <functional>

namespace maker {

/// The engine's side of the order path: exposure goes through the intent gate, cancels and questions go straight to the
/// trade thread. Engine thread only.
class TradeLane final : public OrderGateway {
public:
    /// `pump` null: this session cannot trade and every order is answered with `refusal`.
    TradeLane(StoreLoop& store, TradePump* pump, std::string_view refusal)
        : m_store(store), m_pump(pump), m_refusal(refusal)
    {
    }

    void place(const Approved<NewOrder>& order) override;
    void replace(const Approved<ReplaceOrder>& order) override;
    void cancel(const CancelOrder& cancel) override;
    void cancelAll(AccountId account, InstrumentId instrument) override;
    void query(const CancelOrder& order) override;
    void reconcile(AccountId account, Timestamp since) override;

    /// Sends what a full ring held back. Called once a turn of the loop.
    void flush();
    /// The next answer the lane itself has to give; false when there is none.
    bool nextAnswer(ExecEvent& out);
    /// Requests asked for since the last call.
    std::uint64_t takeRequests() noexcept { return std::exchange(m_requests, 0); }

private:
    void submit(TradeRequest request);
    void send(TradeRequest request);
    void refuse(const TradeRequest& request, std::string_view why);

    StoreLoop& m_store;
    TradePump* m_pump;
    std::string_view m_refusal;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_requests = 0;
    std::deque<TradeRequest> m_waiting; ///< direct requests that found the ring full: cancels are never dropped
    std::deque<ExecEvent> m_answers;
};

} // namespace maker
