#pragma once

#include "support/fake_venue.h"
#include "venues/api/trade_gateway.h"

#include <cstdint>

namespace maker::test {

/// The venue of tests behind the interface of a gateway; lives in the trade thread.
class StressVenue final : public TradeGateway {
public:
    explicit StressVenue(std::shared_ptr<const Instrument> instrument);

    void setSink(ExecSink sink) override { m_sink = std::move(sink); }
    void start() override;
    void stop() override {}
    void place(const Approved<NewOrder>& order) override { m_venue.place(order); }
    void replace(const Approved<ReplaceOrder>& order) override { m_venue.replace(order); }
    void cancel(const CancelOrder& cancel) override { m_venue.cancel(cancel); }
    void cancelAll(AccountId account, InstrumentId instrument) override { m_venue.cancelAll(account, instrument); }
    void query(const CancelOrder& order) override { m_venue.query(order); }
    void reconcile(AccountId account, Timestamp since) override { m_venue.reconcile(account, since); }

    /// Some of the crowd trade with our best quotes; what the venue has to say goes to the engine.
    void turn(bool crowd);
    bool lost() const noexcept { return m_lost; }
    const FakeVenue& venue() const noexcept { return m_venue; }

private:
    void deliver();

    FakeVenue m_venue;
    ExecSink m_sink;
    std::mt19937_64 m_random{11};
    bool m_lost = false;
};

} // namespace maker::test
