//! Links between the objects of a patient, and between patients: UIDs, dates, pseudonyms.
//!
//! A link shows only across places, files or patients. So each pair of input and output gives facts alone; when the last
//! file of a patient was seen they are tested; and when the last patient was seen, what depends on all of them.

mod broken;
mod dates;
mod day;
mod pseudonyms;
mod shifts;
mod sides;
mod survey;
mod uid_graph;
mod uid_rules;

pub use survey::Conclusions;
pub use survey::Survey;

use crate::card::Card;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::evidence::leak;
use crate::detectors::links::broken::Answered;
use crate::detectors::links::broken::Tested;
use crate::detectors::links::dates::Move;
use crate::detectors::links::dates::Told;
use crate::detectors::links::dates::Unit;
use crate::detectors::links::pseudonyms::Called;
use crate::detectors::links::shifts::Change;
use crate::detectors::links::shifts::Shifts;
use crate::detectors::links::sides::Sides;
use crate::detectors::links::uid_graph::UidPlace;
use crate::dicom::locus::Locus;
use crate::finding::Verdict;
use crate::policy::Opt;
use crate::truth::Kind;
use crate::truth::PatientTruth;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Cards of the detectors of links, each with the name of its row in a scorecard.
pub static CARDS: [(&str, &Card); 3] =
    [("uid", &uid_graph::CARD), ("date", &shifts::CARD), ("pseudonym", &pseudonyms::CARD)];

/// What the files of one patient showed so far.
#[derive(Debug, Default)]
pub struct LinkFacts {
    files: Vec<Answered>,
    uids: Vec<UidPlace>,
    called: Vec<Called>,
    moves: Vec<Move>,
    told: Vec<Told>,
}

/// What is still needed of a patient when all patients were seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientLinks {
    files: Vec<Answered>,
    /// The UIDs of its instances, series and studies.
    own_uids: Vec<UidPlace>,
    /// What tells it from others.
    called: Option<Called>,
    moves: Vec<Move>,
    told: Vec<Told>,
}

impl LinkFacts {
    /// Takes what one pair of input and output shows.
    pub fn collect(&mut self, evidence: &Evidence<'_>) {
        let file = self.files.len();
        self.files.push(Answered { instance: evidence.row.instance.clone(), output: evidence.path.to_owned() });
        let sides = Sides::new(evidence.input, evidence.output);
        self.uids.extend(uid_graph::collect(evidence, &sides, file));
        self.called.extend(pseudonyms::collect(evidence, file));
        self.moves.extend(dates::collect(evidence, &sides, file));
        self.told.extend(dates::told(evidence.output, file));
    }

    /// Tests what the patient's own files tell, and keeps what others may add to.
    pub fn finish(self, notes: &mut Notes) -> PatientLinks {
        // Every sort has its row, also where nothing could be tested.
        for (sort, _) in CARDS {
            notes.judgement.links.entry(sort.to_owned()).or_default();
        }
        let (tested, own) = uid_graph::check(&self.uids);
        let own_uids = own.into_iter().cloned().collect();
        note(notes, "uid", &tested, &self.files);
        note(notes, "pseudonym", &pseudonyms::check(&self.called), &self.files);
        let called = pseudonyms::key(&self.called).cloned();
        PatientLinks { files: self.files, own_uids, called, moves: self.moves, told: self.told }
    }
}

/// Tests what all patients together tell of one, and notes it.
pub fn conclude(links: &PatientLinks, all: &Conclusions, truth: &PatientTruth, notes: &mut Notes) {
    let files = &links.files;
    let shifts = Shifts::new(&links.moves, &all.constants);
    let modified = notes.policy.options.contains(&Opt::RetainLongModifiedDates);
    note(notes, "date", &shifts.test(modified), files);
    recoverable(links, &shifts, all, truth, notes);
    if all.patients < 2 {
        return;
    }
    let mut uids = Tested::default();
    for place in &links.own_uids {
        uids.test(all.is_shared_uid(&place.new).then(|| uid_graph::shared(place)));
    }
    note(notes, "uid", &uids, files);
    let mut pseudonym = Tested::default();
    if let Some(called) = &links.called {
        let shared = all.is_shared_key(&called.after);
        let broken = if all.one_key { pseudonyms::constant(called) } else { pseudonyms::shared(called) };
        pseudonym.test(shared.then_some(broken));
    }
    note(notes, "pseudonym", &pseudonym, files);
}

/// Adds tested links to the counts and findings of a patient.
fn note(notes: &mut Notes, sort: &str, tested: &Tested, files: &[Answered]) {
    let card = CARDS.iter().find(|(name, _)| *name == sort).map_or("", |(_, card)| card.id);
    let counts = tested.counts();
    let row = notes.judgement.links.entry(sort.to_owned()).or_default();
    row.checked += counts.checked;
    row.broken += counts.broken;
    let findings = tested.findings(card, &notes.judgement.patient, files);
    notes.judgement.findings.extend(findings);
}

/// Convicts planted dates that were moved, where the number of days is known to whoever has the output.
fn recoverable(links: &PatientLinks, shifts: &Shifts<'_>, all: &Conclusions, truth: &PatientTruth, notes: &mut Notes) {
    let Some(offset) = shifts.offset.filter(|offset| *offset != 0) else { return };
    let told = links.told.iter().find(|told| told.days.abs() == offset.abs());
    let (form, evidence) = match (all.shared_offset, told) {
        (_, Some(told)) => ("told shift", format!("moved by the number of days that stands in {}", told.place)),
        (Some((days, patients)), None) if days == offset => {
            ("one shift for all", format!("the dates of all {patients} patients were moved by the same number of days"))
        }
        _ => return,
    };
    let moved: BTreeSet<(&str, &Locus)> = shifts
        .moves()
        .filter(|(step, change)| step.unit == Unit::Day && *change == Change::Moved(offset))
        .filter_map(|(step, _)| Some((links.files.get(step.file)?.instance.as_str(), &step.place)))
        .collect();
    let outputs: BTreeMap<&str, &str> =
        links.files.iter().map(|file| (file.instance.as_str(), file.output.as_str())).collect();
    let is_date = |kind| matches!(kind, Kind::Date | Kind::BirthDate);
    for plant in truth.plants.iter().filter(|plant| is_date(plant.kind) && !plant.is_drawn()) {
        if !moved.contains(&(plant.instance.as_str(), &plant.locus)) {
            continue;
        }
        let path = outputs.get(plant.instance.as_str()).copied().unwrap_or_default();
        let mut finding = leak(shifts::CARD.id, plant, Verdict::Recoverable, path);
        finding.instance.clone_from(&plant.instance);
        finding.form = form.to_owned();
        finding.evidence.clone_from(&evidence);
        notes.convict(plant, Verdict::Recoverable);
        notes.judgement.findings.push(finding);
    }
}

#[cfg(test)]
mod tests;
