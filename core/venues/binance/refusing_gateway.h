#pragma once

#include "venues/api/trade_gateway.h"

#include <string>

namespace maker::binance {

/// Stands where orders may not be sent: refuses each with the reason and never reports that trading is up.
class RefusingGateway final : public TradeGateway {
public:
    RefusingGateway(const VenueContext& context, std::string why);

    void setSink(ExecSink sink) override { m_sink = std::move(sink); }
    void start() override;
    void stop() override {}

    void place(const Approved<NewOrder>& order) override;
    void replace(const Approved<ReplaceOrder>& order) override;
    void cancel(const CancelOrder& cancel) override;
    void cancelAll(AccountId, InstrumentId) override {}
    void query(const CancelOrder&) override {}
    void reconcile(AccountId, Timestamp) override {}

private:
    void refuse(ExecKind kind, const ClientOrderId& id, InstrumentId instrument, bool fromReplace);

    VenueContext m_context;
    std::string m_why;
    ExecSink m_sink;
};

} // namespace maker::binance
