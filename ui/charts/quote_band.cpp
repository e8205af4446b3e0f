#include "ui/charts/quote_band.h"

#include <algorithm>
#include <set>

namespace maker {

namespace {

struct Turn {
    Timestamp time;
    const RestedSpan* span;
    bool begins;
};

} // namespace

std::vector<BandStep> quoteBand(std::span<const RestedSpan> rested)
{
    std::vector<Turn> turns;
    for (const RestedSpan& span : rested) {
        if (span.to <= span.from)
            continue;
        turns.push_back({ span.from, &span, true });
        turns.push_back({ span.to, &span, false });
    }
    std::stable_sort(turns.begin(), turns.end(), [](const Turn& a, const Turn& b) { return a.time < b.time; });
    std::multiset<Price> bids;
    std::multiset<Price> asks;
    std::vector<BandStep> steps;
    for (std::size_t i = 0; i < turns.size(); ++i) {
        std::multiset<Price>& side = turns[i].span->side == Side::Buy ? bids : asks;
        if (turns[i].begins)
            side.insert(turns[i].span->price);
        else
            side.erase(side.find(turns[i].span->price));
        if (i + 1 < turns.size() && turns[i + 1].time == turns[i].time)
            continue; // all of one moment make one step
        BandStep step { turns[i].time, std::nullopt };
        if (!bids.empty() && !asks.empty())
            step.edges = std::pair { *bids.rbegin(), *asks.begin() };
        if (steps.empty() ? step.edges.has_value() : steps.back().edges != step.edges)
            steps.push_back(step);
    }
    return steps;
}

} // namespace maker
