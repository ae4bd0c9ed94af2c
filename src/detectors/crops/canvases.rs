//! Lines on overlay planes and icons: what the canvas shows before and after.

use crate::detectors::Evidence;
use crate::detectors::pixel_leak::BURNED_IN;
use crate::detectors::pixel_leak::bits_left;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::icon;
use crate::dicom::locus::PixelBox;
use crate::dicom::overlay;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::truth::PatchRow;
use crate::truth::Surface;

/// A canvas that is no frame, whole, before and after.
pub(super) struct View<'a> {
    pub(super) canvas: Canvas,
    pub(super) patch: &'a PatchRow,
    /// The frame of the picture on which it is shown.
    pub(super) frame: u32,
    pub(super) before: Raster,
    /// As large as `before`, or not.
    pub(super) after: Raster,
}

/// The canvas that a finding is about; `None` where that is a frame. What a tool burned into the picture stands there.
pub(super) fn canvas_of(evidence: &Evidence<'_>, finding: &Finding) -> Option<Canvas> {
    let is_plane = matches!(finding.surface, Some(Surface::Overlay | Surface::Icon));
    if finding.topic != Topic::Leak || finding.moved || !is_plane || finding.evidence.contains(BURNED_IN) {
        return None;
    }
    let told = finding.evidence.split(',').next().and_then(|word| word.parse().ok());
    let drawn = || patches(evidence, finding).map(|patch| patch.canvas).next();
    told.or_else(drawn).filter(|canvas| *canvas != Canvas::Frames)
}

fn patches<'a>(evidence: &Evidence<'a>, finding: &Finding) -> impl Iterator<Item = &'a PatchRow> {
    let truth = evidence.truth;
    let plant = truth.plants.iter().find(|plant| plant.id == finding.plant);
    plant.into_iter().flat_map(|plant| truth.patches_of(plant))
}

/// What stands on the canvas of a line before and after; `frame` is the one that the finding names. `None` where the output
/// has no such canvas.
pub(super) fn view<'a>(
    evidence: &Evidence<'a>,
    finding: &Finding,
    canvas: Canvas,
    frame: Option<u32>,
) -> Option<View<'a>> {
    let here = || patches(evidence, finding).filter(|patch| patch.canvas == canvas);
    let patch = here().find(|patch| frame.is_some_and(|frame| patch.frames.contains(frame))).or(here().next())?;
    let frame = frame.filter(|frame| patch.frames.contains(*frame)).or(patch.frames.iter().next()).unwrap_or(0);
    let (before, after) = match canvas {
        Canvas::Frames => return None,
        Canvas::Overlay(group) => planes(evidence, group, frame, patch.line_box)?,
        Canvas::Icon => icons(evidence)?,
    };
    Some(View { canvas, patch, frame, before, after })
}

fn whole(format: &PixelFormat, native: &[u8]) -> Raster {
    Raster::from_native(format, native, PixelBox::new(0, 0, format.columns, format.rows))
}

/// The plane of the input, and the one of the output that shows most of it in `area`: a tool may carry it to another group, or
/// leave its bits without a description.
fn planes(evidence: &Evidence<'_>, group: u16, frame: u32, area: PixelBox) -> Option<(Raster, Raster)> {
    let own = overlay::planes(evidence.input).into_iter().find(|plane| plane.group == group)?;
    let before = whole(&own.format(), &overlay::frame(evidence.input, group, frame).ok()?);
    let mut found: Vec<Raster> = overlay::planes(evidence.output)
        .iter()
        .filter_map(|plane| Some(whole(&plane.format(), &overlay::frame(evidence.output, plane.group, frame).ok()?)))
        .collect();
    found.extend(bits_left(evidence, &own, frame).map(|mut bits| {
        bits.samples.iter_mut().for_each(|sample| *sample = i32::from(*sample > 0));
        bits
    }));
    let unlike = |one: &Raster, other: &Raster| one.samples.iter().zip(&other.samples).filter(|(a, b)| a != b).count();
    let known = before.crop(area);
    let same_size = |after: &Raster| (after.width, after.height) == (before.width, before.height);
    // Several planes may hold the line: then the one that is like the input's elsewhere, too.
    let distance = |after: &Raster| match same_size(after) {
        true => (unlike(&known, &after.crop(area)), unlike(&before, after)),
        false => (usize::MAX, usize::MAX),
    };
    let after = found.into_iter().min_by_key(distance)?;
    Some((before, after))
}

/// Both icons, in brightness where one alone has colours.
fn icons(evidence: &Evidence<'_>) -> Option<(Raster, Raster)> {
    let read = |scan| icon::pixels(scan).ok().flatten().map(|(format, native)| whole(&format, &native));
    let (before, after) = (read(evidence.input)?, read(evidence.output)?);
    if before.channels == after.channels {
        return Some((before, after));
    }
    let bright = |raster: Raster| {
        let channels = raster.channels.max(1) as usize;
        let level = |pixel: &[i32]| pixel.iter().sum::<i32>() / pixel.len().max(1) as i32;
        Raster { samples: raster.samples.chunks_exact(channels).map(level).collect(), channels: 1, ..raster }
    };
    Some((bright(before), bright(after)))
}
