"""Reads an export as training code does, and compares every box with the truth of the dataset.

    read_back.py DATASET EXPORT value|line

pycocotools reads COCO, Pillow the pictures. What does not hold ends the program with a message.
"""
import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

from PIL import Image
from pycocotools.coco import COCO

dataset, export, boxes = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
record = json.loads((export / "export.json").read_text())
splits = list(record["splits"])
csv.field_size_limit(1 << 30)


def frames(text):
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# The truth, without a line of ours: boxes by instance and frame.
expected, sizes, overlays = defaultdict(list), {}, []
for patient in sorted((dataset / "truth").iterdir()):
    if not patient.is_dir():
        continue
    patches = {row["patch"]: row for row in rows(patient / "patches.csv")}
    overlays += rows(patient / "phi_overlays.csv")
    for row in rows(patient / "instances.csv"):
        if int(row["frames"]):
            sizes[row["instance"]] = (int(row["columns"]), int(row["rows"]), int(row["frames"]), int(row["bits"]), row["photometric"])
    for plant in rows(patient / "plants.csv"):
        if plant["surface"] != "pixel":
            continue
        shown = set(frames(plant["frames"]))
        for name in plant["patch"].split(" "):
            patch = patches[name]
            if patch["canvas"] != "frames" or not patch["value_box"]:
                continue
            box = tuple(map(int, patch["value_box" if boxes == "value" else "line_box"].split(",")))
            text = plant["written"] if boxes == "value" else plant["context"]
            for frame in set(frames(patch["frames"])) & shown:
                expected[plant["instance"], frame].append((plant["kind"], box, text))

seen, kinds = set(), defaultdict(int)
for split in splits:
    coco = COCO(str(export / "coco" / f"{split}.json"))
    names = {category["id"]: category["name"] for category in coco.loadCats(coco.getCatIds())}
    lines = {}
    for line in (export / "images" / split / "metadata.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        lines[row["file_name"]] = row
    for image in coco.loadImgs(coco.getImgIds()):
        key = image["instance"], image["frame"]
        assert key not in seen, f"{key} stands twice"
        seen.add(key)
        columns, height, count, bits, photometric = sizes[image["instance"]]
        kinds["multi-frame" if count > 1 else "single"] += 1
        kinds["deep" if bits > 8 else "8 bits"] += 1
        kinds["colour" if photometric not in ("MONOCHROME1", "MONOCHROME2") else "grey"] += 1
        path = export / "images" / split / image["file_name"]
        with Image.open(path) as picture:
            picture.load()
            assert picture.size == (image["width"], image["height"]) == (columns, height), path
            colour = photometric not in ("MONOCHROME1", "MONOCHROME2")
            assert picture.mode == ("RGB" if colour else "L"), (path, picture.mode, photometric)
        if bits > 8:
            assert image["window"]["rule"] in ("file", "content") and image["window"]["high"] > image["window"]["low"], image
        annotations = coco.loadAnns(coco.getAnnIds(imgIds=image["id"]))
        found = [a for a in annotations if names[a["category_id"]] != "benign-text"]
        got = sorted((names[a["category_id"]], tuple(a["bbox"]), a["transcription"]) for a in found)
        want = sorted(expected[key])
        assert got == want, f"{key}: COCO {got}, truth {want}"
        for annotation in annotations:
            x, y, wide, high = annotation["bbox"]
            assert wide > 0 and high > 0 and x + wide <= columns and y + high <= height, annotation
            assert coco.annToMask(annotation).any()
        stem = Path(image["file_name"]).stem
        # YOLO, brought back to pixels.
        yolo = []
        for line in (export / "labels" / split / f"{stem}.txt").read_text().splitlines():
            number, x, y, wide, high = line.split()
            x, wide = float(x) * columns, float(wide) * columns
            y, high = float(y) * height, float(high) * height
            yolo.append((names[int(number) + 1], tuple(round(n) for n in (x - wide / 2, y - high / 2, wide, high))))
        every = [(names[a["category_id"]], tuple(a["bbox"])) for a in annotations]
        assert sorted(yolo) == sorted(every), f"{key}: YOLO {yolo}, COCO {every}"
        objects = lines[image["file_name"]]["objects"]
        jsonl = list(zip(objects["category"], map(tuple, objects["bbox"])))
        assert sorted(jsonl) == sorted(every), f"{key}: jsonl {jsonl}"
        icdar = []
        for line in (export / "icdar" / split / f"gt_{stem}.txt").read_text(encoding="utf-8").splitlines():
            *corners, text = line.split(",", 8)
            xs, ys = list(map(int, corners[0::2])), list(map(int, corners[1::2]))
            box = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
            if text != "###":
                icdar.append((box, text))
        assert sorted(icdar) == sorted((box, text) for _, box, text in want), f"{key}: ICDAR {icdar}"

every = int(record["options"]["every"])
wanted = {(instance, frame) for instance, size in sizes.items() for frame in range(0, size[2], every)}
assert seen == wanted, f"{len(seen)} frames are there, and {len(wanted)} were wanted"
table = [row for split in splits for row in rows(export / "phi_overlays" / f"{split}.csv")] if overlays else []
order = lambda row: json.dumps(row, sort_keys=True)
assert sorted(table, key=order) == sorted(overlays, key=order), "phi_overlays.csv is another table"
assert any(expected.values()), "no burned text at all: the dataset tests nothing"
print(json.dumps({**kinds, "boxes": sum(map(len, expected.values()))}))
