//! Which pixels count, in each frame.

use super::MARGIN;
use crate::detectors::Evidence;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::truth::Surface;
use std::ops::Range;
use std::rc::Rc;

/// The pixels of a frame that count: those outside of planted lines with their margin.
#[derive(Clone, Debug)]
pub struct Judged {
    columns: u32,
    rows: u32,
    exempt: Vec<bool>,
    runs: Vec<Range<usize>>,
    clinical_box: Option<PixelBox>,
    /// Pixels that count.
    pub pixels: u64,
    /// Of these, pixels of the clinical region.
    pub clinical: u64,
}

impl Judged {
    /// From the line boxes of the plants in a frame, and the clinical region of its instance.
    pub fn new(format: &PixelFormat, lines: &[PixelBox], clinical_box: Option<PixelBox>) -> Self {
        let (columns, rows) = (format.columns, format.rows);
        let mut exempt = vec![false; rows as usize * columns as usize];
        let areas: Vec<PixelBox> = lines.iter().map(|line| line.dilated(MARGIN, columns, rows)).collect();
        for area in &areas {
            for y in area.y..area.y + area.height {
                let first = y as usize * columns as usize + area.x as usize;
                if let Some(row) = exempt.get_mut(first..first + area.width as usize) {
                    row.fill(true);
                }
            }
        }
        let runs = runs(&exempt, columns as usize, &areas);
        let mut judged = Self { columns, rows, exempt, runs, clinical_box, pixels: 0, clinical: 0 };
        judged.pixels = judged.runs.iter().map(|run| run.len() as u64).sum();
        judged.clinical = judged.clinical_pixels();
        judged
    }

    /// Whether pixel number `at` of the frame is exempt.
    pub fn is_exempt(&self, at: usize) -> bool {
        self.exempt.get(at).copied().unwrap_or(true)
    }

    /// Whether pixel number `at` lies in the clinical region; everywhere, where none is recorded.
    pub fn is_clinical(&self, at: usize) -> bool {
        let (x, y) = (at as u32 % self.columns.max(1), at as u32 / self.columns.max(1));
        self.clinical_box.is_none_or(|area| area.contains(x, y))
    }

    /// Numbers of the pixels that count, as runs in ascending order.
    pub fn runs(&self) -> &[Range<usize>] {
        &self.runs
    }

    /// Columns of the frame.
    pub fn columns(&self) -> usize {
        self.columns as usize
    }

    /// Rows of the frame.
    pub fn rows(&self) -> usize {
        self.rows as usize
    }

    fn clinical_pixels(&self) -> u64 {
        let Some(area) = self.clinical_box else { return self.pixels };
        let area = area.dilated(0, self.columns, self.rows);
        let of_row = |y: u32| {
            let first = y as usize * self.columns as usize + area.x as usize;
            first..first + area.width as usize
        };
        let mut rest = self.runs.as_slice();
        let mut count = 0;
        for row in (area.y..area.y + area.height).map(of_row) {
            // Runs are ascending, and so are rows: a run that ends before this row is not needed any more.
            let passed = rest.iter().take_while(|run| run.end <= row.start).count();
            rest = rest.get(passed..).unwrap_or_default();
            for run in rest.iter().take_while(|run| run.start < row.end) {
                count += (run.end.min(row.end) - run.start.max(row.start)) as u64;
            }
        }
        count
    }
}

/// Runs of pixels that are not exempt. Only rows that an area reaches are looked at.
fn runs(exempt: &[bool], columns: usize, areas: &[PixelBox]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut add = |run: Range<usize>| match runs.last_mut() {
        Some(last) if last.end == run.start => last.end = run.end,
        _ if run.is_empty() => {}
        _ => runs.push(run),
    };
    let mut touched: Vec<u32> = areas.iter().flat_map(|area| area.y..area.y + area.height).collect();
    touched.sort_unstable();
    touched.dedup();
    let mut reached = 0;
    for row in touched {
        let first = row as usize * columns;
        add(reached..first);
        let pixels = exempt.get(first..first + columns).unwrap_or_default();
        let mut at = first;
        for group in pixels.chunk_by(|one, next| one == next) {
            if group.first() == Some(&false) {
                add(at..at + group.len());
            }
            at += group.len();
        }
        reached = first + columns;
    }
    add(reached..exempt.len());
    runs
}

/// Where something was planted, in which frames. A line that moves, or stands in some frames only, is exempt there alone.
#[derive(Clone, Debug)]
pub struct Exemptions {
    format: PixelFormat,
    lines: Vec<(FrameSet, PixelBox)>,
    clinical_box: Option<PixelBox>,
    last: Option<(Vec<bool>, Rc<Judged>)>,
}

impl Exemptions {
    /// From boxes with the frames that show them.
    pub fn new(format: PixelFormat, lines: Vec<(FrameSet, PixelBox)>, clinical_box: Option<PixelBox>) -> Self {
        Self { format, lines, clinical_box, last: None }
    }

    /// From what is recorded of an instance: every place of every line, shadows among them.
    pub fn of(evidence: &Evidence<'_>, format: PixelFormat) -> Self {
        let drawn = evidence
            .truth
            .patches
            .iter()
            .filter(|patch| patch.instance == evidence.row.instance && patch.canvas == Canvas::Frames)
            .map(|patch| (patch.frames.clone(), patch.line_box));
        let is_recorded = |name: &str| evidence.truth.patches.iter().any(|patch| patch.patch == name);
        let plants = evidence.plants().filter(|plant| plant.surface == Surface::Pixel);
        let unrecorded = plants.filter(|plant| !plant.patch.split(' ').any(is_recorded)).filter_map(|plant| {
            let frames =
                if plant.frames.is_empty() { FrameSet::all(evidence.row.frames) } else { plant.frames.clone() };
            Some((frames, plant.line_box?))
        });
        Self::new(format, drawn.chain(unrecorded).collect(), evidence.row.clinical_box)
    }

    /// What counts in a frame of the input.
    pub fn judged(&mut self, frame: u32) -> Rc<Judged> {
        let shown: Vec<bool> = self.lines.iter().map(|(frames, _)| frames.contains(frame)).collect();
        if let Some((same, judged)) = &self.last
            && *same == shown
        {
            return Rc::clone(judged);
        }
        let boxes: Vec<PixelBox> =
            self.lines.iter().zip(&shown).filter(|(_, shown)| **shown).map(|((_, area), _)| *area).collect();
        let judged = Rc::new(Judged::new(&self.format, &boxes, self.clinical_box));
        self.last = Some((shown, Rc::clone(&judged)));
        judged
    }

    /// What counts in every frame: outside of the boxes of all of them.
    pub fn everywhere(&self) -> Judged {
        let boxes: Vec<PixelBox> = self.lines.iter().map(|(_, area)| *area).collect();
        Judged::new(&self.format, &boxes, self.clinical_box)
    }

    /// Boxes of the lines that a frame shows.
    pub fn boxes(&self, frame: u32) -> impl Iterator<Item = PixelBox> + '_ {
        self.lines.iter().filter(move |(frames, _)| frames.contains(frame)).map(|(_, area)| *area)
    }
}
