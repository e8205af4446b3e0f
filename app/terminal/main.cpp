#include "platform/process.h"
#include "session/log_files.h"
#include "session/profile_lock.h"
#include "session/session.h"
#include "terminal/headless.h"
#include "terminal/options.h"
#include "terminal/window_run.h"

#include <QApplication>

#include <cstdio>
#include <memory>

using namespace maker;

namespace {

int complain(const Error& error)
{
    std::fprintf(stderr, "makerdesk: %s\n", error.detail.c_str());
    return error.code == ErrorCode::InvalidArgument ? 2 : 1;
}

int runSession(Options& options, ProfileLock& lock)
{
    if (!options.keyFile.empty()) {
        auto credentials = readCredentials(options.keyFile);
        if (!credentials)
            return complain(credentials.error());
        options.session.credentials = std::make_shared<const Credentials>(std::move(*credentials));
    }
    auto logs = LogFiles::open(options.session.profile + "/logs");
    if (!logs)
        return complain(logs.error());
    auto session = Session::start(options.session);
    if (!session)
        return complain(session.error());
    for (const std::string& note : (*session)->startNotes())
        std::fprintf(stderr, "makerdesk: %s\n", note.c_str());
    return options.headless ? runHeadless(**session, options) : runWindow(**session, lock, options);
}

/// X11 and Wayland name their display in the environment; elsewhere there is always one.
bool displayNamed()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

} // namespace

int main(int argc, char** argv)
{
    int exitCode = 0;
    auto options = parseOptions(argc, argv, exitCode);
    if (!options)
        return exitCode;
    hardenProcess();
    if (options->headless)
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QCoreApplication::setApplicationName(QStringLiteral("makerdesk"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MAKERDESK_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("makerdesk"));
    if (!options->headless && !displayNamed()) {
        std::fprintf(stderr, "makerdesk: there is no display to show a window on; --headless runs without one.\n");
        return 3;
    }
    QApplication application(argc, argv); // ends the process with Qt's own sentence where no display is found
    if (options->probeDisplay)
        return 0;
    auto lock = ProfileLock::take(QString::fromStdString(options->session.profile));
    if (!lock)
        return complain(lock.error());
    return runSession(*options, **lock);
}
