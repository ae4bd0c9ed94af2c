//! What the runner saw that no output shows.

use crate::finding::Finding;
use crate::finding::Topic;
use crate::tool::InputChange;
use crate::tool::ToolRun;

/// A tool whose copy of the input is not what it was: `run.json` names the files, whose names may hold planted values.
pub fn changed_input(run: &ToolRun) -> Vec<Finding> {
    let words = [(InputChange::Changed, "changed"), (InputChange::Deleted, "deleted"), (InputChange::Added, "added")];
    let counted = words.map(|(change, word)| {
        let count = run.changed_inputs.iter().filter(|one| one.change == change).count();
        (count, format!("{count} {word}"))
    });
    let seen: Vec<String> = counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if seen.is_empty() {
        return Vec::new();
    }
    let more = if run.changed_input_count > run.changed_inputs.len() as u64 { ", and more" } else { "" };
    vec![Finding {
        topic: Topic::Coverage,
        detector: "runner".to_owned(),
        verdict: None,
        patient: String::new(),
        instance: String::new(),
        plant: String::new(),
        trap: String::new(),
        surface: None,
        kind: None,
        direct: false,
        moved: false,
        output: String::new(),
        seen_at: "the tool's copy of the input".to_owned(),
        form: "changed input".to_owned(),
        evidence: format!("{}{more}", seen.join(", ")),
        value: String::new(),
        crop: String::new(),
    }]
}
