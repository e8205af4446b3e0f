#include "app/cli/backtest_report.h"

#include "kernel/engine/journal_text.h"
#include "kernel/params/params.h"
#include "platform/durable_file.h"

#include <cmath>
#include <cstdio>
#include <filesystem>

namespace maker::cli {

namespace {

const Instrument* instrumentOf(const RunRecord& record, InstrumentId id)
{
    for (const auto& instrument : record.instruments) {
        if (instrument->id() == id)
            return instrument.get();
    }
    return nullptr;
}

std::string rounded(double value, int decimals)
{
    char text[64];
    const int size = std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return std::string(text, static_cast<std::size_t>(size));
}

} // namespace

std::string statisticsText(const Statistics& statistics)
{
    std::string text;
    std::string_view group;
    for (const StatisticSpec& spec : statisticSpecs()) {
        if (spec.group != group) {
            group = spec.group;
            text += (text.empty() ? "" : "\n") + std::string(group) + '\n';
        }
        const std::string unit = statisticUnit(spec, statistics);
        std::string line = "  " + std::string(spec.title);
        line.resize(std::max<std::size_t>(line.size() + 1, 36), ' ');
        text += line + statisticText(spec, statistics) + (unit.empty() ? "" : " " + unit) + '\n';
    }
    return text;
}

std::string toText(const BacktestOutcome& outcome)
{
    const RunRecord& record = outcome.record;
    std::string text = statisticsText(outcome.statistics);
    text += "\nRun\n  Events                            " + std::to_string(record.events) + " in "
        + rounded(outcome.seconds, 2) + " s, " + rounded(static_cast<double>(record.events) / outcome.seconds * 1e-6, 2)
        + " M/s\n  Book lost                         " + std::to_string(outcome.progress.gaps)
        + " times\n  Digest                            " + record.digest + '\n';
    if (record.equity.empty())
        text += "  The book never became good within the asked time: nothing was quoted.\n";
    return text + checksText(outcome.checks);
}

std::string toJson(const BacktestOutcome& outcome)
{
    const RunRecord& record = outcome.record;
    const backtest::RunStrategy& strategy = outcome.setup.strategies.front();
    std::string strategies; // the first stands by itself too
    for (const backtest::RunStrategy& each : outcome.setup.strategies)
        strategies += std::string(strategies.empty() ? "" : ",") + "{\"strategy\":" + jsonString(each.kind) + ",\"symbol\":"
            + jsonString(each.symbol) + ",\"params\":" + each.params + '}';
    std::string symbols;
    for (const auto& instrument : record.instruments)
        symbols += (symbols.empty() ? "" : ",") + jsonString(instrument->symbol().view());
    return "{\"strategy\":" + jsonString(strategy.kind) + ",\"params\":" + strategy.params + ",\"strategies\":[" + strategies + "],\"models\":"
        + writeParams(outcome.setup.models) + ",\"risk_limits\":" + outcome.setup.riskLimits + ",\"symbols\":[" + symbols
        + "],\"begin_ns\":" + std::to_string(record.begin.ns) + ",\"end_ns\":" + std::to_string(record.end.ns)
        + ",\"events\":" + std::to_string(record.events) + ",\"gaps\":" + std::to_string(outcome.progress.gaps)
        + ",\"digest\":" + jsonString(record.digest) + ",\"checks\":" + checksJson(outcome.checks) + ",\"statistics\":" + statisticsJson(outcome.statistics) + "}\n";
}

std::string fillsCsv(const RunRecord& record)
{
    std::string text = "time_ns,symbol,strategy,side,price,qty,notional,fee,fee_asset,maker,mid,level,queue_ahead";
    for (const Duration horizon : kMarkoutHorizons)
        text += ",markout_" + std::to_string(horizon.ns / 1'000'000) + "ms_bp";
    text += ",trade,order\n";
    for (const RunFill& entry : record.fills) {
        const Fill& fill = entry.fill;
        const Instrument* instrument = instrumentOf(record, fill.instrument);
        if (instrument == nullptr)
            continue;
        text += std::to_string(fill.localTime.ns) + ',' + instrument->symbol().str() + ','
            + std::to_string(fill.strategy.value) + ',' + (fill.side == Side::Buy ? "buy" : "sell") + ','
            + instrument->format(fill.price) + ',' + instrument->format(fill.qty) + ',' + entry.notional.toString() + ','
            + fill.fee.money.toString() + ',' + fill.fee.currency.str() + ',' + (fill.isMaker ? "1" : "0") + ','
            + fill.mid.toString() + ',' + std::to_string(entry.level) + ',' + rounded(entry.queueAhead, 4);
        for (const double bps : entry.markouts.bps)
            text += ',' + (std::isnan(bps) ? std::string() : rounded(bps, 4));
        text += ',' + fill.tradeId.str() + ',' + fill.clientOrderId.str() + '\n';
    }
    return text;
}

std::string equityCsv(const RunRecord& record)
{
    std::string text = "time_ns,equity,pnl,spread,inventory,fees,rebates,realized,unrealized";
    for (const auto& instrument : record.instruments)
        text += ",position_" + instrument->symbol().str();
    text += '\n';
    for (const EquityPoint& point : record.equity) {
        const PnlParts& pnl = point.pnl;
        text += std::to_string(point.time.ns);
        for (const Money money : {pnl.equity, pnl.total, pnl.spread, pnl.inventory, pnl.fees, pnl.rebates, pnl.realized,
                                  pnl.unrealized})
            text += ',' + money.toString();
        for (std::size_t i = 0; i < point.positions.size(); ++i)
            text += ',' + record.instruments[i]->format(point.positions[i]);
        text += '\n';
    }
    return text;
}

JournalFile::JournalFile(const std::string& folder)
    : m_path(folder + "/journal.txt"), m_file(m_path + ".part", std::ios::binary | std::ios::trunc)
{
}

Result<std::unique_ptr<JournalFile>> JournalFile::create(const std::string& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    std::unique_ptr<JournalFile> file(new JournalFile(folder));
    if (error || !file->m_file)
        return fail(ErrorCode::InvalidArgument, "The folder " + folder + " cannot be written to.");
    return file;
}

bool JournalFile::record(const JournalRow& row)
{
    m_file << journalLine(row) << '\n';
    return static_cast<bool>(m_file);
}

Result<void> JournalFile::close()
{
    m_file.close();
    std::error_code error;
    if (m_file)
        std::filesystem::rename(m_path + ".part", m_path, error);
    if (!m_file || error)
        return fail(ErrorCode::Io, m_path + " cannot be written.");
    return {};
}

JournalFile::~JournalFile()
{
    // After close() there is none; a run that failed or was stopped leaves no half of a journal.
    m_file.close();
    std::error_code ignored;
    std::filesystem::remove(m_path + ".part", ignored);
}

Result<void> writeReport(const std::string& folder, const BacktestOutcome& outcome)
{
    if (const auto written = replaceFileDurably(folder + "/fills.csv", fillsCsv(outcome.record)); !written)
        return written;
    if (const auto written = replaceFileDurably(folder + "/equity.csv", equityCsv(outcome.record)); !written)
        return written;
    return replaceFileDurably(folder + "/statistics.json", toJson(outcome));
}

} // namespace maker::cli
