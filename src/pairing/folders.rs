//! Reasons from folders that were renamed as a whole: the files in them kept their names.

use super::assign::Edge;
use super::candidates::Candidates;
use super::evidence::Evidence;
use super::inputs::InputKey;
use super::names::folder_of;
use super::names::stem;
use super::outputs::OutputKey;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// Adds a reason for every output without any, whose folder holds answers to files of one input folder alone, and whose
/// name an unanswered file of that folder has. `chosen` are the pairs so far.
pub(super) fn look(inputs: &[InputKey], outputs: &[OutputKey], chosen: &[Edge], candidates: &mut Candidates) {
    // The input folder that an output folder answers; none where there are several.
    let mut answers: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    let mut taken = std::collections::BTreeSet::new();
    for edge in chosen {
        let (Some(input), Some(output)) = (inputs.get(edge.input as usize), outputs.get(edge.output as usize)) else {
            continue;
        };
        taken.insert(edge.input);
        let own = folder_of(&input.path);
        answers
            .entry(folder_of(&output.path))
            .and_modify(|known| *known = known.filter(|known| *known == own))
            .or_insert(Some(own));
    }
    let mut open: HashMap<(&str, String), Option<u32>> = HashMap::new();
    for (index, input) in (0..).zip(inputs).filter(|(index, _)| !taken.contains(index)) {
        let name = (folder_of(&input.path), name_of(&input.path));
        open.entry(name).and_modify(|known| *known = None).or_insert(Some(index));
    }
    for (index, output) in (0..).zip(outputs).filter(|(_, output)| output.file.readable) {
        if !candidates.inputs_of(index).is_empty() {
            continue;
        }
        let Some(Some(folder)) = answers.get(folder_of(&output.path)) else { continue };
        if let Some(Some(input)) = open.get(&(*folder, name_of(&output.path))) {
            candidates.add(*input, index, Evidence::Folder);
        }
    }
}

fn name_of(path: &str) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    stem(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(path: &str) -> InputKey {
        InputKey { path: path.to_owned(), ..InputKey::default() }
    }

    fn output(path: &str) -> OutputKey {
        let mut key = OutputKey { path: path.to_owned(), ..OutputKey::default() };
        key.file.readable = true;
        key
    }

    #[test]
    fn a_name_counts_where_its_folder_answers_one_folder_alone() {
        let inputs = [input("a/1.dcm"), input("a/2.dcm"), input("b/1.dcm"), input("b/2.dcm")];
        let found = |paths: [&str; 4]| {
            let outputs = paths.map(output);
            let chosen = [(0, 0), (2, 2)].map(|(input, output)| Edge { input, output, score: 8 });
            let mut candidates = Candidates::default();
            look(&inputs, &outputs, &chosen, &mut candidates);
            (0..4).map(|output| candidates.inputs_of(output).to_vec()).collect::<Vec<_>>()
        };
        assert_eq!(found(["x/1.dcm", "x/2", "y/1.dcm", "y/2.dcm"]), [vec![], vec![1], vec![], vec![3]]);
        // One folder for both, and names that nobody has.
        assert_eq!(found(["x/1.dcm", "x/2.dcm", "x/3.dcm", "x/4.dcm"]), [const { Vec::<u32>::new() }; 4]);
        assert_eq!(found(["x/1.dcm", "x/7.dcm", "y/1.dcm", "z/2.dcm"]), [const { Vec::<u32>::new() }; 4]);
    }
}
