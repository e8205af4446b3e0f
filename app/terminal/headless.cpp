#include "terminal/headless.h"

#include "platform/process.h"
#include "terminal/run_until.h"
#include "terminal/status_line.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>
#include <string>

namespace maker {

namespace {

/// The first strategy of the kind asked for, else the first of all.
StrategyId chooseStrategy(const Session& session, const std::string& name)
{
    for (const auto& entry : session.catalog().strategies) {
        if (name.empty() || entry.name == name)
            return entry.id;
    }
    return {};
}

/// `live`: the status line stands in the way and is drawn again after this.
void printRows(Session& session, bool live)
{
    RowEvent row;
    while (session.nextRow(row)) {
        if (row.kind == RowKind::Alert || (row.kind == RowKind::Log && row.severity >= Severity::Warning))
            std::fprintf(stderr, "%s%s %s\n", live ? "\r\x1b[K" : "", row.category.str().c_str(), row.text.str().c_str());
    }
}

} // namespace

int runHeadless(Session& session, const Options& options)
{
    const RunUntil until(options.forSeconds);
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
        printRows(session, live);
        if (live)
            std::fprintf(stdout, "\r\x1b[K%s", statusSentence(session, desk, terminalColumns() - 1).c_str());
        else
            std::fprintf(stdout, "%s\n", statusPairs(session, desk).c_str());
        std::fflush(stdout);
    });
    second.start(1000);
    QCoreApplication::exec();

    const bool pulled = session.stop();
    printRows(session, live);
    std::fprintf(stdout, "%s%s\n", live ? "\n" : "",
        pulled ? "stopped=clean quotes=0" : "stopped=unconfirmed: the venue did not confirm every cancel in time");
    return pulled ? 0 : 1;
}

} // namespace maker
