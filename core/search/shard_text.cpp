#include "search/shard_text.h"

#include "kernel/params/param_json.h"
#include "platform/crc32c.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace maker::search {

namespace {

/// Members of one flat line, by key.
class Line {
public:
    static Result<Line> read(std::string_view text)
    {
        auto members = readMembers(text);
        if (!members)
            return tl::unexpected(members.error());
        return Line(*std::move(members));
    }

    bool has(std::string_view key) const { return find(key) != nullptr; }
    std::string text(std::string_view key) const
    {
        const auto* value = find(key);
        const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
        return text == nullptr ? std::string() : *text;
    }
    std::int64_t whole(std::string_view key) const
    {
        const auto* value = find(key);
        const auto* number = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
        return number == nullptr ? 0 : *number;
    }
    std::optional<double> real(std::string_view key) const
    {
        const auto* value = find(key);
        if (value == nullptr)
            return std::nullopt;
        if (const auto* number = std::get_if<std::int64_t>(value))
            return static_cast<double>(*number);
        const auto* number = std::get_if<double>(value);
        return number == nullptr ? std::nullopt : std::optional(*number);
    }

private:
    explicit Line(std::vector<ParamMember> members) : m_members(std::move(members)) {}
    const ParamValue* find(std::string_view key) const
    {
        const auto found = std::ranges::find(m_members, key, &ParamMember::key);
        return found == m_members.end() ? nullptr : &found->value;
    }

    std::vector<ParamMember> m_members;
};

ParamValue whole(std::uint64_t number)
{
    return static_cast<std::int64_t>(number);
}

void addReal(std::vector<ParamMember>& members, const char* key, const std::optional<double>& value)
{
    if (value)
        members.push_back({key, *value});
}

Result<TrialRun> toRun(const Line& line)
{
    TrialRun run;
    run.item = static_cast<std::uint64_t>(line.whole("item"));
    run.step = static_cast<std::uint32_t>(line.whole("step"));
    run.window = static_cast<std::uint32_t>(line.whole("window"));
    run.settings = {line.text("params"), line.text("models")};
    run.objective = line.real("objective");
    run.fills = static_cast<std::uint64_t>(line.whole("fills"));
    run.sharpe = line.real("sharpe");
    run.returns = static_cast<std::uint64_t>(line.whole("returns"));
    run.skewness = line.real("skewness");
    run.kurtosis = line.real("kurtosis");
    run.digest = line.text("digest");
    const auto pnl = Money::parse(line.text("pnl"));
    if (!pnl)
        return tl::unexpected(pnl.error());
    run.pnl = *pnl;
    return run;
}

} // namespace

std::string headLine(const ShardHead& head)
{
    return writeMembers({{"shard", whole(head.index)}, {"of", whole(head.count)}, {"items", whole(head.items)},
        {"windows", whole(head.windows)}, {"from", head.from.ns}, {"to", head.to.ns}, {"plan", head.plan}});
}

Result<ShardHead> parseHead(std::string_view text)
{
    const auto line = Line::read(text);
    if (!line)
        return tl::unexpected(line.error());
    if (!line->has("shard") || !line->has("plan"))
        return fail(ErrorCode::Parse, "This is not the result of a shard.");
    ShardHead head;
    head.plan = line->text("plan");
    head.index = static_cast<std::uint64_t>(line->whole("shard"));
    head.count = static_cast<std::uint64_t>(line->whole("of"));
    head.items = static_cast<std::uint64_t>(line->whole("items"));
    head.windows = static_cast<std::uint32_t>(line->whole("windows"));
    head.from = {line->whole("from")};
    head.to = {line->whole("to")};
    return head;
}

std::string runLine(const TrialRun& run)
{
    std::vector<ParamMember> members{{"item", whole(run.item)}, {"step", whole(run.step)}, {"window", whole(run.window)},
        {"params", run.settings.params}, {"pnl", run.pnl.toString()}, {"fills", whole(run.fills)},
        {"returns", whole(run.returns)}, {"digest", run.digest}};
    if (!run.settings.models.empty())
        members.push_back({"models", run.settings.models});
    addReal(members, "objective", run.objective);
    addReal(members, "sharpe", run.sharpe);
    addReal(members, "skewness", run.skewness);
    addReal(members, "kurtosis", run.kurtosis);
    return writeMembers(members);
}

Result<TrialRun> parseRun(std::string_view text)
{
    const auto line = Line::read(text);
    if (!line)
        return tl::unexpected(line.error());
    return toRun(*line);
}

std::string itemLines(const ItemRuns& item)
{
    std::string lines;
    for (const TrialRun& run : item.runs)
        lines += runLine(run) + '\n';
    return lines + writeMembers({{"done", whole(item.item)}, {"runs", whole(item.runs.size())}}) + '\n';
}

std::string endLine(std::string_view text)
{
    return writeMembers({{"end", whole(crc32c(std::as_bytes(std::span(text.data(), text.size()))))}}) + '\n';
}

Result<ShardFile> readShard(const std::string& path, bool whole)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorCode::NotFound, "The file " + path + " cannot be read.");
    ShardFile shard;
    std::string text;
    std::string before;
    std::vector<TrialRun> open;
    std::size_t number = 0;
    const auto damaged = [&](const std::string& why) {
        return fail(ErrorCode::Corrupt, path + ", line " + std::to_string(number) + ": " + why);
    };
    while (std::getline(file, text)) {
        ++number;
        if (shard.complete)
            return damaged("something follows the end.");
        if (number == 1) {
            auto head = parseHead(text);
            if (!head)
                return damaged(head.error().detail);
            shard.head = *std::move(head);
            before += text + '\n';
            continue;
        }
        const auto line = Line::read(text);
        if (!line && !whole)
            return shard; // the process ended within this line
        if (!line)
            return damaged(line.error().detail);
        if (line->has("end")) {
            if (endLine(before) != text + '\n')
                return damaged("the checksum does not fit what stands before it.");
            shard.complete = true;
        } else if (line->has("done")) {
            if (static_cast<std::size_t>(line->whole("runs")) != open.size())
                return damaged("runs are missing.");
            shard.items.push_back({static_cast<std::uint64_t>(line->whole("done")), std::move(open)});
            open.clear();
        } else {
            auto run = toRun(*line);
            if (!run)
                return damaged(run.error().detail);
            open.push_back(*std::move(run));
        }
        before += text + '\n';
    }
    if (whole && !shard.complete)
        return fail(ErrorCode::Corrupt, "The shard " + path + " is not complete.");
    return shard;
}

} // namespace maker::search
