#include "search/optimiser.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>

#include <nlopt.h>

namespace maker::search {

namespace {

/// What the search asks of a position, with what it asked before.
class Evaluations {
public:
    Evaluations(const Plan& plan, const Recordings& recordings, const Window& span, std::uint32_t window, const Stopped& stopped,
        const Keep& keep)
        : m_plan(plan), m_recordings(recordings), m_span(span), m_window(window), m_stopped(stopped), m_keep(keep)
    {
    }

    /// More is better; the worst there is where the parameters are forbidden or the figure has no meaning.
    double at(const std::vector<std::size_t>& position)
    {
        if (const auto seen = m_seen.find(position); seen != m_seen.end())
            return seen->second;
        constexpr double kWorst = -std::numeric_limits<double>::max();
        const auto settings = settingsAt(m_plan, position);
        if (!settings)
            return m_seen.emplace(position, kWorst).first->second;
        auto run = runTrial(m_plan, m_recordings, m_span, m_window, *settings, m_stopped, m_keep);
        if (!run) {
            m_error = run.error();
            return kWorst;
        }
        run->step = static_cast<std::uint32_t>(m_runs.size());
        const double value = run->objective.value_or(kWorst);
        m_runs.push_back(*std::move(run));
        return m_seen.emplace(position, std::isnan(value) ? kWorst : value).first->second;
    }

    const std::optional<Error>& error() const noexcept { return m_error; }
    std::vector<TrialRun>& runs() noexcept { return m_runs; }

private:
    const Plan& m_plan;
    const Recordings& m_recordings;
    Window m_span;
    std::uint32_t m_window;
    const Stopped& m_stopped;
    const Keep& m_keep;
    std::map<std::vector<std::size_t>, double> m_seen;
    std::vector<TrialRun> m_runs;
    std::optional<Error> m_error;
};

struct Search {
    const Plan& plan;
    Evaluations& evaluations;
    nlopt_opt optimiser;
};

std::vector<std::size_t> rounded(const Plan& plan, unsigned count, const double* point)
{
    std::vector<std::size_t> position(count);
    for (unsigned i = 0; i < count; ++i) {
        const double last = static_cast<double>(plan.axes[i].values.size() - 1);
        position[i] = static_cast<std::size_t>(std::clamp(std::round(point[i]), 0.0, last));
    }
    return position;
}

double evaluate(unsigned count, const double* point, double*, void* context)
{
    auto& search = *static_cast<Search*>(context);
    const double value = search.evaluations.at(rounded(search.plan, count, point));
    if (search.evaluations.error() || search.evaluations.runs().size() >= search.plan.trials)
        nlopt_force_stop(search.optimiser);
    return value;
}

void searchFrom(const Plan& plan, const std::vector<std::size_t>& start, Evaluations& evaluations)
{
    const auto count = static_cast<unsigned>(plan.axes.size());
    const std::unique_ptr<nlopt_opt_s, void (*)(nlopt_opt)> optimiser(nlopt_create(NLOPT_LN_SBPLX, count), nlopt_destroy);
    Search search{plan, evaluations, optimiser.get()};
    std::vector<double> low(count, 0.0);
    std::vector<double> high(count);
    std::vector<double> stride(count);
    std::vector<double> point(count);
    for (std::size_t i = 0; i < count; ++i) {
        high[i] = static_cast<double>(plan.axes[i].values.size() - 1);
        stride[i] = std::max(1.0, high[i] / 4.0);
        point[i] = static_cast<double>(start[i]);
    }
    nlopt_set_max_objective(optimiser.get(), evaluate, &search);
    nlopt_set_lower_bounds(optimiser.get(), low.data());
    nlopt_set_upper_bounds(optimiser.get(), high.data());
    nlopt_set_initial_step(optimiser.get(), stride.data());
    // Positions are whole: a simplex smaller than half a step can find nothing new.
    nlopt_set_xtol_abs1(optimiser.get(), 0.25);
    // Positions seen before are free, so the bound is on questions and not only on runs.
    nlopt_set_maxeval(optimiser.get(), static_cast<int>(std::min<std::uint32_t>(plan.trials, 100'000U)) * 10);
    double best = 0.0;
    nlopt_optimize(optimiser.get(), point.data(), &best);
}

} // namespace

Result<std::vector<TrialRun>> searchWindow(const Plan& plan, const Recordings& recordings, const std::vector<Window>& windows,
    std::uint64_t item, const Stopped& stopped, const Keep& keep)
{
    const auto window = static_cast<std::uint32_t>(item / plan.starts);
    Evaluations evaluations(plan, recordings, windows[window], window, stopped, keep);
    searchFrom(plan, positionOf(plan, item), evaluations);
    if (evaluations.error())
        return tl::unexpected(*evaluations.error());
    std::vector<TrialRun> runs = std::move(evaluations.runs());
    const TrialRun* best = nullptr;
    for (const TrialRun& run : runs) {
        if (run.objective && (best == nullptr || *run.objective > *best->objective))
            best = &run;
    }
    if (best != nullptr && window + 1 < windows.size()) {
        auto after = runTrial(plan, recordings, windows[window + 1], window + 1, best->settings, stopped, keep);
        if (!after)
            return tl::unexpected(after.error());
        after->step = static_cast<std::uint32_t>(runs.size());
        runs.push_back(*std::move(after));
    }
    return runs;
}

} // namespace maker::search
