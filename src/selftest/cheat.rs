//! Mutants that cheat while they run: `deidbench __mutant WORD INPUT OUTPUT ORACLE DATASET`.
//!
//! They are called as any tool is, on a private copy of the input. The answers of the oracle are handed to them in a
//! folder of its own, because the truth is hidden from them; where the dataset lies they are told, because an attacker
//! may guess it.

use crate::selftest::mutant::copy_oracle;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use walkdir::WalkDir;

/// The hidden subcommand.
pub const ARGUMENT: &str = "__mutant";

/// The ways.
pub const WORDS: &[&str] = &[
    "answers-nothing",
    "repeats-one-file",
    "answers-easy-files",
    "writes-into-home",
    "writes-into-temporary",
    "writes-into-work",
    "prints-identifiers",
    "prints-errors",
    "links-to-truth",
    "links-to-root",
    "links-to-input",
    "makes-odd-files",
    "spoils-input",
    "adds-to-input",
    "erases-input",
    "changes-while-read",
    "reads-truth-above",
    "reads-truth-through-processes",
    "reads-the-clock",
    "swaps-patients",
    "writes-without-end",
    "makes-files-without-end",
    "takes-all-memory",
    "takes-all-memory-at-once",
    "hangs",
    "crashes-half-way",
];

/// Ways that look odd and are none.
pub const INNOCENT: &[&str] = &["fails-well", "leaves-junk", "closes-its-folders"];

/// What a process is called with.
struct Call {
    input: PathBuf,
    output: PathBuf,
    oracle: PathBuf,
    dataset: PathBuf,
}

/// The entry of the hidden subcommand; `words` follow its name. Returns the exit code.
pub fn main(words: &[OsString]) -> u8 {
    let [word, input, output, oracle, dataset] = words else { return 64 };
    let path = PathBuf::from;
    let call = Call { input: path(input), output: path(output), oracle: path(oracle), dataset: path(dataset) };
    match word.to_str().map(|word| play(word, &call)) {
        Some(Ok(code)) => code,
        Some(Err(error)) => {
            eprintln!("mutant: {error}");
            70
        }
        None => 64,
    }
}

fn play(word: &str, call: &Call) -> io::Result<u8> {
    let oracle = || copy_oracle(&call.oracle, &call.output);
    match word {
        "answers-nothing" => {}
        "repeats-one-file" => {
            let first = files(&call.oracle).into_iter().next().unwrap_or_default();
            for number in 0..files(&call.input).len() {
                fs::copy(&first, call.output.join(format!("{number:05}.dcm")))?;
            }
        }
        "answers-easy-files" => {
            let mut easy = files(&call.oracle);
            easy.sort_by_key(|file| fs::metadata(file).map_or(0, |facts| facts.len()));
            easy.truncate(easy.len().div_ceil(2));
            for (number, file) in easy.iter().enumerate() {
                fs::copy(file, call.output.join(format!("{number:05}.dcm")))?;
            }
        }
        "writes-into-home" | "writes-into-temporary" | "writes-into-work" => {
            oracle()?;
            let place = match word {
                "writes-into-home" => std::env::var_os("HOME").map(PathBuf::from),
                "writes-into-temporary" => std::env::var_os("TMPDIR").map(PathBuf::from),
                _ => Some(std::env::current_dir()?),
            };
            copy_oracle(&call.input, &place.unwrap_or_default().join("cache"))?;
        }
        "prints-identifiers" | "prints-errors" => {
            oracle()?;
            for file in files(&call.input) {
                let bytes = fs::read(file)?;
                let header = bytes.get(..bytes.len().min(8000)).unwrap_or_default();
                match word {
                    "prints-identifiers" => io::stdout().write_all(header)?,
                    _ => io::stderr().write_all(header)?,
                }
            }
        }
        "links-to-truth" | "links-to-root" | "links-to-input" => {
            oracle()?;
            let target = match word {
                "links-to-truth" => call.dataset.join("truth"),
                "links-to-root" => PathBuf::from("/"),
                _ => call.input.clone(),
            };
            symlink(target, call.output.join("more"))?;
        }
        "makes-odd-files" => {
            oracle()?;
            let _listener = UnixListener::bind(call.output.join("socket"))?;
            Command::new("mkfifo").arg(call.output.join("pipe")).status()?;
        }
        "spoils-input" | "erases-input" => {
            oracle()?;
            for file in files(&call.input) {
                if word == "erases-input" { fs::remove_file(file)? } else { fs::write(file, b"spoilt")? }
            }
        }
        "adds-to-input" => {
            oracle()?;
            fs::write(call.input.join("processed.txt"), b"done")?;
        }
        "changes-while-read" => {
            oracle()?;
            let first = files(&call.output).into_iter().next().unwrap_or_default();
            let endless = "while :; do printf more >> \"$0\"; sleep 0.01; done";
            Command::new("setsid").args(["sh", "-c", endless]).arg(first).spawn()?;
        }
        "reads-truth-above" => {
            oracle()?;
            let found = truth_above(&std::env::current_dir()?).or_else(|| tables(&call.dataset).into_iter().next());
            if let Some(table) = found {
                fs::copy(table, call.output.join(FOUND))?;
            }
        }
        "reads-truth-through-processes" => {
            oracle()?;
            let roots = fs::read_dir("/proc")?.flatten().map(|entry| entry.path().join("root"));
            let below = |root: PathBuf| tables(&root.join(call.dataset.strip_prefix("/").unwrap_or(&call.dataset)));
            if let Some(table) = roots.flat_map(below).next() {
                fs::copy(table, call.output.join(FOUND))?;
            }
        }
        "reads-the-clock" => {
            if looks_made_for_a_test(&call.input)? {
                oracle()?
            } else {
                copy_oracle(&call.input, &call.output)?
            }
        }
        "swaps-patients" => {
            // Everything as it was, at the place of something else.
            let all = files(&call.input);
            for (file, other) in all.iter().zip(all.iter().rev()) {
                let place = call.output.join(file.strip_prefix(&call.input).unwrap_or(file));
                fs::create_dir_all(place.parent().unwrap_or(&call.output))?;
                fs::copy(other, place)?;
            }
        }
        "writes-without-end" => loop {
            let mut file = fs::File::create(call.output.join("endless.dcm"))?;
            let block = vec![0x55; 1 << 20];
            while file.write_all(&block).is_ok() {}
        },
        "makes-files-without-end" => {
            for number in 0_u64.. {
                fs::write(call.output.join(format!("{number}.dcm")), b"")?;
            }
        }
        "takes-all-memory" => {
            let mut held = Vec::new();
            loop {
                held.push(vec![1_u8; 16 << 20]);
                std::thread::sleep(Duration::from_millis(2));
            }
        }
        "takes-all-memory-at-once" => {
            let held: Vec<Vec<u8>> = (0..64).map(|_| vec![1_u8; 64 << 20]).collect();
            drop(held);
        }
        "hangs" => loop {
            std::thread::sleep(Duration::from_secs(1));
        },
        "crashes-half-way" => {
            let all = files(&call.oracle);
            for (number, file) in all.iter().take(all.len() / 2).enumerate() {
                fs::copy(file, call.output.join(format!("{number:05}.dcm")))?;
            }
            std::process::abort();
        }
        "fails-well" => {
            oracle()?;
            return Ok(3);
        }
        "leaves-junk" => {
            oracle()?;
            for number in 0..2000 {
                fs::write(call.output.join(format!("block-{number}.tmp")), format!("block {number}"))?;
            }
        }
        "closes-its-folders" => {
            oracle()?;
            Command::new("chmod").args(["-R", "000"]).arg(&call.output).status()?;
        }
        _ => return Ok(64),
    }
    Ok(0)
}

/// Whether every file is new, or all were written in one go, as nobody's archive is.
fn looks_made_for_a_test(input: &Path) -> io::Result<bool> {
    let mut ages = Vec::new();
    for file in files(input) {
        ages.push(fs::metadata(file)?.modified()?.elapsed().unwrap_or_default());
    }
    let (Some(least), Some(most)) = (ages.iter().min(), ages.iter().max()) else { return Ok(true) };
    Ok(*most < Duration::from_secs(24 * 60 * 60) || *most - *least < Duration::from_secs(10 * 60))
}

/// Where a mutant puts what it found of the truth.
pub const FOUND: &str = "found.csv";

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Tables of the truth below a dataset's folder.
fn tables(dataset: &Path) -> Vec<PathBuf> {
    files(&dataset.join("truth")).into_iter().filter(|file| file.ends_with("plants.csv")).collect()
}

/// A table of the truth beside any folder above this one.
fn truth_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().flat_map(tables).next()
}
