//! The oracle, but for one sort of rule, which it bends in every file without leaking anything; the word says which.

use crate::call::Call;
use crate::edit::edit;
use deidbench::selftest::bent_rules;

pub fn run(call: &Call) -> u8 {
    assert!(bent_rules::WORDS.contains(&call.word.as_str()), "`{}` is no rule", call.word);
    edit(call, |parts, original, _| bent_rules::apply(&call.word, parts, original))
}
