//! What is asked of one attribute of one object: one letter, and what else the standard lets stand for it.

use crate::policy::Policy;
use crate::policy::attribute_type::AttributeType;
use crate::policy::attribute_type::attribute_type;
use crate::policy::table::Row;
use crate::text::words;

words! {
    /// The action codes of PS3.15 Table E.1-1a.
    pub enum Action {
        /// Remove.
        Remove = "X",
        /// Replace with nothing, or with a dummy value.
        Empty = "Z",
        /// Replace with a value that may be a dummy.
        Replace = "D",
        /// Keep: unchanged, or cleaned where it is a sequence.
        Keep = "K",
        /// Clean: a value of similar meaning that identifies nobody.
        Clean = "C",
        /// Replace with another UID.
        NewUid = "U",
    }
}

/// The action that an attribute must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The letter under which it is counted.
    pub action: Action,
    /// The code as the table writes it: `X/Z/D`.
    pub code: &'static str,
    /// Whether the IOD lets the object do without the attribute.
    pub may_be_absent: bool,
}

impl Asked {
    /// Whether the code lists a letter. A tool that does not know the IOD can do no better than the safest letter of the
    /// code, so each of them that leaves the object valid meets it.
    pub fn lists(&self, action: Action) -> bool {
        self.code.split('/').any(|letter| letter.trim_end_matches('*') == action.word())
    }
}

impl Policy {
    /// The action asked of an attribute in an object of a SOP class; `path` are the tags from the outermost sequence to
    /// the attribute. `None` where the profile leaves the attribute alone: it is kept.
    ///
    /// Alternatives are resolved by the type of the attribute in the IOD (PS3.15 Table E.1-1a): Type 3 asks for `X`,
    /// Type 2 for `Z`, Type 1 for `D`, or the nearest that the code lists.
    pub fn asked(&self, row: &Row, sop_class: &str, path: &[(u16, u16)]) -> Option<Asked> {
        let code = self.action(row);
        let known = attribute_type(sop_class, path);
        let wanted: &[Action] = match known {
            Some(AttributeType::One | AttributeType::OneConditional) => {
                &[Action::Replace, Action::NewUid, Action::Empty, Action::Remove]
            }
            Some(AttributeType::Two | AttributeType::TwoConditional) => {
                &[Action::Empty, Action::Replace, Action::NewUid, Action::Remove]
            }
            Some(AttributeType::Three) | None => &[Action::Remove, Action::Empty, Action::Replace, Action::NewUid],
        };
        let may_be_absent = !matches!(known, Some(AttributeType::One | AttributeType::Two));
        let asked = |action| Asked { action, code, may_be_absent };
        let alone = Action::ALL.iter().find(|action| action.word() == code).map(|action| asked(*action));
        alone.or_else(|| wanted.iter().map(|action| asked(*action)).find(|asked| asked.lists(asked.action)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::row;

    const CT: &str = "1.2.840.10008.5.1.4.1.1.2";
    const BASIC_TEXT: &str = "1.2.840.10008.5.1.4.1.1.88.11";
    const ECG: &str = "1.2.840.10008.5.1.4.1.1.9.1.1";
    const PDF: &str = "1.2.840.10008.5.1.4.1.1.104.1";

    fn asked(policy: &str, class: &str, tag: (u16, u16)) -> Asked {
        let policy: Policy = policy.parse().unwrap();
        policy.asked(row(tag.0, tag.1).unwrap(), class, &[tag]).unwrap()
    }

    #[test]
    fn alternatives_follow_the_type_of_the_attribute() {
        // Content Date is Z/D, Acquisition DateTime is X/Z/D, Series Date is X/D.
        for (class, tag, action) in [
            (BASIC_TEXT, (0x0008, 0x0023), Action::Replace),
            (CT, (0x0008, 0x0023), Action::Empty),
            (ECG, (0x0008, 0x002a), Action::Replace),
            (PDF, (0x0008, 0x002a), Action::Empty),
            (CT, (0x0008, 0x002a), Action::Remove),
            (CT, (0x0008, 0x0021), Action::Remove),
            ("1.2.3", (0x0008, 0x0021), Action::Remove),
        ] {
            assert_eq!(asked("basic", class, tag).action, action, "{class} {tag:?}");
        }
        assert!(asked("basic", CT, (0x0008, 0x0021)).lists(Action::Replace));
        assert!(!asked("basic", CT, (0x0008, 0x0021)).lists(Action::Empty));
    }

    #[test]
    fn an_option_takes_the_place_of_the_basic_action_and_keeping_comes_first() {
        let date = (0x0008, 0x0020);
        assert_eq!(asked("basic", CT, date).action, Action::Empty);
        assert_eq!(asked("retain-long-modified-dates", CT, date).action, Action::Clean);
        assert_eq!(asked("retain-long-modified-dates,retain-long-full-dates", CT, date).action, Action::Keep);
        assert_eq!(asked("retain-uids", CT, (0x0008, 0x0018)).action, Action::Keep);
        assert_eq!(asked("basic", CT, (0x0008, 0x0018)).action, Action::NewUid);
    }

    #[test]
    fn every_row_of_the_table_comes_to_a_letter_under_every_policy() {
        for policy in ["basic", "hipaa-safe-harbor", "tcia", "retain-uids,clean-graphics"] {
            let policy: Policy = policy.parse().unwrap();
            for row in crate::policy::rows().iter().filter(|row| !policy.action(row).is_empty()) {
                for class in [CT, BASIC_TEXT, "1.2.3"] {
                    assert!(
                        policy.asked(row, class, &[(0x0008, 0x0000)]).is_some(),
                        "{} {}",
                        row.tag,
                        policy.action(row)
                    );
                }
            }
        }
    }
}
