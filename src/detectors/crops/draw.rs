//! Pictures of the findings of one patient.

use super::canvases;
use super::folder::IndexRow;
use super::paint::Crop;
use super::paint::save;
use super::select::Wanted;
use crate::detectors::Evidence;
use crate::detectors::evaluate::KEPT_FRAMES;
use crate::detectors::pixel_damage::Exemptions;
use crate::detectors::pixel_damage::Laid;
use crate::detectors::pixel_damage::Order;
use crate::detectors::pixel_damage::Pictures;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::scan::Scan;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use crate::truth::Surface;
use std::path::Path;
use std::path::PathBuf;

/// What is shown around a place, pixels.
const MARGIN: u32 = 16;
/// What is filled around a planted value in masked pictures, pixels.
const MASK_MARGIN: u32 = 4;
/// Files larger than this are not opened for pictures, bytes.
const LARGEST: u64 = 4 << 30;

/// Where the files of a patient are.
pub struct Source<'a> {
    /// The patient.
    pub truth: &'a PatientTruth,
    /// Input and output of an instance; `None` where nothing came back.
    pub files: &'a dyn Fn(&InstanceRow) -> Option<(PathBuf, PathBuf)>,
    /// Where pictures are written.
    pub folder: &'a Path,
}

/// Draws what is wanted of the findings of a patient, and gives the rows of those that could be drawn, each with the number of its finding.
/// Errors say what could not be written.
pub fn draw(source: &Source<'_>, findings: &[Finding], wanted: &[Wanted]) -> Vec<(usize, Result<IndexRow, String>)> {
    let mut drawn = Vec::new();
    for row in &source.truth.instances {
        let here: Vec<(usize, &Finding)> = wanted
            .iter()
            .filter_map(|wanted| Some((wanted.finding, findings.get(wanted.finding)?)))
            .filter(|(_, finding)| instance_of(source.truth, finding) == row.instance)
            .collect();
        if here.is_empty() {
            continue;
        }
        let Some((input, output)) = (source.files)(row) else { continue };
        let opened = |file: &Path| {
            Scan::open(file, LARGEST).map(|mut scan| {
                scan.keep_frames(KEPT_FRAMES);
                scan
            })
        };
        let (Ok(input), Ok(output)) = (opened(&input), opened(&output)) else { continue };
        let patches = Path::new("");
        let evidence =
            Evidence { truth: source.truth, row, input: &input, output: &output, path: "", patches, dciodvfy: None };
        let (planes, frames): (Vec<_>, Vec<_>) = here
            .into_iter()
            .map(|(number, finding)| (number, finding, canvases::canvas_of(&evidence, finding)))
            .partition(|(_, _, canvas)| canvas.is_some());
        let mut note = |number: usize, found: Option<(Crop, IndexRow)>| {
            drawn.extend(found.map(|(crop, row)| (number, write(source.folder, &crop, row))));
        };
        for (number, finding, canvas) in planes {
            note(number, canvas.and_then(|canvas| on_canvas(&evidence, canvas, number, finding)));
        }
        if frames.is_empty() {
            continue;
        }
        let Ok(mut pictures) = Pictures::new(&input, &output) else { continue };
        let mut exemptions = Exemptions::of(&evidence, pictures.before.format());
        let order = match pictures.lay_over(&mut exemptions) {
            Ok(Laid::Ordered(order)) => order,
            // Where frames can't all be decoded, each is taken for its own.
            _ => Order::straight(pictures.before.reader.frames().min(pictures.after.reader.frames())),
        };
        let mut scene = Scene { evidence: &evidence, pictures: &pictures, order: &order, shown: None };
        for (number, finding, _) in frames {
            note(number, scene.crop(number, finding));
        }
    }
    drawn.sort_by_key(|(number, _)| *number);
    drawn
}

fn instance_of<'a>(truth: &'a PatientTruth, finding: &'a Finding) -> &'a str {
    if !finding.instance.is_empty() {
        return &finding.instance;
    }
    truth.plants.iter().find(|plant| plant.id == finding.plant).map_or("", |plant| &plant.instance)
}

fn write(folder: &Path, crop: &Crop, row: IndexRow) -> Result<IndexRow, String> {
    let painted = crop.painted();
    let pictures = [
        (painted.before, &row.before),
        (painted.after, &row.after),
        (painted.difference, &row.difference),
        (painted.before_masked, &row.before_masked),
        (painted.after_masked, &row.after_masked),
    ];
    for (picture, name) in pictures {
        save(picture, &folder.join(name)).map_err(|error| error.to_string())?;
    }
    Ok(row)
}

/// An input and its output, laid over each other.
struct Scene<'a> {
    evidence: &'a Evidence<'a>,
    pictures: &'a Pictures<'a>,
    order: &'a Order,
    /// The frames of the last crop as they are shown: findings of one frame mostly follow each other.
    shown: Option<((u32, u32), (Raster, Raster))>,
}

impl Scene<'_> {
    fn crop(&mut self, number: usize, finding: &Finding) -> Option<(Crop, IndexRow)> {
        let (output_frame, input_frame, area) = self.place(finding)?;
        let frames = (output_frame, input_frame);
        let format = self.pictures.before.format();
        let area = area.dilated(MARGIN, format.columns, format.rows);
        if self.shown.as_ref().is_none_or(|(known, _)| *known != frames) {
            let before = self.pictures.native_before(input_frame).ok()?;
            let after = self.pictures.native_after(output_frame).ok()?;
            self.shown = Some((frames, self.pictures.in_colour(&before, &after)));
        }
        let (_, (before, after)) = self.shown.as_ref()?;
        let planted = planted(self.evidence, Canvas::Frames, input_frame, area);
        let inverted = format.photometric == Photometric::Monochrome1;
        let crop = Crop::new(before.crop(area), same_part(after, before, area), planted, inverted);
        let place = Shown { canvas: Canvas::Frames, frames, area };
        let row = index_row(self.evidence, finding, number, &crop, place);
        Some((crop, row))
    }

    /// Frame of the output, frame of the input, and box of what a finding is about.
    fn place(&self, finding: &Finding) -> Option<(u32, u32, PixelBox)> {
        let told = [&finding.seen_at, &finding.evidence].map(|text| frame_and_box(text));
        let frame = told.iter().find_map(|(frame, _)| *frame);
        let area = told.first().and_then(|(_, area)| *area);
        if finding.topic == Topic::PixelDamage {
            let frame = frame?;
            return Some((frame, self.order.from.get(frame as usize).copied().flatten()?, area?));
        }
        let truth = self.evidence.truth;
        let plant = truth.plants.iter().find(|plant| plant.id == finding.plant)?;
        let drawn = || truth.patches_of(plant).filter(|patch| patch.canvas == Canvas::Frames);
        let patch = drawn().find(|patch| frame.is_some_and(|frame| patch.frames.contains(frame))).or(drawn().next());
        let recorded = patch.map(|patch| patch.line_box).or(plant.line_box)?;
        let frame = frame.filter(|frame| *frame < self.pictures.before.reader.frames());
        let first = patch.and_then(|patch| patch.frames.iter().next()).or(plant.frames.iter().next());
        let input_frame = frame.or(first).unwrap_or(0);
        let shown = self.order.from.iter().position(|from| *from == Some(input_frame));
        let output_frame = shown.map_or(input_frame, |place| place as u32);
        Some((output_frame, input_frame, if finding.moved { area.unwrap_or(recorded) } else { recorded }))
    }
}

/// The pictures of a line on an overlay plane or an icon.
fn on_canvas(evidence: &Evidence<'_>, canvas: Canvas, number: usize, finding: &Finding) -> Option<(Crop, IndexRow)> {
    let view = canvases::view(evidence, finding, canvas, frame_and_box(&finding.evidence).0)?;
    let area = view.patch.line_box.dilated(MARGIN, view.before.width, view.before.height);
    let planted = planted(evidence, view.canvas, view.frame, area);
    let crop = Crop::new(view.before.crop(area), same_part(&view.after, &view.before, area), planted, false);
    let place = Shown { canvas: view.canvas, frames: (view.frame, view.frame), area };
    let row = index_row(evidence, finding, number, &crop, place);
    Some((crop, row))
}

/// What pictures show.
struct Shown {
    canvas: Canvas,
    /// Of the output and of the input.
    frames: (u32, u32),
    area: PixelBox,
}

fn index_row(evidence: &Evidence<'_>, finding: &Finding, number: usize, crop: &Crop, shown: Shown) -> IndexRow {
    let (output_frame, input_frame) = shown.frames;
    let is_damage = finding.topic == Topic::PixelDamage;
    let name = match is_damage {
        true => format!("{}-D{number:04}-f{output_frame}", evidence.truth.patient),
        false if finding.moved => format!("{}-moved-f{output_frame}", finding.plant),
        false => format!("{}-f{output_frame}", finding.plant),
    };
    let verdict = finding.verdict.map_or_else(|| finding.form.clone(), |verdict| verdict.to_string());
    IndexRow {
        topic: finding.topic.to_string(),
        verdict,
        plant: finding.plant.clone(),
        trap: finding.trap.clone(),
        patient: evidence.truth.patient.clone(),
        instance: evidence.row.instance.clone(),
        frame: output_frame,
        input_frame,
        canvas: shown.canvas.to_string(),
        area: shown.area.to_string(),
        shrunk: crop.shrunk(),
        low: crop.low,
        high: crop.high,
        difference_range: crop.most,
        before: format!("{name}.before.png"),
        after: format!("{name}.after.png"),
        difference: format!("{name}.difference.png"),
        before_masked: format!("{name}.before.masked.png"),
        after_masked: format!("{name}.after.masked.png"),
        crop: name,
    }
}

/// Boxes of all that is planted on a canvas in a frame, in pixels of the crop.
fn planted(evidence: &Evidence<'_>, canvas: Canvas, frame: u32, crop: PixelBox) -> Vec<PixelBox> {
    let patches = evidence.truth.patches.iter().filter(|patch| {
        patch.instance == evidence.row.instance && patch.canvas == canvas && patch.frames.contains(frame)
    });
    let drawn = patches.map(|patch| patch.value_box.unwrap_or(patch.line_box));
    let plants = evidence.plants().filter(|plant| plant.surface == Surface::Pixel && plant.patch.is_empty());
    let unrecorded = plants.filter(|_| canvas == Canvas::Frames).filter_map(|plant| plant.value_box.or(plant.line_box));
    drawn.chain(unrecorded).filter_map(|area| within(area.dilated(MASK_MARGIN, u32::MAX, u32::MAX), crop)).collect()
}

/// The part of the output that shows what the input shows in `area`.
fn same_part(after: &Raster, before: &Raster, area: PixelBox) -> Raster {
    let same_size = (after.width, after.height) == (before.width, before.height);
    if same_size { after.crop(area) } else { stretched(after, before, area) }
}

/// The part of a box that lies in another, in pixels of that one.
fn within(area: PixelBox, crop: PixelBox) -> Option<PixelBox> {
    let (left, top) = (area.x.max(crop.x), area.y.max(crop.y));
    let right = area.x.saturating_add(area.width).min(crop.x + crop.width);
    let bottom = area.y.saturating_add(area.height).min(crop.y + crop.height);
    (left < right && top < bottom).then(|| PixelBox::new(left - crop.x, top - crop.y, right - left, bottom - top))
}

/// The same part of a picture of another size, as large as in the first.
fn stretched(after: &Raster, before: &Raster, area: PixelBox) -> Raster {
    let channels = after.channels as usize;
    let mut samples = Vec::with_capacity(area.area() as usize * channels);
    let scaled = |at: u32, from: u32, to: u32| (u64::from(at) * u64::from(to) / u64::from(from.max(1))) as usize;
    for y in area.y..area.y + area.height {
        for x in area.x..area.x + area.width {
            let (x, y) = (scaled(x, before.width, after.width), scaled(y, before.height, after.height));
            let first = (y * after.width as usize + x) * channels;
            samples.extend(after.samples.get(first..first + channels).unwrap_or_default());
        }
    }
    Raster { width: area.width, height: area.height, channels: after.channels, samples }
}

/// The frame and the box that a text names, as `frame 3 box 10,20,60,40`.
fn frame_and_box(text: &str) -> (Option<u32>, Option<PixelBox>) {
    let word_behind = |name: &str| {
        let mut words = text.split([' ', ';']);
        words.by_ref().find(|word| *word == name)?;
        words.next()
    };
    let frame = word_behind("frame").and_then(|word| word.trim_matches(',').parse().ok());
    let area = word_behind("box").or(word_behind("at")).and_then(|word| word.trim_matches(',').parse().ok());
    (frame, area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_from_what_findings_say() {
        let area = Some(PixelBox::new(10, 20, 60, 40));
        assert_eq!(frame_and_box("(7FE0,0010) frame 3 box 10,20,60,40"), (Some(3), area));
        assert_eq!(frame_and_box("frame 19 at 10,20,60,40"), (Some(19), area));
        assert_eq!(frame_and_box("frame 7, rank 1, 8.6 bits, lead 40"), (Some(7), None));
        assert_eq!(frame_and_box("the frame can't be decoded"), (None, None));
    }
}
