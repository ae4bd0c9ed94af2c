"""A fake tool that knows the truth: it blackens every value box and leaves all else as it is.

    python black_out.py DATASET OUTPUT
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


def blacken(source: Path, target: Path, boxes: list[tuple[list[int], Box]]) -> None:
    data = pydicom.dcmread(source)
    frames = int(data.get("NumberOfFrames", 1))
    kind = np.uint8 if data.BitsAllocated == 8 else np.uint16
    shape = (frames, data.Rows, data.Columns, data.SamplesPerPixel)
    length = int(np.prod(shape)) * np.dtype(kind).itemsize
    samples = np.frombuffer(data.PixelData[:length], dtype=kind).reshape(shape).copy()
    for shown, (x, y, width, height) in boxes:
        samples[shown, y : y + height, x : x + width] = 0
    data.PixelData = samples.tobytes() + data.PixelData[length:]
    data.save_as(target)


def main() -> None:
    dataset, output = Path(sys.argv[1]), Path(sys.argv[2])
    for patient in sorted(path for path in (dataset / "truth").iterdir() if path.is_dir()):
        boxes = boxes_of(patient)
        with open(patient / "instances.csv", newline="", encoding="utf-8") as table:
            for row in csv.DictReader(table):
                source, target = dataset / "input" / row["path"], output / row["path"]
                target.parent.mkdir(parents=True, exist_ok=True)
                if row["instance"] in boxes:
                    blacken(source, target, boxes[row["instance"]])
                else:
                    shutil.copyfile(source, target)


if __name__ == "__main__":
    main()
