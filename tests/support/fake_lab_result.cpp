#include "support/fake_lab_result.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace maker {

namespace {

constexpr std::int64_t kBegin = 1'793'491'200; // 2026-11-01 00:00:00 UTC

Money money(double value)
{
    return Money::fromDouble(std::round(value * 1e4) / 1e4).value();
}

std::shared_ptr<const Instrument> sol()
{
    InstrumentSpec spec;
    spec.id = { 1 };
    spec.symbol = "SOLUSDT";
    spec.base = "SOL";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.1";
    return std::make_shared<const Instrument>(Instrument::make(spec).value());
}

/// The state of one seeded walk.
struct Walk {
    explicit Walk(std::uint64_t seed)
        : random(static_cast<std::uint32_t>(seed))
        , edge(0.10 + 0.02 * static_cast<double>(seed % 7))
    {
    }
    double gauss() { return std::normal_distribution<double>(0.0, 1.0)(random); }
    double uniform() { return std::uniform_real_distribution<double>(0.0, 1.0)(random); }

    std::mt19937 random;
    double edge;
    double mid = 236.42;
    double position = 0.0;
    double spread = 0.0;
    double rebates = 0.0;
    double inventory = 0.0;
    double fees = 0.0;
};

PnlParts partsOf(const Walk& walk)
{
    PnlParts parts;
    parts.spread = money(walk.spread);
    parts.rebates = money(walk.rebates);
    parts.inventory = money(walk.inventory);
    parts.fees = money(walk.fees);
    parts.total = parts.spread + parts.rebates + parts.inventory + parts.fees;
    parts.capital = Money::fromInt(20'000);
    parts.equity = parts.capital + parts.total;
    return parts;
}

RunFill fillOf(Walk& walk, const Instrument& instrument, Timestamp time, std::uint64_t number)
{
    RunFill out;
    const Side side = walk.uniform() < 0.5 + walk.position / 260.0 ? Side::Sell : Side::Buy;
    const double sign = side == Side::Buy ? 1.0 : -1.0;
    const double qty = 4.0 + std::floor(walk.uniform() * 12.0);
    const double price = walk.mid - sign * (0.02 + 0.02 * walk.uniform());
    Fill& fill = out.fill;
    fill.tradeId = TradeId::truncated("t" + std::to_string(number));
    fill.instrument = instrument.id();
    fill.strategy = { 1 };
    fill.side = side;
    fill.price = { static_cast<std::int64_t>(std::lround(price * 100.0)) };
    fill.qty = { static_cast<std::int64_t>(std::lround(qty * 10.0)) };
    fill.isMaker = walk.uniform() < 0.97;
    fill.mid = money(walk.mid);
    fill.fee = { money(fill.isMaker ? -price * qty * 0.00005 : price * qty * 0.0004), "USDT" };
    fill.venueTime = fill.localTime = time;
    out.level = static_cast<std::uint8_t>(walk.uniform() * 3.0);
    out.notional = money(price * qty);
    out.queueAhead = 0.2 + 0.5 * walk.uniform();
    for (std::size_t i = 0; i < out.markouts.bps.size(); ++i)
        out.markouts.bps[i] = walk.edge * 12.0 - 0.35 * static_cast<double>(i) + walk.gauss() * (0.4 + 0.3 * static_cast<double>(i));
    (fill.isMaker ? walk.rebates : walk.fees) -= fill.fee.money.toDouble();
    walk.spread += (walk.mid - price) * sign * qty * walk.edge * 10.0;
    walk.position += sign * qty;
    return out;
}

void fillRecord(LabResult& result, Walk& walk, int minutes)
{
    RunRecord& record = result.record;
    record.instruments = { sol() };
    const Instrument& instrument = *record.instruments.front();
    for (int minute = 0; minute <= minutes; ++minute) {
        const Timestamp time = Timestamp::fromMillis((kBegin + minute * 60) * 1000);
        const double open = walk.mid;
        if (minute > 0 && walk.uniform() < 0.08)
            record.fills.push_back(fillOf(walk, instrument, time - Duration::seconds(20), record.fills.size() + 1));
        const double move = walk.gauss() * 0.055;
        walk.mid += move;
        walk.inventory += move * walk.position * 0.55;
        walk.position *= 0.9995;
        record.equity.push_back({ time, partsOf(walk), { Qty { std::lround(walk.position * 10.0) } } });
        const auto ticks = [](double price) { return Price { static_cast<std::int64_t>(std::lround(price * 100.0)) }; };
        Candle candle;
        candle.openTime = time;
        candle.open = ticks(open);
        candle.close = ticks(walk.mid);
        candle.high = ticks(std::max(open, walk.mid) + 0.05 * walk.uniform());
        candle.low = ticks(std::min(open, walk.mid) - 0.05 * walk.uniform());
        candle.volume = { static_cast<std::int64_t>(400.0 + 3'000.0 * walk.uniform()) };
        result.candles.push_back(candle);
    }
}

} // namespace

std::shared_ptr<const LabResult> fakeResult(std::uint64_t id, int days)
{
    auto result = std::make_shared<LabResult>();
    result->id = id;
    result->request.strategy = "pure_market_making";
    result->request.label = "Run " + std::to_string(id);
    result->request.data = { "/data/solusdt-2026-11.tape" };
    result->request.params = R"({"half_spread":2.0,"levels":3})";
    Walk walk(id);
    RunRecord& record = result->record;
    record.currency = "USDT";
    fillRecord(*result, walk, days * 24 * 60);
    record.begin = record.equity.front().time;
    record.end = record.equity.back().time;
    record.events = 68'400'000;
    record.decisions = 2'100'000;
    QuoteActivity activity;
    activity.strategy = { 1 };
    activity.instrument = { 1 };
    activity.watched = record.end - record.begin;
    activity.bothSides = { activity.watched.ns / 100 * 97 };
    activity.atTouch = { activity.watched.ns / 100 * 33 };
    activity.placed = 41'000;
    activity.canceled = 37'900;
    activity.filledOrders = record.fills.size();
    activity.queueAheadCount = 41'000;
    activity.queueAheadSum = 17'000.0;
    record.activity.push_back(activity);
    record.digest = "digest-" + std::to_string(id);
    result->statistics = statisticsOf(record);
    result->checks = { { "Look-ahead", "ok: 12 cut runs decide the same." },
        { "Warm-up", id % 3 == 0 ? "The first 40 decisions change with 10 minutes more of warm-up." : "ok: decisions agree after 2 minutes." } };
    for (const auto& [share, verdict] : { std::pair { 0.3, "ok: cut off after 30 %, the 410 decisions before the cut are the same" },
             std::pair { 0.6, id % 5 == 0 ? "FAILED: with the recording cut off after 60 % the decisions before the cut are different"
                                          : "ok: cut off after 60 %, the 820 decisions before the cut are the same" } })
        result->cuts.push_back({ record.begin + Duration { static_cast<std::int64_t>(static_cast<double>((record.end - record.begin).ns) * share) }, verdict });
    for (int day = 4; day < days; day += 6)
        result->outOfSample.emplace_back(record.begin + Duration::seconds(day * 86'400), record.begin + Duration::seconds((day + 2) * 86'400));
    return result;
}

std::shared_ptr<const LabResult> fakePart(const LabResult& whole, Sample sample)
{
    auto part = std::make_shared<LabResult>(whole);
    part->record.equity.clear();
    part->record.fills.clear();
    const auto wanted = [&](Timestamp time) {
        const bool out = std::any_of(whole.outOfSample.begin(), whole.outOfSample.end(),
            [time](const auto& span) { return time >= span.first && time < span.second; });
        return out == (sample == Sample::Out);
    };
    PnlParts sum;
    const EquityPoint* before = nullptr;
    for (const EquityPoint& point : whole.record.equity) {
        if (wanted(point.time)) {
            if (before != nullptr) {
                sum.spread = sum.spread + (point.pnl.spread - before->pnl.spread);
                sum.rebates = sum.rebates + (point.pnl.rebates - before->pnl.rebates);
                sum.inventory = sum.inventory + (point.pnl.inventory - before->pnl.inventory);
                sum.fees = sum.fees + (point.pnl.fees - before->pnl.fees);
            }
            sum.total = sum.spread + sum.rebates + sum.inventory + sum.fees;
            sum.capital = point.pnl.capital;
            sum.equity = sum.capital + sum.total;
            part->record.equity.push_back({ point.time, sum, point.positions });
        }
        before = &point;
    }
    for (const RunFill& fill : whole.record.fills) {
        if (wanted(fill.fill.venueTime))
            part->record.fills.push_back(fill);
    }
    part->statistics = statisticsOf(part->record);
    return part;
}

WhatIfView fakeWhatIf(std::uint64_t id, bool same)
{
    WhatIfView view;
    view.id = id;
    view.state = JobState::Done;
    view.events = 184'220;
    view.from = Timestamp::fromMillis(kBegin * 1000);
    view.to = view.from + Duration::seconds(600);
    for (WhatIfView::Side* side : { &view.applied, &view.draft }) {
        Walk walk(7);
        walk.edge = same || side == &view.applied ? 0.10 : 0.16;
        const std::shared_ptr<const Instrument> instrument = sol();
        for (int second = 0; second <= 600; second += 10) {
            const Timestamp time = view.from + Duration::seconds(second);
            if (walk.uniform() < 0.5) {
                fillOf(walk, *instrument, time, 1);
                ++side->fills;
            }
            const double move = walk.gauss() * 0.03;
            walk.mid += move;
            walk.inventory += move * walk.position;
            const Qty position { std::lround(walk.position * 10.0) };
            if (std::abs(position.count) > std::abs(side->largestPosition.count))
                side->largestPosition = position;
            side->endPosition = position;
            side->equity.push_back({ time, partsOf(walk), { position } });
        }
        side->pnl = partsOf(walk);
        const std::int64_t half = side == &view.applied || same ? 4 : 2; // ticks from the middle
        for (std::int64_t level = 0; level < 3; ++level)
            side->resting.push_back({ Side::Buy, Price { 23'641 - half - 3 * level }, Qty { 120 + 40 * level }, Qty { 342 } });
        for (std::int64_t level = 0; level < 3; ++level)
            side->resting.push_back({ Side::Sell, Price { 23'642 + half + 3 * level }, Qty { 80 + 20 * level }, Qty { 118 } });
        if (!same && side == &view.draft)
            side->fills += 6;
    }
    return view;
}

} // namespace maker
