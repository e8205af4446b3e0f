#!/usr/bin/env bash
# start_and_memory.sh BIN_DIR SECONDS WORK_DIR: time from exec to the first painted frame of the window, and how the memory of the
# demo at six times speed grows. One JSON object a figure.
set -euo pipefail
bin=$1
seconds=$2
work=$3/start_and_memory
rm -rf "$work"
mkdir -p "$work"
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 TZ=UTC XDG_RUNTIME_DIR="$work"

figure() { # name value unit floor goal met
    awk -v n="$1" -v v="$2" -v u="$3" -v f="$4" -v g="$5" -v m="$6" 'BEGIN {
        printf "{\"name\":\"%s\",\"value\":%.10g,\"unit\":\"%s\",\"floor\":%.10g,\"ratio\":%.3f,\"goal\":\"%s\",\"met\":%s}\n", n, v, u, f, f ? v / f : 0, g, m }'
}
now_ms() { date +%s%3N; }

# The window says in its log when it was painted first. A profile of its own each time: the first start is the slow one.
starts=()
for round in 1 2 3 4 5; do
    profile="$work/start$round"
    "$bin/makerdesk" --profile "$profile" --for 0.5 >"$work/start.log" 2>&1 || { cat "$work/start.log" >&2; exit 1; }
    first=$(sed -n 's/.*first frame after \([0-9]*\) ms.*/\1/p' "$profile"/logs/* | head -n 1)
    if [ -z "$first" ]; then
        cat "$work/start.log" >&2
        echo "start_and_memory: makerdesk painted nothing" >&2
        exit 1
    fi
    starts+=("$first")
done
median=$(printf '%s\n' "${starts[@]}" | sort -n | sed -n 3p)
figure "start to first painted frame" "$median" ms 0 "none, for context" true

# Resident memory a second; the slope over what follows the first 30 % (the third minute of ten), by least squares.
"$bin/makerdesk" --headless --speed 6 --for "$seconds" --profile "$work/memory" >"$work/memory.log" 2>&1 &
pid=$!
: >"$work/rss"
begin=$(now_ms)
while kill -0 $pid 2>/dev/null; do
    rss=$(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status" 2>/dev/null || true)
    [ -n "$rss" ] && echo "$((($(now_ms) - begin))) $rss" >>"$work/rss"
    sleep 1
done
wait $pid || { tail -n 5 "$work/memory.log" >&2; exit 1; }
awk -v from="$((seconds * 300))" -v to="$((seconds * 1000))" '
    $1 >= from && $1 < to { n++; x = $1 / 60000; y = $2 / 1024; sx += x; sy += y; sxx += x * x; sxy += x * y; last = y; if (n == 1) first = y }
    END {
        if (n < 5) exit 1
        slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
        printf "%.3f %.1f %.1f\n", slope, first, last
    }' "$work/rss" >"$work/slope"
read -r slope first last <"$work/slope"
echo "demo at six times speed, $seconds s: resident memory after 30 % $first MB, at the end $last MB" >&2
if [ "$seconds" -ge 600 ]; then
    figure "memory of the demo at six times speed, slope" "$slope" "MB/min" 1 "< 1" "$(awk -v s="$slope" 'BEGIN { print s < 1 ? "true" : "false" }')"
else
    printf '{"name":"memory of the demo at six times speed, slope","value":%s,"unit":"MB/min","floor":1,"ratio":%s,"goal":"< 1 after the third minute of ten (--long)","met":null}\n' "$slope" "$slope"
fi
rm -rf "$work"
