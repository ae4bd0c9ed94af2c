#!/usr/bin/env bash
# Measures how fast folders are looked at, and prints one table. docs/benchmarks.md explains the rows.
#
#     cargo build --release && cargo build --release --example decode-speed
#     benches/collections.sh target/release
#
# BENCH_PATIENTS (20) sizes the dataset, BENCH_FILES (100000) the folder of small files. Work goes to a folder below
# BENCH_DIR (the system's temporary folder) and is removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$(realpath "${1:-target/release}")
patients=${BENCH_PATIENTS:-20}
files=${BENCH_FILES:-100000}
work=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/deidbench-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

"$target/deidbench" generate --patients "$patients" --out "$work/data" --quiet >/dev/null
# Seconds and peak memory in MB of a command, on one line; the least of three runs.
measure() {
    python3 - "$@" <<'PY'
import os, resource, sys, time
best = None
for _ in range(3):
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        os.execv(sys.argv[1], sys.argv[1:])
    _, _, usage = os.wait4(child, 0)
    taken = time.monotonic() - start
    if best is None or taken < best[0]:
        best = taken, usage.ru_maxrss / 1024
print(f"{best[0]:.2f} {best[1]:.0f}")
PY
}
echo "| what | seconds | peak MB |"
echo "| --- | --- | --- |"
row() { local name=$1; shift; read -r seconds peak < <(measure "$@"); echo "| $name | $seconds | $peak |"; }
row "decode every frame once" "$target/examples/decode-speed" "$work/data/input"
row "inspect" "$target/deidbench" inspect "$work/data"
row "validate, re-reading" "$target/deidbench" validate "$work/data" --tier re-reading
row "inspect --headers" "$target/deidbench" inspect --headers "$work/data"
rm -rf "$work/data"
# Small DICOM files, all in one folder: copies of one CT slice without its pixels would be no pictures, so they have 8 x 8.
python3 - "$work/many" "$files" <<'PY'
import os, struct, sys
folder, count = sys.argv[1], int(sys.argv[2])
os.makedirs(folder)
def element(group, number, vr, value):
    value += b" " * (len(value) % 2) if vr not in (b"UI", b"OW", b"US") else b"\0" * (len(value) % 2)
    head = struct.pack("<HH2s", group, number, vr)
    if vr in (b"OW", b"OB"):
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value
for number in range(count):
    uid = f"1.2.3.{number}".encode()
    meta = element(2, 2, b"UI", b"1.2.840.10008.5.1.4.1.1.2") + element(2, 3, b"UI", uid)
    meta += element(2, 0x10, b"UI", b"1.2.840.10008.1.2.1")
    data = element(8, 0x16, b"UI", b"1.2.840.10008.5.1.4.1.1.2") + element(8, 0x18, b"UI", uid) + element(8, 0x60, b"CS", b"CT")
    data += element(0x10, 0x20, b"LO", b"P%d" % (number % 500)) + element(0x28, 2, b"US", b"\1\0")
    data += element(0x28, 4, b"CS", b"MONOCHROME2")
    for tag, value in ((0x10, 8), (0x11, 8), (0x100, 16), (0x101, 12), (0x102, 11), (0x103, 0)):
        data += element(0x28, tag, b"US", struct.pack("<H", value))
    data += element(0x7FE0, 0x10, b"OW", struct.pack("<64H", *((number * 31 + place * 7) % 4096 for place in range(64))))
    length = element(2, 0, b"UL", struct.pack("<I", len(meta)))
    with open(f"{folder}/{number}.dcm", "wb") as file:
        file.write(bytes(128) + b"DICM" + length + meta + data)
PY
row "inspect --headers, $files small files" "$target/deidbench" inspect --headers "$work/many"
row "inspect, $files small files" "$target/deidbench" inspect "$work/many"
row "validate, $files small files" "$target/deidbench" validate "$work/many" --tier re-reading
