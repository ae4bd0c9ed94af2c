//! Colours, typeface and axes that all plots share.

use crate::report::plots::form::Area;
use crate::report::plots::form::Drawn;
use plotters::element::PathElement;
use plotters::element::Text;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;
use plotters::style::FontStyle;
use plotters::style::RGBColor;
use plotters::style::TextStyle;
use plotters::style::register_font;
use plotters::style::text_anchor::HPos;
use plotters::style::text_anchor::Pos;
use plotters::style::text_anchor::VPos;
use std::sync::Once;

/// Behind everything.
pub(super) const GROUND: RGBColor = RGBColor(255, 255, 255);
/// Text. On the ground 14 to 1.
pub(super) const INK: RGBColor = RGBColor(31, 41, 51);
/// Text of less weight. On the ground 7 to 1.
pub(super) const FAINT: RGBColor = RGBColor(82, 96, 109);
/// Lines behind the data.
pub(super) const GRID: RGBColor = RGBColor(221, 227, 233);
/// A leak. White text on it has 5 to 1.
pub(super) const LEAK: RGBColor = RGBColor(196, 60, 53);
/// Anything that is neither good nor bad.
pub(super) const PLAIN: RGBColor = RGBColor(42, 111, 176);
/// As it should be.
pub(super) const GOOD: RGBColor = RGBColor(46, 125, 80);

/// Colours of several lines in one plot, apart in lightness too.
pub(super) const LINES: &[RGBColor] = &[LEAK, PLAIN, GOOD, RGBColor(138, 90, 22), RGBColor(112, 72, 160), INK];

/// Width of an average letter in parts of the size of the typeface; labels are given room by it.
const LETTER: f64 = 0.56;

/// Size of labels, pixels.
pub(super) const LABEL: u32 = 13;
/// Size of titles, pixels.
pub(super) const TITLE: u32 = 15;

/// Plots are drawn with an embedded typeface, so that a PNG needs none of the machine.
pub(super) fn register_typeface() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let bytes = include_bytes!("../../../fonts/DejaVuSans.ttf");
        // A typeface that was refused shows as an error of the first plot.
        let _ = register_font("sans-serif", FontStyle::Normal, bytes);
    });
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy)]
pub(super) enum Hold {
    Left,
    Middle,
    Right,
}

/// Writes a text whose middle line is at `y`.
pub(super) fn write<B: DrawingBackend>(
    area: &Area<B>,
    text: &str,
    (x, y): (i32, i32),
    size: u32,
    colour: RGBColor,
    hold: Hold,
) -> Drawn<B> {
    let hold = match hold {
        Hold::Left => HPos::Left,
        Hold::Middle => HPos::Center,
        Hold::Right => HPos::Right,
    };
    let style = TextStyle::from(("sans-serif", size)).pos(Pos::new(hold, VPos::Center)).color(&colour);
    area.draw(&Text::new(text.to_owned(), (x, y), style))
}

/// Draws a straight line of a width.
pub(super) fn line<B: DrawingBackend>(area: &Area<B>, ends: [(i32, i32); 2], colour: RGBColor, width: u32) -> Drawn<B> {
    area.draw(&PathElement::new(ends.to_vec(), colour.stroke_width(width)))
}

/// Pixels that the longest of some labels needs, within bounds.
pub(super) fn room<'a>(labels: impl Iterator<Item = &'a str>, size: u32, least: u32, most: u32) -> u32 {
    let longest = labels.map(|label| label.chars().count()).max().unwrap_or(0);
    ((longest as f64 * f64::from(size) * LETTER).ceil() as u32).clamp(least, most)
}

/// A label cut to the room it has.
pub(super) fn fitted(label: &str, size: u32, room: u32) -> String {
    let most = (f64::from(room) / (f64::from(size) * LETTER)).floor() as usize;
    if label.chars().count() <= most {
        return label.to_owned();
    }
    label.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Round numbers from 0 to at least `most`, at most six of them.
pub(super) fn ticks(most: f64) -> Vec<f64> {
    let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
    let rough = most / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough);
    let step = step.unwrap_or(rough);
    let count = (most / step - 1e-9).ceil().max(1.0) as u32;
    (0..=count).map(|number| f64::from(number) * step).collect()
}

/// A number with as many digits as it needs.
pub(super) fn short(number: f64) -> String {
    let decimals = match number.abs() {
        0.0 => 0,
        small if small < 0.1 => 3,
        small if small < 1.0 => 2,
        small if small < 10.0 && small.fract() != 0.0 => 1,
        _ => 0,
    };
    format!("{number:.decimals$}")
}

/// A share as a percentage for an axis or a cell.
pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        small if small > 0.0 && small < 0.1 => "<0.1 %".to_owned(),
        whole if (whole - whole.round()).abs() < 1e-9 => format!("{whole:.0} %"),
        other => format!("{other:.1} %"),
    }
}
