//! Text that a tool put elsewhere in the picture: where pixels outside the planted lines changed, each value whose own place
//! is not readable is looked for in the whole frame.

use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::moved;
use crate::detectors::ink_verdict::moved::Moved;
use crate::detectors::ink_verdict::moved::Sought;
use crate::detectors::pixel_leak::exact;
use crate::detectors::pixel_leak::frames::Look;
use crate::detectors::pixel_leak::frames::Shot;
use crate::detectors::pixel_leak::line::Line;
use crate::detectors::pixel_leak::upright;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// Pixels around the boxes that are left out, since ink and filters are felt there.
const GUARD: u32 = 10;
/// Side of the tiles in which changes are counted, in pixels.
const TILE: u32 = 16;
/// Share of a tile that must have changed.
const CHANGED: f64 = 0.15;
/// Change in levels of 8 bits that is more than rounding and recompression.
const LEVELS: f64 = 16.0;
/// Tiles that must have changed: a value is wider than high.
const FEWEST_TILES: usize = 2;
/// Share of all tiles above which the whole picture changed, and no text was put anywhere.
const MOST_TILES: f64 = 0.5;
/// Sizes of the text, relative to how it was drawn.
const SCALES: [f64; 3] = [1.0, 0.8, 1.25];

/// A value that stands elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Elsewhere {
    /// The frame of the output.
    pub(super) frame: u32,
    /// Its place, in coordinates of the input.
    pub(super) area: PixelBox,
    /// Whether it is but half of the value.
    pub(super) is_half: bool,
    pub(super) found: Moved,
}

/// Looks for each of `lines` in the first frame of the output that should show it. The answers are in the order of the lines.
pub(super) fn look(look: &mut Look<'_, '_>, lines: &[Line<'_>]) -> Vec<Option<Elsewhere>> {
    let mut known: Option<(u32, Option<Scene>)> = None;
    lines
        .iter()
        .map(|line| {
            if line.is_done() || line.places.iter().all(|place| place.sheet.is_none()) {
                return None;
            }
            let number = frame_of(look, line)?;
            if known.as_ref().is_none_or(|(other, _)| *other != number) {
                known = Some((number, scene(look, number, lines)));
            }
            let (_, scene) = known.as_ref()?;
            find(line, lines, scene.as_ref()?, number)
        })
        .collect()
}

/// The first frame of the output that should show a line.
fn frame_of(look: &Look<'_, '_>, line: &Line<'_>) -> Option<u32> {
    let shows = |source: u32| line.places.iter().any(|place| place.patch.frames.contains(source));
    (0..look.output.frames()).find(|number| look.source(*number).is_some_and(shows))
}

/// A frame without its planted lines, and the output laid over it.
struct Scene {
    source: u32,
    clean: Raster,
    found: Raster,
    map: IntensityMap,
}

/// `None` where nothing changed that could be text.
fn scene(look: &mut Look<'_, '_>, number: u32, lines: &[Line<'_>]) -> Option<Scene> {
    let shot = look.again(number)?;
    let format = look.input.format();
    let boxes: Vec<PixelBox> = look.boxes.iter().map(|area| area.dilated(GUARD, format.columns, format.rows)).collect();
    if format == look.output.format() && exact::is_equal_outside(&format, &shot.burned, &shot.found, &boxes) {
        return None;
    }
    let alignment = look.alignment(&shot)?;
    let mut clean = look.whole_input(&shot);
    for place in lines.iter().flat_map(|line| &line.places).filter(|place| place.patch.frames.contains(shot.source)) {
        let patch = place.clean(look.evidence.patches, &look.input.format(), shot.source).ok()?;
        paste(&look.readings.0.raster(patch), &mut clean, place.patch.area);
    }
    let found = laid_over(look, &shot, &alignment, &clean);
    let range = look.output.format().range();
    let least = LEVELS / 255.0 * (f64::from(range.1) - f64::from(range.0));
    let map = alignment.map;
    let worth = alignment.certain && has_changed(&clean, &found, &map, &look.boxes, least);
    worth.then_some(Scene { source: shot.source, clean, found, map })
}

fn laid_over(look: &Look<'_, '_>, shot: &Shot<'_>, alignment: &Alignment, input: &Raster) -> Raster {
    let whole = look.whole_output(shot);
    let same = (whole.width, whole.height) == (input.width, input.height);
    if same && alignment.in_place() {
        return whole.clone();
    }
    resample(whole, alignment, PixelBox::new(0, 0, input.width, input.height))
}

fn paste(patch: &Raster, whole: &mut Raster, area: PixelBox) {
    let (channels, stride) = (whole.channels as usize, whole.width as usize * whole.channels as usize);
    for (row, samples) in patch.samples.chunks_exact((patch.width as usize * channels).max(1)).enumerate() {
        let first = (area.y as usize + row) * stride + area.x as usize * channels;
        if let Some(target) = whole.samples.get_mut(first..first + samples.len()) {
            target.copy_from_slice(samples);
        }
    }
}

/// Whether samples changed here and there outside the boxes by more than recompression does.
fn has_changed(clean: &Raster, found: &Raster, map: &IntensityMap, boxes: &[PixelBox], least: f64) -> bool {
    let boxes: Vec<PixelBox> = boxes.iter().map(|area| area.dilated(GUARD, clean.width, clean.height)).collect();
    let level = |raster: &Raster, x: u32, y: u32| {
        let first = (y as usize * raster.width as usize + x as usize) * raster.channels as usize;
        let pixel = raster.samples.get(first..first + raster.channels as usize).unwrap_or_default();
        pixel.iter().map(|sample| f64::from(*sample)).sum::<f64>() / f64::from(raster.channels.max(1))
    };
    let (mut tiles, mut changed) = (0usize, 0usize);
    for top in (0..clean.height).step_by(TILE as usize) {
        for left in (0..clean.width).step_by(TILE as usize) {
            let tile = PixelBox::new(left, top, TILE, TILE).dilated(0, clean.width, clean.height);
            let near: Vec<&PixelBox> = boxes.iter().filter(|area| area.meets(tile)).collect();
            let (mut pixels, mut different) = (0u32, 0u32);
            for y in tile.y..tile.y + tile.height {
                for x in tile.x..tile.x + tile.width {
                    if near.iter().any(|area| area.contains(x, y)) {
                        continue;
                    }
                    pixels += 1;
                    let before = map.apply(0, level(clean, x, y));
                    different += u32::from((level(found, x, y) - before).abs() > least);
                }
            }
            tiles += usize::from(pixels > 0);
            changed += usize::from(pixels >= TILE && f64::from(different) >= CHANGED * f64::from(pixels));
        }
    }
    changed >= FEWEST_TILES && (changed as f64) < MOST_TILES * tiles as f64
}

/// A line anywhere but where the same value was planted.
fn find(line: &Line<'_>, lines: &[Line<'_>], scene: &Scene, frame: u32) -> Option<Elsewhere> {
    let place = line.places.iter().find(|place| place.patch.frames.contains(scene.source) && place.sheet.is_some())?;
    let sheet = place.sheet?;
    let orientation = upright::orientation(line.plant.rotation);
    let turned = |raster: &Raster| upright::raster(orientation, raster.clone());
    let sought = Sought { sheet, text: &line.plant.written, decoys: &line.decoys, ink: place.ink };
    let (clean, seen) = (turned(&scene.clean), turned(&scene.found));
    // Most tools that move text keep its size.
    let at = |scale: &f64| moved::find(&sought, &clean, &seen, &scene.map, &[*scale]);
    let whole = SCALES.iter().find_map(at);
    let is_half = whole.is_none();
    let found = whole.or_else(|| moved::find_half(&sought, &clean, &seen, &scene.map))?;
    let width = f64::from(sheet.width(&line.plant.written)?) * found.scale;
    let height = f64::from(sheet.line_height) * found.scale;
    let area = PixelBox::new(found.x, found.y, width.round() as u32, height.round() as u32);
    // From the upright picture back to that of the input.
    let back = upright::orientation(360 - line.plant.rotation % 360);
    let upright_size = orientation.upright_size((scene.clean.width, scene.clean.height));
    let area = upright::area(back, area, upright_size);
    let same_value = lines.iter().filter(|other| other.plant.written == line.plant.written);
    let own = same_value.flat_map(|other| &other.places).any(|place| place.value_box.meets(area));
    (!own).then_some(Elsewhere { frame, area, is_half, found })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(width: u32, height: u32) -> Raster {
        Raster { width, height, channels: 1, samples: vec![50; (width * height) as usize] }
    }

    fn with(mut raster: Raster, area: PixelBox, level: i32) -> Raster {
        let patch =
            Raster { width: area.width, height: area.height, channels: 1, samples: vec![level; area.area() as usize] };
        paste(&patch, &mut raster, area);
        raster
    }

    #[test]
    fn only_changes_outside_the_boxes_and_of_part_of_the_picture_count() {
        let clean = flat(160, 96);
        let line = PixelBox::new(40, 40, 60, 12);
        let changed = |found: &Raster| has_changed(&clean, found, &IntensityMap::identity(), &[line], 16.0);
        assert!(!changed(&clean) && !changed(&with(clean.clone(), line, 200)));
        assert!(changed(&with(clean.clone(), PixelBox::new(8, 8, 40, 10), 200)));
        assert!(!changed(&with(clean.clone(), PixelBox::new(8, 8, 40, 10), 60)), "a slight change");
        assert!(!changed(&with(clean.clone(), PixelBox::new(0, 0, 160, 96), 200)), "all of it");
    }

    #[test]
    fn boxes_that_touch_do_not_overlap() {
        let area = PixelBox::new(10, 10, 5, 5);
        assert!(area.meets(PixelBox::new(14, 14, 5, 5)) && !area.meets(PixelBox::new(15, 10, 5, 5)));
        assert!(!area.meets(PixelBox::new(10, 15, 5, 5)) && area.meets(area));
    }
}
