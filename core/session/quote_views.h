#pragma once

#include "kernel/engine/engine.h"
#include "kernel/strategy/strategy.h"
#include "lanes/latest.h"
#include "session/views.h"

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>

namespace maker {

/// The quotes of each strategy and what one of them would quote with drafted parameters, on their way to the window.
class QuoteViews {
public:
    explicit QuoteViews(std::span<const EngineStrategy> strategies);

    /// The engine's thread; does nothing while nobody looks.
    void publish(const Engine& engine, Timestamp now);

    // the window's thread
    bool read(StrategyId strategy, QuotesSnapshot& out);
    /// Empty parameters end the preview.
    void ask(StrategyId strategy, std::string json);
    bool readDraft(QuotesSnapshot& out);

private:
    struct Place {
        StrategyId id;
        std::string kind;
        Latest<QuotesSnapshot> latest;
        std::atomic<bool> wanted{false};
    };
    void takeAsked();
    void publishDraft(const Engine& engine, Timestamp now);
    static bool copyNewest(Latest<QuotesSnapshot>& from, QuotesSnapshot& out);

    std::deque<Place> m_places; // a Latest does not move
    Timestamp m_published;

    std::mutex m_mutex; ///< guards the three below
    StrategyId m_askedFor;
    std::string m_asked;
    std::atomic<bool> m_askChanged{false};

    // engine thread
    Latest<QuotesSnapshot> m_answer;
    std::unique_ptr<Strategy> m_drafted; ///< null: nothing is asked, or it was refused
    StrategyId m_draftOf;
    FixedText<127> m_draftProblem;
};

} // namespace maker
