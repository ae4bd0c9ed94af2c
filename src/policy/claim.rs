//! What a tool says it follows: the profile and its options.

use crate::policy::option::Opt;
use crate::policy::table::Row;
use crate::text::serde_as_text;
use crate::text::words;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

words! {
    /// A confidentiality profile of PS3.15 Annex E.
    pub enum Profile {
        /// The Basic Application Level Confidentiality Profile.
        Basic = "basic",
    }
}

/// A profile with options, written as words joined by commas: `basic,retain-uids`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The profile.
    pub profile: Profile,
    /// The options that are claimed beside it.
    pub options: BTreeSet<Opt>,
}

/// A word that names no profile, preset or option.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{word}` is no policy; known are {}", known())]
pub struct ParsePolicyError {
    word: String,
}

/// Named sets of options. Safe Harbor lets sex, weight and ages below 90 stay, but no date and no device number
/// (45 CFR 164.514(b)(2)); the Cancer Imaging Archive shifts dates and keeps the device and the patient's characteristics.
const PRESETS: &[(&str, &[Opt])] = &[
    ("basic", &[]),
    ("hipaa-safe-harbor", &[Opt::RetainPatientCharacteristics, Opt::CleanDescriptors]),
    (
        "tcia",
        &[
            Opt::RetainLongModifiedDates,
            Opt::RetainDeviceIdentity,
            Opt::RetainPatientCharacteristics,
            Opt::CleanDescriptors,
        ],
    ),
];

impl Policy {
    /// The basic profile without options: the yardstick that ranks tools.
    pub fn basic() -> Self {
        Self { profile: Profile::Basic, options: BTreeSet::new() }
    }

    /// Whether a value of the attribute's own meaning may stay readable: a claimed option says `K`.
    ///
    /// `C` and modified dates let the attribute stay, but not what was planted in it. An attribute that the table does
    /// not list permits nothing planted. Direct identifiers are never permitted, so callers ask for the indirect ones.
    pub fn permits(&self, row: Option<&Row>) -> bool {
        row.is_some_and(|row| self.options.iter().any(|option| row.option(*option) == Some("K")))
    }

    /// The same for the recorded form of a row's options: `retain_uids=K;clean_descriptors=C`.
    pub fn permits_recorded(&self, option_actions: &str) -> bool {
        option_actions.split(';').filter_map(|pair| pair.split_once('=')).any(|(word, action)| {
            action == "K" && Opt::from_word(word).is_some_and(|option| self.options.contains(&option))
        })
    }

    /// The action asked of an attribute: that of the first claimed option that has one, `K` before others, else that of
    /// the basic profile.
    pub fn action(&self, row: &Row) -> &'static str {
        let asked: Vec<&'static str> = self.options.iter().filter_map(|option| row.option(*option)).collect();
        asked.iter().find(|action| **action == "K").or(asked.first()).copied().unwrap_or(row.basic)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::basic()
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.profile.fmt(out)?;
        self.options.iter().try_for_each(|option| write!(out, ",{option}"))
    }
}

impl FromStr for Policy {
    type Err = ParsePolicyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut policy = Self::basic();
        for word in text.split([',', '+', ' ']).filter(|word| !word.is_empty()) {
            let preset = PRESETS.iter().find(|(name, _)| *name == word).map(|(_, options)| *options);
            match (preset, Opt::from_word(word)) {
                (Some(options), _) => policy.options.extend(options),
                (None, Some(option)) => {
                    policy.options.insert(option);
                }
                (None, None) => return Err(ParsePolicyError { word: word.to_owned() }),
            }
        }
        Ok(policy)
    }
}

serde_as_text!(Policy);

fn known() -> String {
    let presets = PRESETS.iter().map(|(name, _)| *name);
    let words: Vec<&str> = presets.chain(Opt::ALL.iter().map(|option| option.word())).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::table::row;

    #[test]
    fn a_policy_is_read_back_from_its_written_form() {
        for text in ["basic", "hipaa-safe-harbor", "tcia", "retain-uids", "basic,retain_uids,clean-graphics"] {
            let policy: Policy = text.parse().unwrap();
            assert_eq!(policy.to_string().parse::<Policy>(), Ok(policy));
        }
        assert_eq!("tcia".parse::<Policy>().unwrap().options.len(), 4);
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_known_ones() {
        let error = "retain-everything".parse::<Policy>().unwrap_err().to_string();
        assert!(error.contains("retain-everything") && error.contains("tcia") && error.contains("retain-uids"));
    }

    #[test]
    fn only_a_claimed_option_that_keeps_lets_a_value_stay() {
        let date = row(0x0008, 0x0020);
        let full: Policy = "retain-long-full-dates".parse().unwrap();
        let modified: Policy = "retain-long-modified-dates".parse().unwrap();
        assert!(full.permits(date));
        assert!(!modified.permits(date));
        assert!(!Policy::basic().permits(date));
        assert!(!full.permits(row(0x0028, 0x0010)));
        let recorded = date.unwrap().option_actions();
        assert!(full.permits_recorded(&recorded) && !modified.permits_recorded(&recorded));
        assert_eq!((full.action(date.unwrap()), modified.action(date.unwrap())), ("K", "C"));
        assert_eq!(Policy::basic().action(date.unwrap()), "Z");
    }
}
