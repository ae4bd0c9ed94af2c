//! A bright label painted into a picture, with dark marks on it: bar codes, or text that is seen from the side.

use super::Caption;
use super::Paint;
use super::Room;
use super::Tint;
use super::act::blank;
use super::act::next_name;
use super::decoys::other_values;
use super::instances::order;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::mask::Mask;
use crate::ink::perspective::Perspective;
use crate::instance::Burn;
use crate::instance::Instance;
use crate::traps::Planting;

/// Decoys of a mark, at most.
const DECOYS: usize = 60;
/// The paper and the print, in percent of white.
const PAPER: Tint = Tint::Bright(92);
const PRINT: Tint = Tint::Bright(6);

/// Draws a value; gives `None` where it can't be drawn.
type Draw<'a> = Box<dyn Fn(&str) -> Option<Mask> + 'a>;

/// Something printed on a label.
pub(in crate::traps::pixel) struct Mark<'a> {
    /// What it says.
    pub(in crate::traps::pixel) caption: Caption,
    /// Column and row on the label.
    pub(in crate::traps::pixel) place: (u32, u32),
    /// How a value is drawn.
    pub(in crate::traps::pixel) draw: Draw<'a>,
    /// How the marks are drawn, for the record; empty for text without letters that can be drawn one by one.
    pub(in crate::traps::pixel) face: &'static str,
    /// Em size of text, pixels of a module.
    pub(in crate::traps::pixel) px: u32,
}

/// A label.
pub(in crate::traps::pixel) struct Label<'a> {
    /// Columns of the label.
    pub(in crate::traps::pixel) width: u32,
    /// Rows of the label.
    pub(in crate::traps::pixel) height: u32,
    /// Its corners in a box of the picture, clockwise from the upper left, in percent of the label's size.
    pub(in crate::traps::pixel) corners: [(u32, u32); 4],
    /// What is printed on it.
    pub(in crate::traps::pixel) marks: Vec<Mark<'a>>,
}

/// Corners of a label that is seen straight.
pub(in crate::traps::pixel) const STRAIGHT: [(u32, u32); 4] = [(0, 0), (100, 0), (100, 100), (0, 100)];

impl Label<'_> {
    /// Paints it into all frames of an instance, on an even background or if need be anywhere; tells whether there was room.
    pub(in crate::traps::pixel) fn burn(
        &self,
        planting: &mut Planting<'_>,
        instance: usize,
        frames: &FrameSet,
    ) -> bool {
        let far = |of: fn(&(u32, u32)) -> u32| self.corners.iter().map(of).max().unwrap_or(100);
        let size = |side: u32, percent: u32| (side * percent).div_ceil(100);
        let (width, height) = (size(self.width, far(|at| at.0)), size(self.height, far(|at| at.1)));
        let Some(target) = planting.study.at_mut(instance) else { return false };
        let (Some(room), Some(first)) = (Room::of(target), frames.iter().next()) else { return false };
        let Some((x, y)) = room.find_anywhere(width, height) else { return false };
        let corner = |(across, down): (u32, u32)| {
            (
                f64::from(x) + f64::from(self.width * across) / 100.0,
                f64::from(y) + f64::from(self.height * down) / 100.0,
            )
        };
        let Some(view) = Perspective::new(self.width, self.height, self.corners.map(corner)) else { return false };
        let Some(paint) = Paint::of(target, first) else { return false };
        let whole = Mask::full(self.width, self.height);
        let area = view.area_of(self.width, self.height, (0, 0));
        blank(target, &view.seen(&whole, (0, 0), area), area, paint.ink(area, PAPER, 255), frames);
        for mark in &self.marks {
            let Some(drawn) = (mark.draw)(mark.caption.secret().written) else { continue };
            let area = view.area_of(drawn.width, drawn.height, mark.place);
            let print = Print { area, ink: paint.ink(area, PRINT, 255), frames };
            print.burn(planting, instance, mark, &|mask| view.seen(mask, mark.place, area));
        }
        true
    }

    /// The same in the first picture with room, those that are `preferred` first.
    pub(in crate::traps::pixel) fn burn_somewhere(
        &self,
        planting: &mut Planting<'_>,
        preferred: impl Fn(&Instance) -> bool,
    ) {
        for instance in order(planting, preferred) {
            let pixels = planting.study.at(instance).and_then(|target| target.pixels.as_ref());
            let frames = FrameSet::all(pixels.map_or(0, |pixels| pixels.frames()));
            if self.burn(planting, instance, &frames) {
                return;
            }
        }
        planting.problems.push(format!("no picture has room for a label of {} x {} pixels", self.width, self.height));
    }
}

/// Burns a mark alone into all frames of an instance; tells whether there was room.
pub(in crate::traps::pixel) fn burn_mark(
    planting: &mut Planting<'_>,
    instance: usize,
    mark: &Mark<'_>,
    tint: Tint,
) -> bool {
    let Some(drawn) = (mark.draw)(mark.caption.secret().written) else { return false };
    let Some(target) = planting.study.at_mut(instance) else { return false };
    let Some(room) = Room::of(target) else { return false };
    let Some((x, y)) = room.find_anywhere(drawn.width, drawn.height) else { return false };
    let Some(paint) = Paint::of(target, 0) else { return false };
    let frames = FrameSet::all(target.pixels.as_ref().map_or(0, |pixels| pixels.frames()));
    let area = PixelBox::new(x, y, drawn.width, drawn.height);
    let whole = PixelBox::new(0, 0, drawn.width, drawn.height);
    let print = Print { area, ink: paint.ink(area, tint, 255), frames: &frames };
    print.burn(planting, instance, mark, &|mask| mask.cropped(whole));
    true
}

/// Where and how a mark is printed.
struct Print<'a> {
    area: PixelBox,
    ink: Ink,
    frames: &'a FrameSet,
}

impl Print<'_> {
    /// Burns a mark and decoys of it; `seen` gives the ink in the area for what the mark draws.
    fn burn(&self, planting: &mut Planting<'_>, instance: usize, mark: &Mark<'_>, seen: &dyn Fn(&Mask) -> Mask) {
        let Some(drawn) = (mark.draw)(mark.caption.secret().written) else { return };
        let slack = 3.max(drawn.width * 6 / 100);
        let alike = |mask: &Mask| mask.height == drawn.height && mask.width.abs_diff(drawn.width) <= slack;
        let values = other_values(planting, &mark.caption, 6 * DECOYS);
        let masks = values.iter().filter_map(|value| (mark.draw)(value)).filter(alike);
        let decoys: Vec<Mask> = masks.take(DECOYS).map(|mask| seen(&mask)).collect();
        let Some(target) = planting.study.at_mut(instance) else { return };
        let name = next_name(target);
        let (area, text) = (self.area, mark.caption.text());
        target.burns.push(Burn {
            name: name.clone(),
            text: text.clone(),
            x: area.x,
            y: area.y,
            mask: seen(&drawn),
            ink: self.ink,
            frames: self.frames.clone(),
            value_box: Some(area),
            line_box: area,
            decoys,
        });
        planting.record_pixels(instance, mark.caption.secret(), |plant| {
            plant.context = text;
            plant.frames = self.frames.clone();
            plant.value_box = Some(area);
            plant.line_box = Some(area);
            plant.face = mark.face.to_owned();
            plant.font_px = mark.px;
            plant.patch = name;
        });
    }
}
