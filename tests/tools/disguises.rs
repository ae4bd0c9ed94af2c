//! The oracle, but name and number of the patient go on in the comments on a scheduled step, where no trap plants
//! anything, disguised in the way that the tool is told.

use crate::call::Call;
use crate::edit::edit;
use deidbench::selftest::disguise;

pub fn run(call: &Call) -> u8 {
    assert!(disguise::WORDS.contains(&call.word.as_str()), "`{}` is no disguise", call.word);
    edit(call, |parts, _, file| {
        disguise::apply(&call.word, parts, file);
    })
}
