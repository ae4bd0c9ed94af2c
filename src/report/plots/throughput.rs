//! Files per second, one bar per tool.

use crate::report::plots::form::Area;
use crate::report::plots::form::Drawn;
use crate::report::plots::form::LARGEST;
use crate::report::plots::form::Plot;
use crate::report::plots::style;
use crate::report::plots::style::Hold;
use plotters::element::Rectangle;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

const BARS: u32 = 420;
const ROW: u32 = 26;
const TOP: u32 = 34;
const BOTTOM: u32 = 48;
const FIGURES: u32 = 260;

/// One tool.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedRow {
    /// Its name.
    pub label: String,
    /// Input files per second of wall time; `None` where it was not recorded.
    pub files_per_second: Option<f64>,
    /// Input megabytes per second of wall time.
    pub megabytes_per_second: Option<f64>,
    /// Greatest peak of resident memory, bytes.
    pub peak_memory: Option<u64>,
}

/// Bars from nothing to the fastest tool.
#[derive(Clone, Debug, PartialEq)]
pub struct Throughput {
    /// What all bars are about.
    pub title: String,
    /// The tools, in the order of drawing.
    pub rows: Vec<SpeedRow>,
}

impl Throughput {
    fn shown(&self) -> &[SpeedRow] {
        let most = ((LARGEST - TOP - BOTTOM) / ROW) as usize;
        self.rows.get(..most).unwrap_or(&self.rows)
    }

    fn label_room(&self) -> u32 {
        style::room(self.shown().iter().map(|row| row.label.as_str()), style::LABEL, 60, 300) + 16
    }
}

impl Plot for Throughput {
    fn size(&self) -> (u32, u32) {
        (self.label_room() + BARS + FIGURES, TOP + ROW * self.shown().len() as u32 + BOTTOM)
    }

    fn description(&self) -> String {
        let rows: Vec<String> =
            self.rows.iter().take(20).map(|row| format!("{} {}", row.label, figures(row))).collect();
        format!("{}: {}", self.title, rows.join("; "))
    }

    fn draw<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        let left = self.label_room() as i32;
        let bottom = (TOP + ROW * self.shown().len() as u32) as i32;
        let fastest = self.rows.iter().filter_map(|row| row.files_per_second).fold(0.0, f64::max);
        let ticks = style::ticks(fastest);
        let most = ticks.last().copied().unwrap_or(1.0);
        let across = |rate: f64| left + ((rate / most).clamp(0.0, 1.0) * f64::from(BARS)).round() as i32;
        style::write(area, &self.title, (8, 14), style::TITLE, style::INK, Hold::Left)?;
        for tick in &ticks {
            let x = across(*tick);
            style::line(area, [(x, TOP as i32 - 4), (x, bottom)], style::GRID, 1)?;
            style::write(area, &style::short(*tick), (x, bottom + 14), style::LABEL - 1, style::FAINT, Hold::Middle)?;
        }
        let middle = left + BARS as i32 / 2;
        style::write(area, "files per second", (middle, bottom + 34), style::LABEL - 1, style::FAINT, Hold::Middle)?;
        for (number, row) in self.shown().iter().enumerate() {
            let y = TOP as i32 + ROW as i32 * number as i32 + ROW as i32 / 2;
            let label = style::fitted(&row.label, style::LABEL, left as u32 - 16);
            style::write(area, &label, (left - 8, y), style::LABEL, style::INK, Hold::Right)?;
            if let Some(rate) = row.files_per_second {
                area.draw(&Rectangle::new([(left, y - 8), (across(rate), y + 8)], style::PLAIN.filled()))?;
            }
            style::write(area, &figures(row), (left + BARS as i32 + 10, y), style::LABEL, style::INK, Hold::Left)?;
        }
        Ok(())
    }
}

fn figures(row: &SpeedRow) -> String {
    let facts = [
        row.files_per_second.map(|rate| format!("{} files/s", style::short(rate))),
        row.megabytes_per_second.map(|rate| format!("{} MB/s", style::short(rate))),
        row.peak_memory.map(|bytes| format!("{:.0} MiB", bytes as f64 / 1_048_576.0)),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if facts.is_empty() { "not recorded".to_owned() } else { facts.join(", ") }
}
