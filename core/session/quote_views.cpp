#include "session/quote_views.h"

namespace maker {

namespace {
constexpr Duration kEvery = Duration::millis(100);
} // namespace

QuoteViews::QuoteViews(std::span<const EngineStrategy> strategies)
{
    for (const EngineStrategy& strategy : strategies) {
        Place& place = m_places.emplace_back();
        place.id = strategy.id;
        place.kind = strategy.kind;
    }
}

void QuoteViews::publish(const Engine& engine, Timestamp now)
{
    takeAsked();
    if (now - m_published < kEvery)
        return;
    m_published = now;
    for (Place& place : m_places) {
        if (!place.wanted.exchange(false, std::memory_order_relaxed))
            continue;
        const StrategyStatus status = engine.strategy(place.id);
        const QuoteTarget* target = engine.target(place.id);
        QuotesSnapshot& out = place.latest.draft();
        out.strategy = place.id;
        out.instrument = status.instrument;
        out.time = now;
        out.quoting = status.run == StrategyRun::Running;
        out.target.clear();
        if (target != nullptr && out.quoting)
            out.target = *target;
        place.latest.commit();
    }
    publishDraft(engine, now);
}

void QuoteViews::takeAsked()
{
    if (!m_askChanged.load(std::memory_order_acquire))
        return;
    const std::lock_guard lock(m_mutex);
    m_askChanged.store(false, std::memory_order_relaxed);
    m_drafted.reset();
    m_draftProblem = {};
    m_draftOf = m_asked.empty() ? StrategyId{} : m_askedFor;
    m_published = {}; // at once
    if (!m_draftOf.valid()) { // whoever draws the last one takes it away
        m_answer.publish(QuotesSnapshot{});
        return;
    }
    for (const Place& place : m_places) {
        const StrategyKind* kind = place.id == m_draftOf ? findStrategyKind(place.kind) : nullptr;
        if (kind == nullptr)
            continue;
        m_drafted = kind->make();
        if (const auto applied = m_drafted->setParams(m_asked); !applied) {
            m_draftProblem = FixedText<127>::truncated(applied.error().detail);
            m_drafted.reset();
        }
    }
}

void QuoteViews::publishDraft(const Engine& engine, Timestamp now)
{
    if (!m_draftOf.valid())
        return;
    QuotesSnapshot& out = m_answer.draft();
    out.strategy = m_draftOf;
    out.instrument = engine.strategy(m_draftOf).instrument;
    out.time = now;
    out.problem = m_draftProblem;
    out.target.clear();
    const QuoteTarget* target = m_drafted != nullptr ? engine.preview(m_draftOf, *m_drafted) : nullptr;
    out.quoting = target != nullptr;
    if (target != nullptr)
        out.target = *target;
    m_answer.commit();
}

bool QuoteViews::copyNewest(Latest<QuotesSnapshot>& from, QuotesSnapshot& out)
{
    const QuotesSnapshot* newest = from.read();
    if (newest == nullptr || (out.strategy == newest->strategy && out.version == from.readVersion()))
        return false;
    out = *newest;
    out.version = from.readVersion();
    return true;
}

bool QuoteViews::read(StrategyId strategy, QuotesSnapshot& out)
{
    for (Place& place : m_places) {
        if (place.id != strategy)
            continue;
        place.wanted.store(true, std::memory_order_relaxed);
        return copyNewest(place.latest, out);
    }
    return false;
}

void QuoteViews::ask(StrategyId strategy, std::string json)
{
    const std::lock_guard lock(m_mutex);
    m_askedFor = strategy;
    m_asked = std::move(json);
    m_askChanged.store(true, std::memory_order_release);
}

bool QuoteViews::readDraft(QuotesSnapshot& out)
{
    return copyNewest(m_answer, out);
}

} // namespace maker
