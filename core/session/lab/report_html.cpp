#include "session/lab/report_html.h"

#include "kernel/backtest/run_kinds.h"
#include "kernel/params/param_json.h"
#include "platform/utc_text.h"
#include "session/lab/report_charts.h"
#include "session/lab/report_style.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace maker {

namespace {

std::string utc(Timestamp time, const char* format = "%Y-%m-%d %H:%M:%S")
{
    return utcText(time, format);
}

std::string signedMoney(Money money)
{
    std::string text = money.toString(2);
    if (money.sign() < 0)
        text.replace(0, 1, "\u2212");
    return (money.sign() > 0 ? "+" : "") + text;
}

std::string cell(const std::string& text, const char* kind = "")
{
    return std::string("<td") + (*kind != '\0' ? std::string(" class=\"") + kind + '"' : std::string()) + '>' + text + "</td>";
}

const char* gainClass(Money money)
{
    return money.sign() > 0 ? "num gain" : money.sign() < 0 ? "num loss" : "num";
}

// ---- charts

TimeChart timeChart(const RunRecord& record, std::string title, std::string unit)
{
    TimeChart chart;
    chart.title = std::move(title);
    chart.unit = std::move(unit);
    for (const EquityPoint& at : record.equity)
        chart.times.push_back(at.time);
    return chart;
}

template <typename Value>
ChartSeries series(const RunRecord& record, std::string title, std::string style, Value value)
{
    ChartSeries out{std::move(title), std::move(style), {}};
    out.values.reserve(record.equity.size());
    for (const EquityPoint& at : record.equity)
        out.values.push_back(value(at));
    return out;
}

/// "ok", "bad" or "unsure", by the first word of a check.
const char* verdictOf(const std::string& sentence)
{
    return sentence.starts_with("ok") ? "ok" : sentence.starts_with("FAILED") ? "bad" : "unsure";
}

std::string equityChart(const LabResult& result)
{
    const RunRecord& record = result.record;
    TimeChart chart = timeChart(record, "Equity change", record.currency);
    chart.lines = {series(record, "Equity change", "accent", [](const EquityPoint& at) { return at.pnl.total.toDouble(); })};
    chart.fillFirst = true;
    chart.height = 280;
    for (const LookAheadCut& cut : result.cuts)
        chart.notes.push_back({cut.time, "Look-ahead check, " + utc(cut.time) + " UTC: " + cut.verdict, verdictOf(cut.verdict)});
    return svgOf(chart);
}

std::string drawdownChart(const RunRecord& record)
{
    TimeChart chart = timeChart(record, "Drawdown", record.currency);
    double peak = 0.0;
    chart.lines = {series(record, "Drawdown", "draw", [&peak](const EquityPoint& at) {
        const double total = at.pnl.total.toDouble();
        peak = std::max(peak, total);
        return total - peak;
    })};
    chart.fillFirst = true;
    chart.height = 140;
    return svgOf(chart);
}

std::string partsChart(const RunRecord& record)
{
    TimeChart chart = timeChart(record, "PnL by cause", record.currency);
    const auto part = [&](const char* title, const char* style, Money PnlParts::*member) {
        return series(record, title, style, [member](const EquityPoint& at) { return (at.pnl.*member).toDouble(); });
    };
    chart.stack = {part("Spread", "spread", &PnlParts::spread), part("Rebates", "rebates", &PnlParts::rebates),
        part("Inventory", "inventory", &PnlParts::inventory), part("Fees", "fees", &PnlParts::fees)};
    chart.lines = {part("Total", "total", &PnlParts::total)};
    chart.height = 240;
    return svgOf(chart);
}

std::string inventoryCharts(const RunRecord& record)
{
    std::string html;
    for (std::size_t i = 0; i < record.instruments.size(); ++i) {
        const Instrument& instrument = *record.instruments[i];
        const bool traded = std::any_of(record.fills.begin(), record.fills.end(),
            [&](const RunFill& fill) { return fill.fill.instrument == instrument.id(); });
        if (!traded)
            continue;
        TimeChart chart = timeChart(record, "Inventory " + instrument.symbol().str(), instrument.base().str());
        chart.lines = {series(record, "Position", "own", [&](const EquityPoint& at) {
            return i < at.positions.size() ? instrument.toDouble(at.positions[i]) : std::nan("");
        })};
        chart.height = 160;
        html += svgOf(chart);
    }
    return html;
}

std::string horizonText(Duration horizon)
{
    return numberText(static_cast<double>(horizon.ns) / 1e9) + " s";
}

std::string markoutChart(const Statistics& statistics)
{
    PointChart chart;
    chart.title = "Markout after a fill";
    chart.unit = "bp, mean and standard error; above zero the market moved our way";
    for (const Duration horizon : kMarkoutHorizons)
        chart.names.push_back(horizonText(horizon));
    const auto add = [&](const char* title, const char* style, const MarkoutCurve& curve) {
        PointChart::Curve& out = chart.curves.emplace_back();
        out.title = title;
        out.style = style;
        for (const SampleMean& mean : curve) {
            out.values.push_back(mean.mean.value_or(std::nan("")));
            out.errors.push_back(mean.standardError.value_or(0.0));
        }
    };
    add("All", "accent", statistics.markouts.all);
    add("Buys", "buy", statistics.markouts.bySide[0]);
    add("Sells", "sell", statistics.markouts.bySide[1]);
    return svgOf(chart);
}

// ---- tables

std::string statisticsTables(const Statistics& statistics)
{
    std::string html = "<section class=\"columns\">";
    std::string_view group;
    for (const StatisticSpec& spec : statisticSpecs()) {
        if (spec.group != group) {
            html += group.empty() ? "" : "</table>";
            group = spec.group;
            html += "<table><caption>" + htmlText(group) + "</caption>";
        }
        html += "<tr title=\"" + htmlText(spec.help) + "\"><th>" + htmlText(spec.title) + "</th>"
            + cell(htmlText(statisticText(spec, statistics)), "num") + cell(htmlText(statisticUnit(spec, statistics)), "unit")
            + "</tr>";
    }
    return html + (group.empty() ? "" : "</table>") + "</section>";
}

/// As people write it: 100000 and not 1e+05.
std::string plainText(const ParamValue& value)
{
    const double* const real = std::get_if<double>(&value);
    if (real == nullptr || std::abs(*real) >= 1e15)
        return valueText(value);
    std::array<char, 400> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), *real, std::chars_format::fixed).ptr;
    return std::string(text.data(), end);
}

/// Every parameter with its label; where it is not the default, that is said.
std::string paramTable(const char* caption, const ParamSchema& schema, const std::string& json, std::string_view base)
{
    std::string html = "<table><caption>" + std::string(caption) + "</caption>";
    const auto given = readMembers(json.empty() ? "{}" : json);
    const auto defaults = readMembers(schema.defaults());
    if (!given || !defaults)
        return html + "<tr><td>" + htmlText(json) + "</td></tr></table>";
    const auto find = [](const std::vector<ParamMember>& members, const ParamSpec& spec) -> const ParamValue* {
        for (const ParamMember& member : members) {
            if (member.key == spec.key || (!spec.formerKey.empty() && member.key == spec.formerKey))
                return &member.value;
        }
        return nullptr;
    };
    for (const ParamSpec& spec : schema.specs) {
        const ParamValue* standard = find(*defaults, spec);
        const ParamValue* value = find(*given, spec);
        const std::string shown = value != nullptr ? plainText(*value) : standard != nullptr ? plainText(*standard) : "";
        const bool changed = value != nullptr && standard != nullptr && valueText(*value) != valueText(*standard);
        html += "<tr title=\"" + htmlText(spec.help) + "\"><th>" + htmlText(spec.text) + "</th>"
            + cell(htmlText(shown), changed ? "num changed" : "num")
            + cell(htmlText(spec.unit == kBaseUnit && !base.empty() ? base : spec.unit), "unit") + "</tr>";
    }
    return html + "</table>";
}

std::string dataTable(const LabResult& result)
{
    const RunRecord& record = result.record;
    std::string html = "<table><caption>Data</caption>";
    const auto row = [&html](const char* name, const std::string& text) {
        html += std::string("<tr><th>") + name + "</th>" + cell(htmlText(text)) + "</tr>";
    };
    if (result.request.data.empty())
        row("Recording", "the last minutes of the running market");
    for (const std::string& path : result.request.data)
        row("Recording", path);
    const std::string& asked = result.request.symbol;
    for (const auto& instrument : record.instruments) {
        const bool quoted = asked.empty() ? instrument == record.instruments.front() : instrument->symbol().view() == asked;
        row(quoted ? "Quoted" : "Not quoted", instrument->symbol().str());
    }
    row("From", utc(record.begin) + " UTC");
    row("To", utc(record.end) + " UTC");
    row("Events", std::to_string(record.events));
    row("Journal digest", record.digest);
    return html + "</table>";
}

std::string checksTable(const LabResult& result)
{
    std::string html = "<table class=\"wide\"><caption>Checks</caption>";
    if (result.checks.empty())
        html += "<tr><td>No check was made.</td></tr>";
    for (const auto& [name, sentence] : result.checks) {
        html += "<tr><th>" + htmlText(name) + "</th>" + cell(htmlText(sentence), verdictOf(sentence)) + "</tr>";
    }
    return html + "</table>";
}

std::string dayTable(const Statistics& statistics)
{
    std::string html = "<table class=\"wide\"><caption>Days, UTC</caption><tr><th>Day</th><th class=\"num\">PnL "
        + htmlText(statistics.currency)
        + "</th><th class=\"num\">Return %</th><th class=\"num\">Fills</th><th class=\"num\">Volume</th><th class=\"num\">Deepest "
          "drawdown</th></tr>";
    for (const DayResult& day : statistics.dayTable) {
        std::array<char, 32> share{};
        if (day.dayReturn)
            std::snprintf(share.data(), share.size(), "%.3f", *day.dayReturn * 100.0);
        html += "<tr><th>" + utc(day.day, "%Y-%m-%d") + "</th>" + cell(signedMoney(day.pnl), gainClass(day.pnl))
            + cell(day.dayReturn ? share.data() : "n/a", "num") + cell(std::to_string(day.fills), "num")
            + cell(day.volume.toString(2), "num") + cell(day.maxDrawdown.toString(2), "num") + "</tr>";
    }
    return html + "</table>";
}

std::string head(const LabResult& result)
{
    const auto kind = backtest::findRunKind(result.request.strategy);
    const std::string title = result.request.label.empty()
        ? std::string(kind ? kind->title : std::string_view(result.request.strategy))
        : result.request.label;
    const Statistics& statistics = result.statistics;
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                       "content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">"
                       "<title>" + htmlText(title) + "</title><style>" + std::string(kReportStyle) + "</style></head><body>";
    html += "<header><h1>" + htmlText(title) + "</h1><p class=\"muted\">";
    if (result.id != 0)
        html += "Run " + std::to_string(result.id) + " \u00b7 ";
    html += utc(result.record.begin) + " to " + utc(result.record.end) + " UTC</p></header><section class=\"tiles\">";
    const auto tile = [&html](const char* name, const std::string& text, const char* look) {
        html += std::string("<div><span>") + name + "</span><b class=\"" + look + "\">" + text + "</b></div>";
    };
    tile("PnL", signedMoney(statistics.pnl) + ' ' + htmlText(statistics.currency), gainClass(statistics.pnl));
    for (const char* key : {"pnl_per_notional", "sharpe", "max_drawdown", "fills", "maker_share", "quote_uptime"}) {
        if (const StatisticSpec* spec = findStatistic(key))
            tile(std::string(spec->title).c_str(),
                htmlText(statisticText(*spec, statistics)) + ' ' + htmlText(statisticUnit(*spec, statistics)), "num");
    }
    return html + "</section>";
}

} // namespace

std::string reportHtml(const LabResult& result)
{
    std::string html = head(result);
    html += checksTable(result);
    html += equityChart(result) + drawdownChart(result.record) + partsChart(result.record)
        + inventoryCharts(result.record) + markoutChart(result.statistics);
    html += "<h2>Statistics</h2>" + statisticsTables(result.statistics) + dayTable(result.statistics);
    html += "<h2>What was run</h2><section class=\"columns\">" + dataTable(result);
    if (const auto kind = backtest::findRunKind(result.request.strategy)) {
        const auto& instruments = result.record.instruments;
        const std::string base = instruments.empty() ? std::string() : instruments.front()->base().str();
        html += paramTable("Parameters", *kind->params, result.request.params, base);
        html += paramTable("Models", *kind->models, result.request.models, base);
    }
    return html + "</section><footer class=\"muted\">Made by Makerdesk. Simulated fills are an estimate: see the models and the "
                  "checks.</footer></body></html>\n";
}

} // namespace maker
