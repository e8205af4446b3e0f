#include "ui/forms/param_draft.h"

#include <algorithm>

namespace maker {

ParamDraft::ParamDraft(const ParamSchema& schema)
    : m_schema(schema)
    , m_applied(schema.specs.size())
    , m_texts(schema.specs.size())
    , m_values(schema.specs.size())
    , m_problems(schema.specs.size())
{
    setApplied(schema.defaults());
}

void ParamDraft::setApplied(std::string_view json)
{
    const auto members = readMembers(json);
    if (!members)
        return;
    for (std::size_t field = 0; field < size(); ++field) {
        const auto member = std::find_if(
            members->begin(), members->end(), [&](const ParamMember& m) { return m.key == spec(field).key; });
        if (member == members->end())
            continue;
        const auto value = checkValue(spec(field), member->value);
        const std::string text = valueText(value ? *value : member->value);
        const bool untouched = !changed(field);
        m_applied[field] = text;
        if (untouched)
            m_texts[field] = text;
    }
    check();
}

void ParamDraft::edit(std::size_t field, std::string text)
{
    if (text == m_texts[field])
        return;
    if (m_lastEdited != field)
        remember();
    m_lastEdited = field;
    m_texts[field] = std::move(text);
    check();
}

bool ParamDraft::changed(std::size_t field) const
{
    if (m_texts[field] == m_applied[field])
        return false;
    const auto before = readValue(spec(field), m_applied[field]);
    const auto now = readValue(spec(field), m_texts[field]);
    // "0.50" is what "0.5" is.
    return !before || !now || *before != *now;
}

std::size_t ParamDraft::changes() const
{
    std::size_t count = 0;
    for (std::size_t field = 0; field < size(); ++field)
        count += changed(field) ? 1 : 0;
    return count;
}

bool ParamDraft::pullsQuotes() const
{
    for (std::size_t field = 0; field < size(); ++field) {
        if (!spec(field).hot && changed(field))
            return true;
    }
    return false;
}

std::size_t ParamDraft::problems() const
{
    const auto count = std::count_if(
        m_problems.begin(), m_problems.end(), [](const std::string& problem) { return !problem.empty(); });
    return static_cast<std::size_t>(count) + (m_wholeProblem.empty() ? 0 : 1);
}

std::optional<std::string> ParamDraft::json() const
{
    if (!valid())
        return std::nullopt;
    std::vector<ParamMember> members;
    for (std::size_t field = 0; field < size(); ++field)
        members.push_back({ std::string(spec(field).key), *m_values[field] });
    return writeMembers(members);
}

void ParamDraft::check()
{
    std::vector<ParamMember> members;
    m_wholeProblem.clear();
    bool readable = true;
    for (std::size_t field = 0; field < size(); ++field) {
        const auto value = readValue(spec(field), m_texts[field]);
        m_values[field] = value ? std::optional(*value) : std::nullopt;
        m_problems[field] = value ? std::string() : value.error().detail;
        readable = readable && value;
        if (value)
            members.push_back({ std::string(spec(field).key), *value });
    }
    if (!readable)
        return; // rules between fields need all of them
    for (const Violation& violation : m_schema.validate(writeMembers(members))) {
        std::string* place = &m_wholeProblem;
        for (std::size_t field = 0; field < size(); ++field) {
            if (spec(field).key == violation.key)
                place = &m_problems[field];
        }
        *place += (place->empty() ? "" : " ") + violation.sentence;
    }
}

void ParamDraft::remember()
{
    m_past.push_back(m_texts);
    if (m_past.size() > kMostSteps)
        m_past.erase(m_past.begin());
    m_future.clear();
}

void ParamDraft::revert()
{
    if (m_texts == m_applied)
        return;
    remember();
    endEdit();
    m_texts = m_applied;
    check();
}

void ParamDraft::undo()
{
    if (m_past.empty())
        return;
    m_future.push_back(m_texts);
    m_texts = std::move(m_past.back());
    m_past.pop_back();
    endEdit();
    check();
}

void ParamDraft::redo()
{
    if (m_future.empty())
        return;
    m_past.push_back(m_texts);
    m_texts = std::move(m_future.back());
    m_future.pop_back();
    endEdit();
    check();
}

} // namespace maker
