//! Leak rates as bars with their intervals.

use crate::report::plots::form::Area;
use crate::report::plots::form::Drawn;
use crate::report::plots::form::LARGEST;
use crate::report::plots::form::Plot;
use crate::report::plots::style;
use crate::report::plots::style::Hold;
use plotters::element::Rectangle;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

/// Pixels of the bars' part of the plot.
const BARS: u32 = 420;
/// Pixels of a row.
const ROW: u32 = 24;
/// Pixels above the first row.
const TOP: u32 = 34;
/// Pixels below the last row, for the axis.
const BOTTOM: u32 = 30;
/// Pixels to the right of the bars, for the figures.
const FIGURES: u32 = 190;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct RateRow {
    /// What leaked.
    pub label: String,
    /// How much of it.
    pub part: u64,
    /// Out of how much.
    pub whole: u64,
    /// Ends of the 95 % interval, between 0 and 1; `None` where nothing was measured.
    pub interval: Option<(f64, f64)>,
}

/// Bars from 0 to 100 %, one below another, each with its interval and its counts.
#[derive(Clone, Debug, PartialEq)]
pub struct LeakRate {
    /// What all bars are about.
    pub title: String,
    /// The bars, in the order of drawing.
    pub rows: Vec<RateRow>,
}

impl LeakRate {
    fn shown(&self) -> &[RateRow] {
        let most = ((LARGEST - TOP - BOTTOM) / ROW) as usize;
        self.rows.get(..most).unwrap_or(&self.rows)
    }

    fn label_room(&self) -> u32 {
        style::room(self.shown().iter().map(|row| row.label.as_str()), style::LABEL, 60, 300) + 16
    }
}

impl Plot for LeakRate {
    fn size(&self) -> (u32, u32) {
        (self.label_room() + BARS + FIGURES, TOP + ROW * self.shown().len() as u32 + BOTTOM)
    }

    fn description(&self) -> String {
        let measured = self.rows.iter().filter(|row| row.interval.is_some());
        let worst = measured.max_by(|a, b| share(a).total_cmp(&share(b)));
        let worst = worst
            .map_or_else(String::new, |row| format!("; the highest: {}, {} of {}", row.label, row.part, row.whole));
        format!("{}, {} bars with 95 % intervals{worst}", self.title, self.rows.len())
    }

    fn draw<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        let left = self.label_room() as i32;
        let bottom = (TOP + ROW * self.shown().len() as u32) as i32;
        let across = |share: f64| left + (share.clamp(0.0, 1.0) * f64::from(BARS)).round() as i32;
        style::write(area, &self.title, (8, 14), style::TITLE, style::INK, Hold::Left)?;
        for step in 0..=5 {
            let share = f64::from(step) / 5.0;
            let x = across(share);
            style::line(area, [(x, TOP as i32 - 4), (x, bottom)], style::GRID, 1)?;
            style::write(area, &style::percent(share), (x, bottom + 14), style::LABEL - 1, style::FAINT, Hold::Middle)?;
        }
        for (number, row) in self.shown().iter().enumerate() {
            let y = TOP as i32 + ROW as i32 * number as i32 + ROW as i32 / 2;
            let label = style::fitted(&row.label, style::LABEL, left as u32 - 16);
            style::write(area, &label, (left - 8, y), style::LABEL, style::INK, Hold::Right)?;
            let figures = left + BARS as i32 + 10;
            let Some((low, high)) = row.interval else {
                let text = format!("not measured ({})", row.whole);
                style::write(area, &text, (figures, y), style::LABEL, style::FAINT, Hold::Left)?;
                continue;
            };
            let bar = [(left, y - 7), (across(share(row)), y + 7)];
            area.draw(&Rectangle::new(bar, style::LEAK.filled()))?;
            // A light line around the interval shows it on the bar, too.
            for (colour, width, cap) in [(style::GROUND, 4, 6), (style::INK, 2, 5)] {
                style::line(area, [(across(low), y), (across(high), y)], colour, width)?;
                for x in [across(low), across(high)] {
                    style::line(area, [(x, y - cap), (x, y + cap)], colour, width)?;
                }
            }
            let text = format!("{} of {}  ({})", row.part, row.whole, style::percent(share(row)));
            style::write(area, &text, (figures, y), style::LABEL, style::INK, Hold::Left)?;
        }
        Ok(())
    }
}

fn share(row: &RateRow) -> f64 {
    if row.whole == 0 { 0.0 } else { row.part as f64 / row.whole as f64 }
}
