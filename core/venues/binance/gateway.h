#pragma once

#include "venues/api/trade_gateway.h"
#include "venues/binance/api_session.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QTimer>

namespace maker::binance {

/// Orders and user data of one Binance spot account: says in ExecEvents what became of every request.
class Gateway final : public TradeGateway {
public:
    explicit Gateway(const VenueContext& context);
    ~Gateway() override;

    void setSink(ExecSink sink) override { m_sink = std::move(sink); }
    void start() override;
    void stop() override;

    void place(const Approved<NewOrder>& order) override;
    void replace(const Approved<ReplaceOrder>& order) override;
    void cancel(const CancelOrder& cancel) override;
    void cancelAll(AccountId account, InstrumentId instrument) override;
    void query(const CancelOrder& order) override;
    void reconcile(AccountId account, Timestamp since) override;

private:
    static constexpr std::size_t kBacklog = 65'536;

    /// An order of ours that may be open: cancelAll withdraws these without asking first.
    struct OpenOrder {
        ClientOrderId id;
        InstrumentId instrument;
    };
    /// Which client id a venue's order id belongs to, gathered while reconciling.
    struct OrderName {
        VenueOrderId venueOrderId;
        ClientOrderId clientOrderId;
    };

    void onSessionUp();
    void onSessionDown();
    void onOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records);
    void onOrderOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records);
    void onQueryOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records);
    void onCancelAllOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records);
    void onStartupOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records);
    void onReconcileOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records);

    void beginStartup();
    void beginReconcile();
    void nextReconcileStep();
    void nameFills(std::vector<ExecEvent>& records);
    void askLater(const Ask& ask);
    void askBalances();

    void report(ExecKind kind, const Ask& ask, const Outcome& outcome, bool newHalf);
    void emitState(ExecKind kind);
    void deliver(const std::vector<ExecEvent>& records);
    void deliver(const ExecEvent& event);
    void flushBacklog();
    void follow(const ExecEvent& event);
    void forget(const ClientOrderId& id);
    bool isOurs(const ClientOrderId& id) const noexcept;

    VenueContext m_context;
    ExecSink m_sink;
    std::unique_ptr<ApiSession> m_session;
    std::unique_ptr<QTimer> m_flush;
    std::vector<OpenOrder> m_open;
    std::vector<ExecEvent> m_backlog; ///< records the receiver had no room for, in order
    std::size_t m_startupLeft = 0;
    std::uint32_t m_epoch = 0; ///< of the connection: older start-up answers do not count
    std::optional<Timestamp> m_reconcileSince;
    std::vector<Ask> m_reconcileSteps; ///< last first
    std::vector<OrderName> m_names;
    std::uint32_t m_reconcileRun = 0;
    bool m_tradingUp = false;
};

} // namespace maker::binance
