# Sourced by run.sh and sanitize.sh with $root set: one environment for every test run, and what it needs installed.
. "$root/packaging/packages.sh"

unset LANG LC_ALL LANGUAGE DISPLAY WAYLAND_DISPLAY
export TZ=UTC LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen

require_apt
install_missing "to build it" "${packages_build[@]}"
install_missing "to build it faster" "${packages_speed[@]}"
install_missing "to run it" "${packages_run[@]}"
install_missing "to test it" "${packages_test[@]}"
