#include "app/cli/data_text.h"

#include "kernel/params/param_json.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace maker::cli {
namespace {

std::string padded(std::string text, std::size_t width)
{
    text.resize(std::max(text.size(), width), ' ');
    return text + ' ';
}

std::string_view causeText(GapCause cause)
{
    switch (cause) {
    case GapCause::FeedDown: return "feed down";
    case GapCause::SequenceBreak: return "updates missing";
    case GapCause::Silence: return "silence";
    }
    return "unknown";
}

} // namespace

std::string defaultFolder()
{
    const char* const data = std::getenv("XDG_DATA_HOME");
    const char* const home = std::getenv("HOME");
    const std::string base = data != nullptr && *data != '\0' ? data : std::string(home != nullptr ? home : ".") + "/.local/share";
    return TapeLibrary::folderOf(base + "/makerdesk");
}

std::string timeText(Timestamp time)
{
    if (!time.valid())
        return "-";
    const std::chrono::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds(time.millis())};
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(moment - day);
    char text[48];
    std::snprintf(text, sizeof(text), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count()));
    return text;
}

std::string toText(const ImportReport& report)
{
    std::string out = "  " + std::to_string(report.rows) + " rows, " + std::to_string(report.events) + " records, "
        + timeText(report.from) + " to " + timeText(report.to) + '\n';
    if (report.duplicates + report.outOfOrder + report.offGrid > 0)
        out += "  " + std::to_string(report.duplicates) + " duplicates left out, " + std::to_string(report.outOfOrder)
            + " out of order, " + std::to_string(report.offGrid) + " numbers finer than the instrument\n";
    if (report.wrong > 0)
        out += "  " + std::to_string(report.wrong) + " wrong rows left out:\n";
    for (const WrongRow& row : report.firstWrong)
        out += "    line " + std::to_string(row.line) + ": " + row.sentence + '\n';
    if (report.wrong > report.firstWrong.size())
        out += "    ... and " + std::to_string(report.wrong - report.firstWrong.size()) + " more\n";
    return out;
}

std::string toJson(const ImportReport& report, const std::string& source, const std::string& target)
{
    std::string out = "{\"source\": " + jsonString(source) + ", \"tape\": " + jsonString(target);
    const auto add = [&out](const char* key, std::uint64_t value) {
        out += std::string(", \"") + key + "\": " + std::to_string(value);
    };
    add("rows", report.rows);
    add("events", report.events);
    add("wrong", report.wrong);
    add("duplicates", report.duplicates);
    add("outOfOrder", report.outOfOrder);
    add("offGrid", report.offGrid);
    out += ", \"from\": " + jsonString(timeText(report.from)) + ", \"to\": " + jsonString(timeText(report.to)) + ", \"firstWrong\": [";
    for (std::size_t i = 0; i < report.firstWrong.size(); ++i)
        out += std::string(i == 0 ? "" : ", ") + "{\"line\": " + std::to_string(report.firstWrong[i].line) + ", \"why\": "
            + jsonString(report.firstWrong[i].sentence) + '}';
    return out + "]}\n";
}

std::string toText(const std::vector<TapeEntry>& entries)
{
    if (entries.empty())
        return "No recordings.\n";
    std::string out = padded("VENUE", 16) + padded("SYMBOL", 14) + padded("KIND", 15) + padded("FROM", 24) + padded("TO", 24)
        + padded("RECORDS", 11) + padded("BYTES", 11) + padded("GAPS", 5) + "FILE\n";
    for (const TapeEntry& each : entries) {
        const TapeSummary& sum = each.summary;
        out += padded(each.venue, 16) + padded(each.symbols, 14) + padded(each.kind, 15) + padded(timeText(sum.from), 24)
            + padded(timeText(sum.to), 24) + padded(std::to_string(sum.records), 11) + padded(std::to_string(sum.bytes), 11)
            + padded(std::to_string(sum.gaps.size()), 5) + each.path + '\n';
        if (each.growing)
            out += "    It is being recorded.\n";
        if (!each.trouble.empty())
            out += "    " + each.trouble + '\n';
    }
    return out;
}

std::string toJson(const std::vector<TapeEntry>& entries)
{
    std::string out = "[";
    for (const TapeEntry& each : entries) {
        const TapeSummary& sum = each.summary;
        out += out.size() > 1 ? ",\n " : "\n ";
        out += "{\"path\": " + jsonString(each.path) + ", \"venue\": " + jsonString(each.venue) + ", \"symbol\": " + jsonString(each.symbols)
            + ", \"kind\": " + jsonString(each.kind) + ", \"source\": " + jsonString(each.source) + ", \"from\": "
            + jsonString(timeText(sum.from)) + ", \"to\": " + jsonString(timeText(sum.to)) + ", \"records\": "
            + std::to_string(sum.records) + ", \"bytes\": " + std::to_string(sum.bytes) + ", \"growing\": "
            + (each.growing ? "true" : "false") + ", \"trouble\": "
            + jsonString(each.trouble) + ", \"gaps\": [";
        for (std::size_t i = 0; i < sum.gaps.size(); ++i)
            out += std::string(i == 0 ? "" : ", ") + "{\"from\": " + jsonString(timeText(sum.gaps[i].from)) + ", \"to\": "
                + jsonString(timeText(sum.gaps[i].to)) + ", \"cause\": " + jsonString(causeText(sum.gaps[i].cause)) + '}';
        out += "]}";
    }
    return out + "\n]\n";
}

} // namespace maker::cli
