//! Names: a family name leaks alone, a part of it or the given name is partial.

use super::Form;
use super::LONG;
use super::Reach;
use super::weight;
use crate::detectors::search::boundary::Boundary;
use crate::detectors::search::boundary::is_ideographic;
use crate::finding::Verdict;

/// Letters from which on a family name says something by itself.
const TELLING: usize = 4;
/// Letters from which on a single family name is no part of an innocent word.
const UNMISTAKABLE: usize = 9;
/// How the halves of a double name are joined.
const JOINTS: [&str; 6] = ["-", " ", "_", "", ".", "^"];
/// How family and given name are joined.
const BETWEEN: [&str; 8] = ["^", " ", "", ", ", ",", "_", "-", "."];

/// One component group of a name (PS3.5 §6.2.1.1).
pub struct Name<'a> {
    /// Family name.
    pub family: &'a str,
    /// Given name.
    pub given: &'a str,
    /// Middle name or initial.
    pub middle: &'a str,
}

impl<'a> Name<'a> {
    /// The component groups of a value: alphabetic, ideographic, phonetic.
    pub fn groups(value: &'a str) -> Vec<Self> {
        let groups = value.split('=').map(|group| {
            let mut components = group.split('^').map(str::trim);
            let mut next = || components.next().unwrap_or_default();
            Self { family: next(), given: next(), middle: next() }
        });
        groups.filter(|name| !name.family.is_empty() || !name.given.is_empty()).collect()
    }

    /// Whether the family name is of a script in which one or two signs are a name.
    pub fn is_ideographic(&self) -> bool {
        self.family.chars().any(is_ideographic)
    }

    /// The halves of a double family name, or nothing.
    pub fn halves(&self) -> Vec<&'a str> {
        let halves: Vec<&str> = self.family.split(['-', ' ']).filter(|half| half.chars().count() >= TELLING).collect();
        if halves.len() == 2 { halves } else { Vec::new() }
    }

    /// Family and given name together, in both orders.
    pub fn joined(&self) -> Vec<String> {
        if self.family.is_empty() || self.given.is_empty() {
            return Vec::new();
        }
        let both = |joint: &&str| [[self.family, self.given].join(joint), [self.given, self.family].join(joint)];
        BETWEEN.iter().flat_map(both).collect()
    }
}

pub fn forms(value: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for name in Name::groups(value) {
        family_forms(&name, &mut forms);
        let letters = name.family.chars().count();
        if name.is_ideographic() || letters < UNMISTAKABLE {
            forms.extend(name.joined().into_iter().map(|text| {
                let reach = if weight(&text) >= 6 { Reach::Bytes } else { Reach::Text };
                let boundary = if name.is_ideographic() { Boundary::Free } else { Boundary::Word };
                Form::leaked(text, "family and given name", boundary, reach)
            }));
        }
        if !name.is_ideographic() {
            let halves = name.halves();
            let half = halves.iter().filter(|half| **half != name.family);
            forms.extend(half.map(|half| Form::partial(*half, "half of the family name")));
            let given = (name.given.chars().count() >= TELLING).then_some(name.given);
            forms.extend(given.map(|given| Form::partial(given, "given name")));
        }
    }
    // The same letters may be a family name in one group and a given name in another: the worst counts.
    forms.sort_by_key(|form| std::cmp::Reverse(form.verdict));
    let mut seen = std::collections::BTreeSet::new();
    forms.retain(|form: &Form| form.verdict == Verdict::Leaked || seen.insert(form.text.clone()));
    forms
}

fn family_forms(name: &Name<'_>, forms: &mut Vec<Form>) {
    let halves = name.halves();
    let mut families = vec![name.family.to_owned()];
    if !halves.is_empty() {
        families.extend(JOINTS.iter().map(|joint| halves.join(joint)).filter(|text| text != name.family));
    }
    let least = if halves.is_empty() { UNMISTAKABLE } else { LONG };
    for text in families {
        let letters = text.chars().count();
        if letters < TELLING {
            continue;
        }
        let boundary = if letters >= least || name.is_ideographic() { Boundary::Free } else { Boundary::Word };
        let reach = if letters >= super::BYTES { Reach::Bytes } else { Reach::Text };
        forms.push(Form::leaked(text, "family name", boundary, reach));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &str) -> Vec<String> {
        forms(value).into_iter().map(|form| form.text).collect()
    }

    #[test]
    fn a_double_name_is_sought_with_every_joint_and_by_its_halves() {
        let forms = texts("Okafor-Lindqvist^Anna^M");
        for wanted in ["Okafor-Lindqvist", "Okafor Lindqvist", "OkaforLindqvist", "Okafor", "Lindqvist", "Anna"] {
            assert!(forms.contains(&wanted.to_owned()), "{wanted} in {forms:?}");
        }
        assert!(!forms.contains(&"M".to_owned()));
    }

    #[test]
    fn a_short_name_is_sought_together_with_the_given_name() {
        let forms = texts("Li^Wei=李^伟");
        for wanted in ["Li^Wei", "Wei Li", "LiWei", "李伟", "李^伟"] {
            assert!(forms.contains(&wanted.to_owned()), "{wanted} in {forms:?}");
        }
        for unwanted in ["Li", "Wei", "李", "伟"] {
            assert!(!forms.contains(&unwanted.to_owned()), "{unwanted} in {forms:?}");
        }
    }
}
