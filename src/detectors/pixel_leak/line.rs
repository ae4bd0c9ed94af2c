//! What is known of a planted line: its places, and at each what stood there before and the ink.

use crate::detectors::Evidence;
use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::mean::MeanRaster;
use crate::detectors::pixel_leak::seen::Seen;
use crate::detectors::pixel_leak::upright;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::finding::Verdict;
use crate::ink::burn::Ink;
use crate::ink::mask::Mask;
use crate::ink::sheet::GlyphSheet;
use crate::truth::NeedleRole;
use crate::truth::PatchRow;
use crate::truth::Plant;
use crate::truth::patches::read_decoys;
use crate::truth::patches::read_mask;
use crate::truth::patches::read_samples;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::Path;

/// A line under examination, over all its places and frames.
pub(super) struct Line<'a> {
    pub(super) plant: &'a Plant,
    pub(super) places: Vec<Place<'a>>,
    /// Values that might as well have been planted.
    pub(super) decoys: Vec<String>,
    /// The worst that was seen, and in which frame of the output.
    pub(super) worst: Option<(Seen, u32)>,
    /// Why a frame could not be judged, the first of such reasons.
    pub(super) problem: Option<String>,
    /// The value as it shows most of its ink, where samples alone did not decide: for a second reader.
    pub(super) sight: Option<(f64, Raster)>,
}

/// One place of a line.
pub(super) struct Place<'a> {
    pub(super) patch: &'a PatchRow,
    /// The recorded letters; `None` where there are none, or one of the value is missing.
    pub(super) sheet: Option<&'a GlyphSheet>,
    /// Box of the identifier in the frame.
    pub(super) value_box: PixelBox,
    pub(super) ink: Ink,
    /// Frames of the input that the output still has.
    pub(super) shown: BTreeSet<u32>,
    /// The burned, the clean and the found crop over those frames that were judged in full.
    pub(super) means: [MeanRaster; 3],
    /// What was judged in full last.
    pub(super) last: Option<Judged>,
    /// How this place lies in the output, which may differ a little from the rest of the frame; known once that is certain.
    pub(super) refined: Option<Alignment>,
    /// The burned crop of its first frame, as it is stored.
    pub(super) first: OnceCell<Raster>,
    recorded: Recorded,
}

/// A place in one frame that was judged in full.
pub(super) struct Judged {
    /// The samples of the value box of the output.
    pub(super) value: Raster,
    /// How the ink showed in them: two correlations.
    pub(super) outline: Option<[f64; 2]>,
    pub(super) seen: Seen,
}

/// Change of a correlation with the ink below which a line looks as it did.
const AS_BEFORE: f64 = 0.05;
/// The same in deviations that chance makes, for lines that hold: then less must not be missed.
const BY_CHANCE: f64 = 2.5;
/// So many frames are judged in full before others are confirmed, and then every so many again.
const SETTLED: usize = 2;
const EVERY: usize = 16;

impl Judged {
    /// Whether the verdict stands in the next frame, the `number`th that shows the line: where the ink shows as it did,
    /// `before` and `now`, over a box of so many pixels.
    pub(super) fn may_stand(&self, number: usize, before: [f64; 2], now: [f64; 2], pixels: u64) -> bool {
        let reach = match self.seen.verdict {
            Verdict::Recoverable | Verdict::Partial => AS_BEFORE,
            Verdict::Held => AS_BEFORE.min(BY_CHANCE / (pixels.max(1) as f64).sqrt()),
            _ => return false,
        };
        let same = before.iter().zip(now).all(|(before, now)| (before - now).abs() < reach);
        same && !self.seen.exact && number > SETTLED && !number.is_multiple_of(EVERY)
    }
}

/// The recorded pictures of one place, each read when it is asked for: samples of the first frame, of all frames, and ink.
#[derive(Default)]
struct Recorded {
    first: OnceCell<Result<Vec<u8>, String>>,
    all: OnceCell<Result<Vec<u8>, String>>,
    ink: OnceCell<Result<(Mask, Vec<Mask>), String>>,
}

impl<'a> Line<'a> {
    /// A planted line, with those of its places that lie on `canvas`. An error names what the truth lacks.
    pub(super) fn new(evidence: &Evidence<'a>, plant: &'a Plant, canvas: Canvas) -> Result<Self, String> {
        let truth = evidence.truth;
        let rows = truth.patches_of(plant).filter(|row| row.canvas == canvas);
        let places = rows.map(|row| Place::new(evidence, plant, row)).collect::<Result<Vec<Place<'a>>, String>>()?;
        if places.is_empty() {
            return Err(lacks("picture"));
        }
        let needles = truth.needles.iter();
        let decoys = needles.filter(|needle| needle.role == NeedleRole::Decoy && needle.plant == plant.id);
        let decoys = decoys.map(|needle| needle.value.clone()).collect();
        Ok(Self { plant, places, decoys, worst: None, problem: None, sight: None })
    }

    /// Whether nothing worse can be found.
    pub(super) fn is_done(&self) -> bool {
        self.worst.as_ref().is_some_and(|(seen, _)| seen.is_worst())
    }

    /// Takes what was seen in a frame of the output, if it is worse than what is known.
    pub(super) fn note(&mut self, seen: Seen, frame: u32) {
        if self.worst.as_ref().is_none_or(|(known, _)| seen.verdict > known.verdict) {
            self.worst = Some((seen, frame));
        }
    }

    /// Keeps a crop of the value for a second reader, if it shows more of the ink than the one before.
    pub(super) fn sight(&mut self, seen: &Seen, crop: Raster) {
        let more = self.sight.as_ref().is_none_or(|(known, _)| seen.ncc.abs() > *known);
        if !seen.exact && !seen.is_worst() && more {
            self.sight = Some((seen.ncc.abs(), crop));
        }
    }

    /// Frames in which the line was planted and that did not come back.
    pub(super) fn missing(&self) -> usize {
        self.places.iter().map(|place| place.patch.frames.len().saturating_sub(place.shown.len())).sum()
    }

    /// Whether it is a bar code.
    pub(super) fn is_bar_code(&self) -> bool {
        matches!(self.plant.face.as_str(), "code128" | "qr")
    }
}

impl<'a> Place<'a> {
    fn new(evidence: &Evidence<'a>, plant: &'a Plant, patch: &'a PatchRow) -> Result<Self, String> {
        let value_box = patch.value_box.or(plant.value_box).ok_or_else(|| lacks("box"))?;
        let mut levels = [0; 3];
        for (slot, level) in levels.iter_mut().zip(patch.levels.split(' ')) {
            *slot = level.parse().map_err(|_| lacks("ink"))?;
        }
        let sheet = evidence
            .truth
            .glyphs
            .iter()
            .find(|sheet| sheet.face == plant.face && sheet.px == plant.font_px)
            .filter(|sheet| sheet.width(&plant.written).is_some());
        Ok(Self {
            patch,
            sheet,
            value_box,
            ink: Ink { levels, opacity: patch.opacity },
            shown: BTreeSet::new(),
            means: Default::default(),
            last: None,
            refined: None,
            first: OnceCell::new(),
            recorded: Recorded::default(),
        })
    }

    /// The value box within the crop.
    pub(super) fn box_in_crop(&self) -> PixelBox {
        let (area, value) = (self.patch.area, self.value_box);
        PixelBox { x: value.x.saturating_sub(area.x), y: value.y.saturating_sub(area.y), ..value }
    }

    /// The same in the upright crop, for text that was turned by so many degrees clockwise.
    pub(super) fn upright_box(&self, degrees: u16) -> PixelBox {
        let size = (self.patch.area.width, self.patch.area.height);
        upright::area(upright::orientation(degrees), self.box_in_crop(), size)
    }

    /// The crop before burning, in frame `frame` of the input; `format` is that of the canvas.
    pub(super) fn clean(&self, folder: &Path, format: &PixelFormat, frame: u32) -> Result<Raster, String> {
        let area = self.patch.area;
        let part = PixelFormat { columns: area.width, rows: area.height, ..*format };
        let bytes = part.frame_bytes().unwrap_or(usize::MAX);
        let number = self.patch.frames.iter().position(|known| known == frame);
        let read = |frames: u32| read_samples(folder, self.patch, frames).map_err(unreadable);
        // Most lines are settled in their first frame.
        let samples = match number {
            Some(0) if self.recorded.all.get().is_none() => self.recorded.first.get_or_init(|| read(1)),
            _ => self.recorded.all.get_or_init(|| read(u32::MAX)),
        };
        let samples = samples.as_ref().map_err(Clone::clone)?;
        let native = number
            .and_then(|number| samples.get(number.checked_mul(bytes)?..(number + 1).checked_mul(bytes)?))
            .ok_or_else(|| lacks("picture in this frame"))?;
        Ok(Raster::from_native(&part, native, PixelBox::new(0, 0, area.width, area.height)))
    }

    /// The ink inside the value box, and that of decoys where they are recorded so.
    pub(super) fn masks(&self, folder: &Path) -> Result<(Mask, Vec<Mask>), String> {
        let (mask, decoys) = self.ink_of(folder)?;
        Ok((self.cut(mask), decoys.iter().map(|decoy| self.cut(decoy)).collect()))
    }

    /// The ink of the whole line, as it was drawn.
    pub(super) fn whole_mask(&self, folder: &Path) -> Result<Mask, String> {
        Ok(self.ink_of(folder)?.0.clone())
    }

    /// The part of a whole line's mask that lies in the value box.
    fn cut(&self, mask: &Mask) -> Mask {
        let mut part = Mask::empty(self.value_box.width, self.value_box.height);
        let offset = |mask: u32, value: u32| i32::try_from(i64::from(mask) - i64::from(value)).unwrap_or(i32::MAX);
        part.lay(mask, offset(self.patch.x, self.value_box.x), offset(self.patch.y, self.value_box.y));
        part
    }

    fn ink_of(&self, folder: &Path) -> Result<&(Mask, Vec<Mask>), String> {
        let read = || {
            let mask = read_mask(folder, self.patch).map_err(unreadable)?;
            let decoys =
                if self.sheet.is_none() { read_decoys(folder, self.patch).map_err(unreadable)? } else { Vec::new() };
            Ok((mask, decoys))
        };
        self.recorded.ink.get_or_init(read).as_ref().map_err(Clone::clone)
    }
}

fn unreadable(error: image::ImageError) -> String {
    format!("the recorded picture of the line can't be read: {error}")
}

fn lacks(what: &str) -> String {
    format!("the ground truth lacks the {what} of this line")
}
