#pragma once

#include "kernel/params/param_json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maker {

/// A set of parameters being edited: what is applied, what is typed, what is wrong with it, and the way back. No
/// widgets.
class ParamDraft {
public:
    explicit ParamDraft(const ParamSchema& schema);

    const ParamSchema& schema() const { return m_schema; }
    std::size_t size() const { return m_schema.specs.size(); }
    const ParamSpec& spec(std::size_t field) const { return m_schema.specs[field]; }

    /// What the engine uses now. Untouched fields follow; a field that was edited keeps its draft.
    void setApplied(std::string_view json);
    const std::string& applied(std::size_t field) const { return m_applied[field]; }
    const std::string& text(std::size_t field) const { return m_texts[field]; }
    /// As typed; wrong text is kept and explained. Edits of one field in a row are one step of undo.
    void edit(std::size_t field, std::string text);
    /// The next edit starts a step of its own.
    void endEdit() { m_lastEdited.reset(); }

    bool changed(std::size_t field) const;
    std::size_t changes() const;
    /// True when a changed field is cold: the quotes are pulled before it applies.
    bool pullsQuotes() const;
    /// The sentence beside the field; empty when its value is right.
    const std::string& problem(std::size_t field) const { return m_problems[field]; }
    /// What is wrong with the set as a whole; empty when nothing is.
    const std::string& wholeProblem() const { return m_wholeProblem; }
    std::size_t problems() const;
    bool valid() const { return problems() == 0; }
    /// The complete set as compact JSON in declared order; none while it is invalid.
    std::optional<std::string> json() const;

    void revert();
    void revert(std::size_t field) { edit(field, m_applied[field]); }
    bool canUndo() const { return !m_past.empty(); }
    bool canRedo() const { return !m_future.empty(); }
    void undo();
    void redo();

private:
    void remember();
    void check();

    static constexpr std::size_t kMostSteps = 200;
    const ParamSchema& m_schema;
    std::vector<std::string> m_applied;
    std::vector<std::string> m_texts;
    std::vector<std::optional<ParamValue>> m_values; ///< of m_texts; none where a text is wrong
    std::vector<std::string> m_problems;
    std::string m_wholeProblem;
    std::vector<std::vector<std::string>> m_past;
    std::vector<std::vector<std::string>> m_future;
    std::optional<std::size_t> m_lastEdited;
};

} // namespace maker
