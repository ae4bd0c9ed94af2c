"""The seed pipeline as a short script: Pillow, Faker and pydicom, one thread.

What `deidbench generate --source` is compared with. For a tree patient/zone/frames it does what such scripts do: reads
each frame, checks the burn region, draws a banner of six lines, writes one multi-frame ultrasound object per zone and a
CSV row per line.

    python seed_pipeline.py SOURCE OUTPUT [SEED]
    python seed_pipeline.py --make-frames SOURCE     480 frames of 640x480: 4 patients, 4 zones each, 30 frames
"""

import csv
import hashlib
import random
import sys
import time
import uuid
from pathlib import Path

import numpy as np
from faker import Faker
from PIL import Image, ImageDraw, ImageFont, ImageOps
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

REGION = (0, 0, 320, 96)
LARGEST_MEAN = 0.04 * 255
MULTI_FRAME_ULTRASOUND = "1.2.840.10008.5.1.4.1.1.3.1"


def identity(seed: int, patient: str) -> dict[str, str]:
    number = int.from_bytes(hashlib.sha256(f"{seed}:{patient}".encode()).digest()[:8], "big")
    fake = Faker("en_US")
    fake.seed_instance(number)
    return {
        "NAME": f"{fake.last_name()}^{fake.first_name()}",
        "MRN": fake.numerify("########"),
        "DOB": fake.date_of_birth(minimum_age=18, maximum_age=90).strftime("%Y%m%d"),
        "ACC": fake.numerify("ACC#######"),
        "DATE": fake.date_between("-5y").strftime("%Y%m%d"),
        "INSTITUTION": f"{fake.city()} Hospital",
    }


def overlay(person: dict[str, str], font) -> tuple[Image.Image, list[tuple[str, str, tuple[int, int, int, int]]]]:
    """The banner, drawn once per zone, and the box of each line."""
    mask = Image.new("L", (REGION[2], REGION[3]), 0)
    draw, rows, top = ImageDraw.Draw(mask), [], 2
    for label, value in person.items():
        text = f"{label}: {value}"
        box = draw.textbbox((4, top), text, font=font)
        if box[2] > REGION[2] or box[3] > REGION[3]:
            raise ValueError("a line would overflow")
        draw.text((4, top), text, fill=255, font=font)
        rows.append((label, text, box))
        top += 15
    return mask, rows


def frame(path: Path, mask: Image.Image) -> np.ndarray:
    picture = ImageOps.exif_transpose(Image.open(path))
    if picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
    region = picture.crop(REGION).convert("L")
    if np.asarray(region).mean() > LARGEST_MEAN:
        raise ValueError(f"{path}: the burn region is too bright")
    picture.paste("white", REGION[:2], mask)
    return np.asarray(picture)


def write(path: Path, frames: list[np.ndarray], person: dict[str, str]) -> str:
    pixels = np.stack(frames)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = MULTI_FRAME_ULTRASOUND
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.SOPClassUID = meta.MediaStorageSOPClassUID
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = generate_uid(), generate_uid()
    dataset.PatientName, dataset.PatientID = person["NAME"], person["MRN"]
    dataset.PatientBirthDate, dataset.PatientSex = person["DOB"], ""
    dataset.AccessionNumber, dataset.StudyDate, dataset.StudyTime = person["ACC"], person["DATE"], "120000"
    dataset.InstitutionName, dataset.ReferringPhysicianName, dataset.StudyID = person["INSTITUTION"], "", "1"
    dataset.Modality, dataset.Manufacturer, dataset.SeriesNumber, dataset.InstanceNumber = "US", "synthetic", 1, 1
    dataset.ImageType = ["DERIVED", "SECONDARY"]
    dataset.NumberOfFrames, dataset.FrameTime, dataset.FrameIncrementPointer = len(frames), 40, 0x00181063
    dataset.Rows, dataset.Columns = pixels.shape[1:3]
    dataset.SamplesPerPixel = 1 if pixels.ndim == 3 else 3
    dataset.PhotometricInterpretation = "MONOCHROME2" if pixels.ndim == 3 else "RGB"
    if pixels.ndim == 4:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit, dataset.PixelRepresentation = 7, 0
    dataset.PixelData = pixels.tobytes()
    dataset["PixelData"].VR = "OB"
    dataset.save_as(str(path), enforce_file_format=True)
    return dataset.SOPInstanceUID


def run(source: Path, output: Path, seed: int) -> int:
    font = ImageFont.load_default(size=12)
    output.mkdir(parents=True, exist_ok=True)
    count = 0
    with open(output / "phi_overlays.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["case_uuid", "sop_instance_uid", "source", "category", "text", "x", "y", "w", "h"])
        for patient in sorted(path for path in source.iterdir() if path.is_dir()):
            person = identity(seed, patient.name)
            for zone in sorted(path for path in patient.iterdir() if path.is_dir()):
                mask, lines = overlay(person, font)
                frames = [frame(path, mask) for path in sorted(zone.glob("*.png"))]
                uid = write(output / f"{patient.name}-{zone.name}.dcm", frames, person)
                case = uuid.uuid4()
                for label, text, (left, top, right, bottom) in lines:
                    rows.writerow([case, uid, zone, label, text, left, top, right - left, bottom - top])
                count += len(frames)
    return count


def make_frames(folder: Path) -> None:
    """Speckle in a sector on black, moving from frame to frame; every other zone in colour."""
    chance = random.Random(1)
    speckle = np.random.default_rng(chance.randrange(1 << 30)).rayleigh(40, (540, 640))
    y, x = np.mgrid[0:480, 0:640]
    distance, angle = np.hypot(x - 320, y - 60), np.arctan2(x - 320, y - 60)
    sector = (distance > 60) & (distance < 415) & (abs(angle) < 0.6)
    for zone in range(16):
        target = folder / f"patient{zone // 4}" / f"zone{zone % 4}"
        target.mkdir(parents=True, exist_ok=True)
        for index in range(30):
            level = speckle[index + zone : index + zone + 480] * sector * (1.2 - distance / 600)
            picture = Image.fromarray(np.clip(level, 0, 255).astype("uint8"))
            (picture.convert("RGB") if zone % 2 else picture).save(target / f"frame_{index}.png")


if __name__ == "__main__":
    if sys.argv[1] == "--make-frames":
        make_frames(Path(sys.argv[2]))
    else:
        start = time.perf_counter()
        frames = run(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
        print(f"{frames} frames in {time.perf_counter() - start:.2f} s")
