#include "platform/process.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#ifdef _WIN32
#include <io.h>
#include <windows.h>
#else
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <ctime>
#include <sys/prctl.h>
#endif
#endif

namespace maker {

namespace {
std::atomic<void (*)()> g_onStop{nullptr};
std::atomic<int> g_stops{0};
const auto g_loaded = std::chrono::steady_clock::now();

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

std::chrono::milliseconds processAge() noexcept
{
    using std::chrono::milliseconds;
#ifdef __linux__
    char text[1024] = {};
    if (std::FILE* file = std::fopen("/proc/self/stat", "r")) {
        const std::size_t size = std::fread(text, 1, sizeof text - 1, file);
        std::fclose(file);
        text[size] = '\0';
    }
    // proc(5): the name in brackets may hold anything, field 22 counts from what follows it.
    const char* at = std::strrchr(text, ')');
    for (int field = 2; at != nullptr && field < 22; ++field)
        at = std::strchr(at + 1, ' ');
    timespec now{};
    if (at != nullptr && ::clock_gettime(CLOCK_BOOTTIME, &now) == 0) {
        const long long started = std::strtoll(at, nullptr, 10) * 1'000 / ::sysconf(_SC_CLK_TCK);
        const long long age = now.tv_sec * 1'000LL + now.tv_nsec / 1'000'000 - started;
        if (started > 0 && age >= 0)
            return milliseconds(age);
    }
#endif
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - g_loaded);
}

void onStopSignal(void (*onStop)()) noexcept
{
    g_onStop.store(onStop);
    std::signal(SIGINT, stopRequested);
    std::signal(SIGTERM, stopRequested);
}

} // namespace maker
