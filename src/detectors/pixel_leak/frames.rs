//! Lines burned into frames: every frame of the output is decoded once, for all lines that it should show.

use crate::detectors::Evidence;
use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::mean::scaled;
use crate::detectors::ink_verdict::refine::refine;
use crate::detectors::ink_verdict::registration::register;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::pixel_leak::colour::Reading;
use crate::detectors::pixel_leak::colour::readings;
use crate::detectors::pixel_leak::crops::Crops;
use crate::detectors::pixel_leak::crops::scaled_map;
use crate::detectors::pixel_leak::exact;
use crate::detectors::pixel_leak::line::Judged;
use crate::detectors::pixel_leak::line::Line;
use crate::detectors::pixel_leak::line::Place;
use crate::detectors::pixel_leak::order::order;
use crate::detectors::pixel_leak::seen::Seen;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::FRAME_LIMIT;
use crate::dicom::pixels::PixelReader;
use crate::dicom::pixels::PixelsError;
use crate::finding::Verdict;
use std::borrow::Cow;
use std::cell::OnceCell;

/// Frames larger than this many times those of the input, and than this many bytes, are not decoded.
const MOST_TIMES: usize = 16;
const LEAST_LIMIT: usize = 64 << 20;
/// How often frames are laid over each other anew, where it could not be done for certain.
const MOST_REGISTRATIONS: u32 = 3;
/// Correlation of whole frames below which single lines are shifted a little.
const IN_DETAIL: f64 = 0.9;
/// Correlation with the ink of a line in a frame that never showed it, from which it is judged there.
const ASTRAY: f64 = 0.6;

/// One pair of pictures under examination.
pub(super) struct Look<'a, 'e> {
    pub(super) evidence: &'e Evidence<'a>,
    pub(super) input: PixelReader<'a>,
    pub(super) output: PixelReader<'a>,
    pub(super) readings: (Reading, Reading),
    /// Boxes of every planted line.
    pub(super) boxes: Vec<PixelBox>,
    /// The frame of the input behind each frame of the output; each is that of its number where `None`.
    order: Option<Vec<Option<u32>>>,
    /// How frames lie that are not where they were; found with the first of them.
    alignment: Option<Alignment>,
    registrations: u32,
}

/// One frame of the output, and the frame of the input that it shows.
pub(super) struct Shot<'a> {
    /// Number of the frame of the output.
    pub(super) number: u32,
    /// Number of the frame of the input.
    pub(super) source: u32,
    pub(super) burned: Cow<'a, [u8]>,
    pub(super) found: Cow<'a, [u8]>,
    /// Whether most bytes are equal, so that nothing need be searched.
    equal: bool,
    /// The whole frame of the output, in comparable samples.
    whole: OnceCell<Raster>,
}

impl<'a, 'e> Look<'a, 'e> {
    /// Opens both pictures.
    pub(super) fn new(evidence: &'e Evidence<'a>) -> Result<Self, PixelsError> {
        let input = PixelReader::new(evidence.input)?;
        let most = input.format().frame_bytes().unwrap_or(0).saturating_mul(MOST_TIMES).max(LEAST_LIMIT);
        let output = PixelReader::with_limit(evidence.output, most.min(FRAME_LIMIT))?;
        let readings = readings((&input.format(), evidence.input), (&output.format(), evidence.output));
        Ok(Self::with(evidence, input, output, readings))
    }

    /// The same, but as samples are stored, where both sides have one for each pixel and show them in different colours: `None`
    /// elsewhere. Who changes the colour table alone leaves the indices.
    pub(super) fn in_indices(&self) -> Option<Self> {
        let format = self.input.format();
        let one_each = format.samples == 1 && self.output.format().samples == 1;
        let is_recoloured = format.photometric == Photometric::PaletteColor && self.readings.0 != Reading::Stored;
        if !(one_each && is_recoloured) {
            return None;
        }
        let (input, output) = (PixelReader::new(self.evidence.input), PixelReader::new(self.evidence.output));
        Some(Self::with(self.evidence, input.ok()?, output.ok()?, (Reading::Stored, Reading::Stored)))
    }

    fn with(
        evidence: &'e Evidence<'a>,
        input: PixelReader<'a>,
        output: PixelReader<'a>,
        readings: (Reading, Reading),
    ) -> Self {
        let patches = evidence.truth.patches.iter().filter(|patch| patch.instance == evidence.row.instance);
        let patches = patches.filter(|patch| patch.canvas == Canvas::Frames);
        let boxes: Vec<PixelBox> =
            patches.map(|patch| patch.line_box).chain(evidence.plants().filter_map(|plant| plant.line_box)).collect();
        let order = (input.frames() != output.frames()).then(|| order(&input, &output, most_frames(&input), &boxes));
        let (alignment, registrations) = (None, 0);
        Self { evidence, input, output, readings, boxes, order, alignment, registrations }
    }

    /// Judges all lines over all frames.
    pub(super) fn judge(&mut self, lines: &mut [Line<'a>]) {
        let most = most_frames(&self.input);
        if self.output.frames() > most {
            let why = || Some(format!("only the first {most} of {} frames are looked at", self.output.frames()));
            lines.iter_mut().for_each(|line| line.problem = why());
        }
        for number in 0..self.output.frames().min(most) {
            if lines.iter().all(Line::is_done) {
                break;
            }
            self.frame(number, lines);
        }
        for line in lines.iter_mut().filter(|line| !line.is_done()) {
            self.look_at_means(line);
        }
    }

    /// Judges in one frame of the output all lines that it should show, and looks for those that it should not.
    fn frame(&mut self, number: u32, lines: &mut [Line<'a>]) {
        let Ok(found) = self.output.native(number) else { return };
        let blank = exact::is_blank(&self.output.format(), &found);
        if blank || self.all_constant(number, &found, lines) {
            let source = self.source(number);
            for_places(lines, |line, index| {
                if shows(&line.places[index], source) {
                    note_shown(line, index, source);
                    line.note(constant(), number);
                }
            });
            return;
        }
        let Some(shot) = self.shot(number, found) else { return };
        let source = Some(shot.source).filter(|_| self.source(number).is_some());
        for_places(lines, |line, index| {
            let seen = if shows(&line.places[index], source) {
                note_shown(line, index, source);
                self.place(line, index, &shot).map(Some)
            } else {
                self.astray(line, index, &shot)
            };
            match seen {
                Ok(Some(seen)) => line.note(seen, number),
                Ok(None) => {}
                Err(why) => line.problem = line.problem.take().or(Some(why)),
            }
        });
    }

    /// The frame of the input that a frame of the output shows.
    pub(super) fn source(&self, number: u32) -> Option<u32> {
        match &self.order {
            Some(order) => order.get(number as usize).copied().flatten(),
            None => (number < self.input.frames()).then_some(number),
        }
    }

    /// Whether all that is left to be judged in a frame is constant, and known to lie where it was, so that the input need not
    /// be decoded. That a frame before was equal tells nothing of this one.
    fn all_constant(&self, number: u32, found: &[u8], lines: &[Line<'_>]) -> bool {
        let format = self.output.format();
        let open = lines.iter().filter(|line| !line.is_done()).flat_map(|line| &line.places);
        self.alignment.as_ref().is_some_and(|alignment| self.is_exact(alignment))
            && self.source(number).is_some()
            && open.into_iter().all(|place| exact::is_constant(&format, found, place.value_box))
    }

    /// Both frames. Where they differ and there are several, it is asked first which frame this is.
    fn shot(&mut self, number: u32, found: Cow<'a, [u8]>) -> Option<Shot<'a>> {
        let same_format = self.input.format() == self.output.format();
        let pair = |look: &Self| {
            // A frame that is like none of the input is compared with the first.
            let source = look.source(number).unwrap_or(0);
            let burned = look.input.native(source).ok()?;
            let equal = same_format && exact::mostly_equal(&burned, &found);
            Some((source, burned, equal))
        };
        let (mut source, mut burned, mut equal) = pair(self)?;
        if !equal && self.order.is_none() && self.input.frames() > 1 {
            self.order = Some(order(&self.input, &self.output, most_frames(&self.input), &self.boxes));
            (source, burned, equal) = pair(self)?;
        }
        let shot = Shot { number, source, burned, found, equal, whole: OnceCell::new() };
        if !equal {
            self.align(&shot);
        }
        Some(shot)
    }

    /// Whether every line surely is where it was, so that the same box of input and output shows it.
    fn is_exact(&self, alignment: &Alignment) -> bool {
        alignment.certain && alignment.correlation >= IN_DETAIL && alignment.in_place() && self.same_size()
    }

    fn same_size(&self) -> bool {
        let size = |format: PixelFormat| (format.rows, format.columns);
        size(self.input.format()) == size(self.output.format())
    }

    /// Finds out how the frames of the output lie, unless that is known.
    fn align(&mut self, shot: &Shot<'_>) {
        let known = self.alignment.as_ref().is_some_and(|alignment| alignment.certain);
        if known || self.registrations >= MOST_REGISTRATIONS {
            return;
        }
        self.registrations += 1;
        // A frame without samples has no alignment, and its lines are told so when they are cut out.
        if let Ok(alignment) = register(&self.whole_input(shot), &self.boxes, self.whole_output(shot)) {
            self.alignment = Some(alignment);
        }
    }

    /// How the frame of a shot lies.
    pub(super) fn alignment(&self, shot: &Shot<'_>) -> Option<Alignment> {
        if shot.equal { Some(Alignment::identity()) } else { self.alignment.clone() }
    }

    pub(super) fn whole_input(&self, shot: &Shot<'_>) -> Raster {
        self.readings.0.raster(whole(&self.input.format(), &shot.burned))
    }

    pub(super) fn whole_output<'s>(&self, shot: &'s Shot<'_>) -> &'s Raster {
        shot.whole.get_or_init(|| self.readings.1.raster(whole(&self.output.format(), &shot.found)))
    }

    /// Judges a place that the frame shows.
    fn place(&self, line: &mut Line<'a>, index: usize, shot: &Shot<'_>) -> Result<Seen, String> {
        let format = self.output.format();
        let Some(place) = line.places.get(index) else { return Err(String::new()) };
        let alignment = self.alignment(shot).ok_or("its frames have no samples that can be compared")?;
        if self.is_exact(&alignment) && exact::is_constant(&format, &shot.found, place.value_box) {
            return Ok(constant());
        }
        let refined = self.refined(place, shot, alignment);
        let burned = Raster::from_native(&self.input.format(), &shot.burned, place.patch.area);
        let found = self.cut(shot, &refined, place.patch.area);
        let value = found.crop(place.box_in_crop());
        if let Some(known) = place.last.as_ref().filter(|known| known.value == value && !known.seen.exact) {
            // The same samples tell the same.
            return Ok(known.seen.clone());
        }
        let (seen, upright, outline) = self.full(line, place, shot.source, [burned, found], &refined)?;
        let several = place.patch.frames.len() > 1;
        let Some(place) = line.places.get_mut(index) else { return Ok(seen) };
        if several && !seen.exact {
            for (mean, raster) in place.means.iter_mut().zip([&upright.burned, &upright.clean, &upright.found]) {
                mean.add(raster);
            }
        }
        if !shot.equal && refined.certain {
            place.refined = Some(refined);
        }
        let sight = upright.around_value();
        if several {
            place.last = Some(Judged { value, outline, seen: seen.clone() });
        }
        line.sight(&seen, sight);
        Ok(seen)
    }

    /// Judges crops. Where the ink shows just as it did in a frame that was judged, the verdict stays.
    fn full(
        &self,
        line: &Line<'a>,
        place: &Place<'a>,
        source: u32,
        [burned, found]: [Raster; 2],
        alignment: &Alignment,
    ) -> Result<(Seen, Crops, Option<[f64; 2]>), String> {
        let folder = self.evidence.patches;
        let clean = place.clean(folder, &self.input.format(), source)?;
        let [burned, clean] = [burned, clean].map(|crop| self.readings.0.raster(crop));
        let ink = self.readings.0.ink(place.ink);
        let crops = Crops::new(place, line.plant.rotation, [burned, clean, found], ink);
        let outline = || crops.outline(line, place, &alignment.map, folder);
        if let Some(known) = &place.last
            && let (Some(before), Some(now)) = (known.outline, outline())
            && known.may_stand(place.shown.len(), before, now, crops.value_box.area())
        {
            return Ok((known.seen.clone(), crops, known.outline));
        }
        let seen = crops.judge(line, place, &alignment.map, alignment.certain, folder)?;
        // What samples settle is settled by them in the next frame, too.
        let outline = if seen.exact { None } else { outline() };
        Ok((seen, crops, outline))
    }

    /// Looks for a line in a frame that should not show it: one that was added, or one into which it was put.
    fn astray(&self, line: &Line<'a>, index: usize, shot: &Shot<'_>) -> Result<Option<Seen>, String> {
        let format = self.output.format();
        let Some(place) = line.places.get(index) else { return Ok(None) };
        let as_it_was = shot.equal
            && exact::is_equal(&format, &shot.found, &shot.burned, place.value_box)
            && self.source(shot.number).is_some();
        let (Some(alignment), Some(first)) = (self.alignment(shot), place.patch.frames.iter().next()) else {
            return Ok(None);
        };
        if as_it_was || self.is_exact(&alignment) && exact::is_constant(&format, &shot.found, place.value_box) {
            return Ok(None);
        }
        let burned = match place.first.get() {
            Some(burned) => burned.clone(),
            None => {
                let native = self.input.native(first).map_err(|error| error.to_string())?;
                let burned = Raster::from_native(&self.input.format(), &native, place.patch.area);
                place.first.get_or_init(|| burned).clone()
            }
        };
        let clean = place.clean(self.evidence.patches, &self.input.format(), first)?;
        let found = self.cut(shot, &alignment, place.patch.area);
        let [burned, clean] = [burned, clean].map(|crop| self.readings.0.raster(crop));
        let ink = self.readings.0.ink(place.ink);
        let crops = Crops::new(place, line.plant.rotation, [burned, clean, found], ink);
        let folder = self.evidence.patches;
        let kept = crops.outline(line, place, &alignment.map, folder).map_or(0.0, |[_, kept]| kept);
        if kept.abs() < ASTRAY {
            return Ok(None);
        }
        let seen = crops.judge(line, place, &alignment.map, alignment.certain, folder)?;
        Ok(Some(seen).filter(|seen| seen.verdict >= Verdict::Recoverable))
    }

    /// How a line lies, which may be a little off where the frames do not agree in detail: those turned by a degree about
    /// their middle, or bent, lie in place as a whole.
    fn refined(&self, place: &Place<'_>, shot: &Shot<'_>, alignment: Alignment) -> Alignment {
        if shot.equal || alignment.correlation >= IN_DETAIL {
            return alignment;
        }
        if let Some(known) = &place.refined {
            return known.clone();
        }
        refine(&self.whole_input(shot), &self.boxes, self.whole_output(shot), &alignment, place.patch.line_box)
    }

    /// The crop of the output that shows what the input shows in `area`, in comparable samples.
    pub(super) fn cut(&self, shot: &Shot<'_>, alignment: &Alignment, area: PixelBox) -> Raster {
        if self.same_size() && alignment.in_place() {
            return self.readings.1.raster(Raster::from_native(&self.output.format(), &shot.found, area));
        }
        resample(self.whole_output(shot), alignment, area)
    }

    /// Ink that noise hides in each frame comes out in their mean.
    fn look_at_means(&self, line: &mut Line<'a>) {
        if line.worst.as_ref().is_none_or(|(seen, _)| seen.verdict != Verdict::Held) {
            return;
        }
        let identity = Alignment::identity();
        let alignment = self.alignment.as_ref().unwrap_or(&identity);
        let map = scaled_map(&alignment.map);
        let mut found = None;
        for place in line.places.iter().filter(|place| place.means[0].frames() > 1) {
            let means = place.means.each_ref().map(|mean| mean.raster());
            let [Some(burned), Some(clean), Some(seen)] = means else { continue };
            let ink = scaled(self.readings.0.ink(place.ink));
            let value_box = place.upright_box(line.plant.rotation);
            let crops = Crops { burned, clean, found: seen, value_box, ink };
            let judged = crops.judge(line, place, &map, alignment.certain, self.evidence.patches);
            let number = place.patch.frames.iter().next().unwrap_or(0);
            found =
                found.or(judged.ok().filter(|seen| seen.verdict >= Verdict::Recoverable).map(|seen| (seen, number)));
        }
        if let Some((mut seen, number)) = found {
            seen.fact += ", in the mean over its frames";
            line.note(seen, number);
        }
    }

    /// The shot of a frame that was judged before.
    pub(super) fn again(&mut self, number: u32) -> Option<Shot<'a>> {
        let found = self.output.native(number).ok()?;
        self.shot(number, found)
    }
}

/// Frames of an output that are looked at: a tool may make any number of tiny ones.
fn most_frames(input: &PixelReader<'_>) -> u32 {
    input.frames().saturating_mul(4).saturating_add(64)
}

fn whole(format: &PixelFormat, native: &[u8]) -> Raster {
    Raster::from_native(format, native, PixelBox::new(0, 0, format.columns, format.rows))
}

fn constant() -> Seen {
    Seen::exact(Verdict::Held, Signal::Constant, String::new())
}

/// Whether a place was planted in a frame of the input.
fn shows(place: &Place<'_>, source: Option<u32>) -> bool {
    source.is_some_and(|source| place.patch.frames.contains(source))
}

fn note_shown(line: &mut Line<'_>, index: usize, source: Option<u32>) {
    if let (Some(place), Some(source)) = (line.places.get_mut(index), source) {
        place.shown.insert(source);
    }
}

/// Every place of every line of which something worse may still be found.
fn for_places<'a>(lines: &mut [Line<'a>], mut job: impl FnMut(&mut Line<'a>, usize)) {
    for line in lines {
        for index in 0..line.places.len() {
            if !line.is_done() {
                job(line, index);
            }
        }
    }
}
