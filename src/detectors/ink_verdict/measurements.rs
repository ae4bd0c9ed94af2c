//! The matrix of transformations, backgrounds and sizes, printed as the tables of `docs/scoring.md`; it takes minutes.
//!
//! `cargo test --release --lib pixel_matrix -- --ignored --nocapture`
//!
//! `SEEDS=1,2`, `LINES=64` and `ONLY=blur` in the environment give other seeds, another number of lines for each
//! seed, and rows by a part of their name.

use crate::detectors::ink_verdict::candidates::Candidates;
use crate::detectors::ink_verdict::candidates::Standing;
use crate::detectors::ink_verdict::decision::FOUND;
use crate::detectors::ink_verdict::orientation::Orientation;
use crate::detectors::ink_verdict::registration::register;
use crate::detectors::ink_verdict::trial::Planted;
use crate::detectors::ink_verdict::trial::count::Counts;
use crate::detectors::ink_verdict::trial::count::Outcome;
use crate::detectors::ink_verdict::trial::count::Spent;
use crate::detectors::ink_verdict::trial::count::outcome;
use crate::detectors::ink_verdict::trial::count::timed;
use crate::detectors::ink_verdict::trial::matrix::Class;
use crate::detectors::ink_verdict::trial::matrix::LEAVING;
use crate::detectors::ink_verdict::trial::matrix::OUTLINED;
use crate::detectors::ink_verdict::trial::matrix::REMOVING;
use crate::detectors::ink_verdict::trial::scenery::GROUNDS;
use crate::detectors::ink_verdict::trial::scenery::SIZES;
use crate::detectors::ink_verdict::trial::scenery::Scenery;
use crate::detectors::ink_verdict::trial::tools::Tool;
use crate::detectors::ink_verdict::trial::turned;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::seed::Seed;
use rayon::prelude::*;
use std::str::FromStr;

/// Seeds that no rule was tuned on.
const SEEDS: [u64; 3] = [9101, 9102, 9103];

fn setting<T: FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

fn seeds() -> Vec<u64> {
    let given = std::env::var("SEEDS").unwrap_or_default();
    let given: Vec<u64> = given.split(',').filter_map(|seed| seed.parse().ok()).collect();
    if given.is_empty() { SEEDS.to_vec() } else { given }
}

/// Every outcome of some rows over all seeds, row by row.
fn run(rows: &[(Class, &str, Tool)], lines: u64) -> Vec<Vec<Outcome>> {
    let mut found: Vec<Vec<Outcome>> = rows.iter().map(|_| Vec::new()).collect();
    for seed in seeds() {
        let scenery = Scenery::new(seed);
        let line = |number: u64| -> Vec<Outcome> {
            let line = scenery.line(number);
            rows.iter().map(|(class, _, tool)| outcome(seed, number, &line, *class, *tool)).collect()
        };
        for outcomes in (0..lines).into_par_iter().map(line).collect::<Vec<_>>() {
            found.iter_mut().zip(outcomes).for_each(|(row, outcome)| row.push(outcome));
        }
    }
    found
}

fn chosen(rows: impl IntoIterator<Item = (Class, &'static str, Tool)>) -> Vec<(Class, &'static str, Tool)> {
    let only = std::env::var("ONLY").unwrap_or_default();
    rows.into_iter().filter(|(_, name, _)| name.contains(&only)).collect()
}

/// What transformations that leave something are called.
#[test]
#[ignore = "a measurement; run with --ignored --nocapture and optimisation"]
fn pixel_matrix_of_what_is_left() {
    let lines = setting("LINES").unwrap_or(32);
    let rows = chosen(LEAVING.into_iter().chain([OUTLINED]));
    let found = run(&rows, lines);
    println!("\n| transformation | lines | leaked | partial | recoverable | held | not measured | found |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for ((_, name, _), outcomes) in rows.iter().zip(&found) {
        let counts = Counts::of(outcomes);
        println!("| {name} | {} | {} | {:.1} % |", counts.total(), counts.cells(), counts.found_percent());
    }
    println!("\n| transformation | {} | 8-10 px | 12-14 px | 16-20 px | 24-32 px |", GROUNDS.join(" | "));
    println!("| --- |{}", " --- |".repeat(8));
    for ((_, name, _), outcomes) in rows.iter().zip(&found) {
        let part = |keep: &dyn Fn(&Outcome) -> bool| {
            let kept: Vec<Outcome> = outcomes.iter().filter(|outcome| keep(outcome)).cloned().collect();
            format!("{:.0}", Counts::of(&kept).found_percent())
        };
        let grounds = (0..GROUNDS.len()).map(|ground| part(&|one| one.ground == ground));
        let sizes = SIZES.chunks(2).map(|sizes| part(&|one| sizes.contains(&one.px)));
        println!("| {name} | {} |", grounds.chain(sizes).collect::<Vec<_>>().join(" | "));
    }
    for (class, outcomes) in rows.iter().zip(&found) {
        for missed in outcomes.iter().filter(|outcome| !outcome.is_found()) {
            println!("missed: {}: {missed}", class.1);
        }
    }
}

/// What the best possible reader finds under noise: one who knows that the noise is normal, how strong it is, that it was
/// cut off at the ends of the range, and the picture below. Nobody can find more with the same decoys and the same bound.
#[test]
#[ignore = "a measurement; run with --ignored --nocapture and optimisation"]
fn pixel_matrix_of_the_limit_under_noise() {
    let lines = setting("LINES").unwrap_or(32);
    println!("\n| noise | lines | found | found by the best possible reader | by both |");
    println!("| --- | --- | --- | --- | --- |");
    for levels in [20.0, 60.0] {
        let tool = Tool::BoxNoise(levels);
        let both = |seed: u64, number: u64| {
            let line = Scenery::new(seed).line(number);
            let mut rng = Seed(seed).stream(&["tool", &number.to_string(), &format!("{tool:?}")]);
            let output = tool.run(&line, &mut rng);
            let found = outcome(seed, number, &line, Class::Obscured, tool);
            let most = ideal_lead(&line, &output, levels);
            println!("best {most:.1}: {found}");
            (found.is_found(), most > FOUND)
        };
        let trials: Vec<(bool, bool)> = seeds()
            .into_iter()
            .flat_map(|seed| (0..lines).into_par_iter().map(|number| both(seed, number)).collect::<Vec<_>>())
            .collect();
        let count = |keep: &dyn Fn(&(bool, bool)) -> bool| trials.iter().filter(|trial| keep(trial)).count();
        let (ours, best) = (count(&|(ours, _)| *ours), count(&|(_, best)| *best));
        println!("| {levels} | {} | {ours} | {best} | {} |", trials.len(), count(&|(ours, best)| *ours && *best));
    }
}

/// The lead of the value over its decoys where the noise is known.
fn ideal_lead(line: &Planted, output: &Raster, levels: f64) -> f64 {
    let (_, high) = line.format.range();
    let high = f64::from(high);
    let sigma = levels / 255.0 * high;
    let candidates = Candidates::new(&line.sheet, &line.text, &line.decoys).expect("a drawn line");
    let area = line.value_box;
    let (clean, output) = (line.clean.crop(area), output.crop(area));
    let channels = clean.channels as usize;
    let tail = |z: f64| libm::log((0.5 * libm::erfc(z / f64::sqrt(2.0))).max(f64::MIN_POSITIVE));
    let nats = |number: usize| -> f64 {
        let ink = candidates.ink(number, area.width as usize, area.height as usize);
        let one = |(at, (seen, clean)): (usize, (&i32, &i32))| {
            let (seen, clean) = (f64::from(*seen), f64::from(*clean));
            let level = f64::from(line.ink.levels[at % channels]);
            let value = clean + ink[at / channels] * (level - clean);
            match seen {
                _ if seen <= 0.0 => tail((value - 0.5) / sigma),
                _ if seen >= high => tail((high - 0.5 - value) / sigma),
                _ => -0.5 * ((seen - value) / sigma).powi(2),
            }
        };
        output.samples.iter().zip(&clean.samples).enumerate().map(one).sum()
    };
    let all: Vec<f64> = (0..candidates.texts.len()).map(nats).collect();
    Standing::of(&all).lead
}

/// What transformations that leave nothing are called.
#[test]
#[ignore = "a measurement; run with --ignored --nocapture and optimisation"]
fn pixel_matrix_of_false_accusations() {
    let lines = setting("LINES").unwrap_or(200);
    let rows = chosen(REMOVING.map(|(name, tool)| (Class::Removed, name, tool)));
    let found = run(&rows, lines);
    println!("\n| removed by | lines | accused | not measured | weak |");
    println!("| --- | --- | --- | --- | --- |");
    for ((_, name, _), outcomes) in rows.iter().zip(&found) {
        let counts = Counts::of(outcomes);
        let weak = outcomes.iter().filter(|outcome| outcome.weak).count();
        println!("| {name} | {} | {} | {} | {weak} |", counts.total(), counts.found(), counts.unmeasured);
    }
    let all: Vec<Outcome> = found.concat();
    let counts = Counts::of(&all);
    let (low, high) = counts.interval();
    println!(
        "\n{} of {} accused: {:.3} % (95 % exact: {:.3} to {:.3} %)",
        counts.found(),
        counts.total(),
        100.0 * f64::from(counts.found()) / f64::from(counts.total()),
        100.0 * low,
        100.0 * high
    );
    for (row, outcomes) in rows.iter().zip(&found) {
        for accused in outcomes.iter().filter(|outcome| outcome.is_found()) {
            println!("accused: {}: {accused}", row.1);
        }
    }
}

/// Time for one line, and for laying a frame of 640 x 480 over another.
#[test]
#[ignore = "a measurement; run with --ignored --nocapture and optimisation"]
fn pixel_matrix_of_times() {
    let lines: u64 = setting("LINES").unwrap_or(24);
    let rows =
        chosen(LEAVING.into_iter().chain([OUTLINED]).chain(REMOVING.map(|(name, tool)| (Class::Removed, name, tool))));
    let scenery = Scenery::new(1);
    println!("\n| transformation | median ms | p99 ms | processor, mean ms |");
    println!("| --- | --- | --- | --- |");
    for (class, name, tool) in rows {
        let time = |number: u64| outcome(1, number, &scenery.line(number), class, tool).judging;
        print_times(name, (0..lines).map(time).collect());
    }
    let frame = scenery.frame(0);
    let line = PixelBox::new(200, 200, 160, 20);
    let change = |change: &dyn Fn(usize, i32) -> i32| {
        let samples = frame.samples.iter().enumerate().map(|(at, sample)| change(at, *sample)).collect();
        Raster { samples, ..frame.clone() }
    };
    let brighter = change(&|_, sample| (sample * 9 / 8 + 3).min(255));
    let noisy = change(&|at, sample| (sample + (at * 7919 % 41) as i32 - 20).clamp(0, 255));
    let outputs = [
        ("frame: untouched", frame.clone()),
        ("frame: brighter", brighter),
        ("frame: noisy", noisy),
        ("frame: half a turn", turned(&frame, Orientation::HalfTurn)),
    ];
    for (name, output) in outputs {
        let register = || register(&frame, &[line], &output).is_ok_and(|alignment| alignment.certain);
        let time = |_| {
            let (certain, spent) = timed(register);
            assert!(certain, "{name}");
            spent
        };
        print_times(name, (0..7).map(time).collect());
    }
}

fn print_times(name: &str, times: Vec<Spent>) {
    let mut walls: Vec<f64> = times.iter().map(|spent| spent.wall).collect();
    walls.sort_by(f64::total_cmp);
    let at = |share: f64| walls[((walls.len() - 1) as f64 * share).round() as usize];
    let processor = times.iter().map(|spent| spent.processor).sum::<f64>() / times.len() as f64;
    println!("| {name} | {:.2} | {:.2} | {processor:.1} |", at(0.5), at(0.99));
}
