//! Tools whose score is known: `fake-tool NAME INPUT_DIR OUTPUT_DIR [WORD]`.
//!
//! Those that know what was planted read it from the folder that the variable `FAKE_TRUTH` names.
#![expect(clippy::unwrap_used, reason = "a fake tool stops where its own preparation fails")]

mod adds_frames;
mod bends_rules;
mod breaks_links;
mod call;
mod cleans_text;
mod converts_pixels;
mod copy;
mod corrupts;
mod crashes;
mod damages;
mod delete_all;
mod disguises;
mod drops_frames;
mod drops_half;
mod edit;
mod erases_input;
mod fails_well;
mod half_measures;
mod hangs;
mod header_only;
mod junk;
mod leaks_nth;
mod leaks_one;
mod links_to_truth;
mod moves_value;
mod oracle;
mod pixel_only;
mod prefixes;
mod prints_identifiers;
mod re_encodes;
mod renames;
mod repeats_one;
mod retypes;
mod shifts_dates;
mod swaps_patients;
mod writes_elsewhere;
mod writes_into_input;

use call::Call;
use deidbench::dicom::tree;
use deidbench::selftest::oracle::known;
use deidbench::selftest::oracle::picture;
use deidbench::selftest::oracle::treatment;
use std::process::ExitCode;

type Fake = fn(&Call) -> u8;

/// Every tool and its name.
const TOOLS: &[(&str, Fake)] = &[
    ("adds-frames", adds_frames::run),
    ("bends-rules", bends_rules::run),
    ("cleans-text", cleans_text::run),
    ("breaks-links", breaks_links::run),
    ("converts-pixels", converts_pixels::run),
    ("copy", copy::run),
    ("corrupts", corrupts::run),
    ("crashes", crashes::run),
    ("damages", damages::run),
    ("delete-all", delete_all::run),
    ("disguises", disguises::run),
    ("drops-frames", drops_frames::run),
    ("drops-half", drops_half::run),
    ("erases-input", erases_input::run),
    ("fails-well", fails_well::run),
    ("half-measures", half_measures::run),
    ("hangs", hangs::run),
    ("header-only", header_only::run),
    ("junk", junk::run),
    ("leaks-nth", leaks_nth::run),
    ("leaks-one", leaks_one::run),
    ("links-to-truth", links_to_truth::run),
    ("moves-value", moves_value::run),
    ("oracle", oracle::run),
    ("pixel-only", pixel_only::run),
    ("prefixes", prefixes::run),
    ("prints-identifiers", prints_identifiers::run),
    ("re-encodes", re_encodes::run),
    ("renames", renames::run),
    ("repeats-one", repeats_one::run),
    ("retypes", retypes::run),
    ("shifts-dates", shifts_dates::run),
    ("swaps-patients", swaps_patients::run),
    ("writes-elsewhere", writes_elsewhere::run),
    ("writes-into-input", writes_into_input::run),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let name = words.first().cloned().unwrap_or_default();
    match (TOOLS.iter().find(|(known, _)| *known == name), Call::new(&words)) {
        (Some((_, run)), Some(call)) => ExitCode::from(run(&call)),
        _ => {
            let known: Vec<&str> = TOOLS.iter().map(|(name, _)| *name).collect();
            eprintln!("fake-tool NAME INPUT_DIR OUTPUT_DIR [WORD]; NAME is one of {}", known.join(", "));
            ExitCode::from(64)
        }
    }
}
