#!/usr/bin/env bash
# Builds the benchmarks (Release), makes their workloads and runs them one after the other.
# run.sh [--json] [--long] [--only NAME] [--build-dir DIR]
#   --json        one JSON array of {name, value, unit, floor, ratio, goal, met} instead of a table
#   --long        ten minutes of demo for the memory's slope, ten seconds a side in the window's benchmark
#   --only NAME   one of: l2 matching tick_to_order engine_event sign intent_gate socket_to_book charts backtest bars window start_and_memory
#   --build-dir   a configured build directory to use; otherwise build/bench
# Ends with 0 where goals are missed (they say "met": false) and with 1 where a benchmark does not run through.
# MAKERDESK_NODE_MODULES names a folder with the npm packages of tests/clients/ccxt, GRADEMARK_NODE_MODULES one with those of
# tests/clients/grademark; otherwise they are installed from npm where that can be reached. MAKERDESK_WORKLOADS names the
# folder of gen.cpp (default: ../shared/bench).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
json=0
long=0
only=
build=
while [ $# -gt 0 ]; do
    case "$1" in
        --json) json=1 ;;
        --long) long=1 ;;
        --only) only=${2:?--only needs a name}; shift ;;
        --build-dir) build=${2:?--build-dir needs a folder}; shift ;;
        *) echo "usage: run.sh [--json] [--long] [--only NAME] [--build-dir DIR]" >&2; exit 2 ;;
    esac
    shift
done

if [ -z "$build" ]; then
    build=$root/build/bench
    cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMAKERDESK_LTO=ON -DMAKERDESK_TESTS=OFF -DMAKERDESK_BENCH=ON >&2
fi
build=$(cd "$build" && pwd)
cmake --build "$build" --target bench_all makerdesk >&2

bin=$build/bin
work=$build/bench_work
data=$build/bench_data
results=$work/results.jsonl
mkdir -p "$work" "$data"
: >"$results"
export LC_ALL=C.UTF-8 TZ=UTC
unset LANG LANGUAGE
failed=0

wanted() { [ -z "$only" ] || [ "$only" = "$1" ]; }
skip() {
    echo "skipped: $1: $2" >&2
    printf '{"name":"%s","value":null,"unit":"","floor":null,"ratio":null,"goal":"","met":null,"skipped":"%s"}\n' "$1" "$2" >>"$results"
}
run() { # name command...
    local name=$1
    shift
    wanted "$name" || return 0
    echo "--- $name" >&2
    if ! "$@" >"$work/figures"; then
        echo "failed: $name" >&2
        failed=1
    fi
    grep '^{' "$work/figures" >>"$results" || true
}

generator=${MAKERDESK_WORKLOADS:-$root/../shared/bench}/gen.cpp
workloads=1
if [ ! -f "$generator" ]; then
    workloads=0
elif [ ! -f "$data/.made" ] || [ "$generator" -nt "$data/.made" ]; then
    echo "--- workloads" >&2
    "${CXX:-g++}" -O2 -std=c++20 -w "$generator" -o "$data/gen"
    "$data/gen" "$data"
    touch "$data/.made"
fi
run_on_workload() { # name program
    wanted "$1" || return 0
    if [ $workloads -eq 1 ]; then
        run "$1" "$bin/$2" "$data"
    else
        skip "$1" "the generator of its workload is not present"
    fi
}

# Packages of npm are the peers of two benchmarks; without them those figures are skipped with the reason.
find_peer() { # benchmark package variable
    wanted "$1" || return 0
    [ -z "${!3:-}" ] || return 0
    command -v node >/dev/null && command -v npm >/dev/null || return 0
    local clients=$build/bench_clients_$2
    mkdir -p "$clients"
    cp "$root/tests/clients/$2/package.json" "$root/tests/clients/$2/package-lock.json" "$clients/"
    if [ -d "$clients/node_modules/$2" ] || (cd "$clients" && timeout 180 npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1); then
        export "$3=$clients/node_modules"
    fi
}
find_peer socket_to_book ccxt MAKERDESK_NODE_MODULES
find_peer bars grademark GRADEMARK_NODE_MODULES

run_on_workload l2 bench_l2
run_on_workload matching bench_matching
run_on_workload tick_to_order bench_tick_to_order
run engine_event "$bin/bench_engine_event"
run sign "$bin/bench_sign"
run intent_gate "$bin/bench_intent_gate" "$work"
run_on_workload socket_to_book bench_socket_to_book

# The floors of the backtests are programs of the workload, built as their figures were taken.
run_with_floor() { # name program floor arguments...
    local name=$1 program=$2 floor=$3
    shift 3
    wanted "$name" || return 0
    local source=$(dirname "$generator")/$floor.cpp
    if [ $workloads -eq 0 ] || [ ! -f "$source" ]; then
        skip "$name" "the generator of its workload is not present"
        return 0
    fi
    if [ ! -x "$data/$floor" ] || [ "$source" -nt "$data/$floor" ]; then
        "${CXX:-g++}" -O3 -march=native -std=c++20 -w "$source" -o "$data/$floor"
    fi
    run "$name" "$bin/$program" "$data" "$data/$floor" "$@"
}
run_with_floor backtest bench_backtest tick_floor "$work"
run_with_floor bars bench_bars bt_floor
export QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES='qt.qpa.*=false' XDG_RUNTIME_DIR=$work
run charts "$bin/bench_charts"
if [ -x "$bin/bench_window" ]; then
    run window "$bin/bench_window" "$work" $([ $long -eq 1 ] && echo 10 || echo 3)
fi
run start_and_memory bash "$root/tests/bench/start_and_memory.sh" "$bin" $([ $long -eq 1 ] && echo 600 || echo 60) "$work"

if [ $json -eq 1 ]; then
    awk 'BEGIN { print "[" } { printf "%s%s", (NR > 1 ? ",\n" : ""), $0 } END { print "\n]" }' "$results"
else
    awk '
        function field(key,   at, rest) {
            at = index($0, "\"" key "\":")
            if (!at) return ""
            rest = substr($0, at + length(key) + 3)
            if (substr(rest, 1, 1) == "\"") { rest = substr(rest, 2); return substr(rest, 1, index(rest, "\"") - 1) }
            match(rest, /[,}]/)
            return substr(rest, 1, RSTART - 1)
        }
        BEGIN { printf "%-72s %14s %-13s %14s %8s  %-30s %s\n", "figure", "value", "", "floor", "ratio", "goal", "met" }
        {
            if (field("skipped") != "") { printf "%-72s skipped: %s\n", field("name"), field("skipped"); next }
            printf "%-72s %14.6g %-13s %14.6g %8s  %-30s %s\n", field("name"), field("value"), field("unit"), field("floor"), field("ratio"), field("goal"), field("met")
        }' "$results"
fi
exit $failed
