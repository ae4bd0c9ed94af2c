//! From what was seen to verdicts and findings.

use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::pixel_leak::CARD;
use crate::detectors::pixel_leak::elsewhere::Elsewhere;
use crate::detectors::pixel_leak::line::Line;
use crate::detectors::pixel_leak::seen::Seen;
use crate::dicom::canvas::Canvas;
use crate::finding::Verdict;
use crate::truth::Plant;
use crate::truth::Surface;

/// Notes the verdict on a line of frames or of another canvas, over all that was seen of it.
pub(super) fn line(evidence: &Evidence<'_>, notes: &mut Notes, line: &Line<'_>, canvas: Canvas) {
    let missing = line.missing();
    let Some((seen, frame)) = &line.worst else {
        let why = line.problem.as_deref().unwrap_or("no frame of the output shows where the line was");
        unmeasured(evidence, notes, line.plant, why);
        return;
    };
    let mut facts = if canvas == Canvas::Icon { Vec::new() } else { vec![format!("frame {frame}")] };
    if canvas != Canvas::Frames {
        facts.insert(0, canvas.to_string());
    }
    facts.extend((!seen.fact.is_empty()).then(|| seen.fact.clone()));
    let mut verdict = seen.verdict;
    if verdict == Verdict::Held && (missing > 0 || line.problem.is_some()) {
        // A frame that did not come back, or could not be judged, says nothing of itself.
        verdict = Verdict::NotMeasured;
    }
    if missing > 0 && !seen.is_worst() {
        facts.push(format!("{missing} frames missing"));
    }
    facts.extend(line.problem.clone().filter(|_| !seen.is_worst()));
    note(evidence, notes, line.plant, &Seen { verdict, fact: facts.join(", "), ..seen.clone() });
}

/// Notes what was seen of a plant; one that holds has no finding.
pub(super) fn note(evidence: &Evidence<'_>, notes: &mut Notes, plant: &Plant, seen: &Seen) {
    notes.convict(plant, seen.verdict);
    if seen.verdict == Verdict::Held {
        return;
    }
    let mut finding = evidence.leak(CARD.id, plant, seen.verdict);
    finding.form = seen.signal.to_owned();
    finding.evidence.clone_from(&seen.fact);
    notes.judgement.findings.push(finding);
}

/// Notes a value that stands elsewhere: it convicts the identifier, and not the trap.
pub(super) fn moved(evidence: &Evidence<'_>, notes: &mut Notes, plant: &Plant, found: &Elsewhere) {
    let verdict = if found.is_half { Verdict::Partial } else { Verdict::Leaked };
    let mut finding = evidence.leak(CARD.id, plant, verdict);
    finding.moved = true;
    finding.surface = Some(Surface::Pixel);
    finding.seen_at = "pixel".to_owned();
    finding.form = "moved".to_owned();
    let Elsewhere { frame, area, is_half, found } = found;
    let what = if *is_half { "half of the value, " } else { "" };
    finding.evidence = format!(
        "{what}frame {frame}, at column {} and row {}, {:.2} times as large, correlation {:.2}, lead {:.2}",
        area.x, area.y, found.scale, found.ncc, found.lead
    );
    notes.judgement.findings.push(finding);
}

/// Notes that a line could not be judged.
pub(super) fn unmeasured(evidence: &Evidence<'_>, notes: &mut Notes, plant: &Plant, why: &str) {
    notes.convict(plant, Verdict::NotMeasured);
    let mut finding = evidence.leak(CARD.id, plant, Verdict::NotMeasured);
    finding.evidence = why.to_owned();
    notes.judgement.findings.push(finding);
}
