#include "session/lab/joined_run.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace maker {

namespace {

/// Parts of the PnL after `base`, put behind what was made before; the capital is that of the first part.
PnlParts chained(const PnlParts& before, const PnlParts& base, const PnlParts& now)
{
    const PnlParts made = now - base;
    PnlParts sum = before;
    sum.spread += made.spread;
    sum.inventory += made.inventory;
    sum.fees += made.fees;
    sum.rebates += made.rebates;
    sum.total = sum.spread + sum.inventory + sum.fees + sum.rebates;
    sum.equity = sum.capital + sum.total;
    // What was open when the part before ended counts as closed there: the next one does not own it.
    sum.realized = before.realized + before.unrealized + made.realized;
    sum.unrealized = made.unrealized;
    return sum;
}

void addActivity(std::vector<QuoteActivity>& sum, const std::vector<QuoteActivity>& more)
{
    for (const QuoteActivity& activity : more) {
        const auto at = std::ranges::find_if(sum, [&](const QuoteActivity& known) {
            return known.strategy == activity.strategy && known.instrument == activity.instrument;
        });
        if (at == sum.end()) {
            sum.push_back(activity);
            continue;
        }
        at->watched = at->watched + activity.watched;
        at->bothSides = at->bothSides + activity.bothSides;
        at->atTouch = at->atTouch + activity.atTouch;
        at->placed += activity.placed;
        at->canceled += activity.canceled;
        at->filledOrders += activity.filledOrders;
        at->rejected += activity.rejected;
        at->refused += activity.refused;
        at->queueAheadSum += activity.queueAheadSum;
        at->queueAheadCount += activity.queueAheadCount;
    }
}

/// Of the digests of the parts: equal parts, equal texts.
std::string digestOf(const std::vector<RunRecord>& parts)
{
    if (parts.size() == 1)
        return parts.front().digest;
    std::uint64_t digest = 14695981039346656037ULL; // FNV-1a
    for (const RunRecord& part : parts) {
        for (const char c : part.digest + ' ')
            digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(digest));
    return text.data();
}

void append(RunRecord& whole, const RunRecord& part)
{
    whole.end = part.end;
    whole.events += part.events;
    whole.decisions += part.decisions;
    const PnlParts before = whole.equity.empty() ? PnlParts{} : whole.equity.back().pnl;
    for (const EquityPoint& point : part.equity)
        whole.equity.push_back({point.time, chained(before, {}, point.pnl), point.positions});
    whole.fills.insert(whole.fills.end(), part.fills.begin(), part.fills.end());
    addActivity(whole.activity, part.activity);
}

using Span = std::pair<Timestamp, Timestamp>;

bool within(const Span& span, Timestamp time)
{
    return time >= span.first && time <= span.second;
}

std::vector<Span> spansOf(const LabResult& result, Sample sample)
{
    if (sample == Sample::All || result.outOfSample.empty())
        return {};
    if (sample == Sample::Out)
        return result.outOfSample;
    std::vector<Span> in;
    for (const Span& window : result.windows) {
        if (std::ranges::none_of(result.outOfSample, [&](const Span& out) { return within(out, window.first); }))
            in.push_back(window);
    }
    if (!result.windows.empty())
        return in;
    Timestamp from = result.record.begin;
    for (const Span& out : result.outOfSample) {
        if (out.first > from)
            in.emplace_back(from, Timestamp{out.first.ns - 1});
        from = std::max(from, Timestamp{out.second.ns + 1});
    }
    if (from < result.record.end)
        in.emplace_back(from, result.record.end);
    return in;
}

/// The points of a span behind those of the spans before it. Counting begins at the last point before the span, or at its
/// first one where a window begins, which counts from flat as it is. Where a window ends at the very moment at which the
/// next one begins (bars do), of the two points each belongs to its own.
void addSpan(const RunRecord& record, const Span& span, std::vector<EquityPoint>& out)
{
    PnlParts before = out.empty() ? PnlParts{} : out.back().pnl;
    auto first = std::ranges::find_if(record.equity, [&](const EquityPoint& p) { return p.time >= span.first; });
    if (first == record.equity.end())
        return;
    while (std::next(first) != record.equity.end() && std::next(first)->time == first->time)
        ++first;
    const PnlParts base = first == record.equity.begin() ? PnlParts{} : std::prev(first)->pnl;
    if (out.empty())
        before.capital = first->pnl.capital;
    for (auto point = first; point != record.equity.end() && point->time <= span.second; ++point) {
        if (point == first || point->time != std::prev(point)->time)
            out.push_back({point->time, chained(before, base, point->pnl), point->positions});
    }
}

} // namespace

LabResult joinWindows(LabRequest request, std::vector<RunRecord> windows)
{
    LabResult result;
    result.request = std::move(request);
    for (const RunRecord& window : windows) {
        result.windows.emplace_back(window.begin, window.end);
        result.windowActivity.push_back(window.activity);
    }
    const std::string digest = digestOf(windows);
    RunRecord& record = result.record;
    record = std::move(windows.front());
    for (std::size_t i = 1; i < windows.size(); ++i)
        append(record, windows[i]);
    record.digest = digest;
    result.statistics = statisticsOf(record);
    return result;
}

std::optional<LabResult> cutTo(const LabResult& result, Sample sample)
{
    const std::vector<Span> spans = spansOf(result, sample);
    if (spans.empty())
        return std::nullopt;
    LabResult cut;
    cut.id = result.id;
    cut.request = result.request;
    cut.checks = result.checks;
    cut.cuts = result.cuts;
    cut.outOfSample = result.outOfSample;
    cut.candles = result.candles;
    RunRecord& record = cut.record;
    record.currency = result.record.currency;
    record.instruments = result.record.instruments;
    record.events = result.record.events;
    record.decisions = result.record.decisions;
    record.digest = result.record.digest;
    record.begin = spans.front().first;
    record.end = std::min(spans.back().second, result.record.end);
    for (const Span& span : spans) {
        addSpan(result.record, span, record.equity);
        std::ranges::copy_if(result.record.fills, std::back_inserter(record.fills),
            [&](const RunFill& fill) { return within(span, fill.fill.localTime); });
        for (std::size_t i = 0; i < result.windows.size(); ++i) {
            if (!within(span, result.windows[i].first) || !within(span, result.windows[i].second))
                continue;
            addActivity(record.activity, result.windowActivity[i]);
            cut.windows.push_back(result.windows[i]);
            cut.windowActivity.push_back(result.windowActivity[i]);
        }
    }
    cut.statistics = statisticsOf(record);
    return cut;
}

} // namespace maker
