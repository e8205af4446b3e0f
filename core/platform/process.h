#pragma once

#include <chrono>

namespace maker {

/// No core dump and no debugger of another process may read our keys. Called once at start.
void hardenProcess() noexcept;

/// True when standard input and output are a terminal.
bool standardOutputIsTerminal() noexcept;
/// True when errors are read by a person: a line may be written over again there.
bool standardErrorIsTerminal() noexcept;

/// Columns of the terminal behind standard output; 80 where it does not say.
int terminalColumns() noexcept;

/// Time since this process was started, from exec on; on Linux to ten milliseconds, elsewhere since its code was loaded.
std::chrono::milliseconds processAge() noexcept;

/// Installs `onStop` for SIGINT and SIGTERM (Ctrl-C and Ctrl-Break on Windows). It runs in signal context: it may only set
/// flags or write to a pipe. A second signal leaves the process at once with status 130.
void onStopSignal(void (*onStop)()) noexcept;

} // namespace maker
