//! What came of a trial, and counts of it.

use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::equality::is_constant;
use crate::detectors::ink_verdict::judge;
use crate::detectors::ink_verdict::moved;
use crate::detectors::ink_verdict::moved::Sought;
use crate::detectors::ink_verdict::registration::register;
use crate::detectors::ink_verdict::trial::Planted;
use crate::detectors::ink_verdict::trial::matrix::Class;
use crate::detectors::ink_verdict::trial::scenery::GROUNDS;
use crate::detectors::ink_verdict::trial::tools::Tool;
use crate::detectors::ink_verdict::verdict::LineVerdict;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::ink_verdict::verdict::Verdict;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::seed::Seed;
use puruspe::invbetai;
use std::fmt;
use std::time::Instant;

/// Sizes at which moved text is looked for.
const SCALES: [f64; 7] = [1.0, 0.7, 0.8, 0.9, 1.15, 1.3, 1.4];

/// One trial.
#[derive(Clone, Debug)]
pub(in crate::detectors::ink_verdict) struct Outcome {
    pub(in crate::detectors::ink_verdict) seed: u64,
    pub(in crate::detectors::ink_verdict) number: u64,
    pub(in crate::detectors::ink_verdict) ground: usize,
    pub(in crate::detectors::ink_verdict) px: u32,
    pub(in crate::detectors::ink_verdict) verdict: Verdict,
    pub(in crate::detectors::ink_verdict) signal: Signal,
    pub(in crate::detectors::ink_verdict) lead: f64,
    pub(in crate::detectors::ink_verdict) ncc: f64,
    pub(in crate::detectors::ink_verdict) weak: bool,
    /// Whether the value was found elsewhere in the frame.
    pub(in crate::detectors::ink_verdict) elsewhere: bool,
    /// What the verdict of the crop alone took.
    pub(in crate::detectors::ink_verdict) judging: Spent,
    pub(in crate::detectors::ink_verdict) text: String,
}

impl Outcome {
    /// Whether something of the value was found.
    pub(in crate::detectors::ink_verdict) fn is_found(&self) -> bool {
        self.elsewhere || self.verdict.severity() >= Verdict::Recoverable.severity()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, number, ground, px, verdict, signal, lead, ncc, text, elsewhere, .. } = self;
        let ground = GROUNDS.get(*ground).copied().unwrap_or_default();
        write!(
            out,
            "seed {seed}, line {number}, {ground}, {px} px, {text:?}: {verdict:?} by {signal}, lead {lead:.1}, "
        )?;
        write!(out, "correlation {ncc:.2}, elsewhere {elsewhere}")
    }
}

/// Runs a tool on a line and judges what it gives back.
pub(in crate::detectors::ink_verdict) fn outcome(
    seed: u64,
    number: u64,
    line: &Planted,
    class: Class,
    tool: Tool,
) -> Outcome {
    let mut rng = Seed(seed).stream(&["tool", &number.to_string(), &format!("{tool:?}")]);
    let output = tool.run(line, &mut rng);
    let (found, judging) = verdict(line, &output);
    Outcome {
        seed,
        number,
        ground: number as usize % 4,
        px: line.sheet.px,
        verdict: found.verdict,
        signal: found.signal,
        lead: found.lead,
        ncc: found.ncc,
        weak: found.weak,
        elsewhere: is_sought(class, tool, number) && is_elsewhere(line, &output),
        judging,
        text: line.text.clone(),
    }
}

/// Milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::detectors::ink_verdict) struct Spent {
    /// On the clock.
    pub(in crate::detectors::ink_verdict) wall: f64,
    /// That this thread ran. Some systems tell it in steps of some milliseconds, so that only a mean says something; 0
    /// where nothing tells it.
    pub(in crate::detectors::ink_verdict) processor: f64,
}

/// What `work` gives, and what it took.
pub(in crate::detectors::ink_verdict) fn timed<T>(work: impl FnOnce() -> T) -> (T, Spent) {
    let processor = || -> Option<f64> {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split(' ').next()?.parse().ok()
    };
    let (before, start) = (processor(), Instant::now());
    let done = work();
    let wall = start.elapsed().as_secs_f64() * 1e3;
    let processor = processor().zip(before).map_or(0.0, |(after, before)| (after - before) / 1e6);
    (done, Spent { wall, processor })
}

/// The whole way from frames to a verdict, and what the last step took.
pub(in crate::detectors::ink_verdict) fn verdict(line: &Planted, output: &Raster) -> (LineVerdict, Spent) {
    let whole = PixelBox::new(0, 0, output.width, output.height);
    if is_constant(output, whole) {
        return (LineVerdict::plain(Verdict::Removed, Signal::Constant, 0.0, 0), Spent::default());
    }
    let Ok(alignment) = register(&line.burned, &[line.line_box], output) else {
        return (LineVerdict::plain(Verdict::NotMeasured, Signal::Unusable, 0.0, 0), Spent::default());
    };
    let area = line.area();
    let crop = resample(output, &alignment, area);
    let (burned, clean) = (line.burned.crop(area), line.clean.crop(area));
    let (found, spent) = timed(|| judge(&line.evidence(&burned, &clean), &crop, &alignment.map));
    (if alignment.certain { found } else { found.without_alignment() }, spent)
}

/// Moved text is looked for where a tool moved it, and in some of the frames that were changed all over by one that
/// removed it.
fn is_sought(class: Class, tool: Tool, number: u64) -> bool {
    let coded = matches!(tool, Tool::BlackJpeg | Tool::CleanJpeg | Tool::MarchJpeg);
    class == Class::Moved || coded && number.is_multiple_of(5)
}

fn is_elsewhere(line: &Planted, output: &Raster) -> bool {
    let Ok(alignment) = register(&line.burned, &[line.line_box], output) else { return false };
    let upright = resample(output, &alignment, PixelBox::new(0, 0, line.clean.width, line.clean.height));
    let sought = Sought { sheet: &line.sheet, text: &line.text, decoys: &line.decoys, ink: line.ink };
    moved::find(&sought, &line.clean, &upright, &alignment.map, &SCALES).is_some()
        || moved::find_half(&sought, &line.clean, &upright, &alignment.map).is_some()
}

/// Trials by verdict.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::detectors::ink_verdict) struct Counts {
    pub(in crate::detectors::ink_verdict) readable: u32,
    pub(in crate::detectors::ink_verdict) partial: u32,
    pub(in crate::detectors::ink_verdict) recoverable: u32,
    pub(in crate::detectors::ink_verdict) removed: u32,
    pub(in crate::detectors::ink_verdict) unmeasured: u32,
}

impl Counts {
    pub(in crate::detectors::ink_verdict) fn of(outcomes: &[Outcome]) -> Self {
        let mut counts = Self::default();
        for outcome in outcomes {
            let slot = match outcome.verdict {
                _ if outcome.elsewhere => &mut counts.readable,
                Verdict::Readable => &mut counts.readable,
                Verdict::Partial { .. } => &mut counts.partial,
                Verdict::Recoverable => &mut counts.recoverable,
                Verdict::Removed => &mut counts.removed,
                Verdict::NotMeasured => &mut counts.unmeasured,
            };
            *slot += 1;
        }
        counts
    }

    pub(in crate::detectors::ink_verdict) fn found(self) -> u32 {
        self.readable + self.partial + self.recoverable
    }

    pub(in crate::detectors::ink_verdict) fn total(self) -> u32 {
        self.found() + self.removed + self.unmeasured
    }

    pub(in crate::detectors::ink_verdict) fn found_percent(self) -> f64 {
        100.0 * f64::from(self.found()) / f64::from(self.total().max(1))
    }

    /// The five counts as cells of a table.
    pub(in crate::detectors::ink_verdict) fn cells(self) -> String {
        let Self { readable, partial, recoverable, removed, unmeasured } = self;
        format!("{readable} | {partial} | {recoverable} | {removed} | {unmeasured}")
    }

    /// Exact interval of 95 % for the share that was found (Clopper and Pearson, 1934).
    pub(in crate::detectors::ink_verdict) fn interval(self) -> (f64, f64) {
        let (found, total) = (f64::from(self.found()), f64::from(self.total()));
        let low = if found == 0.0 { 0.0 } else { invbetai(0.025, found, total - found + 1.0) };
        let high = if found == total { 1.0 } else { invbetai(0.975, found + 1.0, total - found) };
        (low, high)
    }
}
