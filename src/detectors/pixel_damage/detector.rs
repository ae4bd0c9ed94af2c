//! The detector: what happened to the pixels of one output, and how it is counted.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::pixel_damage::Exemptions;
use crate::detectors::pixel_damage::Pictures;
use crate::detectors::pixel_damage::PixelFindings;
use crate::detectors::pixel_damage::TileFigure;
use crate::detectors::pixel_damage::compare;
use crate::detectors::pixel_damage::listed;
use crate::dicom::locus::PixelBox;
use crate::finding::Topic;

static CARD: Card = Card {
    id: "pixel-damage",
    version: 2,
    title: "Pixels changed away from the planted lines",
    why: "A blacked-out frame leaks nothing and shows nothing; a recompressed one may have lost what a reader looks for.",
    standard: "PS3.15 §E.3.1: only what identifies is removed; Clunie and Gebow 2015; Wang et al. 2004",
    seen: "",
    passes: "Every sample outside the planted lines is what it was, whatever the encoding, and is shown as before.",
};

/// Compares pixels frame by frame after decoding.
pub struct PixelDamageDetector;

impl Detector for PixelDamageDetector {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        if evidence.row.frames == 0 {
            return;
        }
        let found = match Pictures::new(evidence.input, evidence.output) {
            Ok(mut pictures) => {
                let mut exemptions = Exemptions::of(evidence, pictures.before.format());
                compare(&mut pictures, &mut exemptions)
            }
            Err(why) => PixelFindings { not_measured: why, ..PixelFindings::default() },
        };
        count(&found, notes);
        report(evidence, &found, notes);
    }
}

fn count(found: &PixelFindings, notes: &mut Notes) {
    let damage = &mut notes.judgement.damage;
    let pixels = &mut damage.pixels;
    for change in found.global.keys() {
        *pixels.changes.entry(change.word().to_owned()).or_default() += 1;
    }
    pixels.global += u64::from(!found.global.is_empty());
    if !found.not_measured.is_empty() {
        pixels.not_measured += 1;
        return;
    }
    pixels.untouched += u64::from(found.untouched);
    pixels.re_encoded += u64::from(found.re_encoded);
    pixels.visually_lossless += u64::from(found.visually_lossless);
    pixels.lossy += u64::from(found.lossy);
    pixels.local += u64::from(found.local);
    damage.over_redaction.area += found.over_redacted;
    damage.over_redaction.of += found.clinical;
}

/// One finding for each sort of damage. A change that nobody sees is counted, and is no damage.
fn report(evidence: &Evidence<'_>, found: &PixelFindings, notes: &mut Notes) {
    let mut note = |form: &str, place: Option<(u32, PixelBox)>, facts: String| {
        let mut finding = evidence.finding(Topic::PixelDamage, CARD.id);
        finding.seen_at = seen_at(place);
        finding.form = form.to_owned();
        finding.evidence = facts;
        notes.judgement.findings.push(finding);
    };
    if !found.not_measured.is_empty() {
        note("not measured", None, found.not_measured.clone());
    }
    if found.lossy {
        let place = found.worst_similarity.or(found.worst_psnr).map(|tile| (tile.frame, tile.area));
        note("lossy", place, figures(found));
    }
    if found.local {
        let facts = format!(
            "{} pixels in frames {}, {} of them in the clinical region",
            found.local_area,
            listed(&found.local_frames),
            found.over_redacted
        );
        note("local", found.place, facts);
    }
    for (change, words) in &found.global {
        note(change.word(), None, words.clone());
    }
}

/// Where in the output, as every finding about pixels says it: `(7FE0,0010) frame 3 box 10,20,60,40`.
pub fn seen_at(place: Option<(u32, PixelBox)>) -> String {
    match place {
        None => "(7FE0,0010)".to_owned(),
        Some((frame, area)) => format!("(7FE0,0010) frame {frame} box {area}"),
    }
}

/// The worst tiles first: the mean of a frame drowns them.
fn figures(found: &PixelFindings) -> String {
    let tile = |figure: TileFigure| format!("at {} of frame {}", figure.area, figure.frame);
    let mut facts = Vec::new();
    if let Some(worst) = found.worst_psnr {
        facts.push(format!("worst tile {:.1} dB {}", worst.value, tile(worst)));
    }
    if let Some(worst) = found.worst_similarity {
        facts.push(format!("worst structural similarity {:.3} {}", worst.value, tile(worst)));
    }
    if let Some(psnr) = found.psnr {
        facts.push(format!("{psnr:.1} dB over all"));
    }
    facts.push(format!("{} of {} frames differ", found.frames_differing, found.frames_compared));
    facts.join(", ")
}
