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
use crate::inspection::sketch::Sketch;
use crate::picture;
use crate::picture::MOST_PIXELS;
use std::borrow::Cow;
use twox_hash::XxHash3_128;

/// What a file looks like.
#[derive(Clone, Debug, PartialEq)]
pub struct Looks {
    /// Levels of all frames.
    pub histogram: Histogram,
    /// Frames that were decoded.
    pub frames: u64,
    /// The middle frame in numbers.
    pub measures: Measures,
    /// XXH3 of all decoded frames and their layout: it tells equal pictures, and need not withstand anybody.
    pub digest: u128,
    /// The middle frame in small views.
    pub sketch: Sketch,
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
    // The first frame may be needed to find the window, and is not decoded again.
    let mut first = reader.native(0).ok();
    let of_first = || first.as_deref().map_or_else(|| reader.native(0), |first| Ok(Cow::Borrowed(first)));
    let shown = match Shown::with_first(scan, reader.format(), None, of_first) {
        Ok(shown) => shown,
        Err(error) => return (None, Some(error.to_string())),
    };
    let middle = reader.frames() / 2;
    let mut gatherer = Gatherer::default();
    let mut problem = scan.problem.clone();
    for index in 0..reader.frames() {
        let known = if index == 0 { first.take() } else { None };
        match known.map_or_else(|| reader.native(index), Ok) {
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
    hash: XxHash3_128,
    frames: u64,
    of_middle: Option<(Measures, Sketch)>,
}

impl Gatherer {
    fn add(&mut self, native: &[u8], frame: ShownFrame, is_middle: bool) {
        self.hash.write(native);
        self.frames += 1;
        let luma = frame.luma();
        if is_middle {
            let mut levels = Histogram::default();
            levels.add(&luma);
            self.histogram.merge(&levels);
            let sketch = Sketch::of(&luma, frame.width as usize, frame.height as usize);
            self.of_middle = Some((Measures::of(&frame, &luma, &levels), sketch));
        } else {
            self.histogram.add(&luma);
        }
    }

    fn looks(mut self, layout: &[u8]) -> Option<Looks> {
        self.hash.write(layout);
        let (measures, sketch) = self.of_middle?;
        let digest = self.hash.finish_128();
        Some(Looks { histogram: self.histogram, frames: self.frames, measures, digest, sketch })
    }
}
