#include "terminal/window_run.h"

#include "kernel/params/param_json.h"
#include "platform/thread_priority.h"
#include "session/lab/lab.h"
#include "terminal/first_frame.h"
#include "terminal/run_until.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QPixmap>
#include <QTimer>

#include <algorithm>
#include <cstdio>

namespace maker {

namespace {
/// The lab beside the session; what-if and the last minutes use the fees of the embedded exchange where there is one.
LabConfig labConfig(Session& session, const SessionConfig& config)
{
    LabConfig lab;
    lab.profile = config.profile;
    lab.memory = session.marketMemory();
    lab.session = &session;
    lab.venue = config.environment == Environment::Simulated ? "Demo" : config.venue;
    if (config.paper) {
        lab.simulatedModels = writeParams(config.paperModels);
    } else if (config.environment == Environment::Simulated && config.simulatedPort == 0) {
        lab.simulatedModels = "{\"maker_fee\":" + numberText(config.embedded.makerFeeBps)
            + ",\"taker_fee\":" + numberText(config.embedded.takerFeeBps) + '}';
    }
    return lab;
}
} // namespace

int runWindow(Session& session, ProfileLock& lock, const Options& options)
{
    const auto& strategies = session.catalog().strategies;
    const auto asked = [&options](const auto& entry) { return entry.name == options.start; };
    if (!options.start.empty() && std::none_of(strategies.begin(), strategies.end(), asked)) {
        std::fprintf(stderr, "There is no strategy named %s.\n", options.start.c_str());
        return 2;
    }
    paintBehindTrading(); // the session's threads run already and inherit nothing of it
    WindowOptions look;
    look.profileDir = QString::fromStdString(options.session.profile);
    if (options.lightTheme)
        look.tone = ThemeTone::Light;
    Lab lab(labConfig(session, options.session));
    MainWindow window(session, look, &lab);
    FirstFrame firstFrame(window);
    window.show();
    lock.onRaise([&window] { window.raiseToFront(); });
    if (!options.start.empty()) {
        for (const auto& entry : strategies) {
            if (asked(entry))
                session.post({CommandKind::StartStrategy, entry.id, {}, {}, {}});
        }
    }
    int exitCode = 0;
    if (!options.screenshot.empty()) {
        QTimer::singleShot(static_cast<int>(options.after * 1000.0), &window, [&] {
            if (!window.grab().save(QString::fromStdString(options.screenshot))) {
                std::fprintf(stderr, "makerdesk: the picture %s could not be written.\n", options.screenshot.c_str());
                exitCode = 1;
            }
            QCoreApplication::quit();
        });
    }
    const RunUntil until(options.forSeconds);
    QCoreApplication::exec();
    if (!session.stop())
        std::fprintf(stderr, "makerdesk: the venue did not confirm every cancel in time.\n");
    return exitCode;
}

} // namespace maker
