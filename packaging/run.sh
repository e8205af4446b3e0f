#!/usr/bin/env bash
# Installs what is missing, builds Makerdesk and starts it on the embedded simulated exchange.
# Arguments are passed on to makerdesk; --build-only stops after the build.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/packaging/packages.sh"

build_only=0
if [ "${1:-}" = --build-only ]; then
    build_only=1
    shift
fi

require_apt
install_missing "to build it" "${packages_build[@]}"
install_missing "to build it faster" "${packages_speed[@]}"
install_missing "to run it" "${packages_run[@]}"

cd "$root"
cmake --preset release >/dev/null
cmake --build --preset release
[ "$build_only" = 1 ] && exit 0

program=$root/build/release/bin/makerdesk
for argument in "$@"; do
    case "$argument" in
        --headless | --help | -h | --version | --screenshot) exec "$program" "$@" ;;
    esac
done
if reason=$("$program" --probe-display 2>&1); then
    exec "$program" "$@"
fi
echo "No window: ${reason:-no display was found.}"
echo "Makerdesk runs headless instead. To see the window, start this command in a desktop session, or over"
echo "'ssh -X', or in a virtual display: xvfb-run -a build/release/bin/makerdesk"
exec "$program" --headless "$@"
