#include "app/cli/replay_report.h"

#include "kernel/params/param_json.h"

#include <cstdio>
#include <memory>

namespace maker::cli {

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

} // namespace

std::string toText(const ReplayReport& report)
{
    std::string out = std::string(report.verdict()) + '\n';
    out += "  journal of the replay: digest " + report.digest + ", " + std::to_string(report.rows) + " rows\n";
    if (report.recorded)
        out += "  journal of the run:    digest " + report.recorded->digest + ", "
            + std::to_string(report.recorded->rows) + " rows\n";
    out += "  events " + std::to_string(report.events) + ", of them market data " + std::to_string(report.marketEvents)
        + "; orders " + std::to_string(report.orders) + "; fills " + std::to_string(report.fills) + '\n';
    out += "  equity " + report.equity.toString() + ' ' + report.currency + '\n';
    for (const auto& position : report.positions)
        out += "  position " + position.symbol + ' ' + position.qty + '\n';
    if (!report.note.empty())
        out += "  " + report.note + '\n';
    return out;
}

std::string toJson(const ReplayReport& report)
{
    std::string out = "{\n";
    const auto add = [&out](const char* key, const std::string& value) {
        out += out.size() > 2 ? ",\n  \"" : "  \"";
        out += key;
        out += "\": " + value;
    };
    add("result", jsonString(std::string(report.verdict())));
    add("digest", jsonString(report.digest));
    add("rows", std::to_string(report.rows));
    add("recorded_digest", report.recorded ? jsonString(report.recorded->digest) : "null");
    add("recorded_rows", report.recorded ? std::to_string(report.recorded->rows) : "null");
    add("events", std::to_string(report.events));
    add("market_events", std::to_string(report.marketEvents));
    add("orders", std::to_string(report.orders));
    add("fills", std::to_string(report.fills));
    add("equity", jsonString(report.equity.toString()));
    add("currency", jsonString(report.currency));
    std::string positions = "{";
    for (const auto& position : report.positions)
        positions += (positions.size() > 1 ? ", " : "") + jsonString(position.symbol) + ": " + jsonString(position.qty);
    add("positions", positions + '}');
    add("note", jsonString(report.note));
    return out + "\n}\n";
}

Result<ReplayReport> replayTo(const std::string& path, const std::string& journalFile)
{
    if (journalFile.empty())
        return replayRecording(path);
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(journalFile.c_str(), "wb"));
    if (!file)
        return fail(ErrorCode::Io, "The journal cannot be written to " + journalFile + ".");
    auto report = replayRecording(path, [&file](std::string_view line) {
        std::fwrite(line.data(), 1, line.size(), file.get());
        std::fputc('\n', file.get());
    });
    if (report && (std::fflush(file.get()) != 0 || std::ferror(file.get()) != 0))
        return fail(ErrorCode::Io, "Writing the journal to " + journalFile + " failed.");
    return report;
}

} // namespace maker::cli
