#!/usr/bin/env bash
# Sets the phantoms beside real pictures, and prints the tables of docs/realism.md.
#
#     benches/realism.sh target/release/deidbench [FOLDER]
#
# FOLDER (../shared/real) holds pictures and DICOM files, DEIDBENCH_REAL names another one; pictures count as ultrasound.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-target/release/deidbench}")
real=${2:-${DEIDBENCH_REAL:-../shared/real}}
work=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/deidbench-realism.XXXXXX")
trap 'rm -rf "$work"' EXIT
[ -d "$real" ] || { echo "no real pictures at $real" >&2; exit 2; }
kinds=ultrasound-cine,vascular-ultrasound,cardiac-ultrasound,computed-tomography,magnetic-resonance,nuclear-medicine,x-ray-angiography
"$program" generate --kinds "$kinds" --patients 42 --seed 1 --out "$work/data" --quiet >/dev/null
"$program" inspect "$work/data" --against "$real" --pictures-as US --report json="$work/report.json" --quiet >/dev/null
python3 - "$work/report.json" <<'PY'
import json, sys
modalities = json.load(open(sys.argv[1]))["comparison"]["modalities"]
wanted = [name for name in ("US", "CT", "MR", "NM", "XA") if name in modalities]
print("| measure | " + " | ".join(f"{name}: phantoms | real" for name in wanted) + " |")
print("| --- |" + " --- |" * (2 * len(wanted)))
def row(name, pairs):
    cells = [f"{pair[0]:.{digits}f} | {pair[1]:.{digits}f}" if pair else "- | -" for pair, digits in pairs]
    print(f"| {name} | " + " | ".join(cells) + " |")
row("mean level", [(modalities[name]["mean"], 1) for name in wanted])
row("deviation of levels", [(modalities[name]["deviation"], 1) for name in wanted])
measures = [measure for measure in modalities["US"]["measures"]]
for measure in measures:
    gaps = [modalities[name]["measures"].get(measure) for name in wanted]
    row(measure, [(gap and gap["median"], 2) for gap in gaps])
cells = [f"{modalities[name]['distance']:.1f}" for name in wanted]
print("\nWasserstein distance of the levels: " + ", ".join(f"{name} {cell}" for name, cell in zip(wanted, cells)) + ".")
print("Files: " + ", ".join(f"{name} {modalities[name]['files'][0]} and {modalities[name]['files'][1]}" for name in wanted) + ".")
print("\nLargest gaps of US, distance over the larger median: ")
gaps = sorted(((gap["relative"], name) for name, gap in modalities["US"]["measures"].items()), reverse=True)
print(", ".join(f"{name} {relative:.2f}" for relative, name in gaps[:6]) + ".")
PY
