//! Residual identifiers: every planted value of the patient, looked for in every byte of an output.

mod boundary;
mod document;
mod engine;
mod exempt;
mod fold;
mod forms;
mod home;
mod mixed;
pub mod needles;
pub mod object;
mod packed;
pub mod place;
mod readings;
mod squeezed;
mod witness;

pub use fold::fold;

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Locus;
use crate::dicom::scan::Element;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::truth::Kind;
use crate::truth::Needle;
use crate::truth::NeedleRole;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use exempt::Exempt;
use needles::Hit;
use needles::Needles;
use needles::Target;
use object::Sets;
use place::Place;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::btree_map::Entry;

static CARD: Card = Card {
    id: "residual-search",
    version: 3,
    title: "Planted values that are still in the file",
    why: "A value that survives anywhere can be read: at its tag, at another one, in bytes that no attribute owns.",
    standard: "PS3.15 §E.1: attributes that could identify the patient, wherever they are",
    seen: "",
    passes: "No planted value is found in any byte of the output, in any of the usual forms: other case, order, \
             punctuation, date format, character set, base64, hexadecimal, URL encoding, entities, UTF-16, inside a PDF, \
             packed by gzip, zlib or ZIP, or several of these in each other. \
             An unsalted MD5, SHA-1 or SHA-256 makes it recoverable; a part of a name or of a number makes it partial.",
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
    /// Prepares the search for a patient: its planted values, and controls that were planted nowhere.
    pub fn new(truth: &PatientTruth) -> Self {
        let mut planted: BTreeMap<(Kind, &str), BTreeSet<&str>> = BTreeMap::new();
        for plant in &truth.plants {
            planted.entry((plant.kind, &plant.value)).or_default().insert(&plant.written);
        }
        let planted = planted.into_iter().map(|((kind, value), written)| Target {
            kind,
            value: value.to_owned(),
            written: written.into_iter().filter(|written| *written != value).map(str::to_owned).collect(),
            control: false,
        });
        let is_control = |needle: &&Needle| needle.role == NeedleRole::Control && needle.encoding == "utf-8";
        let controls = truth.needles.iter().filter(is_control).map(|needle| Target {
            // Datasets of before named no kinds.
            kind: needle.kind.unwrap_or(Kind::OtherPatientId),
            value: needle.value.clone(),
            written: Vec::new(),
            control: true,
        });
        Self { needles: Needles::new(planted.chain(controls).collect()) }
    }

    /// Number of controls.
    pub fn controls(&self) -> usize {
        self.needles.targets.iter().filter(|target| target.control).count()
    }
}

/// How bad it is that a value stands at a place, and in which form.
struct Seen {
    verdict: Verdict,
    form: &'static str,
    encoding: &'static str,
    /// What holds it there: a page of a document, mark-up.
    inside: &'static str,
}

/// The values that were seen, by target and place: the worst of several forms counts, and among equals the plainest.
type Sightings = BTreeMap<(usize, Place), Seen>;

impl Detector for ResidualSearch {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let sets = Sets::new(evidence.output, Some(evidence.input));
        let mut at_home: BTreeMap<&str, Verdict> = BTreeMap::new();
        for ((target, place), Seen { verdict, form, encoding, inside }) in self.sightings(evidence, &sets) {
            let Some(target) = self.needles.targets.get(target) else { continue };
            let sighting = Sighting { target, place, inside, verdict, form: described(form, encoding) };
            if target.control {
                sighting.note_false_match(evidence, notes);
            } else {
                sighting.report(evidence, notes, &mut at_home);
            }
        }
        look_at_home(evidence, &sets, notes, &at_home);
    }
}

impl ResidualSearch {
    fn sightings(&self, evidence: &Evidence<'_>, sets: &Sets) -> Sightings {
        let keeps = evidence.truth.keeps.iter().filter(|keep| keep.instance == evidence.row.instance);
        let exempt = Exempt::new(&self.needles, keeps);
        let mut sightings = Sightings::new();
        let mut see = |haystack: &[u8], hit: &Hit, place: Place, inside: &'static str| {
            if exempt.covers(haystack, hit) {
                return;
            }
            let new = Seen { verdict: hit.verdict, form: hit.form, encoding: hit.encoding, inside };
            let rank =
                |seen: &Seen| (seen.verdict, seen.inside.is_empty(), seen.encoding.is_empty(), seen.form == "value");
            match sightings.entry((hit.target, place)) {
                Entry::Vacant(open) => {
                    open.insert(new);
                }
                Entry::Occupied(mut known) => {
                    if rank(&new) > rank(known.get()) {
                        known.insert(new);
                    }
                }
            }
        };
        object::search(&self.needles, evidence.output, Some(evidence.input), sets, &mut see);
        let path = evidence.path.as_bytes();
        for hit in self.needles.in_bytes(path) {
            see(path, &hit, Place::Path, "");
        }
        object::search_value(&self.needles, path, place::Content::Words, &[], &mut |text, hit, inside| {
            see(text, hit, Place::Path, inside);
        });
        sightings
    }
}

fn described(form: &str, encoding: &str) -> String {
    if encoding.is_empty() { form.to_owned() } else { format!("{form} in {encoding}") }
}

/// One value at one place.
struct Sighting<'a> {
    target: &'a Target,
    place: Place,
    inside: &'static str,
    verdict: Verdict,
    form: String,
}

impl Sighting<'_> {
    fn seen_at(&self) -> String {
        if self.inside.is_empty() { self.place.to_string() } else { format!("{} {}", self.place, self.inside) }
    }

    fn note_false_match(self, evidence: &Evidence<'_>, notes: &mut Notes) {
        notes.judgement.false_matches.found += 1;
        let mut finding = evidence.finding(Topic::FalseMatch, CARD.id);
        finding.seen_at = self.seen_at();
        finding.form = self.form;
        finding.value.clone_from(&self.target.value);
        notes.judgement.findings.push(finding);
    }

    /// A value at a plant's own place convicts that plant; anywhere else it convicts the identifier.
    fn report<'a>(self, evidence: &Evidence<'a>, notes: &mut Notes, at_home: &mut BTreeMap<&'a str, Verdict>) {
        let of_value = |plant: &Plant| plant.kind == self.target.kind && plant.value == self.target.value;
        let mut found = false;
        for plant in evidence.truth.plants.iter().filter(|plant| plant.instance == evidence.row.instance) {
            if of_value(plant) && !plant.is_drawn() && self.place.is(&plant.locus) {
                convict(evidence, notes, plant, self.verdict, &self.form, self.seen_at());
                let known = at_home.entry(&plant.id).or_insert(self.verdict);
                *known = self.verdict.max(*known);
                found = true;
            }
        }
        if found {
            return;
        }
        let Some(first) = evidence.truth.plants.iter().find(|plant| of_value(plant)) else { return };
        let mut finding = evidence.leak(CARD.id, first, self.verdict);
        finding.moved = true;
        finding.surface = Some(self.place.surface());
        finding.seen_at = self.seen_at();
        finding.form = self.form;
        notes.judgement.findings.push(finding);
    }
}

fn convict(evidence: &Evidence<'_>, notes: &mut Notes, plant: &Plant, verdict: Verdict, form: &str, seen_at: String) {
    let mut finding = evidence.leak(CARD.id, plant, verdict);
    finding.form = form.to_owned();
    finding.seen_at = seen_at;
    notes.convict(plant, verdict);
    notes.judgement.findings.push(finding);
}

/// What is too weak to accuse elsewhere, looked for at the place of each plant that was not found there.
fn look_at_home(evidence: &Evidence<'_>, sets: &Sets, notes: &mut Notes, at_home: &BTreeMap<&str, Verdict>) {
    let output = evidence.output;
    let mut by_path: HashMap<&AttributePath, &Element> = HashMap::new();
    for plant in evidence.truth.plants.iter().filter(|plant| plant.instance == evidence.row.instance) {
        let known = at_home.get(plant.id.as_str()).copied();
        if known == Some(Verdict::Leaked) || plant.is_drawn() {
            continue;
        }
        if by_path.is_empty() {
            by_path = output.elements.iter().map(|element| (&element.path, element)).collect();
        }
        let (bytes, sets) = match &plant.locus {
            Locus::Attribute(path) => match by_path.get(path) {
                Some(element) => (output.value(element), sets.of(element).to_vec()),
                None => continue,
            },
            Locus::Meta(group, number) => {
                let named = |element: &&Element| (element.tag.group(), element.tag.element()) == (*group, *number);
                let Some(element) = output.meta.iter().find(named) else { continue };
                (output.meta_value(element), Vec::new())
            }
            Locus::Path => (evidence.path.as_bytes(), Vec::new()),
            _ => continue,
        };
        let mixed = place::is_mixed(bytes).then(|| place::runs(bytes));
        let readings = readings::readings(mixed.as_deref().unwrap_or(bytes), &sets);
        let left = readings.iter().filter_map(|reading| home::left(plant, &reading.text)).max();
        if let Some((verdict, form)) = left.filter(|(verdict, _)| known.is_none_or(|known| *verdict > known)) {
            convict(evidence, notes, plant, verdict, form, plant.locus.to_string());
        }
    }
}
