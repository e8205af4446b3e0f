#!/usr/bin/env bash
# Everything from nothing: installs what is missing, builds with warnings as errors, runs every test.
# MAKERDESK_REQUIRE_CLIENTS=1 makes a missing outside client (npm's ccxt) a failure instead of a skip.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/tests/prepare.sh"

cd "$root"
cmake --preset ci
cmake --build --preset ci
ctest --test-dir build/ci --output-on-failure --no-tests=error "$@"
