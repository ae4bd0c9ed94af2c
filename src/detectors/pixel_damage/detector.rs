//! The detector: what happened to the pixels of one output, and how it is counted.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::pixel_damage::Judged;
use crate::detectors::pixel_damage::PixelFindings;
use crate::detectors::pixel_damage::compare;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::finding::Topic;

static CARD: Card = Card {
    id: "pixel-damage",
    version: 1,
    title: "Pixels changed away from the planted lines",
    why: "A blacked-out frame leaks nothing and shows nothing; a recompressed one may have lost what a reader looks for.",
    standard: "PS3.15 §E.3.1: only what identifies is removed; Clunie and Gebow 2015",
    seen: "",
    passes: "Every sample outside the planted lines is what it was, whatever the encoding.",
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
        let readers = PixelReader::new(evidence.input).and_then(|input| {
            let output = PixelReader::new(evidence.output)?;
            Ok((input, output))
        });
        let found = match readers {
            Ok((input, output)) => {
                let lines: Vec<PixelBox> = evidence.plants().filter_map(|plant| plant.line_box).collect();
                let judged = Judged::new(&input.format(), &lines, evidence.row.clinical_box);
                compare(&input, &output, &judged)
            }
            Err(error) => PixelFindings { not_measured: error.to_string(), ..PixelFindings::default() },
        };
        count(&found, notes);
        report(evidence, &found, notes);
    }
}

fn count(found: &PixelFindings, notes: &mut Notes) {
    let damage = &mut notes.judgement.damage;
    let pixels = &mut damage.pixels;
    if !found.not_measured.is_empty() {
        pixels.not_measured += 1;
        pixels.global += u64::from(!found.global.is_empty());
        return;
    }
    pixels.untouched += u64::from(found.untouched);
    pixels.visually_lossless += u64::from(found.visually_lossless);
    pixels.lossy += u64::from(found.lossy);
    pixels.local += u64::from(found.local);
    pixels.global += u64::from(!found.global.is_empty());
    damage.over_redaction.area += found.over_redacted;
    damage.over_redaction.of += found.clinical;
}

/// One finding for each sort of damage. A change that nobody sees is counted, and is no damage.
fn report(evidence: &Evidence<'_>, found: &PixelFindings, notes: &mut Notes) {
    let mut note = |form: &str, facts: String| {
        let mut finding = evidence.finding(Topic::PixelDamage, CARD.id);
        finding.seen_at = "(7FE0,0010)".to_owned();
        finding.form = form.to_owned();
        finding.evidence = facts;
        notes.judgement.findings.push(finding);
    };
    if !found.not_measured.is_empty() {
        note("not measured", found.not_measured.clone());
    }
    if found.lossy {
        let facts = found.psnr.map_or_else(String::new, |psnr| format!("{psnr:.1} dB"));
        note("lossy", facts);
    }
    if found.local {
        let facts = format!("{} pixels, {} of them in the clinical region", found.local_area, found.over_redacted);
        note("local", facts);
    }
    for change in &found.global {
        let facts = format!("{} of {} frames compared", found.frames_compared, found.frames_expected);
        note(change.word(), facts);
    }
}
