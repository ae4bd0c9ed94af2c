//! Does all that is asked and one thing that is not; the word says which: it damages pixels in one way, or encodes them otherwise.

use crate::call::Call;
use crate::edit::edit;
use deidbench::selftest::damage;

pub fn run(call: &Call) -> u8 {
    assert!(damage::WORDS.contains(&call.word.as_str()), "`{}` is no damage", call.word);
    edit(call, |parts, _, file| {
        damage::apply(&call.word, parts, file).unwrap();
    })
}
