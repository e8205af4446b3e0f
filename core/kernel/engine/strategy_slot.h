#pragma once

#include "kernel/engine/engine.h"
#include "kernel/strategy/strategy.h"

#include <memory>

namespace maker {

/// What a strategy may know of its position, as measured at versions of the orders and of the portfolio.
struct PositionMemo {
    std::uint64_t orders = 0;
    std::uint64_t portfolio = 0;
    PositionView view;
};

/// One strategy, what the operator wants of it and how it fares.
class StrategySlot {
public:
    /// Fails with the sentence that says why this strategy cannot exist.
    static Result<StrategySlot> make(const EngineStrategy& config);

    const EngineStrategy& config() const noexcept { return m_config; }
    StrategyId id() const noexcept { return m_config.id; }
    InstrumentId instrument() const noexcept { return m_config.instrument; }
    Strategy& strategy() noexcept { return *m_strategy; }
    bool watchesTouchOnly() const noexcept { return m_watchesTouchOnly; }
    std::string params() const { return m_strategy->params(); }

    StrategyRun run() const noexcept { return m_run; }
    std::string_view reason() const noexcept { return m_reason.view(); }
    /// True when state or reason moved.
    bool setRun(StrategyRun run, std::string_view reason) noexcept;
    /// Wants to quote as soon as the market and the account allow it.
    bool active() const noexcept { return m_run == StrategyRun::Starting || m_run == StrategyRun::Running; }

    /// Replaces the parameters; refused ones change nothing.
    Result<void> setParams(std::string_view json);
    /// False while the configured parameters were refused and none were applied since.
    bool runnable() const noexcept { return m_runnable; }
    /// Moves with each applied set.
    std::uint64_t paramsVersion() const noexcept { return m_paramsVersion; }

    /// What the strategy answered last; it lives in the strategy.
    const QuoteTarget* target() const noexcept { return m_target; }
    void setTarget(const QuoteTarget* target) noexcept { m_target = target; }

    /// Profit since the first value of the UTC day.
    Money dayPnl(Money pnl) const noexcept { return pnl - m_dayStart; }
    /// A UTC day begins with this profit.
    void beginDay(Money pnl) noexcept { m_dayStart = pnl; }
    void countFill() noexcept { ++m_fills; }
    std::uint32_t fills() const noexcept { return m_fills; }

    /// No new orders before this moment: the venue refused one.
    Timestamp quietUntil;
    /// The last refusal written for this strategy, so that the same one is written once a second.
    RefusalCode lastRefusal = RefusalCode::None;
    Timestamp lastRefusalAt;
    FixedText<127> refusal; ///< why the newest order was refused by the limits; empty once one has passed
    Timestamp lastTimer;
    std::uint8_t quotesTold = 0; ///< by the reason; zero: it says something else
    PositionMemo& positionMemo() const noexcept { return m_position; }
    /// Market::touchPrices() when a strategy that watches nothing else was last asked what to quote; 0: ask whatever they are.
    std::uint64_t askedAt = 0;
    Timestamp standsUntil; ///< of the strategy's last answer that was not to keep what rests
    bool deferred = false; ///< quotes wait for an answer of the venue

private:
    StrategySlot(const EngineStrategy& config, std::unique_ptr<Strategy> strategy);

    EngineStrategy m_config;
    std::unique_ptr<Strategy> m_strategy;
    StrategyRun m_run = StrategyRun::Stopped;
    FixedText<127> m_reason = "Not started.";
    const QuoteTarget* m_target = nullptr;
    Money m_dayStart;
    std::uint32_t m_fills = 0;
    mutable PositionMemo m_position;
    std::uint64_t m_paramsVersion = 1;
    bool m_runnable = true;
    bool m_watchesTouchOnly = false;
};

} // namespace maker
