#!/usr/bin/env bash
# The suite under sanitizers, from nothing: `bash tests/sanitize.sh` builds with AddressSanitizer and UBSan and runs every
# test; `bash tests/sanitize.sh thread` builds with ThreadSanitizer and runs what is Qt-free: kernel, lanes, the session's
# threads. More arguments go to ctest, e.g. -R tst_session.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/tests/prepare.sh"

cd "$root"
if [ "${1:-}" = thread ]; then
    shift
    cmake --preset tsan
    cmake --build --preset tsan --target session_stress lanes_stress tests_scenarios
    export TSAN_OPTIONS="halt_on_error=0 suppressions=$root/tests/session/threads/tsan.supp"
    ctest --test-dir build/tsan --output-on-failure --no-tests=error -R '^(session_stress|lanes_stress|tst_scenarios)$' "$@"
    exit
fi
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 ASAN_OPTIONS=detect_leaks=1
export LSAN_OPTIONS="suppressions=$root/tests/lsan.supp:print_suppressions=0"
cmake --preset asan
cmake --build --preset asan
ctest --test-dir build/asan --output-on-failure --no-tests=error "$@"
