//! Leakage against damage, one point per tool.

use crate::report::plots::form::Area;
use crate::report::plots::form::Drawn;
use crate::report::plots::form::Plot;
use crate::report::plots::style;
use crate::report::plots::style::Hold;
use plotters::element::Circle;
use plotters::element::PathElement;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

const WIDTH: u32 = 760;
const HEIGHT: u32 = 520;
const LEFT: i32 = 70;
const RIGHT: i32 = 730;
const TOP: i32 = 50;
const BOTTOM: i32 = 460;
/// Pixels between a point and its label.
const APART: i32 = 10;
/// Pixels that one label takes in height.
const LABEL_HEIGHT: i32 = 15;

/// One tool.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolPoint {
    /// Its name.
    pub label: String,
    /// Share of patients that leak, between 0 and 1.
    pub leakage: f64,
    /// Ends of the 95 % interval of that share.
    pub interval: Option<(f64, f64)>,
    /// Share of files that are damaged, between 0 and 1.
    pub damage: f64,
}

/// Tools by leakage and damage. Less of both is better; tools that no other beats in both are on the Pareto front.
#[derive(Clone, Debug, PartialEq)]
pub struct TradeOff {
    /// What the plot is about.
    pub title: String,
    /// The tools.
    pub points: Vec<ToolPoint>,
}

/// Whether each point is on the front: no other is as good in both and better in one.
pub fn pareto_front(points: &[ToolPoint]) -> Vec<bool> {
    let beats = |a: &ToolPoint, b: &ToolPoint| {
        a.leakage <= b.leakage && a.damage <= b.damage && (a.leakage < b.leakage || a.damage < b.damage)
    };
    points.iter().map(|point| !points.iter().any(|other| beats(other, point))).collect()
}

impl Plot for TradeOff {
    fn size(&self) -> (u32, u32) {
        (WIDTH, HEIGHT)
    }

    fn description(&self) -> String {
        let front = pareto_front(&self.points);
        let names: Vec<&str> =
            self.points.iter().zip(front).filter(|(_, front)| *front).map(|(point, _)| point.label.as_str()).collect();
        format!(
            "{}: {} tools by leakage and damage; on the Pareto front: {}",
            self.title,
            self.points.len(),
            names.join(", ")
        )
    }

    fn draw<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        style::write(area, &self.title, (8, 16), style::TITLE, style::INK, Hold::Left)?;
        axes(area)?;
        let front = pareto_front(&self.points);
        let mut stairs: Vec<&ToolPoint> =
            self.points.iter().zip(&front).filter(|(_, front)| **front).map(|(point, _)| point).collect();
        stairs.sort_by(|a, b| a.damage.total_cmp(&b.damage).then(b.leakage.total_cmp(&a.leakage)));
        let mut corners = Vec::new();
        for point in stairs {
            let (x, y) = place(point);
            if let Some((_, above)) = corners.last().copied() {
                corners.push((x, above));
            }
            corners.push((x, y));
        }
        area.draw(&PathElement::new(corners, style::GOOD.stroke_width(2)))?;
        let mut labels: Vec<(i32, i32)> = Vec::new();
        for (point, front) in self.points.iter().zip(front) {
            let (x, y) = place(point);
            if let Some((low, high)) = point.interval {
                style::line(area, [(x, down(low)), (x, down(high))], style::FAINT, 1)?;
            }
            if front {
                area.draw(&Circle::new((x, y), 6, style::GOOD.filled()))?;
            } else {
                area.draw(&Circle::new((x, y), 6, style::GROUND.filled()))?;
                area.draw(&Circle::new((x, y), 6, style::FAINT.stroke_width(2)))?;
            }
            let hold = if x > (LEFT + RIGHT) / 2 { Hold::Right } else { Hold::Left };
            let at = free_place(
                (
                    if matches!(hold, Hold::Right) { x - APART } else { x + APART },
                    if y - APART < TOP { y + 2 * APART } else { y - APART },
                ),
                &labels,
            );
            labels.push(at);
            style::write(area, &style::fitted(&point.label, style::LABEL, 320), at, style::LABEL, style::INK, hold)?;
        }
        Ok(())
    }
}

/// The place, or the next one above or below where no label stands yet.
fn free_place((x, y): (i32, i32), taken: &[(i32, i32)]) -> (i32, i32) {
    let clear = |y: i32| {
        !taken.iter().any(|(other_x, other_y)| (other_x - x).abs() < 160 && (other_y - y).abs() < LABEL_HEIGHT)
    };
    let steps = (0..30).flat_map(|step| [-step * LABEL_HEIGHT, step * LABEL_HEIGHT]);
    let free = steps.map(|step| y + step).find(|y| (TOP..BOTTOM).contains(y) && clear(*y));
    (x, free.unwrap_or(y))
}

fn place(point: &ToolPoint) -> (i32, i32) {
    (LEFT + (point.damage.clamp(0.0, 1.0) * f64::from(RIGHT - LEFT)).round() as i32, down(point.leakage))
}

fn down(share: f64) -> i32 {
    BOTTOM - (share.clamp(0.0, 1.0) * f64::from(BOTTOM - TOP)).round() as i32
}

fn axes<B: DrawingBackend>(area: &Area<B>) -> Drawn<B> {
    for step in 0..=5 {
        let share = f64::from(step) / 5.0;
        let (x, y) = (LEFT + (share * f64::from(RIGHT - LEFT)).round() as i32, down(share));
        style::line(area, [(x, TOP), (x, BOTTOM)], style::GRID, 1)?;
        style::line(area, [(LEFT, y), (RIGHT, y)], style::GRID, 1)?;
        style::write(area, &style::percent(share), (x, BOTTOM + 14), style::LABEL - 1, style::FAINT, Hold::Middle)?;
        style::write(area, &style::percent(share), (LEFT - 8, y), style::LABEL - 1, style::FAINT, Hold::Right)?;
    }
    let middle = (LEFT + RIGHT) / 2;
    style::write(area, "files damaged →", (middle, BOTTOM + 36), style::LABEL, style::INK, Hold::Middle)?;
    style::write(
        area,
        "↑ patients leaking; best is the lower left corner, the line joins tools that none beats in both",
        (8, 36),
        style::LABEL - 1,
        style::FAINT,
        Hold::Left,
    )
}
