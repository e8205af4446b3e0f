#include "app/cli/truth_command.h"

#include "app/cli/exit_status.h"
#include "app/cli/replay_report.h"
#include "kernel/backtest/models.h"
#include "kernel/params/params.h"
#include "session/lab/truth_report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace maker::cli {
namespace {

struct Options {
    std::string recording;
    double power = 0.0;
    std::string queue;
    double tolerance = 20.0;
    std::size_t most = 50;
    bool json = false;
};

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/// Nanoseconds since 1970 as text: a number of JSON does not hold them.
QString text(Timestamp time)
{
    return QString::number(static_cast<qlonglong>(time.ns));
}

QJsonObject jsonOf(const OrderTale& tale)
{
    QJsonObject object{{"id", text(tale.id.view())}, {"side", text(toText(tale.side))},
        {"price", static_cast<qint64>(tale.price.count)}, {"qty", static_cast<qint64>(tale.qty.count)},
        {"filled", static_cast<qint64>(tale.filled.count)}, {"fate", text(toText(tale.fate))}, {"sent", text(tale.sent)},
        {"acked", text(tale.acked)}, {"ended", text(tale.ended)}};
    QJsonArray fills;
    for (const OrderTale::Fill& fill : tale.fills) {
        fills.append(QJsonObject{{"venue_time", text(fill.venueTime)}, {"price", static_cast<qint64>(fill.price.count)},
            {"qty", static_cast<qint64>(fill.qty.count)}});
    }
    object.insert("fills", fills);
    return object;
}

std::string toJson(const TruthReport& report)
{
    QJsonObject causes;
    for (std::size_t i = 0; i < kTruthCauses; ++i) {
        causes.insert(text(toText(static_cast<TruthCause>(i))),
            QJsonObject{{"orders", static_cast<qint64>(report.count[i])}, {"pnl", report.gap[i]}});
    }
    QJsonArray differences;
    for (const TruthDifference& difference : report.differences) {
        QJsonObject object{{"time", text(difference.time)}, {"cause", text(toText(difference.cause))},
            {"follows", difference.follows}, {"what", text(difference.what)}, {"pnl", difference.gap}};
        if (difference.live)
            object.insert("live", jsonOf(*difference.live));
        if (difference.replayed)
            object.insert("replayed", jsonOf(*difference.replayed));
        differences.append(object);
    }
    const QJsonObject whole{{"recording", text(report.path)}, {"currency", text(report.currency)}, {"note", text(report.note)},
        {"from", text(report.from)}, {"to", text(report.to)}, {"events", static_cast<qint64>(report.events)},
        {"live_orders", static_cast<qint64>(report.liveOrders)}, {"replayed_orders", static_cast<qint64>(report.replayedOrders)},
        {"compared", static_cast<qint64>(report.compared)}, {"identical", static_cast<qint64>(report.identical)},
        {"identical_share", report.identicalShare()}, {"live_fills", static_cast<qint64>(report.liveFills)},
        {"replayed_fills", static_cast<qint64>(report.replayedFills)}, {"live_pnl", report.livePnl},
        {"replayed_pnl", report.replayedPnl}, {"causes", causes}, {"queue_power", report.queue.n},
        {"latency_rows", static_cast<qint64>(report.latencyRows)}, {"entry_ms", report.entryMedian.toSeconds() * 1e3},
        {"response_ms", report.responseMedian.toSeconds() * 1e3}, {"clock_shift_ms", report.clockShift.toSeconds() * 1e3},
        {"missing_s", report.missing.toSeconds()}, {"differences", differences}};
    return QJsonDocument(whole).toJson(QJsonDocument::Indented).toStdString();
}

std::string lineOf(const TruthDifference& difference, Timestamp begin)
{
    const OrderTale& tale = difference.live ? *difference.live : *difference.replayed;
    char text[320];
    std::snprintf(text, sizeof text, "%10.3f s  %-24s %-4s %-12s %s %s\n", (difference.time - begin).toSeconds(),
        tale.id.str().c_str(), std::string(maker::toText(tale.side)).c_str(), std::string(maker::toText(difference.cause)).c_str(),
        difference.what.c_str(), difference.follows ? "(follows)" : "");
    return text;
}

std::string toText(const TruthReport& report, std::size_t most)
{
    char text[400];
    std::snprintf(text, sizeof text,
        "%s\nqueue power %g, %zu latency rows: %.3f ms there, %.3f ms back in the median, clock moved by %.3f ms, "
        "%.1f s without a good book\n",
        report.summary().c_str(), report.queue.n, report.latencyRows, report.entryMedian.toSeconds() * 1e3,
        report.responseMedian.toSeconds() * 1e3, report.clockShift.toSeconds() * 1e3, report.missing.toSeconds());
    std::string out = text;
    for (std::size_t i = 0; i < kTruthCauses; ++i) {
        if (report.count[i] == 0)
            continue;
        std::snprintf(text, sizeof text, "  %-12s %6llu orders, PnL %+.6f %s\n",
            std::string(maker::toText(static_cast<TruthCause>(i))).c_str(), static_cast<unsigned long long>(report.count[i]),
            report.gap[i], report.currency.c_str());
        out += text;
    }
    for (std::size_t i = 0; i < report.differences.size() && i < most; ++i)
        out += lineOf(report.differences[i], report.from);
    if (report.differences.size() > most)
        out += "and " + std::to_string(report.differences.size() - most) + " more\n";
    if (!report.note.empty())
        out += report.note + '\n';
    return out;
}

/// "power2:1.5" in the words of the models; fails where there is no such model.
Result<QueueModel> queueOf(const std::string& text)
{
    const std::size_t colon = text.find(':');
    std::vector<std::string> settings{"queue_model=" + text.substr(0, colon)};
    if (colon != std::string::npos)
        settings.push_back("queue_power=" + text.substr(colon + 1));
    const auto& schema = schemaOf<backtest::BacktestModels>();
    const auto models = withSettings(schema, schema.defaults(), settings);
    if (!models)
        return fail(ErrorCode::InvalidArgument, "--queue: " + models.error().detail);
    const auto read = *readParams<backtest::BacktestModels>(*models);
    return QueueModel{.kind = read.queueModel, .n = read.queuePower};
}

int run(const Options& options)
{
    TruthOptions truth;
    if (!options.queue.empty()) {
        const auto queue = queueOf(options.queue);
        if (!queue)
            return complain(queue.error());
        truth.queue = *queue;
    } else if (options.power > 0.0)
        truth.queue = QueueModel{.kind = QueueKind::Power, .n = options.power};
    truth.tolerance = Duration::micros(static_cast<std::int64_t>(options.tolerance * 1000.0));
    const auto report = truthReport(options.recording, truth);
    if (!report)
        return complain(report.error());
    print(options.json ? toJson(*report) : toText(*report, options.most));
    return kGood;
}

} // namespace

void addTruth(CLI::App& app, int& status)
{
    CLI::App* const truth = app.add_subcommand(
        "truth", "Replay a recorded run with simulated executions and say, order by order, how far to trust the simulation");
    const auto options = std::make_shared<Options>();
    truth->add_option("RECORDING", options->recording, "Directory of a run below <profile>/recordings, or its first segment")
        ->required();
    truth->add_option("--power", options->power, "Exponent of the queue model; without it the best of several is taken");
    truth->add_option("--queue", options->queue, "risk_averse, power:N, power2:N, power3:N, log or log2; instead of --power")
        ->excludes("--power");
    truth->add_option("--tolerance", options->tolerance, "Times that differ by less are equal, in ms")->capture_default_str();
    truth->add_option("--most", options->most, "How many differences are listed")->capture_default_str();
    truth->add_flag("--json", options->json, "Print one JSON object");
    truth->callback([options, &status] { status = run(*options); });
}

} // namespace maker::cli
