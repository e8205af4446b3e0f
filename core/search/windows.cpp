#include "search/trial_run.h"

#include <algorithm>

// How a plan cuts the time of its recordings into windows.

namespace maker::search {

namespace {

/// First and last time of receipt of one recording.
Result<Window> spanOf(backtest::EventSource& source)
{
    Window span;
    for (;;) {
        const auto events = source.next();
        if (!events)
            return tl::unexpected(events.error());
        if (events->empty())
            return span;
        if (!span.from.valid())
            span.from = events->front().localTime;
        span.to = events->back().localTime;
    }
}

/// From the first receipt of any recording to the last one.
Result<Window> spanOfMarkets(const OpenMarkets& open)
{
    auto sources = open();
    if (!sources)
        return tl::unexpected(sources.error());
    Window whole;
    for (const auto& source : *sources) {
        const auto span = spanOf(*source);
        if (!span)
            return tl::unexpected(span.error());
        if (!whole.from.valid() || (span->from.valid() && span->from < whole.from))
            whole.from = span->from;
        whole.to = std::max(whole.to, span->to);
    }
    return whole;
}

/// From the first open to the last one.
Result<Window> spanOfBars(const OpenBars& open)
{
    const auto sequence = open();
    if (!sequence)
        return tl::unexpected(sequence.error());
    if (sequence->bars->empty())
        return Window{};
    return Window{sequence->bars->front().openTime, sequence->bars->back().openTime};
}

} // namespace

Result<std::vector<Window>> windowsOf(const Plan& plan, const Recordings& recordings)
{
    const bool bars = overBars(plan);
    const auto recorded = bars ? spanOfBars(recordings.bars) : spanOfMarkets(recordings.markets);
    if (!recorded)
        return tl::unexpected(recorded.error());
    Window whole = *recorded;
    if (plan.from.valid())
        whole.from = std::max(whole.from, plan.from);
    if (plan.to.valid())
        whole.to = std::min(whole.to, bars ? Timestamp{plan.to.ns - 1} : plan.to);
    const auto count = static_cast<std::int64_t>(windowCount(plan));
    const std::int64_t length = (whole.to - whole.from).ns / count;
    if (!whole.from.valid() || length <= 0) {
        return fail(ErrorCode::InvalidArgument,
            std::string("The recordings hold no ") + (bars ? "bars" : "market data") + " in the time asked for.");
    }
    std::vector<Window> windows;
    for (std::int64_t i = 0; i < count; ++i)
        windows.push_back({whole.from + Duration{length * i}, i + 1 == count ? whole.to : whole.from + Duration{length * (i + 1) - 1}});
    return windows;
}

Result<backtest::BarSequence> barsIn(const OpenBars& open, const Window& span)
{
    auto sequence = open();
    if (!sequence)
        return sequence;
    const std::vector<Candle>& all = *sequence->bars;
    const auto first = std::ranges::lower_bound(all, span.from, {}, &Candle::openTime);
    const auto last = std::ranges::upper_bound(first, all.end(), span.to, {}, &Candle::openTime);
    sequence->bars = std::make_shared<const std::vector<Candle>>(first, last);
    return sequence;
}

} // namespace maker::search
