#include "support/fake_lab.h"
#include "support/fake_lab_result.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maker {

namespace {

constexpr std::int64_t kNovember = 1'793'491'200'000; // 2026-11-01, milliseconds
constexpr int kColumns = 9;
constexpr int kRows = 7;
constexpr int kDone = 50;

constexpr std::array<ParamSpec, 2> kSmaSpecs { {
    { .key = "fast", .text = "Fast mean", .help = "Bars of the short mean.", .unit = "bars", .group = "Means", .type = ParamType::Int, .searchable = true, .min = 1, .max = 500, .step = 1 },
    { .key = "slow", .text = "Slow mean", .help = "Bars of the long mean.", .unit = "bars", .group = "Means", .type = ParamType::Int, .searchable = true, .min = 2, .max = 2000, .step = 1 },
} };
constexpr std::array<ParamSpec, 1> kBarModelSpecs { {
    { .key = "taker_fee", .text = "Taker fee", .help = "Every fill at an open takes.", .unit = "bp", .group = "Costs", .type = ParamType::Real, .min = -100, .max = 1000, .step = 0.1, .decimals = 2 },
} };

std::string smaDefaults()
{
    return R"({"fast":20,"slow":50})";
}

std::string barModelDefaults()
{
    return R"({"taker_fee":10.0})";
}

std::vector<Violation> noViolations(std::string_view)
{
    return {};
}

const ParamSchema kSma { "sma_cross", kSmaSpecs, smaDefaults, noViolations };
const ParamSchema kBarModels { "bar_models", kBarModelSpecs, barModelDefaults, noViolations };

const char* wordOf(SearchMethod method)
{
    return method == SearchMethod::Grid ? "grid" : method == SearchMethod::Random ? "random" : "optimiser";
}

SweepView::Cell cellAt(const SweepView& sweep, int x, int y, double value)
{
    SweepView::Cell cell;
    cell.values = { sweep.xValues[static_cast<std::size_t>(x)], sweep.yValues[static_cast<std::size_t>(y)] };
    cell.place = static_cast<std::size_t>(y * kColumns + x);
    cell.objective = value;
    cell.pnl = Money::fromInt(static_cast<std::int64_t>(value));
    for (std::uint32_t window = 0; window < 4; ++window)
        cell.scores.push_back({ window, value / 3.0, Money::fromInt(static_cast<std::int64_t>(value / 3.0)), 40 + window });
    return cell;
}

} // namespace

void FakeLab::addSweep()
{
    SweepView sweep;
    sweep.name = "Sweep 14";
    sweep.id = 14;
    sweep.state = JobState::Running;
    sweep.objective = "PnL per day, USDT";
    sweep.xKey = "half_spread";
    sweep.yKey = "levels";
    sweep.xValues = { "0.5", "1.0", "1.5", "2.0", "2.5", "3.0", "4.0", "5.0", "6.0" };
    sweep.yValues = { "1", "2", "3", "4", "5", "6", "7" };
    sweep.axes = { { "half_spread", sweep.xValues }, { "levels", sweep.yValues } };
    sweep.strategy = "pure_market_making";
    sweep.created = Timestamp::fromMillis(kNovember + 21LL * 86'400'000);
    sweep.trials = kColumns * kRows;
    sweep.deflatedSharpe = 0.97;
    for (int y = 0; y < kRows; ++y) {
        for (int x = 0; x < kColumns; ++x) {
            const double distance = (x - 3.4) * (x - 3.4) * 11.0 + (y - 2.6) * (y - 2.6) * 22.0;
            const double value = std::round(412.0 - distance * 1.9);
            const bool done = y * kColumns + x < kDone;
            sweep.values.push_back(done ? std::optional<double>(value) : std::nullopt);
            sweep.cellAt.push_back(done ? sweep.cells.size() : kDone);
            // Most cells keep no run; the best one and one far from it do.
            sweep.runs.push_back(!done ? 0 : x == 3 && y == 3 ? 109 : x == 6 && y == 3 ? 107 : 0);
            if (done)
                sweep.cells.push_back(cellAt(sweep, x, y, value));
        }
    }
    m_sweeps.push_back(sweep);
}

std::uint64_t FakeLab::search(const SearchRequest& request)
{
    lastSearch = request;
    lastRequest = request.base;
    std::string words = std::string("search ") + wordOf(request.method);
    for (const SearchAxis& axis : request.axes)
        words += " " + axis.key + " x" + std::to_string(axis.values.size());
    asked.push_back(words + " folds " + std::to_string(request.folds));
    return addJob("Sweep", JobState::Running, 0.0);
}

Result<std::string> FakeLab::sweepPlan(const SearchRequest& request) const
{
    if (!planRefusal.empty())
        return fail(ErrorCode::Parse, planRefusal);
    return std::string("{\"method\":\"") + wordOf(request.method) + "\"}";
}

std::uint64_t FakeLab::openCell(std::uint64_t sweep, std::size_t cell)
{
    asked.push_back("open cell " + std::to_string(sweep) + " " + std::to_string(cell));
    return addJob("Run of a cell", JobState::Running, 0.1);
}

std::uint64_t FakeLab::checkCell(std::uint64_t sweep, std::size_t cell)
{
    asked.push_back("check cell " + std::to_string(sweep) + " " + std::to_string(cell));
    return addJob("Checks of a cell", JobState::Running, 0.1);
}

void FakeLab::removeSweep(std::uint64_t sweep)
{
    asked.push_back("remove sweep " + std::to_string(sweep));
    std::erase_if(m_sweeps, [sweep](const SweepView& view) { return view.id == sweep; });
    touch();
}

void FakeLab::offerBars(std::vector<LabStrategy> others)
{
    m_strategies = std::move(others);
    m_strategies.push_back({ "sma_cross", "SMA cross", "Long while the fast mean is above the slow one.", &kSma, true, &kBarModels });
    touch();
}

std::uint64_t FakeLab::addBarRun()
{
    const std::uint64_t id = addRun("bars", "");
    auto bars = std::make_shared<LabResult>(*m_results[id]);
    bars->request.strategy = "sma_cross";
    bars->request.data = { "/data/ethusdt-bars.tape" };
    bars->record.activity.clear();
    bars->outOfSample.clear();
    m_results[id] = bars;
    m_runs.front().strategy = "sma_cross";
    touch();
    return id;
}

} // namespace maker
