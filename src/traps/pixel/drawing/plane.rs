//! Text on what is no frame: overlay planes and icons.

use super::Caption;
use super::Look;
use super::Paint;
use super::Place;
use super::Room;
use super::Tint;
use super::act::leave_out_longest;
use super::act::rotation;
use super::decoys::alphabet;
use super::decoys::record;
use super::layout::set;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::dicom::overlay;
use crate::ink::burn::Ink;
use crate::ink::burn::burn;
use crate::ink::face::Face;
use crate::ink::lettering::Lettering;
use crate::instance::Burn;
use crate::instance::Drawn;
use crate::instance::PATCH_MARGIN;
use crate::instance::PatchRecord;
use crate::traps::Planting;

/// A picture of one byte for each sample, to draw on.
pub(in crate::traps::pixel) struct Sheet {
    canvas: Canvas,
    clean: Paint,
    /// The samples with what was drawn.
    pub(in crate::traps::pixel) native: Vec<u8>,
    room: Room,
}

impl Sheet {
    /// An empty overlay plane.
    pub(in crate::traps::pixel) fn plane(group: u16, rows: u32, columns: u32) -> Self {
        let format = overlay::format(rows, columns);
        Self::new(Canvas::Overlay(group), format, vec![0; rows as usize * columns as usize])
    }

    /// A picture of 8 bits, or of one in a byte.
    pub(in crate::traps::pixel) fn new(canvas: Canvas, format: PixelFormat, native: Vec<u8>) -> Self {
        let room = Room::empty(format.columns, format.rows);
        Self { canvas, clean: Paint::of_samples(format, native.clone()), native, room }
    }

    /// The layout.
    pub(in crate::traps::pixel) fn format(&self) -> PixelFormat {
        self.clean.format
    }

    /// Draws lines in the largest size for which there is room, and records them. On a small one the longest are left out.
    pub(in crate::traps::pixel) fn draw(
        &mut self,
        planting: &mut Planting<'_>,
        instance: usize,
        captions: &[Caption],
        look: &Look,
        place: &Place,
        frames: &FrameSet,
    ) {
        let mut captions = captions.to_vec();
        while !captions.is_empty() && !self.draw_all(planting, instance, &captions, look, place, frames) {
            planting.problems.push(format!("the {} has no room for {} lines", self.canvas, captions.len()));
            leave_out_longest(&mut captions);
        }
    }

    fn draw_all(
        &mut self,
        planting: &mut Planting<'_>,
        instance: usize,
        captions: &[Caption],
        look: &Look,
        place: &Place,
        frames: &FrameSet,
    ) -> bool {
        let fitting = (look.least_px..=look.px).rev().find_map(|px| {
            let block = set(captions, look, px)?;
            let at = self.room.find(place, block.width, block.height);
            at.or_else(|| self.room.find_anywhere(block.width, block.height)).map(|at| (block, at))
        });
        let Some((block, (x, y))) = fitting else { return false };
        self.room.take(PixelBox::new(x, y, block.width, block.height));
        let texts: Vec<&str> = block.lines.iter().map(|line| line.text.as_str()).collect();
        let sheet = alphabet(look, &block.typeface, &texts);
        let ink = match self.canvas {
            Canvas::Overlay(_) => Ink { levels: [1; 3], opacity: 255 },
            _ => self.clean.ink(PixelBox::new(x, y, block.width, block.height), look.tint, look.opacity),
        };
        for (caption, line) in captions.iter().zip(&block.lines) {
            let Some(target) = planting.study.at_mut(instance) else { return false };
            let moved = |area: PixelBox| PixelBox { x: area.x + x, y: area.y + y, ..area };
            let name = format!("{}-D{}", target.id, target.drawn.len());
            let line_box = moved(line.line_box);
            let burned = Burn {
                name: name.clone(),
                text: line.text.clone(),
                x: line_box.x,
                y: line_box.y,
                mask: line.mask.clone(),
                ink,
                frames: frames.clone(),
                value_box: Some(moved(line.value_box)),
                line_box,
                decoys: Vec::new(),
            };
            let (value_box, format) = (burned.value_box, self.format());
            burn(&format, &mut self.native, burned.x, burned.y, &burned.mask, ink);
            let area = line_box.dilated(PATCH_MARGIN, format.columns, format.rows);
            let clean = Raster::from_native(&format, self.clean.native(), area).samples;
            let clean: Vec<u8> = clean.into_iter().map(|sample| sample as u8).collect();
            let native = clean.repeat(frames.len());
            let under = PatchRecord { name: name.clone(), area, frames: frames.clone(), native };
            target.drawn.push(Drawn { canvas: self.canvas, burn: burned, format, record: under });
            let plant = planting.record_pixels(instance, caption.secret(), |plant| {
                plant.context.clone_from(&line.text);
                plant.frames = frames.clone();
                plant.value_box = value_box;
                plant.line_box = Some(line_box);
                plant.rotation = rotation(look);
                plant.face.clone_from(&sheet.face);
                plant.font_px = sheet.px;
                plant.patch = name;
            });
            if let Some(plant) = plant {
                record(planting, plant, &sheet, caption, line.value_width);
            }
        }
        true
    }
}

/// How lines on an overlay plane look.
pub(in crate::traps::pixel) fn plane_look() -> Look {
    Look::new(Face::DejaVuSansBold, 22, 11, Tint::Contrast(100)).lettered(Lettering::Crisp)
}

/// Draws lines on a plane of one frame, which is written into Overlay Data of an instance.
pub(in crate::traps::pixel) fn draw_plane(
    planting: &mut Planting<'_>,
    instance: usize,
    group: u16,
    captions: &[Caption],
    place: Place,
) {
    let Some(format) = planting.study.at(instance).and_then(|target| target.pixels.as_ref()).map(|p| p.format()) else {
        return;
    };
    let mut sheet = Sheet::plane(group, format.rows, format.columns);
    sheet.draw(planting, instance, captions, &plane_look(), &place, &FrameSet::all(1));
    if let Some(target) = planting.study.at_mut(instance) {
        let size = (format.rows as u16, format.columns as u16);
        overlay::write_plane(&mut target.object, group, size, None, &sheet.native);
    }
}
