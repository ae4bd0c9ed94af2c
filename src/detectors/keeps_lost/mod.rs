//! Marks in the pixels that identify nobody: side letters, calipers, scales. A tool that blanks them takes what a reader
//! needs.

mod mark;

pub use mark::MarkState;
pub use mark::is_free;
pub use mark::look;

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
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::finding::Topic;
use crate::truth::Keep;
use crate::truth::KeepKind;

static CARD: Card = Card {
    id: "keeps-lost",
    version: 1,
    title: "Marks in the pixels that identify nobody and are gone",
    why: "Tools blank every text that they find, or the whole margin: the side of the body, calipers and scales go with it.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option removes what identifies; IEC 62563-1 on laterality",
    seen: "",
    passes: "Every recorded mark can be seen in every frame. Recompression that leaves it visible loses nothing.",
};

/// Looks for recorded marks.
pub struct KeepsLost;

/// A mark, and what was seen of it over the frames.
struct Seen<'a> {
    keep: &'a Keep,
    area: PixelBox,
    looked_at: u64,
    lost: Vec<u32>,
    changed: Vec<u32>,
    facts: String,
}

impl Detector for KeepsLost {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let recorded = evidence
            .truth
            .keeps
            .iter()
            .filter(|keep| keep.instance == evidence.row.instance && keep.kind == KeepKind::Annotation);
        let mut marks: Vec<Seen<'_>> = recorded
            .filter_map(|keep| {
                let (lost, changed) = (Vec::new(), Vec::new());
                Some(Seen { keep, area: keep.area?, looked_at: 0, lost, changed, facts: String::new() })
            })
            .collect();
        // Frames that can't be compared are damage by themselves, and say nothing of marks.
        if !marks.is_empty() && over_frames(evidence, &mut marks).is_ok() {
            for mark in marks.iter().filter(|mark| mark.looked_at > 0) {
                report(evidence, mark, notes);
            }
        }
    }
}

fn over_frames(evidence: &Evidence<'_>, marks: &mut [Seen<'_>]) -> Result<(), String> {
    let mut pictures = Pictures::new(evidence.input, evidence.output)?;
    let mut exemptions = Exemptions::of(evidence, pictures.before.format());
    let order = match pictures.lay_over(&mut exemptions)? {
        Laid::Equal => {
            for frame in 0..pictures.before.reader.frames() {
                note_free(marks, &exemptions.judged(frame));
            }
            return Ok(());
        }
        Laid::Unlike => return Ok(()),
        Laid::Ordered(order) => order,
    };
    for (frame, from) in order.from.iter().enumerate() {
        let Some(from) = *from else { continue };
        let judged = exemptions.judged(from);
        let (before, after) = (pictures.native_before(from)?, pictures.native_after(frame as u32)?);
        if pictures.equal_bytes(&before, &after, &judged) {
            note_free(marks, &judged);
            continue;
        }
        let (before, after) = (pictures.shown_before(&before), pictures.shown_after(&after));
        for mark in marks.iter_mut() {
            let Some((state, facts)) = look(&before, &after, mark.area, &judged) else { continue };
            mark.looked_at += 1;
            let first = mark.lost.is_empty() && (state == MarkState::Lost || mark.changed.is_empty());
            match state {
                MarkState::Kept => continue,
                MarkState::Changed => mark.changed.push(frame as u32),
                MarkState::Lost => mark.lost.push(frame as u32),
            }
            if first {
                mark.facts = facts;
            }
        }
    }
    Ok(())
}

/// Marks of a frame that is equal where it counts.
fn note_free(marks: &mut [Seen<'_>], judged: &Judged) {
    for mark in marks.iter_mut().filter(|mark| mark.looked_at == 0) {
        mark.looked_at += u64::from(is_free(mark.area, judged));
    }
}

/// One finding for each mark, however many frames it is gone from.
fn report(evidence: &Evidence<'_>, mark: &Seen<'_>, notes: &mut Notes) {
    let keeps = &mut notes.judgement.damage.keeps;
    keeps.checked += 1;
    let (form, frames) = match (mark.lost.is_empty(), mark.changed.is_empty()) {
        (true, true) => return,
        (false, _) => {
            keeps.lost += 1;
            ("annotation lost", &mark.lost)
        }
        (true, false) => {
            keeps.changed += 1;
            ("annotation changed", &mark.changed)
        }
    };
    let mut finding = evidence.finding(Topic::PixelDamage, CARD.id);
    finding.seen_at = seen_at(frames.first().map(|frame| (*frame, mark.area)));
    finding.form = form.to_owned();
    let shown = listed(&FrameSet::from_frames(frames.iter().copied()));
    finding.evidence = format!("`{}` in frames {shown}: {}", mark.keep.value, mark.facts);
    notes.judgement.findings.push(finding);
}

#[cfg(test)]
mod tests;
