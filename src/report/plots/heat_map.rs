//! Traps by tools, the share that leaks as a colour and as a figure.

use crate::report::plots::form::Area;
use crate::report::plots::form::Drawn;
use crate::report::plots::form::LARGEST;
use crate::report::plots::form::Plot;
use crate::report::plots::style;
use crate::report::plots::style::Hold;
use plotters::element::Rectangle;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;
use plotters::style::RGBColor;

const CELL_HEIGHT: u32 = 20;
const TOP: u32 = 60;
const BOTTOM: u32 = 12;

/// One trap.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatRow {
    /// Its id.
    pub label: String,
    /// The share that leaks of each tool, between 0 and 1; `None` where nothing was measured.
    pub shares: Vec<Option<f64>>,
}

/// Rows by columns, each cell coloured by a share and labelled with it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// What the cells show.
    pub title: String,
    /// The tools.
    pub columns: Vec<String>,
    /// The traps, in the order of drawing.
    pub rows: Vec<HeatRow>,
}

impl HeatMap {
    fn shown(&self) -> &[HeatRow] {
        let most = ((LARGEST - TOP - BOTTOM) / CELL_HEIGHT) as usize;
        self.rows.get(..most).unwrap_or(&self.rows)
    }

    fn label_room(&self) -> u32 {
        style::room(self.shown().iter().map(|row| row.label.as_str()), style::LABEL, 80, 320) + 16
    }

    fn cell_width(&self) -> u32 {
        let wanted = style::room(self.columns.iter().map(String::as_str), style::LABEL, 60, 150) + 8;
        let columns = self.columns.len().max(1) as u32;
        wanted.min((LARGEST - self.label_room()) / columns).max(1)
    }
}

impl Plot for HeatMap {
    fn size(&self) -> (u32, u32) {
        let width = self.label_room() + self.cell_width() * self.columns.len().max(1) as u32 + 12;
        (width.clamp(320, LARGEST + 12), TOP + CELL_HEIGHT * self.shown().len() as u32 + BOTTOM)
    }

    fn description(&self) -> String {
        format!("{}: {} traps by {} tools", self.title, self.rows.len(), self.columns.len())
    }

    fn draw<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        let (left, cell) = (self.label_room() as i32, self.cell_width() as i32);
        style::write(area, &self.title, (8, 16), style::TITLE, style::INK, Hold::Left)?;
        for (number, name) in self.columns.iter().enumerate() {
            let x = left + cell * number as i32 + cell / 2;
            let name = style::fitted(name, style::LABEL, cell as u32);
            style::write(area, &name, (x, TOP as i32 - 14), style::LABEL, style::INK, Hold::Middle)?;
        }
        for (number, row) in self.shown().iter().enumerate() {
            let y = TOP as i32 + CELL_HEIGHT as i32 * number as i32;
            let middle = y + CELL_HEIGHT as i32 / 2;
            let label = style::fitted(&row.label, style::LABEL, left as u32 - 16);
            style::write(area, &label, (left - 8, middle), style::LABEL, style::INK, Hold::Right)?;
            for (column, share) in row.shares.iter().take(self.columns.len()).enumerate() {
                let x = left + cell * column as i32;
                let (ground, ink) = colours(*share);
                let corners = [(x + 1, y + 1), (x + cell - 1, y + CELL_HEIGHT as i32 - 1)];
                area.draw(&Rectangle::new(corners, ground.filled()))?;
                let text = share.map_or_else(|| "–".to_owned(), style::percent);
                style::write(area, &text, (x + cell / 2, middle), style::LABEL - 1, ink, Hold::Middle)?;
            }
        }
        Ok(())
    }
}

/// Ground and ink of a cell: pale green at nothing, and from pale to full red; grey where nothing was measured. The ink has a contrast of 4.5 to 1 or more.
fn colours(share: Option<f64>) -> (RGBColor, RGBColor) {
    let Some(share) = share else { return (RGBColor(238, 240, 242), style::FAINT) };
    if share <= 0.0 {
        return (RGBColor(223, 240, 229), RGBColor(24, 72, 46));
    }
    let mix =
        |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * share.clamp(0.0, 1.0)).round() as u8;
    let ground = RGBColor(mix(253, 150), mix(226, 30), mix(215, 30));
    (ground, if share > 0.6 { style::GROUND } else { RGBColor(50, 10, 10) })
}
