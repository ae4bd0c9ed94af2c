//! The oracle, but what leads from object to object is torn, merged or mistaken in the way that the word names.

use crate::call::Call;
use crate::edit::edit;
use deidbench::selftest::broken_links;

pub fn run(call: &Call) -> u8 {
    assert!(broken_links::WORDS.contains(&call.word.as_str()), "`{}` is no way to break a link", call.word);
    edit(call, |parts, original, file| broken_links::apply(&call.word, parts, original, file))
}
