#pragma once

#include "kernel/strategy/join_touch/params.h"
#include "kernel/strategy/strategy.h"

namespace maker::join_touch {

/// Rests one bid and one ask of a fixed size at the best prices and follows them: the plainest market maker, and what
/// others are measured against.
class JoinTouch final : public Strategy {
public:
    const QuoteTarget& onBook(const MarketView& market, const PositionView& position) override;
    const QuoteTarget& onFill(const Fill& fill, const MarketView& market, const PositionView& position) override;
    const QuoteTarget& onTimer(const MarketView& market, const PositionView& position) override;
    bool watchesTouchOnly() const noexcept override { return true; }
    Timestamp standsUntil() const noexcept override { return m_refreshed + m_params.refreshTime; }
    Result<void> setParams(std::string_view json) override;
    std::string params() const override;

private:
    const QuoteTarget& decide(const MarketView& market, const PositionView& position);
    [[gnu::noinline]] const QuoteTarget& requote(const MarketView& market, const PositionView& position);
    void quoteSide(const MarketView& market, Side side, const PositionView& position);
    void readSizes(const Instrument& instrument);

    Params m_params;
    const Instrument* m_sizedFor = nullptr; ///< the sizes below are in its lots; null: to be read anew
    std::uint32_t m_sizedRevision = 0;
    Qty m_size;  ///< zero: nothing can be quoted
    Qty m_limit;
    QuoteTarget m_target;
    Price m_bid; ///< best prices that the target follows; zero: quote anew at the next call
    Price m_ask;
    Timestamp m_refreshed;
};

/// The registry's line.
StrategyKind kind();

} // namespace maker::join_touch
