"""A fake tool that knows the truth: it blackens every value box and leaves all else as it is.

    python black_out.py DATASET OUTPUT

What lies compressed is written uncompressed where pydicom can read it, and copied as it is otherwise; the number of such
files goes to standard error.
"""

import csv
import shutil
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pydicom

Box = tuple[int, int, int, int]


def frames_of(text: str) -> list[int]:
    """`0-29` or `3,7-9` as numbers."""
    numbers = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers


def boxes_of(patient: Path) -> dict[str, list[tuple[list[int], Box]]]:
    """Frames and value boxes of each instance."""
    found = defaultdict(list)
    with open(patient / "plants.csv", newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if row["value_box"]:
                box = tuple(int(number) for number in row["value_box"].split(","))
                found[row["instance"]].append((frames_of(row["frames"]), box))
    return found


def blacken(source: Path, target: Path, boxes: list[tuple[list[int], Box]]) -> bool:
    """Whether the pixels could be read; otherwise the file is copied."""
    data = pydicom.dcmread(source)
    if data.file_meta.TransferSyntaxUID.is_compressed and data.file_meta.TransferSyntaxUID.is_encapsulated:
        try:
            data.decompress(as_rgb=False)
        except Exception:  # Whatever a decoder that is not installed or does not understand raises.
            shutil.copyfile(source, target)
            return False
    frames = int(data.get("NumberOfFrames", 1))
    kind = np.uint8 if data.BitsAllocated == 8 else np.uint16
    planes = data.get("PlanarConfiguration", 0) == 1
    size = (data.Rows, data.Columns)
    shape = (frames, data.SamplesPerPixel, *size) if planes else (frames, *size, data.SamplesPerPixel)
    length = int(np.prod(shape)) * np.dtype(kind).itemsize
    samples = np.frombuffer(data.PixelData[:length], dtype=kind).reshape(shape).copy()
    for shown, (x, y, width, height) in boxes:
        if planes:
            samples[shown, :, y : y + height, x : x + width] = 0
        else:
            samples[shown, y : y + height, x : x + width] = 0
    data.PixelData = samples.tobytes() + data.PixelData[length:]
    data.save_as(target)
    return True


def main() -> None:
    left = 0
    dataset, output = Path(sys.argv[1]), Path(sys.argv[2])
    for patient in sorted(path for path in (dataset / "truth").iterdir() if path.is_dir()):
        boxes = boxes_of(patient)
        with open(patient / "instances.csv", newline="", encoding="utf-8") as table:
            for row in csv.DictReader(table):
                source, target = dataset / "input" / row["path"], output / row["path"]
                target.parent.mkdir(parents=True, exist_ok=True)
                if row["instance"] in boxes:
                    left += not blacken(source, target, boxes[row["instance"]])
                else:
                    shutil.copyfile(source, target)
    if left:
        print(f"{left} files with boxes are in syntaxes that are not read here, and were copied", file=sys.stderr)


if __name__ == "__main__":
    main()
