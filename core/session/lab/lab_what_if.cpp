#include "kernel/params/param_json.h"
#include "kernel/strategy/strategy.h"
#include "session/lab/lab_parts.h"

#include <algorithm>

// The difference that drafted parameters make: the last minutes are replayed with the applied and with the drafted ones,
// from what the account holds now.

namespace maker {

namespace {

constexpr std::size_t kKept = 8;
constexpr std::size_t kMostResting = 128; // quotes of a ladder
constexpr double kLeastLatency = 0.05; // ms; an answer that has not been measured yet is not instant

/// What both replays have in common.
struct Question {
    LabRequest request; ///< with the applied parameters
    std::string draft;
    std::string riskLimits;
    OpenSources open;
    Qty position; ///< of the strategy, now
};

/// Balances, measured latency and the venue's fees as models of the replay.
std::string presentModels(const DeskSnapshot& desk, const Instrument& instrument, const std::string& base)
{
    const auto ownedOf = [&](const Currency& asset) {
        for (std::size_t i = 0; i < desk.balanceCount; ++i) {
            if (desk.balances[i].asset == asset)
                return desk.balances[i].total.toDouble();
        }
        return 0.0;
    };
    auto models = readParams<backtest::BacktestModels>(base.empty() ? "{}" : base).value_or(backtest::BacktestModels{});
    models.quoteBalance = ownedOf(instrument.quote());
    models.baseBalance = ownedOf(instrument.base());
    models.equityInterval = Duration::seconds(5);
    if (desk.venueCount > 0 && desk.venues[0].ackP50.ns > 0) {
        const double half = std::max(kLeastLatency, desk.venues[0].ackP50.toSeconds() * 1000.0 / 2.0);
        models.entryLatency = half;
        models.responseLatency = half;
    }
    return writeParams(models);
}

/// What rested in the instrument: bids from the best down, then asks from the best up.
std::vector<WhatIfView::Side::Resting> restingOf(const Engine& engine, const std::string& symbol)
{
    std::vector<WhatIfView::Side::Resting> out;
    for (const EngineInstrument& market : engine.instruments()) {
        const auto& instrument = market.instrument;
        if (instrument->symbol().view() != symbol)
            continue;
        std::vector<RestingStatus> orders(kMostResting);
        orders.resize(engine.resting(instrument->id(), orders));
        for (const RestingStatus& each : orders)
            out.push_back({each.order.side, each.order.price, each.order.leaves(), each.ahead});
    }
    std::ranges::sort(out, [](const auto& a, const auto& b) {
        if (a.side != b.side)
            return a.side == Side::Buy;
        return a.side == Side::Buy ? a.price > b.price : a.price < b.price;
    });
    return out;
}

Result<WhatIfView::Side> replay(const Question& question, const std::string& params, Job& job, std::uint64_t which)
{
    LabRequest request = question.request;
    request.params = params;
    RunSteering steering{[&job] { return !job.mayGoOn(); },
        [&job, which](const backtest::RunProgress& progress) {
            job.progress(progress.events + which * progress.expected, 2 * progress.expected);
        }};
    WhatIfView::Side side;
    steering.atEnd = [&](const Engine& engine) { side.resting = restingOf(engine, request.symbol); };
    const auto result = runOnce(request, question.open, steering, question.riskLimits);
    if (!result)
        return tl::unexpected(result.error());
    const RunRecord& record = result->record;
    side.fills = record.fills.size();
    side.equity = record.equity;
    side.endPosition = question.position;
    if (!record.equity.empty())
        side.pnl = record.equity.back().pnl;
    for (std::size_t i = 0; i < record.instruments.size(); ++i) {
        if (record.instruments[i]->symbol().view() != request.symbol)
            continue;
        side.place = i;
        if (!record.equity.empty() && i < record.equity.back().positions.size())
            side.endPosition += record.equity.back().positions[i];
        if (i < result->statistics.largestPositions.size())
            side.largestPosition = result->statistics.largestPositions[i].qty;
    }
    return side;
}

Result<Question> questionOf(const LabConfig& config, StrategyId strategy, const std::string& draft)
{
    if (config.session == nullptr || !config.memory)
        return fail(ErrorCode::NotFound, "There is no running market to try it on.");
    const Catalog& catalog = config.session->catalog();
    const auto entry = std::find_if(catalog.strategies.begin(), catalog.strategies.end(),
        [strategy](const Catalog::StrategyEntry& candidate) { return candidate.id == strategy; });
    const auto instrument = entry == catalog.strategies.end()
        ? catalog.instruments.end()
        : std::find_if(catalog.instruments.begin(), catalog.instruments.end(),
              [&](const auto& candidate) { return candidate->id() == entry->instrument; });
    if (instrument == catalog.instruments.end())
        return fail(ErrorCode::NotFound, "There is no such strategy.");
    const auto wrong = entry->schema->validate(draft);
    if (!wrong.empty())
        return fail(ErrorCode::InvalidArgument, joinSentences(wrong));
    auto desk = std::make_unique<DeskSnapshot>();
    config.session->desk(*desk);
    Question question;
    question.request.strategy = entry->name;
    question.request.symbol = (*instrument)->symbol().str();
    question.request.params = config.session->params(strategy);
    question.request.models = presentModels(*desk, **instrument, config.simulatedModels);
    question.riskLimits = config.session->riskLimits(entry->instrument);
    if (question.riskLimits.empty())
        question.riskLimits = config.session->params({});
    question.draft = draft;
    for (std::size_t i = 0; i < desk->strategyCount; ++i) {
        if (desk->strategies[i].id == strategy)
            question.position = desk->strategies[i].position;
    }
    return question;
}

} // namespace

std::uint64_t Lab::whatIf(StrategyId strategy, const std::string& draft, int minutes)
{
    Parts& parts = *m_parts;
    auto question = questionOf(parts.config, strategy, draft);
    WhatIfView begun;
    if (question) {
        const auto window = parts.config.memory->window(Duration::seconds(60LL * std::max(1, minutes)));
        begun.from = window.from();
        begun.to = window.to();
        begun.events = window.events();
        if (window.empty())
            question = fail(ErrorCode::NotFound, "The running market has sent nothing yet.");
        else
            question->open = [window](Timestamp) -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
                std::vector<std::unique_ptr<backtest::EventSource>> sources;
                sources.push_back(window.source());
                return sources;
            };
    }
    const auto work = [&parts, question, begun](Job& job) -> Result<void> {
        WhatIfView view = begun;
        view.id = job.id();
        view.state = JobState::Running;
        const auto publish = [&] {
            const std::lock_guard lock(parts.mutex);
            parts.whatIfs[view.id] = view;
            while (parts.whatIfs.size() > kKept)
                parts.whatIfs.erase(parts.whatIfs.begin());
        };
        const auto ended = [&](const Error& error) -> Result<void> {
            view.state = error.code == ErrorCode::Canceled ? JobState::Canceled : JobState::Failed;
            view.message = error.detail;
            publish();
            return tl::unexpected(error);
        };
        publish();
        if (!question)
            return ended(question.error());
        const auto applied = replay(*question, question->request.params, job, 0);
        if (!applied)
            return ended(applied.error());
        const auto drafted = replay(*question, question->draft, job, 1);
        if (!drafted)
            return ended(drafted.error());
        view.applied = *applied;
        view.draft = *drafted;
        view.state = JobState::Done;
        publish();
        return {};
    };
    const std::uint64_t id = parts.board.add("What if", work, true);
    begun.id = id;
    const std::lock_guard lock(parts.mutex);
    parts.whatIfs.emplace(id, begun); // it may be further already
    return id;
}

std::optional<WhatIfView> Lab::whatIf(std::uint64_t id) const
{
    std::optional<WhatIfView> view;
    {
        const std::lock_guard lock(m_parts->mutex);
        const auto at = m_parts->whatIfs.find(id);
        if (at == m_parts->whatIfs.end())
            return std::nullopt;
        view = at->second;
    }
    if (view->state == JobState::Queued) {
        for (const JobView& job : m_parts->board.jobs()) {
            if (job.id == id && job.state == JobState::Canceled)
                view->state = job.state; // it never began
        }
    }
    return view;
}

} // namespace maker
