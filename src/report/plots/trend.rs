//! Shares over runs.

use crate::report::plots::form::Area;
use crate::report::plots::form::Drawn;
use crate::report::plots::form::Plot;
use crate::report::plots::style;
use crate::report::plots::style::Hold;
use plotters::element::Circle;
use plotters::element::PathElement;
use plotters::element::Polygon;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

const WIDTH: u32 = 860;
const LEFT: i32 = 64;
const RIGHT: i32 = 830;
const TOP: i32 = 40;
const BOTTOM: i32 = 320;
/// Pixels below the axis for the names of runs.
const RUNS: u32 = 44;
/// Pixels of a line of the key.
const KEY: u32 = 20;
/// Pixels that the name of a run takes.
const RUN_ROOM: i32 = 96;

/// A share in one run.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendPoint {
    /// The share, between 0 and 1; `None` where nothing was measured, which leaves a gap.
    pub share: Option<f64>,
    /// Ends of its 95 % interval.
    pub interval: Option<(f64, f64)>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it shows: a tool, or a metric.
    pub label: String,
    /// One point for each run.
    pub points: Vec<TrendPoint>,
}

/// Lines over runs, the oldest run to the left.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What the plot is about.
    pub title: String,
    /// Names of the runs, a date for example.
    pub runs: Vec<String>,
    /// The lines.
    pub series: Vec<Series>,
}

impl Trend {
    fn across(&self, run: usize) -> i32 {
        let steps = self.runs.len().saturating_sub(1).max(1) as f64;
        let middle = if self.runs.len() == 1 { 0.5 } else { run as f64 / steps };
        LEFT + 20 + (middle * f64::from(RIGHT - LEFT - 40)).round() as i32
    }

    fn names<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        let fit = ((RIGHT - LEFT) / RUN_ROOM).max(1) as usize;
        let every = self.runs.len().div_ceil(fit).max(1);
        for (number, name) in self.runs.iter().enumerate().step_by(every) {
            let x = self.across(number);
            style::line(area, [(x, BOTTOM), (x, BOTTOM + 4)], style::FAINT, 1)?;
            let name = style::fitted(name, style::LABEL - 1, RUN_ROOM as u32);
            style::write(area, &name, (x, BOTTOM + 16), style::LABEL - 1, style::FAINT, Hold::Middle)?;
        }
        Ok(())
    }
}

impl Plot for Trend {
    fn size(&self) -> (u32, u32) {
        (WIDTH, BOTTOM as u32 + RUNS + KEY * self.series.len().min(40) as u32)
    }

    fn description(&self) -> String {
        let lines: Vec<String> = self
            .series
            .iter()
            .map(|series| {
                let mut shares = series.points.iter().filter_map(|point| point.share);
                let first = shares.next();
                let last = shares.next_back().or(first);
                let word = |share: Option<f64>| share.map_or_else(|| "not measured".to_owned(), style::percent);
                format!("{} from {} to {}", series.label, word(first), word(last))
            })
            .collect();
        format!("{} over {} runs: {}", self.title, self.runs.len(), lines.join("; "))
    }

    fn draw<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        style::write(area, &self.title, (8, 16), style::TITLE, style::INK, Hold::Left)?;
        for step in 0..=5 {
            let share = f64::from(step) / 5.0;
            style::line(area, [(LEFT, down(share)), (RIGHT, down(share))], style::GRID, 1)?;
            style::write(
                area,
                &style::percent(share),
                (LEFT - 8, down(share)),
                style::LABEL - 1,
                style::FAINT,
                Hold::Right,
            )?;
        }
        self.names(area)?;
        for (number, series) in self.series.iter().enumerate() {
            let colour = style::LINES.get(number % style::LINES.len()).copied().unwrap_or(style::INK);
            for stretch in stretches(&series.points) {
                let at = |run: usize, share: f64| (self.across(run), down(share));
                let low =
                    stretch.iter().map(|(run, share, interval)| at(*run, interval.map_or(*share, |(low, _)| low)));
                let high = stretch.iter().rev();
                let high = high.map(|(run, share, interval)| at(*run, interval.map_or(*share, |(_, high)| high)));
                if stretch.len() > 1 {
                    area.draw(&Polygon::new(low.chain(high).collect::<Vec<_>>(), colour.mix(0.15)))?;
                } else if let Some((run, _, Some((low, high)))) = stretch.first() {
                    style::line(area, [at(*run, *low), at(*run, *high)], colour, 1)?;
                }
                let line: Vec<_> = stretch.iter().map(|(run, share, _)| at(*run, *share)).collect();
                for point in &line {
                    area.draw(&Circle::new(*point, 4, colour.filled()))?;
                }
                area.draw(&PathElement::new(line, colour.stroke_width(2)))?;
            }
        }
        for (number, series) in self.series.iter().take(40).enumerate() {
            let colour = style::LINES.get(number % style::LINES.len()).copied().unwrap_or(style::INK);
            let y = BOTTOM + RUNS as i32 + KEY as i32 * number as i32;
            style::line(area, [(LEFT, y), (LEFT + 24, y)], colour, 3)?;
            let label = style::fitted(&series.label, style::LABEL, 700);
            style::write(area, &label, (LEFT + 32, y), style::LABEL, style::INK, Hold::Left)?;
        }
        Ok(())
    }
}

/// A run, its share and its interval.
type Known = (usize, f64, Option<(f64, f64)>);

/// Points that follow each other without a gap.
fn stretches(points: &[TrendPoint]) -> Vec<Vec<Known>> {
    let mut stretches: Vec<Vec<Known>> = vec![Vec::new()];
    for (run, point) in points.iter().enumerate() {
        match (point.share, stretches.last_mut()) {
            (Some(share), Some(last)) => last.push((run, share, point.interval)),
            _ => stretches.push(Vec::new()),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

fn down(share: f64) -> i32 {
    BOTTOM - (share.clamp(0.0, 1.0) * f64::from(BOTTOM - TOP)).round() as i32
}
