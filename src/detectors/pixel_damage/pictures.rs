//! An input and its output as two stacks of frames that can be laid over each other.

use super::GlobalChange;
use super::Judged;
use super::colour::Model;
use super::colour::palettes_differ;
use super::judged::Exemptions;
use super::order::Order;
use super::order::Sight;
use super::reading::ANOTHER;
use super::reading::Layout;
use super::reading::Reading;
use super::reading::best;
use super::reading::differing_share;
use super::reading::exact;
use super::reading::is_turn_in_doubt;
use super::reading::mean_difference;
use super::reading::whole_difference;
use super::side::Side;
use super::turned::Turn;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::scan::Scan;
use std::borrow::Cow;

/// Compares samples before and after, of so many channels.
type Compare = fn(&[i32], &[i32], usize, &Judged) -> Option<f64>;

/// How the frames of an output lie over those of its input.
#[derive(Clone, Debug, PartialEq)]
pub enum Laid {
    /// As many, and each is equal where it counts.
    Equal,
    /// They do not: they are of another size.
    Unlike,
    /// Each shows a frame of the input, or none.
    Ordered(Order),
}

/// An input and its output.
pub struct Pictures<'a> {
    /// What was handed over.
    pub before: Side<'a>,
    /// What came back.
    pub after: Side<'a>,
    /// Colour tables that say other colours for the same index.
    pub palette_changed: bool,
    /// How the output is read; the plain way until a frame asks for another.
    pub reading: Reading,
    settled: bool,
}

impl<'a> Pictures<'a> {
    /// Reads the layouts of both.
    pub fn new(input: &'a Scan, output: &'a Scan) -> Result<Self, String> {
        let (before, after) = (Side::new(input)?, Side::new(output)?);
        let indexed = |side: &Side<'_>| side.format().photometric == Photometric::PaletteColor;
        let palette_changed = indexed(&before) && indexed(&after) && palettes_differ(input, output);
        let models = Model::between(&before.format(), &after.format(), palette_changed);
        let reading = Reading::plain(models.first().copied().unwrap_or(Model::Stored));
        Ok(Self { before, after, palette_changed, reading, settled: false })
    }

    /// Whether both hold the same bytes, so that no frame need be decoded. Then every frame is equal.
    pub fn same_bytes(&self) -> bool {
        self.before.reader.same_bytes(&self.after.reader)
    }

    /// Whether frames can be laid over each other at all: the same size, or rows and columns exchanged.
    pub fn fit(&self) -> bool {
        let (before, after) = (self.before.format(), self.after.format());
        (before.rows, before.columns) == (after.rows, after.columns) || self.reading.turn.exchanges_sides()
    }

    /// Whether two frames are equal where they count, seen by their bytes alone. `false` says nothing.
    pub fn equal_bytes(&self, before: &[u8], after: &[u8], judged: &Judged) -> bool {
        let (format, other) = (self.before.format(), self.after.format());
        if (format.bits_allocated, format.samples) != (other.bits_allocated, other.samples) || !self.bytes_compare() {
            return false;
        }
        if before == after {
            return true;
        }
        let pixel = usize::from(format.samples) * usize::from(format.bits_allocated.div_ceil(8));
        judged.runs().iter().all(|run| {
            let bytes = run.start * pixel..run.end * pixel;
            before.get(bytes.clone()).is_some_and(|known| after.get(bytes) == Some(known))
        })
    }

    fn bytes_compare(&self) -> bool {
        let (before, after) = (self.before.format(), self.after.format());
        let same_size = (before.rows, before.columns) == (after.rows, after.columns);
        let stored = self.reading.is_stored() || self.palette_changed && self.reading == Reading::plain(Model::Rgb);
        same_size && stored
    }

    /// Native bytes of a frame of the input.
    pub fn native_before(&self, frame: u32) -> Result<Cow<'a, [u8]>, String> {
        self.before.native(frame)
    }

    /// Native bytes of a frame of the output.
    pub fn native_after(&self, frame: u32) -> Result<Cow<'a, [u8]>, String> {
        self.after.native(frame)
    }

    /// A frame of the input, in the model of the comparison.
    pub fn shown_before(&self, native: &[u8]) -> Raster {
        self.input_in(self.reading.model, native)
    }

    /// A frame of the output, read so that it lies over the input.
    pub fn shown_after(&self, native: &[u8]) -> Raster {
        self.output_in(self.reading, native)
    }

    /// Frames of both as they are shown: colours as red, green and blue. A picture that is grey on one side alone has them too.
    pub fn in_colour(&self, before: &[u8], after: &[u8]) -> (Raster, Raster) {
        let has_colours = |format: &PixelFormat| format.samples > 1 || format.photometric == Photometric::PaletteColor;
        let is_stored = self.reading.model == Model::Stored;
        let coloured = is_stored && (has_colours(&self.before.format()) || has_colours(&self.after.format()));
        let model = if coloured { Model::Rgb } else { self.reading.model };
        (self.input_in(model, before), self.output_in(Reading { model, ..self.reading }, after))
    }

    fn input_in(&self, model: Model, native: &[u8]) -> Raster {
        model.shown(native, &self.before.format(), self.before.to_rgb.as_ref(), 0, None)
    }

    fn output_in(&self, reading: Reading, native: &[u8]) -> Raster {
        let mut format = self.after.format();
        if reading.sign_of_input {
            format.signed = self.before.format().signed;
        }
        let native = reading.layout.restored(Cow::Borrowed(native), &format);
        // What came back is turned over in the range of the input, so that both have the same black.
        let range = Some(self.before.format().range());
        let raster = reading.model.shown(&native, &format, self.after.to_rgb.as_ref(), reading.shift, range);
        reading.turn.undone(&raster)
    }

    /// Lays the frames of both over each other: finds how the output is to be read, and which input frame each of its frames
    /// shows.
    pub fn lay_over(&mut self, exemptions: &mut Exemptions) -> Result<Laid, String> {
        let (expected, found) = (self.before.reader.frames(), self.after.reader.frames());
        let frames = expected.min(found);
        if frames == 0 {
            return Err("no frame can be compared".to_owned());
        }
        let differing = if self.same_bytes() { None } else { self.first_difference(exemptions, frames)? };
        if let Some(frame) = differing {
            let (one, other) = (self.native_before(frame)?, self.native_after(frame)?);
            let lines: Vec<PixelBox> = exemptions.boxes(frame).collect();
            self.settle(&one, &other, &exemptions.judged(frame), &lines);
        }
        if !self.fit() {
            return Ok(Laid::Unlike);
        }
        Ok(match differing {
            None if expected == found => Laid::Equal,
            Some(_) if expected == 1 && found == 1 => Laid::Ordered(Order::straight(1)),
            _ => Laid::Ordered(self.order(exemptions)?),
        })
    }

    /// The first frame whose bytes differ where they count.
    fn first_difference(&self, exemptions: &mut Exemptions, frames: u32) -> Result<Option<u32>, String> {
        for frame in 0..frames {
            let (one, other) = (self.native_before(frame)?, self.native_after(frame)?);
            if !self.equal_bytes(&one, &other, &exemptions.judged(frame)) {
                return Ok(Some(frame));
            }
        }
        Ok(None)
    }

    /// Finds how the output is to be read, from one frame of each.
    fn settle(&mut self, before: &[u8], after: &[u8], judged: &Judged, lines: &[PixelBox]) {
        if self.settled {
            return;
        }
        self.settled = true;
        let (format, other) = (self.before.format(), self.after.format());
        let models = Model::between(&format, &other, self.palette_changed);
        let told = Reading::told(&format, &other, &models);
        let Some(first) = told.first().copied() else { return };
        let span = span(&self.input_in(Model::Stored, before), judged);
        let compared = |reading: Reading, by: Compare| {
            let (one, found) = (self.input_in(reading.model, before), self.output_in(reading, after));
            let same = (one.width, one.height, one.channels) == (found.width, found.height, found.channels);
            same.then(|| by(&one.samples, &found.samples, one.channels as usize, judged))?
        };
        let mut difference = |reading: Reading| compared(reading, mean_difference);
        let chosen = best(first, told.get(1..).unwrap_or_default(), span, &mut difference);
        let (one, shown) = (self.input_in(chosen.model, before), self.output_in(chosen, after));
        let same = (one.width, one.height, one.channels) == (shown.width, shown.height, shown.channels);
        let share = || differing_share(&one.samples, &shown.samples, one.channels as usize, judged);
        let untold = chosen.untold(&format, &other);
        // A place that was changed in an even picture must not turn it over: there only what leaves nothing of the difference counts.
        if same && share() < ANOTHER {
            let found = exact(chosen, &untold, &mut |reading| compared(reading, whole_difference));
            // What lies beside a planted line may vanish by a turn because it comes to lie on the line. A picture that was
            // turned differs as much from itself, turned.
            let itself =
                || whole_difference(&one.samples, &found.turn.undone(&one).samples, one.channels as usize, judged);
            let explains = found.turn == chosen.turn
                || itself().zip(compared(chosen, whole_difference)).is_none_or(|(own, all)| 2.0 * own >= all);
            self.reading = if explains { found } else { chosen };
            return;
        }
        let reading = best(chosen, &untold, span, &mut difference);
        let is_doubtful = is_turn_in_doubt(reading, &untold, span, &mut difference);
        let seen = if is_doubtful { Turn::seen(&one, &shown, lines) } else { None };
        let seen = seen.map(|turn| Reading { turn, ..chosen });
        self.reading = seen.filter(|seen| *seen == chosen || untold.contains(seen)).unwrap_or(reading);
    }

    /// Which input frame each output frame shows.
    fn order(&self, exemptions: &Exemptions) -> Result<Order, String> {
        let everywhere = exemptions.everywhere();
        let mut before = Vec::new();
        for frame in 0..self.before.reader.frames() {
            before.push(Sight::new(&self.shown_before(&self.native_before(frame)?), &everywhere));
        }
        let mut after = Vec::new();
        for frame in 0..self.after.reader.frames() {
            after.push(Sight::new(&self.shown_after(&self.native_after(frame)?), &everywhere));
        }
        Ok(Order::new(&before, &after))
    }

    /// Changes that the reading itself names, each in words.
    pub fn named(&self) -> Vec<(GlobalChange, String)> {
        let mut named = Vec::new();
        match self.reading.layout {
            Layout::Told => {}
            Layout::Planes => {
                named.push((GlobalChange::Planar, "samples lie by plane, and the header says by pixel".into()))
            }
            Layout::Pixels => {
                named.push((GlobalChange::Planar, "samples lie by pixel, and the header says by plane".into()))
            }
            Layout::Swapped => named.push((GlobalChange::ByteOrder, "the bytes of each word are exchanged".into())),
            Layout::BlueFirst => named.push((GlobalChange::Colour, "red and blue are exchanged".into())),
        }
        if self.reading.turn != Turn::default() {
            named.push((GlobalChange::Orientation, self.reading.turn.to_string()));
        }
        named
    }
}

/// The range that the samples that count use, at least 1.
pub fn span(raster: &Raster, judged: &Judged) -> f64 {
    let channels = raster.channels as usize;
    let (mut low, mut high) = (i32::MAX, i32::MIN);
    for run in judged.runs() {
        for sample in raster.samples.get(run.start * channels..run.end * channels).unwrap_or_default() {
            (low, high) = (low.min(*sample), high.max(*sample));
        }
    }
    (f64::from(high) - f64::from(low)).max(1.0)
}
