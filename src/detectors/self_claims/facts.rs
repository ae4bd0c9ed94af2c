//! What the other detectors saw of an output, as far as its claims are about it.

use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::contents::Contents;
use crate::detectors::contents::Fate;
use crate::dicom::VR;
use crate::dicom::locus::Locus;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::policy;
use crate::policy::Opt;
use crate::truth::Surface;

/// What the other detectors saw of this output.
pub(super) struct Facts {
    /// A direct identifier can be read outside the pixels.
    pub(super) direct_in_header: bool,
    /// A direct identifier can be read anywhere.
    pub(super) direct: bool,
    /// A direct identifier was planted in this instance.
    pub(super) planted: bool,
    /// Burned lines of this image: all, readable, and gone.
    pub(super) burned: usize,
    pub(super) readable: usize,
    pub(super) gone: usize,
    /// Dates of the input by what became of them.
    pub(super) dates_kept: usize,
    pub(super) dates_replaced: usize,
    pub(super) dates_gone: usize,
}

impl Facts {
    pub(super) fn of(evidence: &Evidence<'_>, notes: &Notes) -> Self {
        let leaks = || {
            notes.judgement.findings.iter().filter(|finding| {
                finding.topic == Topic::Leak
                    && finding.instance == evidence.row.instance
                    && finding.verdict == Some(Verdict::Leaked)
                    && finding.direct
            })
        };
        let verdict = |id: &str| notes.judgement.plants.get(id).map_or(Verdict::NotMeasured, |both| both.fixed);
        let burned: Vec<Verdict> = evidence
            .plants()
            .filter(|plant| plant.locus == Locus::Pixel && plant.surface == Surface::Pixel)
            .map(|plant| verdict(&plant.id))
            .collect();
        let count = |wanted: Verdict| burned.iter().filter(|verdict| **verdict == wanted).count();
        let mut facts = Self {
            direct_in_header: leaks().any(|finding| finding.surface != Some(Surface::Pixel)),
            direct: leaks().next().is_some(),
            planted: evidence.plants().any(|plant| plant.direct),
            burned: burned.len(),
            readable: count(Verdict::Leaked),
            gone: count(Verdict::Held),
            dates_kept: 0,
            dates_replaced: 0,
            dates_gone: 0,
        };
        facts.dates(evidence);
        facts
    }

    /// Dates of the top level that the options for longitudinal information are about.
    fn dates(&mut self, evidence: &Evidence<'_>) {
        let (input, output) = (Contents::of(evidence.input), Contents::of(evidence.output));
        for element in evidence.input.elements.iter().filter(|element| element.path.depth() == 0) {
            let is_dated = matches!(element.vr, VR::DA | VR::DT)
                && policy::row(element.tag.group(), element.tag.element())
                    .is_some_and(|row| row.option(Opt::RetainLongFullDates).is_some());
            if is_dated && !input.text(element).is_empty() {
                match output.fate(&input, element).0 {
                    Fate::Kept => self.dates_kept += 1,
                    Fate::Replaced => self.dates_replaced += 1,
                    Fate::Emptied | Fate::Removed => self.dates_gone += 1,
                }
            }
        }
    }
}
