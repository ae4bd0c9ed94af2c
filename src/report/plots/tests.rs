//! Plots of rows whose picture is known.

use super::*;

fn rates() -> LeakRate {
    let row = |label: &str, part, whole, interval| RateRow { label: label.into(), part, whole, interval };
    LeakRate {
        title: "Patients leaking, by surface".into(),
        rows: vec![
            row("header", 9, 9, Some((0.664, 1.0))),
            row("free-text <b>&", 3, 9, Some((0.075, 0.701))),
            row("pixel", 0, 50, Some((0.0, 0.071))),
            row("overlay", 0, 4, None),
        ],
    }
}

fn point(label: &str, leakage: f64, damage: f64) -> ToolPoint {
    ToolPoint { label: label.into(), leakage, interval: Some((leakage * 0.7, (leakage * 1.2).min(1.0))), damage }
}

fn tools() -> TradeOff {
    let points = vec![
        point("copy", 1.0, 0.0),
        point("careful", 0.2, 0.1),
        point("rough", 0.2, 0.9),
        point("blackout", 0.0, 1.0),
        point("twin", 0.2, 0.1),
    ];
    TradeOff { title: "Leakage against damage".into(), points }
}

fn trend() -> Trend {
    let point =
        |share: Option<f64>| TrendPoint { share, interval: share.map(|share| (share * 0.8, (share * 1.2).min(1.0))) };
    let shares = [Some(0.9), Some(0.7), None, Some(0.4), Some(0.1)];
    Trend {
        title: "Patients leaking".into(),
        runs: (1..=5).map(|day| format!("2026-11-0{day}")).collect(),
        series: vec![
            Series { label: "gdcmanon".into(), points: shares.iter().map(|share| point(*share)).collect() },
            Series { label: "other".into(), points: shares.iter().rev().map(|share| point(*share)).collect() },
        ],
    }
}

fn heat() -> HeatMap {
    let row = |label: &str, shares: [Option<f64>; 3]| HeatRow { label: label.into(), shares: shares.to_vec() };
    HeatMap {
        title: "Share of plants that leak".into(),
        columns: ["gdcmanon", "dicognito", "copy"].map(String::from).to_vec(),
        rows: vec![
            row("core-identity", [Some(0.0), Some(0.0), Some(1.0)]),
            row("name-in-comments", [Some(0.35), Some(0.62), Some(1.0)]),
            row("burned-banner", [None, Some(0.05), Some(1.0)]),
        ],
    }
}

fn speeds() -> Throughput {
    let row = |label: &str, rate: Option<f64>| SpeedRow {
        label: label.into(),
        files_per_second: rate,
        megabytes_per_second: rate.map(|rate| rate * 2.5),
        peak_memory: rate.map(|_| 52_000_000),
    };
    Throughput {
        title: "Throughput".into(),
        rows: vec![row("gdcmanon", Some(134.0)), row("dicognito", Some(11.2)), row("by hand", None)],
    }
}

/// Draws in both forms, keeps them where `PLOTS` names a folder, and checks what holds of every plot.
fn drawn(name: &str, plot: &impl Plot) -> String {
    let text = svg(plot).unwrap();
    let bytes = png(plot).unwrap();
    if let Some(folder) = std::env::var_os("PLOTS") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join(format!("{name}.svg")), &text).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), &bytes).unwrap();
    }
    assert!(text.starts_with("<svg") && text.trim_end().ends_with("</svg>"), "{name}");
    assert!(text.contains("role=\"img\"") && text.contains("<title>"), "{name}");
    assert_eq!(svg(plot).unwrap(), text, "{name} is drawn the same each time");
    let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
    assert_eq!(picture.dimensions(), plot.size(), "{name}");
    let painted = picture.pixels().filter(|pixel| pixel.0 != [255, 255, 255]).count();
    assert!(painted > 1000, "{name}: {painted} pixels are painted");
    text
}

#[test]
fn a_leak_rate_shows_counts_and_says_what_was_not_measured() {
    let text = drawn("leak-rate", &rates());
    for words in ["9 of 9  (100 %)", "0 of 50  (0 %)", "not measured (4)", "free-text &lt;b&gt;&amp;"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(!text.contains("<b>"));
    assert!(text.contains("the highest: header, 9 of 9"));
}

#[test]
fn bars_are_as_long_as_their_shares() {
    let width = |part: u64| {
        let interval = Some((0.0, 1.0));
        let rows = vec![RateRow { label: "one".into(), part, whole: 10, interval }];
        let bytes = png(&LeakRate { title: String::new(), rows }).unwrap();
        let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
        // Just below the upper edge of the bar, where the interval does not cover it.
        let y = 34 + 12 - 6;
        (0..picture.width()).filter(|x| picture.get_pixel(*x, y).0 == [196, 60, 53]).count()
    };
    let (half, whole) = (width(5), width(10));
    assert_eq!(width(0), 0);
    assert!(whole > 400 && (whole / 2).abs_diff(half) < 8, "{half} of {whole}");
}

#[test]
fn the_front_holds_those_that_nobody_beats_in_both_and_equals_stay_together() {
    assert_eq!(pareto_front(&tools().points), [true, true, false, true, true]);
    assert_eq!(pareto_front(&[]), Vec::<bool>::new());
    let text = drawn("trade-off", &tools());
    assert!(text.contains("on the Pareto front: copy, careful, blackout, twin"), "{text}");
}

#[test]
fn a_trend_has_a_gap_where_nothing_was_measured() {
    let text = drawn("trend", &trend());
    // Two lines, each of two stretches.
    assert_eq!(text.matches("<polyline").count() - grid_lines(&text), 4, "{text}");
    assert!(text.contains("gdcmanon from 90 % to 10 %"));
}

/// Lines of two points, which are of the grid, the axis and the key.
fn grid_lines(text: &str) -> usize {
    let points =
        text.split("<polyline").skip(1).filter_map(|element| element.split("points=\"").nth(1)?.split('"').next());
    points.filter(|points| points.split_whitespace().count() == 2 && is_level_or_plumb(points)).count()
}

fn is_level_or_plumb(points: &str) -> bool {
    let ends: Vec<(&str, &str)> = points.split_whitespace().filter_map(|point| point.split_once(',')).collect();
    ends.windows(2).all(|pair| pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1)
}

#[test]
fn a_heat_map_says_each_figure_and_marks_what_was_not_measured() {
    let text = drawn("heat-map", &heat());
    for words in ["35 %", "62 %", "–", "burned-banner", "dicognito"] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn throughput_says_what_was_not_recorded() {
    let text = drawn("throughput", &speeds());
    assert!(text.contains("134 files/s, 335 MB/s, 50 MiB") && text.contains("not recorded"), "{text}");
}

#[test]
fn plots_without_rows_and_with_absurd_ones_are_drawn_all_the_same() {
    svg(&LeakRate { title: String::new(), rows: Vec::new() }).unwrap();
    svg(&TradeOff { title: String::new(), points: vec![point("x", f64::NAN, f64::INFINITY)] }).unwrap();
    svg(&Trend { title: String::new(), runs: Vec::new(), series: Vec::new() }).unwrap();
    svg(&HeatMap { title: String::new(), columns: Vec::new(), rows: Vec::new() }).unwrap();
    let speed =
        SpeedRow { label: "x".into(), files_per_second: Some(f64::NAN), megabytes_per_second: None, peak_memory: None };
    svg(&Throughput { title: String::new(), rows: vec![speed] }).unwrap();
    let many = (0..5000).map(|n| RateRow { label: format!("{n}"), part: 1, whole: 0, interval: Some((2.0, -1.0)) });
    png(&LeakRate { title: "long".into(), rows: many.collect() }).unwrap();
    let rows = (0..5000).map(|n| HeatRow { label: format!("{n}"), shares: vec![Some(0.5); 300] }).collect();
    svg(&HeatMap { title: "wide".into(), columns: (0..300).map(|n| n.to_string()).collect(), rows }).unwrap();
}
