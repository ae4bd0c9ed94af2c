//! Burning lines into frames.

use super::Backing;
use super::Caption;
use super::Look;
use super::Paint;
use super::Place;
use super::Room;
use super::Tint;
use super::decoys::alphabet;
use super::decoys::record;
use super::instances::order;
use super::layout::Block;
use super::layout::SetLine;
use super::layout::set;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::mask::Mask;
use crate::ink::sheet::GlyphSheet;
use crate::instance::Burn;
use crate::instance::Instance;
use crate::traps::Planting;

/// Lines to burn.
pub(in crate::traps::pixel) struct Plan<'a> {
    /// Number of the instance.
    pub(in crate::traps::pixel) instance: usize,
    /// The lines.
    pub(in crate::traps::pixel) captions: &'a [Caption],
    /// How they look.
    pub(in crate::traps::pixel) look: Look,
    /// Where they are wanted.
    pub(in crate::traps::pixel) place: Place,
    /// The frames that show them.
    pub(in crate::traps::pixel) frames: FrameSet,
    /// Burns of the instance from this one on stand in other frames of the same trap, and may lie in the same place.
    pub(in crate::traps::pixel) own: Option<usize>,
}

impl<'a> Plan<'a> {
    /// Lines in the first frame.
    pub(in crate::traps::pixel) fn new(instance: usize, captions: &'a [Caption], look: Look, place: Place) -> Self {
        Self { instance, captions, look, place, frames: FrameSet::all(1), own: None }
    }
}

/// Lines with their place in the picture.
struct Placed {
    block: Block,
    /// Column and row of the block.
    at: (u32, u32),
    /// Pixels that the backing stands out on every side.
    rim: u32,
}

/// Burns lines into the first picture that has room for them where they are wanted, those that are `preferred` first; where
/// none has, into the first with room anywhere. In small pictures the longest lines are left out, and it is noted.
pub(in crate::traps::pixel) fn burn_somewhere(
    planting: &mut Planting<'_>,
    preferred: impl Fn(&Instance) -> bool,
    captions: &[Caption],
    look: Look,
    place: Place,
) {
    let numbers = order(planting, &preferred);
    let wanted = |number: &usize| planting.study.at(*number).is_some_and(&preferred);
    let (wanted, others): (Vec<usize>, Vec<usize>) = numbers.into_iter().partition(wanted);
    let mut captions = captions.to_vec();
    while !captions.is_empty() {
        for (group, strict) in [(&wanted, true), (&wanted, false), (&others, true), (&others, false)] {
            for instance in group {
                let frames = FrameSet::all(frames_of(planting, *instance));
                let plan = Plan { frames, ..Plan::new(*instance, &captions, look, place.clone()) };
                if burn_plan(planting, &plan, strict) {
                    return;
                }
            }
        }
        planting.problems.push(format!("no picture has room for {} lines of {} pixels", captions.len(), look.least_px));
        leave_out_longest(&mut captions);
    }
}

/// Burns lines where they are wanted, or anywhere else in the same picture, the longest being left out where there is no
/// room; tells whether any was burned.
pub(in crate::traps::pixel) fn burn(planting: &mut Planting<'_>, plan: &Plan<'_>) -> bool {
    let mut captions = plan.captions.to_vec();
    while !captions.is_empty() {
        let plan = Plan { captions: &captions, place: plan.place.clone(), frames: plan.frames.clone(), ..*plan };
        if burn_plan(planting, &plan, true) || burn_plan(planting, &plan, false) {
            return true;
        }
        let (lines, least) = (captions.len(), plan.look.least_px);
        planting.problems.push(format!("the picture has no room for {lines} lines of {least} pixels"));
        leave_out_longest(&mut captions);
    }
    false
}

/// Takes the line with most letters out.
pub(super) fn leave_out_longest(captions: &mut Vec<Caption>) {
    let length = |number: &usize| captions.get(*number).map_or(0, |caption| caption.text().chars().count());
    if let Some(longest) = (0..captions.len()).max_by_key(length) {
        captions.remove(longest);
    }
}

/// Frames of an instance, 0 without pixels.
fn frames_of(planting: &Planting<'_>, instance: usize) -> u32 {
    let pixels = planting.study.at(instance).and_then(|instance| instance.pixels.as_ref());
    pixels.map_or(0, |pixels| pixels.frames())
}

fn burn_plan(planting: &mut Planting<'_>, plan: &Plan<'_>, strict: bool) -> bool {
    let Some(target) = planting.study.at_mut(plan.instance) else { return false };
    let (Some(room), Some(first)) = (Room::beside(target, plan.own), plan.frames.iter().next()) else { return false };
    let Some(placed) = fit(plan, &room, strict) else { return false };
    let Some(paint) = Paint::of(target, first) else { return false };
    burn_backing(target, plan, &placed, &paint);
    let texts: Vec<&str> = placed.block.lines.iter().map(|line| line.text.as_str()).collect();
    let sheet = alphabet(&plan.look, &placed.block.typeface, &texts);
    let area = PixelBox::new(placed.at.0, placed.at.1, placed.block.width, placed.block.height);
    let ink = ink(&paint, area, &plan.look);
    for (caption, line) in plan.captions.iter().zip(&placed.block.lines) {
        let burn = line_burn(line, placed.at, ink, &plan.frames);
        burn_line(planting, plan, caption, vec![burn], line, &sheet);
    }
    true
}

/// The largest size for which there is room, and the place.
fn fit(plan: &Plan<'_>, room: &Room, strict: bool) -> Option<Placed> {
    let look = &plan.look;
    (look.least_px..=look.px).rev().find_map(|px| {
        let block = set(plan.captions, look, px)?;
        let rim = rim(look, px);
        let (width, height) = (block.width + 2 * rim, block.height + 2 * rim);
        let place = if strict { room.find(&plan.place, width, height) } else { room.find_anywhere(width, height) };
        place.map(|(x, y)| Placed { block, at: (x + rim, y + rim), rim })
    })
}

/// How far what is painted under lines stands out.
fn rim(look: &Look, px: u32) -> u32 {
    match look.backing {
        Backing::None => 0,
        Backing::Bar(_) | Backing::Even => (px / 3).max(3),
        Backing::Shadow => shift(px),
    }
}

/// How far a shadow falls.
fn shift(px: u32) -> u32 {
    px.div_ceil(10).max(1)
}

fn ink(paint: &Paint, area: PixelBox, look: &Look) -> Ink {
    paint.ink(area, look.tint, look.opacity)
}

/// Paints what stands under the letters and holds no identifier.
fn burn_backing(target: &mut Instance, plan: &Plan<'_>, placed: &Placed, paint: &Paint) {
    let block = &placed.block;
    let area = PixelBox::new(placed.at.0, placed.at.1, block.width, block.height);
    let wide = PixelBox::new(
        area.x - placed.rim,
        area.y - placed.rim,
        area.width + 2 * placed.rim,
        area.height + 2 * placed.rim,
    );
    match plan.look.backing {
        Backing::None => {}
        Backing::Bar(tint) => {
            blank(target, &Mask::full(wide.width, wide.height), wide, paint.ink(area, tint, 255), &plan.frames)
        }
        Backing::Even => blank(target, &Mask::full(wide.width, wide.height), wide, paint.even(area), &plan.frames),
        Backing::Shadow => {
            let half = match plan.look.tint {
                Tint::Contrast(percent) => Tint::Contrast(percent / 2),
                other => other,
            };
            let ink = paint.ink(area, half, 255);
            for line in &block.lines {
                let shift = shift(block.typeface.px);
                let line_box = moved(line.line_box, (placed.at.0 + shift, placed.at.1 + shift));
                blank(target, &line.mask, line_box, ink, &plan.frames);
            }
        }
    }
}

/// Burns ink that holds no identifier.
pub(super) fn blank(target: &mut Instance, mask: &Mask, area: PixelBox, ink: Ink, frames: &FrameSet) {
    target.burns.push(Burn {
        name: next_name(target),
        text: String::new(),
        x: area.x,
        y: area.y,
        mask: mask.clone(),
        ink,
        frames: frames.clone(),
        value_box: None,
        line_box: area,
        decoys: Vec::new(),
    });
}

/// Name of the next burn, unique in the patient.
pub(super) fn next_name(target: &Instance) -> String {
    format!("{}-L{}", target.id, target.burns.len())
}

fn moved(area: PixelBox, (x, y): (u32, u32)) -> PixelBox {
    PixelBox { x: area.x + x, y: area.y + y, ..area }
}

/// A line of a block that stands at some column and row; still without a name.
fn line_burn(line: &SetLine, at: (u32, u32), ink: Ink, frames: &FrameSet) -> Burn {
    let line_box = moved(line.line_box, at);
    Burn {
        name: String::new(),
        text: line.text.clone(),
        x: line_box.x,
        y: line_box.y,
        mask: line.mask.clone(),
        ink,
        frames: frames.clone(),
        value_box: Some(moved(line.value_box, at)),
        line_box,
        decoys: Vec::new(),
    }
}

/// Burns one line, in one or several places, and records it as one plant.
fn burn_line(
    planting: &mut Planting<'_>,
    plan: &Plan<'_>,
    caption: &Caption,
    burns: Vec<Burn>,
    line: &SetLine,
    sheet: &GlyphSheet,
) {
    let Some(target) = planting.study.at_mut(plan.instance) else { return };
    let Some((value_box, line_box)) = burns.first().map(|burn| (burn.value_box, burn.line_box)) else { return };
    let mut names = Vec::new();
    let mut frames = Vec::new();
    for burn in burns {
        frames.extend(burn.frames.iter());
        let name = next_name(target);
        names.push(name.clone());
        target.burns.push(Burn { name, ..burn });
    }
    let plant = planting.record_pixels(plan.instance, caption.secret(), |plant| {
        plant.context.clone_from(&line.text);
        plant.frames = FrameSet::from_frames(frames);
        plant.value_box = value_box;
        plant.line_box = Some(line_box);
        plant.rotation = rotation(&plan.look);
        plant.face.clone_from(&sheet.face);
        plant.font_px = sheet.px;
        plant.patch = names.join(" ");
    });
    if let Some(plant) = plant {
        record(planting, plant, sheet, caption, line.value_width);
    }
}

/// Degrees clockwise.
pub(super) fn rotation(look: &Look) -> u16 {
    u16::from(look.quarters % 4) * 90
}

/// Burns one line in several places, as one plant. `stops` gives the frames and the place of each, from the room, the size of
/// the line and the number of frames.
pub(in crate::traps::pixel) fn burn_places(
    planting: &mut Planting<'_>,
    instance: usize,
    caption: &Caption,
    look: Look,
    stops: impl Fn(&Room, (u32, u32), u32) -> Vec<(FrameSet, (u32, u32))>,
) -> bool {
    let count = frames_of(planting, instance);
    let Some(target) = planting.study.at_mut(instance) else { return false };
    let captions = std::slice::from_ref(caption);
    let plan = Plan::new(instance, captions, look, Place::Free);
    let Some(room) = Room::of(target) else { return false };
    let fitting = (look.least_px..=look.px).rev().find_map(|px| {
        let block = set(captions, &look, px)?;
        let stops = stops(&room, (block.width, block.height), count);
        (!stops.is_empty()).then_some((block, stops))
    });
    let Some((block, stops)) = fitting else { return false };
    let Some(line) = block.lines.first() else { return false };
    let mut burns = Vec::new();
    for (frames, at) in stops {
        let Some(paint) = frames.iter().next().and_then(|first| Paint::of(target, first)) else { continue };
        let area = PixelBox::new(at.0, at.1, block.width, block.height);
        burns.push(line_burn(line, at, ink(&paint, area, &look), &frames));
    }
    let sheet = alphabet(&look, &block.typeface, &[&line.text]);
    burn_line(planting, &plan, caption, burns, line, &sheet);
    true
}
