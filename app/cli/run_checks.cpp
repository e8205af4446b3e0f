#include "app/cli/run_checks.h"

#include "app/cli/exit_status.h"
#include "app/cli/follow_run.h"
#include "kernel/params/param_json.h"
#include "session/lab/trust_checks.h"

#include <algorithm>

namespace maker::cli {

namespace {

/// A sentence of a check as its verdict and what it says of it.
std::pair<std::string, std::string> partsOf(const std::string& sentence)
{
    const std::size_t colon = sentence.find(": ");
    const std::string verdict = sentence.substr(0, colon);
    const std::string text = colon == std::string::npos ? std::string() : sentence.substr(colon + 2);
    if (verdict == "ok")
        return {"passed", text};
    return {verdict == "FAILED" ? "failed" : verdict, text};
}

std::string lineOf(const std::string& name, const std::string& sentence)
{
    const auto [verdict, text] = partsOf(sentence);
    return name + ": " + (verdict == "passed" ? verdict + (text.empty() ? "" : ", ") + text : sentence);
}

std::string verdictJson(const std::string& sentence)
{
    const auto [verdict, text] = partsOf(sentence);
    return "\"verdict\":" + jsonString(verdict) + ",\"text\":" + jsonString(text);
}

/// "Look-ahead" as the key of an object: "look_ahead".
std::string keyOf(std::string name)
{
    std::ranges::transform(name, name.begin(), [](char c) { return c == '-' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

std::string cutsJson(const std::vector<LookAheadCut>& cuts)
{
    std::string json;
    for (const LookAheadCut& cut : cuts)
        json += (json.empty() ? "{\"time_ns\":" : ",{\"time_ns\":") + std::to_string(cut.time.ns) + ',' + verdictJson(cut.verdict) + '}';
    return '[' + json + ']';
}

} // namespace

int checkRun(const LabRequest& request, RunRecord& record, const MakeChecks& make, RunChecks& checks)
{
    LabResult checked;
    checked.request = request;
    checked.record = std::move(record);
    ProgressLine line("events");
    std::string doing;
    const double work = std::max(1.0, static_cast<double>(checked.record.events) * checkWork(request));
    RunSteering steering;
    steering.canceled = stopAsked;
    steering.checking = [&](std::string_view sentence) {
        doing = sentence;
        line.say(doing);
    };
    steering.progress = [&](const backtest::RunProgress& progress) {
        const double done = static_cast<double>(progress.events) - static_cast<double>(checked.record.events);
        line.say(doing, std::min(1.0, done / work));
    };
    const auto made = make(checked, steering);
    line.clear();
    record = std::move(checked.record);
    if (!made) {
        complain(made.error().code == ErrorCode::Canceled ? std::string(kInterrupted) : made.error().detail);
        return kFailed;
    }
    checks.sentences = std::move(checked.checks);
    checks.cuts = std::move(checked.cuts);
    for (const auto& [name, sentence] : checks.sentences) {
        if (partsOf(sentence).first == "failed")
            complain("Do not trust these figures: the run did not pass a check. " + lineOf(name, sentence) + '.');
    }
    return kGood;
}

RunChecks noChecks()
{
    return {notChecked(kSwitchedOff), {}};
}

RunChecks noChecks(std::string_view why)
{
    return {notChecked(why), {}};
}

std::string checksText(const RunChecks& checks)
{
    std::string text = checks.sentences.empty() ? "" : "\nChecks\n";
    for (const auto& [name, sentence] : checks.sentences)
        text += "  " + lineOf(name, sentence) + '\n';
    return text;
}

std::string checksJson(const RunChecks& checks)
{
    std::string json;
    for (const auto& [name, sentence] : checks.sentences) {
        json += (json.empty() ? "" : ",") + jsonString(keyOf(name)) + ":{" + verdictJson(sentence);
        if (name == kLookAhead)
            json += ",\"cuts\":" + cutsJson(checks.cuts);
        json += '}';
    }
    return '{' + json + '}';
}

} // namespace maker::cli
