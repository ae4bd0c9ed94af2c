#!/usr/bin/env bash
# Measures speed and memory, and prints one table with targets. docs/benchmarks.md explains the rows.
#
#     DEIDBENCH=target/release/deidbench benches/run.sh
#
# BENCH_PATIENTS (20) sizes the timed datasets, BENCH_MANY (1000) the large one for memory, BENCH_RUNS (3) the
# repetitions. Work goes to a folder below BENCH_DIR (the system's temporary folder) and is removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$(realpath "${DEIDBENCH:-target/release/deidbench}")
patients=${BENCH_PATIENTS:-20}
many=${BENCH_MANY:-1000}
runs=${BENCH_RUNS:-3}
workers=$(nproc)
work=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/deidbench-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
[ -x "$program" ] || { echo "no program at $program; run make bench" >&2; exit 2; }

table="$work/table"
row() { printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >>"$table"; }
row "what" "measured" "reference" "ratio" "target" "reached"
calc() { awk "BEGIN { $1 }"; }
note() { echo "... $*" >&2; }

# Least seconds of some runs: `seconds PREPARE COMMAND`, both for a shell.
seconds() {
    if command -v hyperfine >/dev/null 2>&1; then
        hyperfine --style none --warmup 1 --runs "$runs" --prepare "$1" --export-json "$work/times.json" "$2" >/dev/null
        python3 -c 'import json, sys; print(min(json.load(open(sys.argv[1]))["results"][0]["times"]))' "$work/times.json"
        return
    fi
    local best=""
    for _ in $(seq $((runs + 1))); do
        bash -c "$1"
        local start end
        start=$(date +%s.%N)
        bash -c "$2" >/dev/null 2>&1
        end=$(date +%s.%N)
        best=$(calc "d = $end - $start; b = \"$best\"; print (b == \"\" || d < b) ? d : b")
    done
    echo "$best"
}

# A row of times: name, seconds, reference seconds, target ratio.
compare() {
    local ratio
    ratio=$(calc "printf \"%.2f\", $2 / $3")
    row "$1" "$(calc "printf \"%.2f s\", $2")" "$(calc "printf \"%.2f s\", $3")" "$ratio" "<= $4" \
        "$(calc "print ($2 / $3 <= $4) ? \"yes\" : \"no\"")"
}

# Peak resident memory of a command in MB. The parent is small, because a child's peak is never below its parent's.
peak() {
    python3 - "$@" <<'PY'
import os, sys
child = os.fork()
if child == 0:
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
if os.waitstatus_to_exitcode(status) not in (0, 3):
    sys.exit(f"{sys.argv[1:]} ended with {status}")
print(round(usage.ru_maxrss / 1000))
PY
}

memory() {
    local target=$((150 + 150 * workers))
    row "$1" "$2 MB" "-" "-" "<= $target MB" "$([ "$2" -le $target ] && echo yes || echo no)"
}

note "generate against cp -r, $patients patients"
data="$work/cine"
made=$(seconds "rm -rf $data" "$program -q generate --kinds ultrasound-cine --patients $patients --out $data")
copied=$(seconds "rm -rf $work/copy" "cp -r $data $work/copy")
compare "generate multi-frame / cp -r of it" "$made" "$copied" 5
rm -rf "$data" "$work/copy"
data="$work/data"
made=$(seconds "rm -rf $data" "$program -q generate --patients $patients --out $data")
copied=$(seconds "rm -rf $work/copy" "cp -r $data $work/copy")
compare "generate all kinds / cp -r of it" "$made" "$copied" 5
row "generate, MB/s of input" "$(calc "printf \"%.0f\", $(du -sb "$data/input" | cut -f1) / 1e6 / $made")" "-" "-" "-" "-"

# To a tool that copies a folder the harness adds at most one copy and two digests of the input; and per file it starts as
# many processes as the machine can, which is measured beside it. BENCH_RUNNER=1 asks for these two, which need 3 GB of disk.
if [ -n "${BENCH_RUNNER:-}" ]; then
    # Seconds of all calls and their number, from run.json.
    of_run() { python3 -c 'import json, sys; run = json.load(open(sys.argv[1]))["run"]; print(run["elapsed_microseconds"] / 1e6 if sys.argv[2] == "seconds" else len(run["invocations"]))' "$1/run.json" "$2"; }
    note "run of a tool that copies 1 GB, and processes per second of one that does nothing"
    "$program" -q generate --patients 180 --seed 5 --out "$work/large" >/dev/null
    printf '#!/bin/sh\ncp -r "$1"/. "$2"\n' >"$work/copies" && chmod +x "$work/copies"
    printf 'name = "idle"\nmode = "per-file"\ncommand = ["true", "{input}", "{output}"]\n' >"$work/idle.toml"
    plain=$(seconds "rm -rf $work/copy" "cp -r $work/large/input $work/copy")
    twice=$(seconds true "find $work/large/input $work/large/input -type f -print0 | xargs -0 sha256sum")
    # The elapsed time of the calls themselves is in run.json; what the harness adds lies around it.
    start=$(date +%s.%N)
    "$program" -q run --tool "$work/copies" --dataset "$work/large" --no-dciodvfy --out "$work/copied" >/dev/null
    whole=$(calc "print $(date +%s.%N) - $start")
    rescored=$(seconds "rm -rf $work/copied/judgements" "$program -q score --run $work/copied --no-dciodvfy")
    added=$(calc "print $whole - $rescored - $(of_run "$work/copied" seconds)")
    compare "run of a copying tool, added / cp -r and two sha256sum" "$added" "$(calc "print $plain + $twice")" 1
    "$program" -q run --tool "$work/idle.toml" --dataset "$work/large" --no-dciodvfy --out "$work/idle" >/dev/null || true
    rate=$(calc "print $(of_run "$work/idle" calls) / $(of_run "$work/idle" seconds)")
    spawned=$(seconds true 'for _ in $(seq 500); do /bin/true; done')
    row "processes per second of a per-file tool that does nothing" "$rate" "$(calc "print 500 / $spawned") by a shell" "" "500" ""
    rm -rf "$work/large" "$work/copied" "$work/idle" "$work/copy"
fi

note "score against sha256sum of input and output"
rm -rf "$work/copy"
cp -r "$data/input" "$work/unchanged"
scored=$(seconds "rm -rf $work/result" "$program -q score --no-dciodvfy --dataset $data --output $work/unchanged --out $work/result")
hashed=$(seconds true "find $data/input $work/unchanged -type f -print0 | xargs -0 sha256sum")
compare "score, unchanged output / sha256sum" "$scored" "$hashed" 1.5
if python3 -c 'import pydicom, numpy' 2>/dev/null; then
    python3 benches/black_out.py "$data" "$work/blackened"
    scored=$(seconds "rm -rf $work/result" "$program -q score --no-dciodvfy --dataset $data --output $work/blackened --out $work/result")
    hashed=$(seconds true "find $data/input $work/blackened -type f -print0 | xargs -0 sha256sum")
    compare "score, value boxes black / sha256sum" "$scored" "$hashed" 5
else
    row "score, value boxes black / sha256sum" "not measured" "-" "-" "<= 5" "pip install pydicom numpy"
fi

# Start-up (the reader of text, reports, pictures of findings) costs the same for any number of files, so there are many.
note "CPU of scoring each file of 512x512, $((patients * 8)) patients"
slices="$work/slices"
# Milliseconds of user and system time for each file, the least of some runs: `each SYNTAX OPTION...`.
each() {
    local TIMEFORMAT="%U %S" syntax=$1 files
    shift
    rm -rf "$slices" "$work/slices-unchanged"
    "$program" -q generate --kinds computed-tomography --transfer-syntax "$syntax" --patients $((patients * 8)) \
        --out "$slices" >/dev/null
    cp -r "$slices/input" "$work/slices-unchanged"
    files=$(find "$slices/input" -type f | wc -l)
    # Each into a folder of its own: a file system that was just told to forget a thousand files takes its time to make others.
    for run in $(seq "$runs"); do
        { time "$program" -q score "$@" --dataset "$slices" --output "$work/slices-unchanged" \
            --out "$work/slices-$syntax-$#-$run" >/dev/null 2>&1 || true; } 2>&1
    done | awk -v files="$files" '{ t = $1 + $2; if (NR == 1 || t < least) least = t } END { printf "%.2f", 1000 * least / files }'
}
own=$(each explicit-little-endian --no-dciodvfy)
row "score, CPU of one CT image" "$own ms" "80 ms (MIDI-B validator)" "-" "<= 1.6 ms" \
    "$(calc "print ($own <= 1.6) ? \"yes\" : \"no\"")"
row "the same, all transfer syntaxes mixed" "$(each mixed --no-dciodvfy) ms" "-" "-" "-" "-"
if command -v dciodvfy >/dev/null; then
    row "the same with dciodvfy" "$(each explicit-little-endian) ms" "-" "-" "-" "-"
fi
rm -rf "$work"/slices*

note "generate --source against a short script, 480 frames"
if ! "$program" generate --help | grep -q -- --source; then
    row "generate --source / seed_pipeline.py" "not measured" "-" "-" "<= 0.17" "no --source in this build"
elif ! python3 -c 'import PIL, faker, pydicom, numpy' 2>/dev/null; then
    row "generate --source / seed_pipeline.py" "not measured" "-" "-" "<= 0.17" "pip install Pillow Faker pydicom numpy"
else
    python3 benches/seed_pipeline.py --make-frames "$work/frames" >/dev/null
    ours=$(seconds "rm -rf $work/ours" "$program -q generate --source $work/frames --out $work/ours")
    theirs=$(seconds "rm -rf $work/theirs" "python3 benches/seed_pipeline.py $work/frames $work/theirs")
    compare "generate --source / seed_pipeline.py" "$ours" "$theirs" 0.17
fi

for count in 10 "$many"; do
    note "memory at $count patients"
    rm -rf "$work"/{data,copy,unchanged,blackened,result,frames,ours,theirs}
    memory "peak memory of generate, $count patients" "$(peak "$program" -q generate --patients "$count" --out "$data")"
    # Hard links: the output is the input, without its size on disk once more.
    cp -rl "$data/input" "$work/unchanged"
    memory "peak memory of score, $count patients" \
        "$(peak "$program" -q score --no-dciodvfy --dataset "$data" --output "$work/unchanged" --out "$work/result")"
done

echo "$("$program" --version), $workers processors, least of $runs runs, load $(cut -d' ' -f1 /proc/loadavg)"
column -t -s $'\t' "$table" 2>/dev/null || cat "$table"
