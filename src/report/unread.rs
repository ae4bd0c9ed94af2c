//! Which sorts of files a tool did not give back, in words: what looks like a failure of its de-identification is often a
//! transfer syntax that it cannot read.

use crate::report::words::count;
use crate::scorecard::CameBack;
use crate::scorecard::Scorecard;
use std::collections::BTreeMap;

/// Files from which on it is said that a tool may not take their sort: one may be lost for another reason.
const ENOUGH: u64 = 2;

/// Sentences without a full stop, one for each transfer syntax or SOP class with files that did not come back usable.
/// A class is named only where no transfer syntax alone explains what is lost of it.
pub(super) fn unread(card: &Scorecard) -> Vec<String> {
    let mut facts = Vec::new();
    let mut classes: BTreeMap<&str, CameBack> = BTreeMap::new();
    for (syntax, sorts) in &card.came_back {
        let all = sorts.values().fold(CameBack::default(), |sum, sort| add(&sum, sort));
        if all.usable == 0 && all.inputs >= ENOUGH {
            let files = count(all.inputs, "file");
            let back = if all.missing == all.inputs { "came back" } else { "came back usable" };
            facts.push(format!("none of {files} in the transfer syntax {syntax} {back}: the tool may not take it"));
            continue;
        }
        for (class, sort) in sorts {
            let sum = classes.entry(class).or_default();
            *sum = add(sum, sort);
        }
    }
    for (class, sort) in classes.iter().filter(|(_, sort)| sort.usable < sort.inputs) {
        let lost = sort.inputs - sort.usable;
        facts.push(match sort.usable {
            0 if lost >= ENOUGH => {
                format!(
                    "none of {} of the class {class} came back usable: the tool may not take it",
                    count(lost, "file")
                )
            }
            _ => format!("{lost} of {} of the class {class} did not come back usable", count(sort.inputs, "file")),
        });
    }
    // Where nothing came back there is no sort that it takes.
    if card.headline.instances.usable == 0 { Vec::new() } else { facts }
}

fn add(one: &CameBack, other: &CameBack) -> CameBack {
    CameBack {
        inputs: one.inputs + other.inputs,
        usable: one.usable + other.usable,
        missing: one.missing + other.missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(rows: &[(&str, &str, u64, u64)]) -> Scorecard {
        let mut card = Scorecard::default();
        for (syntax, class, inputs, usable) in rows {
            card.headline.instances.usable += usable;
            let sort = CameBack { inputs: *inputs, usable: *usable, missing: inputs - usable };
            card.came_back.entry((*syntax).to_owned()).or_default().insert((*class).to_owned(), sort);
        }
        card
    }

    #[test]
    fn a_syntax_that_is_never_given_back_explains_its_files() {
        let said =
            unread(&card(&[("Odd", "CT", 3, 0), ("Odd", "MR", 1, 0), ("Usual", "CT", 5, 5), ("Usual", "MR", 2, 2)]));
        assert_eq!(said, ["none of 4 files in the transfer syntax Odd came back: the tool may not take it"]);
    }

    #[test]
    fn classes_are_named_where_no_syntax_explains_the_loss() {
        let said =
            unread(&card(&[("Odd", "CT", 3, 0), ("Usual", "CT", 5, 5), ("Usual", "SR", 2, 0), ("Usual", "MR", 4, 3)]));
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[1].contains("1 of 4 files of the class MR"), "{said:?}");
        assert!(
            said[2].contains("none of 2 files of the class SR came back usable: the tool may not take it"),
            "{said:?}"
        );
    }

    #[test]
    fn one_file_says_nothing_of_its_sort() {
        let said = unread(&card(&[("Odd", "CR", 1, 0), ("Usual", "CT", 5, 5)]));
        assert_eq!(said, ["1 of 1 file of the class CR did not come back usable"]);
    }

    #[test]
    fn nothing_is_said_where_all_or_none_came_back() {
        assert!(unread(&card(&[("Usual", "CT", 5, 5)])).is_empty());
        assert!(unread(&card(&[("Usual", "CT", 5, 0)])).is_empty());
    }
}
