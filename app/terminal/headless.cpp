#include "terminal/headless.h"

#include "platform/process.h"

#include <QCoreApplication>
#include <QTimer>

#include <atomic>
#include <cstdio>
#include <string>

namespace maker {

namespace {

std::atomic<bool> g_stop{false};

std::string positionText(const Session& session, const DeskSnapshot& desk)
{
    for (const auto& instrument : session.catalog().instruments) {
        if (desk.positionCount > 0 && instrument->id() == desk.positions[0].instrument)
            return instrument->format(desk.positions[0].position);
    }
    return "0";
}

std::string statusLine(const Session& session, const DeskSnapshot& desk)
{
    const VenueView& venue = desk.venues[0];
    const StrategyView& strategy = desk.strategies[0];
    std::string line = "time=" + std::to_string(desk.time.millis());
    line += " feed=" + std::string(venue.feed == VenueLink::Live ? "live" : "waiting");
    line += " trading=" + std::string(venue.trading == VenueLink::Live ? "live" : "waiting");
    line += " risk=" + std::string(desk.risk.killed ? "killed" : toText(desk.risk.state));
    line += " book_age_ms=" + std::to_string(venue.bookAge.ns / 1'000'000);
    line += " gaps=" + std::to_string(venue.gaps);
    line += " quotes=" + std::to_string(desk.openOrders);
    line += " fills=" + std::to_string(desk.fills);
    line += " inventory=" + positionText(session, desk);
    line += " pnl=" + desk.pnl.dayPnl.toString(2);
    line += " equity=" + desk.pnl.equity.toString(2);
    line += " ack_p99_us=" + std::to_string(venue.ackP99.ns / 1000);
    line += " refused=" + std::to_string(desk.risk.refused);
    line += " strategy=\"" + strategy.reason.str() + "\"";
    return line;
}

/// The first strategy of the kind asked for, else the first of all.
StrategyId chooseStrategy(const Session& session, const std::string& name)
{
    for (const auto& entry : session.catalog().strategies) {
        if (name.empty() || entry.name == name)
            return entry.id;
    }
    return {};
}

void printRows(Session& session)
{
    RowEvent row;
    while (session.nextRow(row)) {
        if (row.kind == RowKind::Alert || (row.kind == RowKind::Log && row.severity >= Severity::Warning))
            std::fprintf(stderr, "%s %s\n", row.category.str().c_str(), row.text.str().c_str());
    }
}

} // namespace

int runHeadless(Session& session, const Options& options)
{
    onStopSignal([] { g_stop.store(true); });
    if (!options.noStart) {
        const StrategyId strategy = chooseStrategy(session, options.start);
        if (!strategy.valid()) {
            std::fprintf(stderr, "There is no strategy named %s.\n", options.start.c_str());
            return 2;
        }
        session.post({CommandKind::StartStrategy, strategy, {}, {}, {}});
    }
    const bool live = standardOutputIsTerminal();
    DeskSnapshot desk;
    QTimer second;
    QObject::connect(&second, &QTimer::timeout, [&] {
        session.desk(desk);
        printRows(session);
        std::fprintf(stdout, live ? "\r\x1b[K%s" : "%s\n", statusLine(session, desk).c_str());
        std::fflush(stdout);
    });
    second.start(1000);
    QTimer stop;
    QObject::connect(&stop, &QTimer::timeout, [] {
        if (g_stop.load())
            QCoreApplication::quit();
    });
    stop.start(20);
    if (options.forSeconds > 0.0)
        QTimer::singleShot(static_cast<int>(options.forSeconds * 1000.0), [] { QCoreApplication::quit(); });
    QCoreApplication::exec();

    const bool pulled = session.stop();
    printRows(session);
    std::fprintf(stdout, "%s%s\n", live ? "\n" : "",
        pulled ? "stopped=clean quotes=0" : "stopped=unconfirmed: the venue did not confirm every cancel in time");
    return pulled ? 0 : 1;
}

} // namespace maker
