//! Lines on overlay planes and icons: in their plane, in any other that the output has, and burned into its frames.

use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::registration::register;
use crate::detectors::pixel_leak::burned_in::in_frames;
use crate::detectors::pixel_leak::crops::Crops;
use crate::detectors::pixel_leak::exact;
use crate::detectors::pixel_leak::frames::Look;
use crate::detectors::pixel_leak::line::Line;
use crate::detectors::pixel_leak::reading;
use crate::detectors::pixel_leak::report;
use crate::detectors::pixel_leak::seen::Seen;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::icon;
use crate::dicom::locus::PixelBox;
use crate::dicom::overlay;
use crate::dicom::overlay::OverlayError;
use crate::dicom::overlay::Place;
use crate::dicom::overlay::Plane;
use crate::dicom::pixels::PixelReader;
use crate::finding::Verdict;
use crate::ink::burn::Ink;

/// Level of a set sample of a plane: two levels are too few for tests that allow for rounding.
const SET: i32 = 255;

/// Judges all lines of one canvas and notes the verdicts.
pub(super) fn judge<'a>(evidence: &Evidence<'a>, notes: &mut Notes, canvas: Canvas, mut lines: Vec<Line<'a>>) {
    match canvas {
        Canvas::Overlay(group) => {
            for line in &mut lines {
                on_planes(evidence, line, group);
            }
            if let Ok(mut look) = Look::new(evidence) {
                for line in lines.iter_mut().filter(|line| !line.is_done()) {
                    in_frames(&mut look, line);
                }
            }
        }
        Canvas::Icon => on_icon(evidence, &mut lines),
        Canvas::Frames => {}
    }
    for line in &mut lines {
        let frame = line.worst.as_ref().map_or(0, |(_, frame)| *frame);
        if let Some(seen) = reading::read(line) {
            line.note(seen, frame);
        }
        report::line(evidence, notes, line, canvas);
    }
}

/// A line of a plane in every plane of the output that is shown on the same frames.
fn on_planes(evidence: &Evidence<'_>, line: &mut Line<'_>, group: u16) {
    let Some(own) = overlay::planes(evidence.input).into_iter().find(|plane| plane.group == group) else {
        line.problem = Some("the input has no such overlay plane".to_owned());
        return;
    };
    let planes = overlay::planes(evidence.output);
    for index in 0..line.places.len() {
        let frames: Vec<u32> = line.places.get(index).into_iter().flat_map(|place| place.patch.frames.iter()).collect();
        for frame in frames {
            if let Some(place) = line.places.get_mut(index) {
                place.shown.insert(frame);
            }
            // Where no plane is left, there is nothing of the line on any.
            line.note(Seen::told(Verdict::Held, "gone", String::new(), 0.0), frame);
            let Ok(burned) = overlay::frame(evidence.input, group, frame) else {
                line.problem = Some("the overlay plane of the input can't be read".to_owned());
                return;
            };
            let mut found = bits_left(evidence, &own, frame).into_iter().collect::<Vec<Raster>>();
            for plane in &planes {
                let area = line.places.get(index).map(|place| place.value_box);
                match overlay::frame(evidence.output, plane.group, frame) {
                    // Another plane that shows what it showed: what stands there was planted for itself.
                    Ok(native) if plane.group != group && as_before(evidence, plane, frame, &native, area) => {}
                    Ok(native) => found.push(set(&plane.format(), &native)),
                    // A plane that is shown on other frames shows nothing of the line on this one.
                    Err(OverlayError::NoSuchFrame { .. } | OverlayError::NoPlane(_)) => {}
                    Err(error) => line.problem = line.problem.take().or(Some(error.to_string())),
                }
            }
            for found in found {
                let ink = Ink { levels: [SET; 3], opacity: 255 };
                let pictures = [set(&own.format(), &burned), found];
                on_pictures(evidence, line, index, frame, pictures, (own.format(), ink));
                if line.is_done() {
                    return;
                }
            }
        }
    }
}

/// Whether a plane of the output shows in `area` of a frame just what the plane of the same group of the input shows.
fn as_before(evidence: &Evidence<'_>, plane: &Plane, frame: u32, native: &[u8], area: Option<PixelBox>) -> bool {
    let (Some(area), Ok(before)) = (area, overlay::frame(evidence.input, plane.group, frame)) else { return false };
    let twin = overlay::planes(evidence.input).into_iter().find(|twin| twin.group == plane.group);
    twin.is_some_and(|twin| twin.format() == plane.format() && exact::is_equal(&plane.format(), native, &before, area))
}

/// The bit of the output's samples in which the input had a plane, whatever the output says of planes: who takes the
/// description away leaves the bits.
pub(in crate::detectors) fn bits_left(evidence: &Evidence<'_>, own: &Plane, frame: u32) -> Option<Raster> {
    let Place::Bit(bit) = own.place else { return None };
    let reader = PixelReader::new(evidence.output).ok()?;
    let format = reader.format();
    if format.samples != 1 || format.bits_allocated != 16 || bit >= 16 {
        return None;
    }
    let native = reader.native(frame).ok()?;
    let level = |pair: &[u8]| match pair {
        [low, high] => i32::from(u16::from_le_bytes([*low, *high]) >> bit & 1) * SET,
        _ => 0,
    };
    let samples = native.chunks_exact(2).map(level).collect();
    Some(Raster { width: format.columns, height: format.rows, channels: 1, samples })
}

/// Samples of a plane as levels.
fn set(format: &PixelFormat, native: &[u8]) -> Raster {
    let mut raster = Raster::from_native(format, native, PixelBox::new(0, 0, format.columns, format.rows));
    raster.samples.iter_mut().for_each(|sample| *sample *= SET);
    raster
}

/// The lines of an icon.
fn on_icon(evidence: &Evidence<'_>, lines: &mut [Line<'_>]) {
    let whole = |(format, native): &(PixelFormat, Vec<u8>)| {
        Raster::from_native(format, native, PixelBox::new(0, 0, format.columns, format.rows))
    };
    let burned = match icon::pixels(evidence.input) {
        Ok(Some(burned)) => burned,
        Ok(None) => return all(lines, |line| line.problem = Some("the input has no icon".to_owned())),
        Err(error) => return all(lines, |line| line.problem = Some(error.to_string())),
    };
    let found = match icon::pixels(evidence.output) {
        Ok(found) => found,
        Err(error) => return all(lines, |line| line.problem = Some(error.to_string())),
    };
    for line in lines {
        for index in 0..line.places.len() {
            let Some(place) = line.places.get_mut(index) else { continue };
            place.shown.extend(place.patch.frames.iter());
            let ink = place.ink;
            match &found {
                None => line.note(Seen::told(Verdict::Held, "gone", String::new(), 0.0), 0),
                Some(found) => {
                    let frame = place.patch.frames.iter().next().unwrap_or(0);
                    let pictures = [whole(&burned), whole(found)];
                    on_pictures(evidence, line, index, frame, pictures, (burned.0, ink));
                }
            }
        }
    }
}

fn all(lines: &mut [Line<'_>], job: impl FnMut(&mut Line<'_>)) {
    lines.iter_mut().for_each(job);
}

/// Judges a place in one whole picture of the input and of the output; `format` is that of the recorded samples.
fn on_pictures(
    evidence: &Evidence<'_>,
    line: &mut Line<'_>,
    index: usize,
    frame: u32,
    [burned, found]: [Raster; 2],
    (format, ink): (PixelFormat, Ink),
) {
    let Some(place) = line.places.get(index) else { return };
    let same_size = (burned.width, burned.height) == (found.width, found.height);
    let alignment = if same_size {
        Ok(Alignment::identity())
    } else {
        register(&burned, &[place.patch.line_box], &found).map_err(|error| error.to_string())
    };
    let seen = alignment.and_then(|alignment| {
        let area = place.patch.area;
        let mut clean = place.clean(evidence.patches, &format, frame)?;
        if format.bits_allocated == 1 {
            clean.samples.iter_mut().for_each(|sample| *sample *= SET);
        }
        let crop = if same_size { found.crop(area) } else { resample(&found, &alignment, area) };
        let crops = Crops::new(place, line.plant.rotation, [burned.crop(area), clean, crop], ink);
        let seen = crops.judge(line, place, &alignment.map, alignment.certain, evidence.patches)?;
        Ok((seen, crops))
    });
    match seen {
        Ok((seen, crops)) => {
            line.sight(&seen, crops.around_value());
            line.note(seen, frame);
        }
        Err(why) => line.problem = line.problem.take().or(Some(why)),
    }
}
