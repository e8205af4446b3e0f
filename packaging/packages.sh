# Debian and Ubuntu packages that Makerdesk needs, one array a purpose. Sourced by run.sh and tests/run.sh.
# shellcheck shell=bash disable=SC2034

packages_build=(
    g++ cmake ninja-build pkgconf
    qt6-base-dev qt6-charts-dev qt6-websockets-dev qt6-svg-dev libqt6opengl6-dev libgl1-mesa-dev
    libqcustomplot-dev libssl-dev libspdlog-dev libsimdjson-dev libexpected-dev libcli11-dev libboost-dev
    libnlopt-dev zlib1g-dev libzstd-dev libzip-dev fonts-inter fonts-jetbrains-mono
)
packages_speed=(ccache mold)
packages_run=(libqt6sql6-sqlite qt6-qpa-plugins libxcb-cursor0)
packages_test=(xvfb xauth tinyproxy-bin microsocks) # the programs alone: no service starts

# install_missing REASON PACKAGE...: installs those that are not there, after saying what and why.
install_missing() {
    local reason=$1 missing=() package
    shift
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    echo "Makerdesk needs ${#missing[@]} package(s) $reason: ${missing[*]}"
    local install=(apt-get install -y --no-install-recommends "${missing[@]}")
    local run=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
            run=(sudo)
            [ -t 0 ] || run=(sudo -n)
        else
            echo "They cannot be installed from here. Paste this line into a terminal, then start again:" >&2
            echo "  sudo apt-get update && sudo ${install[*]}" >&2
            exit 2
        fi
    fi
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}"
}

# Stops with the reason where apt is not how packages are installed.
require_apt() {
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null && return 0
    echo "This script installs packages with apt (Debian 12, Ubuntu 24.04). On another system install the libraries" >&2
    echo "named in packaging/packages.sh, then: cmake --preset release && cmake --build --preset release" >&2
    exit 2
}
