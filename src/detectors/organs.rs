//! What happened to the organs of a picture, where somebody brought masks of them.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::pixel_damage::Exemptions;
use crate::detectors::pixel_damage::Judged;
use crate::detectors::pixel_damage::Laid;
use crate::detectors::pixel_damage::Pictures;
use crate::detectors::pixel_damage::listed;
use crate::detectors::pixel_damage::seen_at;
use crate::detectors::pixel_damage::span;
use crate::dicom::frame::Raster;
use crate::dicom::frames::FrameSet;
use crate::finding::Topic;
use crate::truth::RegionRow;
use crate::truth::regions::read_regions;

static CARD: Card = Card {
    id: "organs",
    version: 1,
    title: "Pixels of an organ that changed",
    why: "A share of the whole picture hides that all of a small organ is gone; who reads a kidney needs the kidney.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option removes what identifies",
    seen: "",
    passes: "No pixel of any organ, away from the planted lines, differs by more than 8 % of the range. Only datasets made with \
             --masks have organs.",
};

/// Part of the range by which a pixel must differ to be changed: what recompression leaves is less.
const CHANGED: f64 = 0.08;

/// Compares organ by organ.
pub struct OrgansDamaged;

/// One organ over the frames.
struct Seen<'a> {
    row: &'a RegionRow,
    pixels: u64,
    changed: u64,
    frames: Vec<u32>,
}

impl Detector for OrgansDamaged {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let of_instance = evidence.truth.regions.iter().filter(|row| row.instance == evidence.row.instance);
        let mut organs: Vec<Seen<'_>> =
            of_instance.map(|row| Seen { row, pixels: 0, changed: 0, frames: Vec::new() }).collect();
        if organs.is_empty() {
            return;
        }
        let done = over_frames(evidence, &mut organs);
        for organ in organs {
            let count = notes.judgement.damage.organs.entry(organ.row.organ.clone()).or_default();
            if done.is_err() {
                count.not_measured += 1;
                continue;
            }
            count.instances += 1;
            count.pixels += organ.pixels;
            count.changed += organ.changed;
            count.damaged += u64::from(organ.changed > 0);
            if organ.changed > 0 {
                let mut finding = evidence.finding(Topic::PixelDamage, CARD.id);
                finding.seen_at = seen_at(None);
                finding.form = "organ".to_owned();
                finding.evidence = format!(
                    "{} of {} pixels of the {} differ, in frames {}",
                    organ.changed,
                    organ.pixels,
                    organ.row.organ,
                    listed(&FrameSet::from_frames(organ.frames))
                );
                notes.judgement.findings.push(finding);
            }
        }
    }
}

fn over_frames(evidence: &Evidence<'_>, organs: &mut [Seen<'_>]) -> Result<(), String> {
    let masks = Masks::read(evidence, organs)?;
    let mut pictures = Pictures::new(evidence.input, evidence.output)?;
    let mut exemptions = Exemptions::of(evidence, pictures.before.format());
    let order = match pictures.lay_over(&mut exemptions)? {
        Laid::Equal => {
            for frame in 0..pictures.before.reader.frames() {
                masks.each(frame, &exemptions.judged(frame), organs, &mut |_| false);
            }
            return Ok(());
        }
        Laid::Unlike => return Err("its frames are of another size".to_owned()),
        Laid::Ordered(order) => order,
    };
    let mut measured = FrameSet::default();
    for (frame, from) in order.from.iter().enumerate() {
        let Some(from) = *from else { continue };
        if measured.contains(from) {
            continue;
        }
        measured = FrameSet::from_frames(measured.iter().chain([from]));
        let judged = exemptions.judged(from);
        let (before, after) = (pictures.native_before(from)?, pictures.native_after(frame as u32)?);
        if pictures.equal_bytes(&before, &after, &judged) {
            masks.each(from, &judged, organs, &mut |_| false);
            continue;
        }
        let (before, after) = (pictures.shown_before(&before), pictures.shown_after(&after));
        let least = CHANGED * span(&before, &judged).max(1.0);
        masks.each(from, &judged, organs, &mut |at| differs(&before, &after, at, least));
    }
    // A frame that did not come back is gone with all that it showed.
    for frame in (0..pictures.before.reader.frames()).filter(|frame| !measured.contains(*frame)) {
        masks.each(frame, &exemptions.judged(frame), organs, &mut |_| true);
    }
    Ok(())
}

/// Whether any channel of a pixel differs by more.
fn differs(before: &Raster, after: &Raster, at: usize, least: f64) -> bool {
    let channels = before.channels.min(after.channels) as usize;
    let level = |raster: &Raster, channel: usize| {
        raster.samples.get(at * raster.channels as usize + channel).copied().map_or(0.0, f64::from)
    };
    (0..channels).any(|channel| (level(before, channel) - level(after, channel)).abs() > least)
}

/// The recorded masks of an instance.
struct Masks {
    values: Vec<u8>,
    frame_pixels: usize,
    frames: FrameSet,
}

impl Masks {
    fn read(evidence: &Evidence<'_>, organs: &[Seen<'_>]) -> Result<Self, String> {
        let folder = evidence.patches.with_file_name("regions");
        let (values, columns) = read_regions(&folder, &evidence.row.instance).map_err(|error| error.to_string())?;
        let frames = organs.first().map(|organ| organ.row.frames.clone()).unwrap_or_default();
        let frame_pixels = columns as usize * evidence.row.rows as usize;
        if columns != evidence.row.columns || values.len() != frame_pixels * frames.len() {
            return Err("the recorded masks do not fit the frames".to_owned());
        }
        Ok(Self { values, frame_pixels, frames })
    }

    /// Counts the pixels of each organ in a frame of the input that lie outside of planted lines.
    fn each(&self, frame: u32, judged: &Judged, organs: &mut [Seen<'_>], changed: &mut dyn FnMut(usize) -> bool) {
        let Some(place) = self.frames.iter().position(|known| known == frame) else { return };
        let first = place * self.frame_pixels;
        let values = self.values.get(first..first + self.frame_pixels).unwrap_or_default();
        for (at, value) in values.iter().enumerate().filter(|(at, value)| **value > 0 && !judged.is_exempt(*at)) {
            let Some(organ) = organs.iter_mut().find(|organ| organ.row.value == *value) else { continue };
            organ.pixels += 1;
            if changed(at) {
                organ.changed += 1;
                if organ.frames.last() != Some(&frame) {
                    organ.frames.push(frame);
                }
            }
        }
    }
}
