//! Residual identifiers: every planted value of the patient, looked for in every byte of an output.

pub mod forms;
pub mod needles;
mod place;

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::dicom::locus::Locus;
use crate::dicom::value;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::truth::Kind;
use crate::truth::NeedleRole;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use crate::truth::Surface;
use aho_corasick::BuildError;
use needles::Hit;
use needles::Needles;
use needles::Target;
use place::Place;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

static CARD: Card = Card {
    id: "residual-search",
    version: 1,
    title: "Planted values that are still in the file",
    why: "A value that survives anywhere can be read: at its tag, at another one, in bytes that no attribute owns.",
    standard: "PS3.15 §E.1: attributes that could identify the patient, wherever they are",
    seen: "",
    passes: "No planted value is found in any byte of the output, in any of the usual forms.",
};

/// What the catalogue says of the search.
pub fn card() -> &'static Card {
    &CARD
}

/// Looks for the planted values of one patient.
pub struct ResidualSearch {
    needles: Needles,
}

impl ResidualSearch {
    /// Compiles the search for a patient: its planted values, and controls that were planted nowhere.
    pub fn new(truth: &PatientTruth) -> Result<Self, BuildError> {
        let planted: BTreeSet<(Kind, &str)> =
            truth.plants.iter().map(|plant| (plant.kind, plant.value.as_str())).collect();
        let planted = planted.into_iter().map(|(kind, value)| (kind, value, false));
        // A control has no kind on record: it is searched as it stands.
        let controls = truth
            .needles
            .iter()
            .filter(|needle| needle.role == NeedleRole::Control && needle.encoding == "utf-8")
            .map(|needle| (Kind::OtherPatientId, needle.value.as_str(), true));
        let target = |(kind, value, control): (Kind, &str, bool)| Target { kind, value: value.to_owned(), control };
        Ok(Self { needles: Needles::new(planted.chain(controls).map(target).collect())? })
    }

    /// Number of controls.
    pub fn controls(&self) -> usize {
        self.needles.targets.iter().filter(|target| target.control).count()
    }
}

/// Where a value was seen, and in which form: the worst of several forms at one place counts.
type Sightings = BTreeMap<(usize, Place), (Verdict, String)>;

impl Detector for ResidualSearch {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let mut sightings = Sightings::new();
        self.search_bytes(evidence, &mut sightings);
        self.search_text(evidence, &mut sightings);
        for hit in self.needles.in_text(evidence.path) {
            see(&mut sightings, &hit, Place::Path);
        }
        for ((target, place), (verdict, form)) in sightings {
            let Some(target) = self.needles.targets.get(target) else { continue };
            if target.control {
                notes.judgement.false_matches.found += 1;
                let mut finding = evidence.finding(Topic::FalseMatch, CARD.id);
                finding.seen_at = place.to_string();
                finding.form = form;
                finding.value.clone_from(&target.value);
                notes.judgement.findings.push(finding);
            } else {
                report(evidence, notes, target, &place, verdict, form);
            }
        }
    }
}

impl ResidualSearch {
    /// Every byte of the file but for pixels that are the input's own.
    fn search_bytes(&self, evidence: &Evidence<'_>, sightings: &mut Sightings) {
        let output = evidence.output;
        let own_pixels = place::unchanged_pixels(evidence.input, output);
        for part in place::parts(output, own_pixels) {
            let Some(bytes) = part.bytes(output) else { continue };
            for hit in self.needles.in_bytes(bytes) {
                let place = part.place(output, hit.at);
                see(sightings, &hit, place);
            }
        }
    }

    /// Text as its character set reads it, so that case and marks do not hide a value.
    fn search_text(&self, evidence: &Evidence<'_>, sightings: &mut Sightings) {
        let characters = value::character_set(evidence.output);
        for element in &evidence.output.elements {
            let Some(text) = place::searchable_text(evidence.output, element, &characters) else { continue };
            for hit in self.needles.in_text(&text) {
                see(sightings, &hit, Place::Locus(Locus::Attribute(element.path.clone())));
            }
        }
        // The byte behind a value belongs to the next element, and may look like its next letter: a deflated data set
        // begins with any byte. So each value is searched alone too.
        for element in &evidence.output.meta {
            let text = String::from_utf8_lossy(evidence.output.meta_value(element));
            for hit in self.needles.in_text(&text) {
                see(sightings, &hit, Place::Locus(Locus::Meta(element.tag.group(), element.tag.element())));
            }
        }
    }
}

fn see(sightings: &mut Sightings, hit: &Hit, place: Place) {
    let form = match hit.encoding {
        "" => hit.form.name.to_owned(),
        encoding => format!("{} in {encoding}", hit.form.name),
    };
    let new = (hit.form.verdict, form);
    let entry = sightings.entry((hit.target, place)).or_insert_with(|| new.clone());
    if new.0 > entry.0 {
        *entry = new;
    }
}

/// A value at a plant's own place convicts that plant; anywhere else it convicts the identifier.
fn report(evidence: &Evidence<'_>, notes: &mut Notes, target: &Target, place: &Place, verdict: Verdict, form: String) {
    let of_value = |plant: &&Plant| plant.kind == target.kind && plant.value == target.value;
    let at_home: Vec<&Plant> = evidence
        .plants()
        .filter(|plant| of_value(plant) && plant.surface != Surface::Pixel && place.is(&plant.locus))
        .collect();
    for plant in &at_home {
        let mut finding = evidence.leak(CARD.id, plant, verdict);
        finding.form.clone_from(&form);
        finding.seen_at = place.to_string();
        notes.convict(plant, verdict);
        notes.judgement.findings.push(finding);
    }
    if !at_home.is_empty() {
        return;
    }
    let Some(first) = evidence.truth.plants.iter().find(of_value) else { return };
    let mut finding = evidence.leak(CARD.id, first, verdict);
    finding.moved = true;
    finding.surface = Some(place.surface());
    finding.form = form;
    finding.seen_at = place.to_string();
    notes.judgement.findings.push(finding);
}
