#include "session/lab/run_shelf.h"

#include "kernel/backtest/run_kinds.h"
#include "kernel/params/param_json.h"
#include "session/lab/joined_run.h"
#include "session/lab/result_bytes.h"
#include "venues/api/venue_clock.h"

#include <algorithm>
#include <filesystem>

namespace maker {

namespace {

/// Every member, so that leaving one out and giving its default are the same.
std::string complete(const ParamSchema& schema, const std::string& json)
{
    auto members = readMembers(schema.defaults());
    const auto given = readMembers(json.empty() ? "{}" : json);
    if (!members || !given)
        return json;
    for (ParamMember& member : *members) {
        for (const ParamMember& own : *given) {
            if (own.key == member.key)
                member.value = own.value;
        }
    }
    return writeMembers(*members);
}

/// What was quoted, where that was chosen, and the recordings by their names.
std::string dataText(const LabRequest& request)
{
    std::string text;
    for (const std::string& path : request.data)
        text += (text.empty() ? "" : ", ") + std::filesystem::path(path).filename().string();
    if (text.empty())
        text = "last minutes";
    return request.symbol.empty() ? text : request.symbol + " of " + text;
}

void addPart(std::string& text, const std::string& part)
{
    if (!part.empty())
        text += (text.empty() ? "" : ", ") + part;
}

} // namespace

std::string differenceText(const LabRunRow& before, const LabRequest& request)
{
    std::string text;
    if (before.strategy != request.strategy) {
        addPart(text, request.strategy);
    } else if (const auto kind = backtest::findRunKind(request.strategy)) {
        addPart(text, describeChanges(complete(*kind->params, before.params), complete(*kind->params, request.params)));
    }
    const auto kind = backtest::findRunKind(request.strategy);
    const auto earlier = backtest::findRunKind(before.strategy);
    if (kind && earlier && kind->models == earlier->models)
        addPart(text, describeChanges(complete(*kind->models, before.models), complete(*kind->models, request.models)));
    if (const std::string data = dataText(request); before.data != data)
        addPart(text, data);
    return text;
}

RunShelf::RunShelf(LabStore& store, std::function<void()> changed) : m_store(store), m_changed(std::move(changed))
{
    m_store.post([this](LabTables* tables) {
        if (tables == nullptr)
            return;
        auto rows = tables->runs.list();
        if (!rows)
            return;
        {
            const std::lock_guard lock(m_mutex);
            m_rows = std::move(*rows);
        }
        m_changed();
    });
}

RunShelf::~RunShelf()
{
    m_store.call([](LabTables*) {}); // tasks run one after the other
}

std::string RunShelf::differenceOf(const LabRequest& request) const
{
    const std::lock_guard lock(m_mutex);
    return m_rows.empty() ? std::string("first run") : differenceText(m_rows.front(), request);
}

Result<std::uint64_t> RunShelf::keep(LabResult result, const std::string& sweep)
{
    LabRunRow row;
    const LabRequest& request = result.request;
    row.created = localNow();
    row.label = request.label;
    row.strategy = request.strategy;
    row.data = dataText(request);
    row.params = request.params.empty() ? "{}" : request.params;
    row.models = request.models.empty() ? "{}" : request.models;
    row.difference = differenceOf(request);
    row.sweep = sweep;
    row.currency = result.statistics.currency;
    row.pnl = result.statistics.pnl;
    row.sharpe = result.statistics.sharpe;
    row.pnlPerNotionalBps = result.statistics.pnlPerNotionalBps;
    row.fills = result.statistics.fills;
    const std::string bytes = resultBytes(result);
    const std::string statistics = statisticsJson(result.statistics);
    Result<std::uint64_t> id = fail(ErrorCode::Io, "The run could not be kept.");
    m_store.call([&](LabTables* tables) {
        if (tables == nullptr) {
            id = fail(ErrorCode::Io, "The run could not be kept: " + m_store.why());
            return;
        }
        id = tables->runs.add(row, statistics, bytes);
        auto rows = tables->runs.list();
        if (!id || !rows)
            return;
        const std::lock_guard lock(m_mutex);
        m_rows = std::move(*rows);
    });
    if (!id)
        return id;
    result.id = *id;
    open(std::make_shared<const LabResult>(std::move(result)));
    m_changed();
    return id;
}

std::vector<RunSummary> RunShelf::runs() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<RunSummary> out;
    out.reserve(m_rows.size());
    for (const LabRunRow& row : m_rows) {
        out.push_back({row.id, row.label, row.created, row.strategy, row.data, row.difference, row.pnl, row.currency,
            row.sharpe, row.pnlPerNotionalBps, row.fills, row.sweep});
    }
    return out;
}

void RunShelf::open(std::shared_ptr<const LabResult> result)
{
    const std::lock_guard lock(m_mutex);
    m_open.push_front(std::move(result));
    if (m_open.size() > kOpen)
        m_open.pop_back();
}

std::shared_ptr<const LabResult> RunShelf::find(std::uint64_t id)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto at = std::find_if(m_open.begin(), m_open.end(), [&](const auto& result) { return result->id == id; });
        if (at != m_open.end()) {
            m_open.splice(m_open.begin(), m_open, at);
            return *at;
        }
        const bool known = std::any_of(m_rows.begin(), m_rows.end(), [&](const LabRunRow& row) { return row.id == id; });
        if (!known || !m_loading.insert(id).second)
            return nullptr;
    }
    m_store.post([this, id](LabTables* tables) {
        auto bytes = tables != nullptr ? tables->runs.record(id) : fail(ErrorCode::Io, m_store.why());
        auto result = bytes ? readResult(*bytes) : Result<LabResult>(tl::unexpected(bytes.error()));
        if (result) {
            result->id = id;
            open(std::make_shared<const LabResult>(std::move(*result)));
            const std::lock_guard lock(m_mutex);
            m_loading.erase(id);
        } // else it stays in m_loading: it is not tried again
        m_changed();
    });
    return nullptr;
}

std::shared_ptr<const LabResult> RunShelf::find(std::uint64_t id, Sample sample)
{
    const auto whole = find(id);
    if (!whole || sample == Sample::All)
        return whole;
    const std::lock_guard lock(m_mutex);
    const auto known = std::find_if(
        m_cuts.begin(), m_cuts.end(), [&](const Cut& cut) { return cut.whole == whole && cut.sample == sample; });
    if (known != m_cuts.end())
        return known->part;
    m_cuts.push_front({whole, sample, nullptr});
    if (m_cuts.size() > kOpen)
        m_cuts.pop_back();
    m_store.post([this, whole, sample](LabTables*) {
        auto part = cutTo(*whole, sample);
        {
            const std::lock_guard storing(m_mutex);
            for (Cut& cut : m_cuts) {
                if (part && cut.whole == whole && cut.sample == sample)
                    cut.part = std::make_shared<const LabResult>(std::move(*part));
            }
        }
        m_changed();
    });
    return nullptr;
}

bool RunShelf::has(std::uint64_t id) const
{
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_rows.begin(), m_rows.end(), [&](const LabRunRow& row) { return row.id == id; });
}

void RunShelf::setChecks(
    std::uint64_t id, std::vector<std::pair<std::string, std::string>> checks, std::vector<LookAheadCut> cuts)
{
    m_store.post([this, id, checks = std::move(checks), cuts = std::move(cuts)](LabTables* tables) {
        const auto bytes = tables != nullptr ? tables->runs.record(id) : fail(ErrorCode::Io, m_store.why());
        auto result = bytes ? readResult(*bytes) : Result<LabResult>(tl::unexpected(bytes.error()));
        if (!result)
            return; // it is gone, and its checks with it
        result->id = id;
        result->checks = checks;
        result->cuts = cuts;
        static_cast<void>(tables->runs.replaceRecord(id, resultBytes(*result))); // else it keeps those it had
        {
            const std::lock_guard lock(m_mutex);
            m_open.remove_if([id](const auto& open) { return open->id == id; });
        }
        open(std::make_shared<const LabResult>(std::move(*result)));
        m_changed();
    });
}

void RunShelf::remove(std::uint64_t id)
{
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_rows, [id](const LabRunRow& row) { return row.id == id; });
        m_open.remove_if([id](const auto& result) { return result->id == id; });
    }
    m_store.post([id](LabTables* tables) {
        if (tables != nullptr)
            static_cast<void>(tables->runs.remove(id)); // one that stays is listed again after the next run
    });
    m_changed();
}

} // namespace maker
