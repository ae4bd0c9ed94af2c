//! A comparison as plots: leakage against damage, leaks by trap and tool, and speed.

use crate::compare::Comparison;
use crate::compare::Entry;
use crate::report::plots::HeatMap;
use crate::report::plots::HeatRow;
use crate::report::plots::SpeedRow;
use crate::report::plots::Throughput;
use crate::report::plots::ToolPoint;
use crate::report::plots::TradeOff;
use crate::scorecard::Row;

/// Leakage against damage, with the tools that no other beats in both marked; none where no tool has a rate.
pub fn trade_off(comparison: &Comparison) -> Option<TradeOff> {
    let point = |entry: &Entry| {
        let headline = &entry.scorecard.headline;
        Some(ToolPoint {
            label: entry.name.clone(),
            leakage: headline.patients.rate?,
            interval: headline.patients.low.zip(headline.patients.high),
            damage: headline.instances.damaged as f64 / (headline.instances.inputs as f64).max(1.0),
        })
    };
    let points: Vec<ToolPoint> = comparison.entries.iter().filter_map(point).collect();
    (!points.is_empty()).then(|| TradeOff { title: "Patients leaking, and files damaged".to_owned(), points })
}

/// Shares of leaking patients by trap and tool; none where no trap leaks.
pub fn heat_map(comparison: &Comparison) -> Option<HeatMap> {
    let share = |row: &Row| (row.measured > 0).then(|| row.leaking_patients as f64 / row.patients as f64);
    let rows: Vec<HeatRow> = comparison
        .traps
        .iter()
        .filter(|row| row.leaking() > 0)
        .map(|row| HeatRow {
            label: row.id.clone(),
            shares: row.cells.iter().map(|cell| cell.as_ref().and_then(share)).collect(),
        })
        .collect();
    let columns = comparison.entries.iter().map(|entry| entry.name.clone()).collect();
    (!rows.is_empty()).then(|| HeatMap { title: "Share of patients leaking, by trap".to_owned(), columns, rows })
}

/// Files per second of each tool; none where no time was recorded.
pub fn throughput(comparison: &Comparison) -> Option<Throughput> {
    let row = |entry: &Entry| {
        let cost = &entry.scorecard.cost;
        SpeedRow {
            label: entry.name.clone(),
            files_per_second: cost.instances_per_s,
            megabytes_per_second: cost.mb_per_s,
            peak_memory: cost.peak_rss_bytes,
        }
    };
    let rows: Vec<SpeedRow> = comparison.entries.iter().map(row).collect();
    let timed = rows.iter().any(|row| row.files_per_second.is_some());
    timed.then(|| Throughput { title: "Files per second".to_owned(), rows })
}
