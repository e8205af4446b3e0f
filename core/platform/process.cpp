#include "platform/process.h"

#include <atomic>
#include <csignal>
#include <cstdlib>

#ifdef _WIN32
#include <io.h>
#include <windows.h>
#else
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#endif

namespace maker {

namespace {
std::atomic<void (*)()> g_onStop{nullptr};
std::atomic<int> g_stops{0};

void stopRequested(int)
{
    if (g_stops.fetch_add(1) > 0)
        std::_Exit(130);
    if (void (*onStop)() = g_onStop.load())
        onStop();
}
} // namespace

void hardenProcess() noexcept
{
#ifndef _WIN32
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::signal(SIGPIPE, SIG_IGN);
#ifdef __linux__
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#endif
}

bool standardOutputIsTerminal() noexcept
{
#ifdef _WIN32
    return ::_isatty(0) != 0 && ::_isatty(1) != 0;
#else
    return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
#endif
}

bool standardErrorIsTerminal() noexcept
{
#ifdef _WIN32
    return ::_isatty(2) != 0;
#else
    return ::isatty(STDERR_FILENO) != 0;
#endif
}

int terminalColumns() noexcept
{
    constexpr int kUsual = 80;
#ifdef _WIN32
    CONSOLE_SCREEN_BUFFER_INFO screen;
    const bool known = ::GetConsoleScreenBufferInfo(::GetStdHandle(STD_OUTPUT_HANDLE), &screen) != 0;
    const int columns = known ? screen.srWindow.Right - screen.srWindow.Left + 1 : 0;
#else
    winsize size{};
    const int columns = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
#endif
    return columns > 0 ? columns : kUsual;
}

void onStopSignal(void (*onStop)()) noexcept
{
    g_onStop.store(onStop);
    std::signal(SIGINT, stopRequested);
    std::signal(SIGTERM, stopRequested);
}

} // namespace maker
