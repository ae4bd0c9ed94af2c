//! Every possible pair with its reasons.

use super::assign::Edge;
use super::evidence::Evidence;
use super::evidence::Reasons;
use super::inputs::Geometry;
use super::inputs::InputKey;
use super::mapping::Mapping;
use super::names::Named;
use super::names::Names;
use super::outputs::OutputKey;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// Possible pairs, by input and by output.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    reasons: BTreeMap<(u32, u32), Reasons>,
    inputs_of: HashMap<u32, Vec<u32>>,
    outputs_of: HashMap<u32, Vec<u32>>,
    /// The input whose pixels an output holds, where they are not those of the input it is named after.
    pub(super) pixels_of: BTreeMap<u32, u32>,
}

impl Candidates {
    /// Reasons that need no pixels.
    pub(super) fn by_name(inputs: &[InputKey], outputs: &[OutputKey], mapping: Option<&Mapping>, named: bool) -> Self {
        let mut found = Self::default();
        let names = Names::new(inputs);
        for (index, output) in outputs.iter().enumerate() {
            let index = index as u32;
            match names.find(&output.path) {
                Some(Named::Path(input)) => {
                    found.add(input, index, if named { Evidence::NamedPath } else { Evidence::SamePath });
                }
                Some(Named::Base(input)) => found.add(input, index, Evidence::BaseName),
                None => {}
            }
            let uids = [&output.sop_instance_uid, &output.meta_sop_instance_uid];
            let by_uid = uids.into_iter().filter_map(|uid| names.uid(uid)).chain(names.uid_in_name(&output.path));
            for input in by_uid {
                found.add(input, index, Evidence::SopUid);
            }
            let new_names = [&output.path, &output.sop_instance_uid, &output.meta_sop_instance_uid];
            let old_names = new_names.into_iter().filter_map(|new| mapping?.old(new));
            for old in old_names {
                if let Some(input) = names.path(old).or_else(|| names.uid(old)) {
                    found.add(input, index, Evidence::Mapping);
                }
            }
        }
        found.by_geometry(inputs, outputs);
        found
    }

    /// Size and position, where one input and one output alone have them.
    fn by_geometry(&mut self, inputs: &[InputKey], outputs: &[OutputKey]) {
        let mut seen: HashMap<&Geometry, (Vec<u32>, Vec<u32>)> = HashMap::new();
        for (index, input) in inputs.iter().enumerate() {
            seen.entry(&input.geometry).or_default().0.push(index as u32);
        }
        for (index, output) in outputs.iter().enumerate().filter(|(_, output)| output.file.readable) {
            if let Some(found) = seen.get_mut(&output.geometry) {
                found.1.push(index as u32);
            }
        }
        let unique = seen.into_values().filter_map(|found| match (found.0.as_slice(), found.1.as_slice()) {
            ([input], [output]) => Some((*input, *output)),
            _ => None,
        });
        for (input, output) in unique.collect::<Vec<_>>() {
            self.add(input, output, Evidence::Geometry);
        }
    }

    /// Adds a reason.
    pub(super) fn add(&mut self, input: u32, output: u32, evidence: Evidence) {
        self.reasons
            .entry((input, output))
            .or_insert_with(|| {
                self.inputs_of.entry(output).or_default().push(input);
                self.outputs_of.entry(input).or_default().push(output);
                Reasons::default()
            })
            .add(evidence);
    }

    /// The pixels of this output are those of `input`: every candidate without such a reason is contradicted.
    pub(super) fn contradict_others(&mut self, input: u32, output: u32) {
        for other in self.inputs_of(output).to_vec() {
            if let Some(reasons) = self.reasons.get_mut(&(other, output))
                && !reasons.has(Evidence::EqualPixels)
                && !reasons.has(Evidence::NearPixels)
            {
                reasons.contradicted = true;
                self.pixels_of.insert(output, input);
            }
        }
    }

    /// Inputs that an output may answer.
    pub(super) fn inputs_of(&self, output: u32) -> &[u32] {
        self.inputs_of.get(&output).map(Vec::as_slice).unwrap_or_default()
    }

    /// Outputs that may answer an input.
    pub(super) fn outputs_of(&self, input: u32) -> &[u32] {
        self.outputs_of.get(&input).map(Vec::as_slice).unwrap_or_default()
    }

    /// The reasons for one pair.
    pub(super) fn reasons(&self, input: u32, output: u32) -> Reasons {
        self.reasons.get(&(input, output)).copied().unwrap_or_default()
    }

    /// The best input for an output, whoever else answers it.
    pub(super) fn best_of(&self, output: u32) -> Option<(u32, Reasons)> {
        let inputs = self.inputs_of(output).iter().map(|input| (*input, self.reasons(*input, output)));
        inputs.max_by_key(|(input, reasons)| (reasons.score(), std::cmp::Reverse(*input)))
    }

    /// Every possible pair, sorted by input and output.
    pub(super) fn edges(&self) -> Vec<Edge> {
        let edge =
            |(pair, reasons): (&(u32, u32), &Reasons)| Edge { input: pair.0, output: pair.1, score: reasons.score() };
        self.reasons.iter().map(edge).collect()
    }

    /// How the mapping file of the tool fared against everything else.
    pub(super) fn check_mapping(&self, chosen: &[Edge]) -> Option<String> {
        let said: Vec<&(u32, u32)> =
            self.reasons.iter().filter(|(_, reasons)| reasons.has(Evidence::Mapping)).map(|(pair, _)| pair).collect();
        let pairs: HashMap<u32, u32> = chosen.iter().map(|edge| (edge.output, edge.input)).collect();
        let wrong = said.iter().filter(|(input, output)| pairs.get(output).is_some_and(|other| other != input)).count();
        let all = said.len();
        match (all, wrong) {
            (0, _) => None,
            (_, 0) => {
                Some(format!("the tool's mapping file names the input of {all} outputs, and nothing speaks against it"))
            }
            _ => Some(format!(
                "the tool's mapping file names the input of {all} outputs; for {wrong} of them everything else speaks for another"
            )),
        }
    }

    /// The choice for an input in words.
    pub(super) fn note(&self, input: u32, output: Option<u32>, inputs: &[InputKey], outputs: &[OutputKey]) -> String {
        let Some(output) = output else { return "no output answers it".to_owned() };
        let reasons = self.reasons(input, output);
        let mut words: Vec<String> = reasons.list().into_iter().map(|evidence| in_words(evidence).to_owned()).collect();
        let instance = |index: &u32| inputs.get(*index as usize).map_or("", |input| input.instance.as_str()).to_owned();
        if reasons.contradicted
            && let Some(other) = self.pixels_of.get(&output)
        {
            words.push(format!("but its pixels are those of {}", instance(other)));
        }
        for other in self.inputs_of(output).iter().filter(|other| **other != input) {
            let reasons = self.reasons(*other, output);
            if reasons.list().first().is_some_and(|evidence| *evidence <= Evidence::SopUid) {
                words.push(format!("though path, name or UID are those of {}", instance(other)));
            }
        }
        if let Some(file) = outputs.get(output as usize).map(|output| &output.file)
            && !file.readable
        {
            words.push("it can't be read as DICOM".to_owned());
        }
        words.join("; ")
    }
}

fn in_words(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::NamedPath => "the harness named this path",
        Evidence::SamePath => "the same relative path",
        Evidence::BaseName => "no other input has this base name",
        Evidence::Mapping => "the tool's mapping file says so",
        Evidence::SopUid => "the SOP Instance UID was kept",
        Evidence::EqualPixels => "every sample is equal",
        Evidence::NearPixels => "samples away from planted text are equal or nearly so",
        Evidence::SameLook => "it looks the same in another size, depth or orientation, and no other input does",
        Evidence::Folder => "its folder answers that of the input, which has this name",
        Evidence::Sibling => "no other of the patient has its place in the series",
        Evidence::Geometry => "no other input has its size and place in the series",
    }
}
