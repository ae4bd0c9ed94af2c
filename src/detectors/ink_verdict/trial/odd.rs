//! What a tool would do that was made to pass, and what a good one does that looks like it.

use crate::detectors::ink_verdict::trial::Planted;
use crate::detectors::ink_verdict::trial::apply::cut;
use crate::detectors::ink_verdict::trial::apply::spread;
use crate::detectors::ink_verdict::trial::fill;
use crate::detectors::ink_verdict::trial::letters;
use crate::detectors::ink_verdict::trial::normal;
use crate::detectors::ink_verdict::trial::paint::at;
use crate::detectors::ink_verdict::trial::paint::jpeg;
use crate::detectors::ink_verdict::trial::paint::near;
use crate::detectors::ink_verdict::trial::paint::overwrite;
use crate::detectors::ink_verdict::trial::paint::overwrite_at;
use crate::detectors::ink_verdict::trial::paint::paint;
use crate::detectors::ink_verdict::trial::tools::Tool;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::face::Face;
use crate::ink::glyph::Line;
use crate::ink::mask::Mask;
use crate::seed::Stream;
use rand::RngExt;

impl Tool {
    /// `None` for every other tool.
    pub(super) fn odd(self, line: &Planted, area: PixelBox, high: i32, rng: &mut Stream) -> Option<Raster> {
        let mut out = line.burned.clone();
        let burned = |x: u32, y: u32, c: u32| at(&line.burned, x, y, c);
        match self {
            Self::Checker => paint(&mut out, area, |x, y, c| if (x + y) % 2 == 0 { burned(x, y, c) } else { 0.0 }),
            Self::CheckerNoise => paint(&mut out, area, |x, y, c| {
                let noise = f64::from(rng.random_range(0..=high / 2));
                if (x + y) % 2 == 0 { burned(x, y, c) } else { noise }
            }),
            Self::Stripes(step) => {
                paint(&mut out, area, |x, y, c| if y % step == 0 { burned(x, y, c) } else { 0.0 });
            }
            Self::Negatives => {
                for cell in line.line_of(&line.text).boxes.iter().skip(1).step_by(2) {
                    let (x, y) = (line.value_box.x + cell.x, line.value_box.y);
                    let cell = PixelBox::new(x, y, cell.width, line.value_box.height);
                    paint(&mut out, cell, |x, y, c| f64::from(high) - burned(x, y, c));
                }
            }
            Self::Nudged(dx, dy) => {
                let from = |at: u32, by: i32| i64::from(at) - i64::from(by);
                let room = area.dilated(dx.unsigned_abs().max(dy.unsigned_abs()), out.width, out.height);
                paint(&mut out, room, |x, y, c| near(&line.burned, from(x, dx), from(y, dy), c));
            }
            Self::Flipped => paint(&mut out, area, |x, y, c| burned(2 * area.x + area.width - 1 - x, y, c)),
            Self::Torn => {
                paint(&mut out, area, |_, _, _| 0.0);
                let text = line.line_of(&line.text);
                let middle = text.boxes.get(text.boxes.len() / 2).map_or(0, |cell| cell.x);
                let width = text.mask.width;
                // The second half comes first, one row above the other.
                let top = area.y.saturating_sub(2 * text.mask.height + 6);
                print(&mut out, line, &piece(&text.mask, middle, width), (6, top));
                print(&mut out, line, &piece(&text.mask, 0, middle), (16, top + text.mask.height + 2));
            }
            Self::DiffuseGrain => {
                let hole = fill::hole_of(&out, area);
                fill::diffuse(&mut out, &hole);
                let smooth = out.clone();
                let (_, deviation) = spread(&line.clean.crop(area.dilated(12, out.width, out.height)));
                paint(&mut out, area, |x, y, c| at(&smooth, x, y, c) + 0.5 * deviation * normal(rng));
            }
            Self::PseudonymJpeg => {
                paint(&mut out, area, |x, y, c| at(&line.clean, x, y, c));
                overwrite(&mut out, line, &line.line_of(&line.other));
                out.samples.iter_mut().for_each(|sample| *sample = (*sample).clamp(0, high));
                out = jpeg(&out, 75, high);
            }
            Self::Stamp => {
                paint(&mut out, area, |_, _, _| 0.0);
                let word = letters(Face::LiberationSans, line.sheet.px).render("REDACTED").expect("in every face");
                let width = word.mask.width.min(out.width - line.value_box.x);
                overwrite_at(&mut out, line, line.value_box, &cut(word, width));
            }
            _ => return None,
        }
        Some(out)
    }
}

/// The columns of a mask from one to before another.
fn piece(mask: &Mask, from: u32, to: u32) -> Mask {
    let mut piece = Mask::empty(to.saturating_sub(from), mask.height);
    piece.lay(mask, -(from as i32), 0);
    piece
}

fn print(out: &mut Raster, line: &Planted, mask: &Mask, (x, y): (u32, u32)) {
    let width = mask.width.min(out.width.saturating_sub(x));
    let mask = piece(mask, 0, width);
    let text = Line { mask, ..line.line_of(&line.text) };
    overwrite_at(out, line, PixelBox::new(x, y, text.mask.width, text.mask.height), &text);
}
