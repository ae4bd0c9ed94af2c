//! Links that are broken, and the findings that they become.

use crate::dicom::locus::Attribute;
use crate::dicom::locus::Locus;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::scorecard::Broken;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// A file of the patient whose output was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The instance.
    pub instance: String,
    /// Path of the output below the output folder.
    pub output: String,
}

/// One link that does not hold any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// What is wrong, in a word or two.
    pub form: &'static str,
    /// The file, by its place in the list of answered files.
    pub file: usize,
    /// Where in that file.
    pub place: Locus,
    /// What is wrong, in a sentence without planted values.
    pub evidence: String,
    /// What stands there, and what stood there.
    pub value: String,
}

/// Links of one sort: how many were tested, and those that are broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tested {
    /// Links tested.
    pub checked: u64,
    /// Links broken.
    pub broken: Vec<BrokenLink>,
}

impl Tested {
    /// Tests one link; `fault` is what is wrong with it.
    pub fn test(&mut self, fault: Option<BrokenLink>) {
        self.checked += 1;
        self.broken.extend(fault);
    }

    /// Adds other links of the same sort.
    pub fn extend(&mut self, other: Self) {
        self.checked += other.checked;
        self.broken.extend(other.broken);
    }

    /// The two counts of the scorecard.
    pub fn counts(&self) -> Broken {
        Broken { checked: self.checked, broken: self.broken.len() as u64 }
    }

    /// One finding for each fault at one attribute; the first file is named, the others are counted.
    pub fn findings(&self, detector: &str, patient: &str, files: &[Answered]) -> Vec<Finding> {
        let mut order: Vec<(&BrokenLink, u64)> = Vec::new();
        let mut known: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for link in &self.broken {
            match known.get(&(link.form, attribute(&link.place))).and_then(|at| order.get_mut(*at)) {
                Some((_, more)) => *more += 1,
                None => {
                    known.insert((link.form, attribute(&link.place)), order.len());
                    order.push((link, 0));
                }
            }
        }
        order.into_iter().map(|(link, more)| finding(link, more, detector, patient, files)).collect()
    }
}

fn finding(link: &BrokenLink, more: u64, detector: &str, patient: &str, files: &[Answered]) -> Finding {
    let file = files.get(link.file).cloned().unwrap_or_default();
    let evidence = match more {
        0 => link.evidence.clone(),
        1 => format!("{}; the same at 1 more place of this patient", link.evidence),
        more => format!("{}; the same at {more} more places of this patient", link.evidence),
    };
    Finding {
        topic: Topic::Link,
        detector: detector.to_owned(),
        verdict: None,
        patient: patient.to_owned(),
        instance: file.instance,
        plant: String::new(),
        trap: String::new(),
        surface: None,
        kind: None,
        direct: false,
        moved: false,
        output: file.output,
        seen_at: link.place.to_string(),
        form: link.form.to_owned(),
        evidence,
        value: link.value.clone(),
        crop: String::new(),
    }
}

/// The place without the numbers of its items.
fn attribute(place: &Locus) -> String {
    match place {
        Locus::Attribute(path) => {
            let steps: Vec<&Attribute> = path.steps.iter().map(|step| &step.sequence).collect();
            format!("{steps:?} {:?}", path.leaf)
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(form: &'static str, file: usize, place: &str) -> BrokenLink {
        let place = place.parse().unwrap();
        BrokenLink { form, file, place, evidence: "it is broken".into(), value: "old -> new".into() }
    }

    #[test]
    fn the_same_fault_at_one_attribute_is_one_finding_with_a_count() {
        let files: Vec<Answered> =
            ["A", "B"].map(|name| Answered { instance: name.into(), output: format!("{name}.dcm") }).into();
        let mut tested = Tested::default();
        tested.test(None);
        for (form, file, place) in [
            ("one", 1, "(0008,1140)[0]/(0008,1155)"),
            ("one", 1, "(0008,1140)[1]/(0008,1155)"),
            ("two", 0, "(0008,1140)[0]/(0008,1155)"),
            ("one", 0, "(0008,1155)"),
        ] {
            tested.test(Some(link(form, file, place)));
        }
        assert_eq!(tested.counts(), Broken { checked: 5, broken: 4 });
        let findings = tested.findings("uid-graph", "P", &files);
        let shown: Vec<(&str, &str, &str)> =
            findings.iter().map(|found| (&*found.form, &*found.instance, &*found.evidence)).collect();
        assert_eq!(
            shown,
            [
                ("one", "B", "it is broken; the same at 1 more place of this patient"),
                ("two", "A", "it is broken"),
                ("one", "A", "it is broken"),
            ]
        );
    }
}
