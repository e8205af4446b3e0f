#!/bin/sh
# Runs a ccxt client against makerdesk-simex. Usage: run_ccxt.sh SIMEX_BINARY WORK_DIR
# Ends with 77 (skipped, with the reason) where node or the package cannot be had, unless MAKERDESK_REQUIRE_CLIENTS=1.
set -u
simex=$1
work=$2
source=$(cd "${0%/*}/ccxt" && pwd) || exit 1
NODE=${MAKERDESK_NODE:-node}

skip() {
    if [ "${MAKERDESK_REQUIRE_CLIENTS:-0}" = 1 ]; then
        echo "failed: $1 (MAKERDESK_REQUIRE_CLIENTS=1)"
        exit 1
    fi
    echo "skipped: $1"
    exit 77
}

command -v "$NODE" >/dev/null 2>&1 || skip "node is not installed"
command -v npm >/dev/null 2>&1 || skip "npm is not installed"
major=$("$NODE" -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 18 ] || skip "node $major is too old, 18 or newer is needed"

mkdir -p "$work" || exit 1
stamp=$(cksum < "$source/package-lock.json")
if [ "$(cat "$work/.installed" 2>/dev/null)" != "$stamp" ]; then
    cp "$source/package.json" "$source/package-lock.json" "$work/" || exit 1
    (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) || {
        tail -n 5 "$work/npm.log"
        skip "npm could not install ccxt from its registry"
    }
    echo "$stamp" > "$work/.installed"
fi
cp "$source"/*.mjs "$work/" || exit 1

port_file="$work/port.$$"
"$simex" --port 0 --print-port --key client-key --secret client-secret --seed 7 \
    --balance USDT=100000 --balance BTC=2 --balance ETH=20 --balance SOL=300 > "$port_file" &
server=$!
trap 'kill $server 2>/dev/null; rm -f "$port_file"' EXIT INT TERM
tries=0
until [ -s "$port_file" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ] || ! kill -0 $server 2>/dev/null; then
        echo "failed: makerdesk-simex did not start"
        exit 1
    fi
    sleep 0.1
done
(cd "$work" && "$NODE" binance.mjs "$(head -n 1 "$port_file")" client-key client-secret)
result=$?
kill -TERM $server
wait $server
ended=$?
[ $ended -eq 0 ] || { echo "failed: makerdesk-simex ended with $ended"; exit 1; }
exit $result
