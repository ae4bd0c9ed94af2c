//! Attributes that must survive: gone, or with another value.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::dicom::locus::Locus;
use crate::dicom::value;
use crate::finding::Topic;
use crate::truth::Keep;
use crate::truth::KeepKind;

static CARD: Card = Card {
    id: "header-damage",
    version: 1,
    title: "Attributes lost or changed without need",
    why: "A tool that empties everything leaks nothing and leaves nothing to diagnose from.",
    standard: "PS3.15 Table E.1-1: attributes that it does not list are kept",
    seen: "",
    passes: "Every attribute that the table does not list has its value; numbers are compared as numbers.",
};

/// Compares what is recorded to be kept.
pub struct HeaderDamage;

impl Detector for HeaderDamage {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let characters = value::character_set(evidence.output);
        let kept = |keep: &&Keep| keep.instance == evidence.row.instance && keep.kind == KeepKind::Attribute;
        for keep in evidence.truth.keeps.iter().filter(kept) {
            let Locus::Attribute(path) = &keep.locus else { continue };
            notes.judgement.damage.header.checked += 1;
            let found = evidence.output.find(path);
            let now = found.and_then(|element| value::text(evidence.output, element, &characters));
            let form = match now.as_deref() {
                Some(now) if value::same(&keep.value, now) => continue,
                Some("") | None => {
                    notes.judgement.damage.header.lost += 1;
                    "lost"
                }
                Some(_) => {
                    notes.judgement.damage.header.changed += 1;
                    "changed"
                }
            };
            let mut finding = evidence.finding(Topic::HeaderDamage, CARD.id);
            finding.seen_at = keep.locus.to_string();
            finding.form = form.to_owned();
            finding.evidence = format!("`{}` became `{}`", keep.value, now.unwrap_or_default());
            notes.judgement.findings.push(finding);
        }
    }
}
