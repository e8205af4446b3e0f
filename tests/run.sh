#!/usr/bin/env bash
# Everything from nothing: installs what is missing, builds with warnings as errors, runs every test.
# MAKERDESK_REQUIRE_CLIENTS=1 makes a missing outside client (npm's ccxt) a failure instead of a skip.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/packaging/packages.sh"

unset LANG LC_ALL LANGUAGE DISPLAY WAYLAND_DISPLAY
export TZ=UTC LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen

require_apt
install_missing "to build it" "${packages_build[@]}"
install_missing "to build it faster" "${packages_speed[@]}"
install_missing "to run it" "${packages_run[@]}"
install_missing "to test it" "${packages_test[@]}"

cd "$root"
cmake --preset ci
cmake --build --preset ci
ctest --test-dir build/ci --output-on-failure --no-tests=error "$@"
