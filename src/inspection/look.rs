//! One file, decoded and measured.

use crate::collection::Facts;
use crate::collection::FileKind;
use crate::collection::Item;
use crate::collection::LARGEST_FILE;
use crate::collection::Sort;
use crate::collection::header_facts;
use crate::collection::picture_facts;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::dicom::shown::Shown;
use crate::dicom::shown::ShownFrame;
use crate::inspection::Histogram;
use crate::inspection::Measures;
use crate::picture;
use crate::picture::MOST_PIXELS;
use sha2::Digest;
use sha2::Sha256;

/// Side of the small picture that near-duplicates are found by.
pub const THUMB: usize = 16;

/// What a file looks like.
#[derive(Clone, Debug, PartialEq)]
pub struct Looks {
    /// Levels of all frames.
    pub histogram: Histogram,
    /// Frames that were decoded.
    pub frames: u64,
    /// The middle frame in numbers.
    pub measures: Measures,
    /// SHA-256 of all decoded frames and their layout.
    pub digest: [u8; 32],
    /// The middle frame, 16 x 16.
    pub thumb: Vec<u8>,
}

/// One file: its facts, its looks where it was decoded, and what is wrong with it.
pub struct Seen {
    /// Facts; `None` where nothing could be read.
    pub facts: Option<Facts>,
    /// Looks; `None` where it has no pixels, or was not decoded.
    pub looks: Option<Looks>,
    /// What is wrong.
    pub problem: Option<String>,
}

/// Reads a file; with `decode` also its frames.
pub fn see(item: &Item, decode: bool) -> Seen {
    let broken = |why: String| Seen { facts: None, looks: None, problem: Some(why) };
    match &item.sort {
        Sort::Skipped(why) | Sort::Failed(why) => broken(why.clone()),
        Sort::Picture => match picture::decode(&item.path, MOST_PIXELS) {
            Err(error) => broken(error.to_string()),
            Ok(found) => {
                let looks = decode.then(|| {
                    let shown = Shown::of_picture(found.format);
                    let mut gatherer = Gatherer::default();
                    gatherer.add(&found.native, shown.frame(&found.native), true);
                    gatherer.looks(format!("{:?}", found.format).as_bytes())
                });
                Seen { facts: Some(picture_facts(item, &found)), looks: looks.flatten(), problem: None }
            }
        },
        Sort::Dicom => {
            let scan =
                if decode { Scan::open(&item.path, LARGEST_FILE) } else { Scan::open_header(&item.path, LARGEST_FILE) };
            match scan {
                Err(error) => broken(error.to_string()),
                Ok(scan) if !scan.is_dicom() => broken(scan.problem.clone().unwrap_or_default()),
                Ok(scan) => {
                    let facts = header_facts(item, &scan);
                    let (looks, problem) = match decode && facts.kind == FileKind::Image {
                        true => look(&scan),
                        false => (None, scan.problem.clone()),
                    };
                    Seen { facts: Some(facts), looks, problem }
                }
            }
        }
    }
}

/// Decodes every frame once.
fn look(scan: &Scan) -> (Option<Looks>, Option<String>) {
    let reader = match PixelReader::new(scan) {
        Ok(reader) => reader,
        Err(error) => return (None, Some(error.to_string())),
    };
    let shown = match Shown::new(scan, &reader, None) {
        Ok(shown) => shown,
        Err(error) => return (None, Some(error.to_string())),
    };
    let middle = reader.frames() / 2;
    let mut gatherer = Gatherer::default();
    let mut problem = scan.problem.clone();
    for index in 0..reader.frames() {
        match reader.native(index) {
            Ok(native) => gatherer.add(&native, shown.frame(&native), index == middle),
            Err(error) => {
                problem = problem.or_else(|| Some(error.to_string()));
            }
        }
    }
    if reader.frames() < reader.claimed_frames() {
        let (there, claimed) = (reader.frames(), reader.claimed_frames());
        problem = problem.or_else(|| Some(format!("{there} of {claimed} frames are there")));
    }
    (gatherer.looks(format!("{:?}", reader.format()).as_bytes()), problem)
}

/// Looks in the making.
#[derive(Default)]
struct Gatherer {
    histogram: Histogram,
    hash: Sha256,
    frames: u64,
    of_middle: Option<(Measures, Vec<u8>)>,
}

impl Gatherer {
    fn add(&mut self, native: &[u8], frame: ShownFrame, is_middle: bool) {
        self.hash.update(native);
        self.frames += 1;
        let luma = frame.luma();
        self.histogram.add(&luma);
        if is_middle {
            let thumb = thumb(&luma, frame.width as usize, frame.height as usize);
            self.of_middle = Some((Measures::of(&frame), thumb));
        }
    }

    fn looks(mut self, layout: &[u8]) -> Option<Looks> {
        self.hash.update(layout);
        let (measures, thumb) = self.of_middle?;
        let digest = self.hash.finalize().into();
        Some(Looks { histogram: self.histogram, frames: self.frames, measures, digest, thumb })
    }
}

/// Means of 16 x 16 cells; cells of a picture that is smaller hold what lies nearest.
fn thumb(luma: &[u8], width: usize, height: usize) -> Vec<u8> {
    let edge = |cell: usize, side: usize| (cell * side / THUMB).min(side.saturating_sub(1));
    let mut cells = Vec::with_capacity(THUMB * THUMB);
    for row in 0..THUMB {
        let (top, bottom) = (edge(row, height), edge(row + 1, height).max(edge(row, height) + 1));
        for column in 0..THUMB {
            let (left, right) = (edge(column, width), edge(column + 1, width).max(edge(column, width) + 1));
            let (mut sum, mut count) = (0u64, 0u64);
            for y in top..bottom {
                for level in luma.get(y * width + left..y * width + right).unwrap_or_default() {
                    sum += u64::from(*level);
                    count += 1;
                }
            }
            cells.push((sum / count.max(1)) as u8);
        }
    }
    cells
}
