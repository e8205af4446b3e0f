#!/usr/bin/env bash
# The long versions of what tests/run.sh shows in short: more kills, more random events. Builds with the ci preset.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
cmake --preset ci
cmake --build --preset ci
export QT_QPA_PLATFORM=offscreen TZ=UTC LC_ALL=C.UTF-8 MAKERDESK_DEEP=1 MAKERDESK_KILLS=${MAKERDESK_KILLS:-50}
ctest --test-dir build/ci --output-on-failure --no-tests=error --timeout 3600 "$@"
