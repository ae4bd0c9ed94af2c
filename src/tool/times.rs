//! Times of the files that a tool is given.
//!
//! A copy that is seconds old, of which all files are equally old, tells a tool that reads the clock that it is tested. So
//! files get the times of an archive that grew during a year: a day and an hour for each folder, and some seconds between
//! its files. They follow from the seed and the path alone, and tell nothing of what is in the files.

use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeSet;
use std::fs::File;
use std::fs::FileTimes;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

/// 6 January 2025, a Monday, at midnight in universal time, in seconds since 1970.
const START: u64 = 1_736_121_600;
/// Weeks that the archive grew.
const WEEKS: u64 = 50;
const DAY: u64 = 24 * 60 * 60;
/// Hours of a working day, and when it starts.
const WORKING: u64 = 10 * 60 * 60;
const MORNING: u64 = 7 * 60 * 60;

/// Sets the times of these files below a folder, and of the folders that they lie in.
///
/// # Errors
/// A time cannot be set; the error names the file.
pub(super) fn set(files: &[PathBuf], folder: &Path, seed: u64) -> io::Result<()> {
    let mut folders = BTreeSet::new();
    let (mut last, mut number) = (None, 0);
    for file in files {
        let parent = file.parent().unwrap_or(Path::new(""));
        number = if last == Some(parent) { number + 1 } else { 0 };
        last = Some(parent);
        put(&folder.join(file), of_folder(parent, seed) + Duration::from_secs(number * 7 + number % 3))?;
        folders.extend(parent.ancestors());
    }
    folders.into_iter().try_for_each(|below| put(&folder.join(below), of_folder(below, seed)))
}

/// A working hour of a working day.
fn of_folder(folder: &Path, seed: u64) -> Duration {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(folder.as_os_str().as_bytes());
    let drawn = hash.finalize().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let (week, rest) = (drawn % WEEKS, drawn / WEEKS);
    let (day, second) = (rest % 5, rest / 5 % WORKING);
    Duration::from_secs(START + (week * 7 + day) * DAY + MORNING + second)
}

fn put(path: &Path, since_1970: Duration) -> io::Result<()> {
    let time = SystemTime::UNIX_EPOCH + since_1970;
    let set = File::open(path).and_then(|file| file.set_times(FileTimes::new().set_modified(time).set_accessed(time)));
    set.map_err(|error| super::folder::at(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_an_archive_and_the_same_for_the_same_seed() {
        let root = tempfile::tempdir().expect("a folder");
        let files: Vec<PathBuf> = ["a/1", "a/2", "b/c/1", "b/c/2", "d"].map(PathBuf::from).into();
        for file in &files {
            std::fs::create_dir_all(root.path().join(file).parent().expect("a folder")).expect("made");
            std::fs::write(root.path().join(file), "x").expect("written");
        }
        let times = |seed| {
            set(&files, root.path(), seed).expect("set");
            let of = |path: &Path| std::fs::metadata(root.path().join(path)).and_then(|facts| facts.modified());
            let all = files.iter().map(PathBuf::as_path).chain([Path::new("b"), Path::new("")]);
            all.map(|path| of(path).expect("a time").elapsed().expect("past").as_secs()).collect::<Vec<_>>()
        };
        let first = times(1);
        assert!(first.iter().all(|age| *age > 100 * 3600), "{first:?}");
        let spread = first.iter().max().expect("some") - first.iter().min().expect("some");
        assert!(spread > DAY, "{first:?}");
        assert!(times(1).iter().zip(&first).all(|(one, other)| one.abs_diff(*other) < 60));
        assert!(times(2).iter().zip(&first).any(|(one, other)| one.abs_diff(*other) > 60));
    }
}
