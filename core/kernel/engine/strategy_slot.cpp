#include "kernel/engine/strategy_slot.h"

namespace maker {

std::string_view toText(StrategyRun run) noexcept
{
    switch (run) {
    case StrategyRun::Stopped:
        return "Stopped";
    case StrategyRun::Starting:
        return "Starting";
    case StrategyRun::Running:
        return "Running";
    case StrategyRun::Paused:
        return "Paused";
    case StrategyRun::Pulled:
        return "Pulled";
    case StrategyRun::Failed:
        return "Failed";
    }
    return "Unknown";
}

StrategySlot::StrategySlot(const EngineStrategy& config, std::unique_ptr<Strategy> strategy)
    : m_config(config), m_strategy(std::move(strategy)), m_watchesTouchOnly(m_strategy->watchesTouchOnly())
{
}

Result<StrategySlot> StrategySlot::make(const EngineStrategy& config)
{
    const StrategyKind* kind = findStrategyKind(config.kind);
    if (kind == nullptr)
        return fail(ErrorCode::NotFound, "There is no strategy kind \"" + config.kind + "\".");
    StrategySlot slot(config, kind->make());
    if (!config.params.empty()) {
        // A strategy that cannot run must not keep the others from running: it exists and says why.
        if (const auto applied = slot.m_strategy->setParams(config.params); !applied) {
            slot.m_runnable = false;
            slot.setRun(StrategyRun::Failed, "Failed: " + applied.error().detail);
        }
    }
    return slot;
}

bool StrategySlot::setRun(StrategyRun run, std::string_view reason) noexcept
{
    if (run == m_run && reason == m_reason.view()) // most books say what the one before said
        return false;
    const auto text = FixedText<127>::truncated(reason);
    if (run == m_run && text == m_reason)
        return false;
    m_run = run;
    m_reason = text;
    quotesTold = 0;
    return true;
}

Result<void> StrategySlot::setParams(std::string_view json)
{
    auto applied = m_strategy->setParams(json);
    if (applied) {
        askedAt = 0;
        m_runnable = true;
        ++m_paramsVersion;
    }
    return applied;
}

} // namespace maker
