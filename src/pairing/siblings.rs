//! Reasons from the company that a file keeps: reports and documents have no pixels, and nearly all have the same size
//! and place in the series, but they stand beside images of one patient.

use super::assign::Edge;
use super::candidates::Candidates;
use super::evidence::Evidence;
use super::inputs::Geometry;
use super::inputs::InputKey;
use super::outputs::OutputKey;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

/// Adds a reason for every output without any, whose place in the series one input alone of its patient has. `chosen` are
/// the pairs so far: outputs of the same study, or else in the same folder, are those of one patient.
pub(super) fn look(inputs: &[InputKey], outputs: &[OutputKey], chosen: &[Edge], candidates: &mut Candidates) {
    let patients = Patients::new(inputs, outputs, chosen);
    let taken: BTreeSet<u32> = chosen.iter().map(|edge| edge.input).collect();
    let mut open: BTreeMap<(u32, [&str; 2]), Open> = BTreeMap::new();
    for (index, input) in (0..).zip(inputs) {
        if !taken.contains(&index) {
            open.entry((input.patient, place(&input.geometry))).or_default().inputs.push(index);
        }
    }
    for (index, output) in (0..).zip(outputs) {
        let alone = output.file.readable && candidates.inputs_of(index).is_empty();
        if let Some(patient) = patients.of(output).filter(|_| alone)
            && let Some(found) = open.get_mut(&(patient, place(&output.geometry)))
        {
            found.outputs.push(index);
        }
    }
    for found in open.into_values() {
        if let ([input], [output]) = (found.inputs.as_slice(), found.outputs.as_slice()) {
            candidates.add(*input, *output, Evidence::Sibling);
        }
    }
}

/// Series Number and Instance Number: a tool may have taken frames or cut the picture, or lost the modality.
fn place(geometry: &Geometry) -> [&str; 2] {
    [&geometry.series_number, &geometry.instance_number]
}

/// What is without a partner at one place in the series of a patient.
#[derive(Default)]
struct Open {
    inputs: Vec<u32>,
    outputs: Vec<u32>,
}

/// The patient to whom an output belongs, by the study and by the folder of outputs that are paired.
struct Patients<'a> {
    by_study: HashMap<&'a str, BTreeSet<u32>>,
    by_folder: HashMap<&'a str, BTreeSet<u32>>,
}

impl<'a> Patients<'a> {
    fn new(inputs: &[InputKey], outputs: &'a [OutputKey], chosen: &[Edge]) -> Self {
        let mut found = Self { by_study: HashMap::new(), by_folder: HashMap::new() };
        for edge in chosen {
            let pair = (inputs.get(edge.input as usize), outputs.get(edge.output as usize));
            let (Some(input), Some(output)) = pair else { continue };
            found.by_study.entry(&output.study_instance_uid).or_default().insert(input.patient);
            found.by_folder.entry(folder(&output.path)).or_default().insert(input.patient);
        }
        found
    }

    fn of(&self, output: &OutputKey) -> Option<u32> {
        let only = |patients: Option<&BTreeSet<u32>>| patients.filter(|all| all.len() == 1)?.first().copied();
        let study = Some(output.study_instance_uid.as_str()).filter(|uid| !uid.is_empty());
        only(study.and_then(|uid| self.by_study.get(uid))).or_else(|| only(self.by_folder.get(folder(&output.path))))
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_series(series: &str) -> Geometry {
        Geometry { series_number: series.to_owned(), ..Geometry::default() }
    }

    fn input(patient: u32, series: &str) -> InputKey {
        InputKey { patient, geometry: of_series(series), ..InputKey::default() }
    }

    fn output(path: &str, study: &str, series: &str) -> OutputKey {
        let mut key = OutputKey { path: path.to_owned(), geometry: of_series(series), ..OutputKey::default() };
        key.file.readable = true;
        key.study_instance_uid = study.to_owned();
        key
    }

    /// The inputs that each of four outputs may answer, where the first and third are paired.
    fn found(outputs: &[OutputKey]) -> Vec<Vec<u32>> {
        let inputs = [input(0, "1"), input(0, "101"), input(1, "1"), input(1, "101")];
        let chosen = [(0, 0), (2, 2)].map(|(input, output)| Edge { input, output, score: 8 });
        let mut candidates = Candidates::default();
        look(&inputs, outputs, &chosen, &mut candidates);
        (0..4).map(|output| candidates.inputs_of(output).to_vec()).collect()
    }

    #[test]
    fn a_report_goes_with_the_images_of_its_study_or_of_its_folder() {
        let by_study = [output("a", "A", "1"), output("b", "A", "101"), output("c", "B", "1"), output("d", "B", "101")];
        assert_eq!(found(&by_study), [vec![], vec![1], vec![], vec![3]]);
        let by_folder =
            [output("x/a", "A", "1"), output("x/b", "", "101"), output("y/c", "B", "1"), output("y/d", "C", "101")];
        assert_eq!(found(&by_folder), [vec![], vec![1], vec![], vec![3]]);
    }

    #[test]
    fn a_report_in_a_folder_of_several_patients_and_without_a_study_goes_with_none() {
        let mixed = [output("a", "A", "1"), output("b", "", "101"), output("c", "B", "1"), output("d", "", "101")];
        assert_eq!(found(&mixed), [vec![], vec![], vec![], vec![0u32; 0]]);
    }
}
