#pragma once

#include "session/config.h"
#include "session/market_memory.h"
#include "session/port.h"

#include <memory>
#include <string>

namespace maker {

/// One running desk: an exchange (embedded or connected), its feed and order threads, the engine and the store. Made,
/// used and stopped by one thread that has a Qt event loop. Destroying it stops it.
class Session final : public SessionPort {
public:
    /// Brings everything up to the point where market data flows; fails with one sentence and leaves nothing running.
    static Result<std::unique_ptr<Session>> start(SessionConfig config);
    ~Session() override;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    bool market(InstrumentId instrument, MarketSnapshot& out) override;
    bool desk(DeskSnapshot& out) override;
    bool candles(InstrumentId instrument, std::int32_t seconds, CandleSeries& out) override;
    bool quotes(StrategyId strategy, QuotesSnapshot& out) override;
    void previewQuotes(StrategyId strategy, std::string json) override;
    bool preview(QuotesSnapshot& out) override;
    std::string params(StrategyId strategy) override;
    std::string riskLimits(InstrumentId instrument) override;
    const std::vector<DayPnl>& pastDays() const override;
    const std::vector<PastFill>& pastFills() const override;
    const std::vector<RestedSpan>& pastQuotes(InstrumentId instrument) const override;
    bool nextRow(RowEvent& out) override;
    const Catalog& catalog() const override;
    void post(Command command) override;

    /// Stops the strategies, pulls every quote, waits until the venue has confirmed it (at most `patience`), then ends all
    /// threads in order. False: some orders were not confirmed as gone.
    bool stop(Duration patience = Duration::seconds(5));

    /// Sentences that the start produced and the operator should see (a damaged store set aside ...).
    const std::vector<std::string>& startNotes() const;
    /// The last minutes of market data, for whoever replays them; from any thread, also after the session has gone.
    std::shared_ptr<const MarketMemory> marketMemory() const;

private:
    struct Parts;
    explicit Session(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace maker
