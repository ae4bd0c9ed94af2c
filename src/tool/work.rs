//! The private folder of a run: locked as long as anybody works in it, and removed when nobody does.
//!
//! A harness that is ended hard leaves its folder behind. The lock goes with the processes that hold it, the harness and its
//! supervisors, so that the next run sees which folders are nobody's. One that a run may go on in is left for a week.

use crate::tool::folder;
use rustix::process::getuid;
use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

/// How names of private folders begin.
const PREFIX: &str = "work-";
/// The file that is locked; a folder without one is not ours to remove.
const LOCK: &str = "lock";
/// The mark of a folder in which a run may go on.
const MARK: &str = "to-be-continued";
/// How long such a folder is left when nobody works in it.
const LEFT_FOR: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long a supervisor whose harness is gone may take to end what it has started.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder that only this user may enter, removed when dropped.
#[derive(Debug)]
pub struct WorkFolder {
    path: PathBuf,
    /// Held open for its lock.
    _lock: File,
    kept: bool,
}

impl WorkFolder {
    /// Makes a folder below `base`, or the system's temporary folder; removes those that others left there.
    ///
    /// # Errors
    /// It cannot be made or locked.
    pub fn new(base: Option<&Path>) -> io::Result<Self> {
        let base = match base {
            Some(base) => {
                std::fs::create_dir_all(base).map_err(|error| folder::at(base, &error))?;
                std::path::absolute(base)?
            }
            None => std::path::absolute(std::env::temp_dir())?,
        };
        sweep(&base);
        let path = tempfile::Builder::new().prefix(PREFIX).tempdir_in(base)?.keep();
        let own = path.join("lock.new");
        let locked = File::create(&own).and_then(|lock| {
            lock.lock_shared()?;
            // Under its own name it has been locked from the start.
            std::fs::rename(&own, path.join(LOCK))?;
            Ok(lock)
        });
        match locked {
            Ok(lock) => Ok(Self { path, _lock: lock, kept: false }),
            Err(error) => {
                let _ = std::fs::remove_dir_all(&path);
                Err(error)
            }
        }
    }

    /// A folder that a run left in which it may go on; none where it is gone, or somebody works in it.
    pub(in crate::tool) fn take_over(path: &Path) -> Option<Self> {
        let lock = free(path, PATIENCE)?;
        path.join(MARK).exists().then_some(())?;
        lock.lock_shared().ok()?;
        Some(Self { path: path.to_path_buf(), _lock: lock, kept: false })
    }

    /// Removes a folder that a run left, if nobody works in it.
    pub(in crate::tool) fn discard(path: &Path) {
        if let Some(_lock) = free(path, PATIENCE) {
            remove(path);
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The lock for others that work in it.
    pub(in crate::tool) fn lock(&self) -> PathBuf {
        self.path.join(LOCK)
    }

    /// A run may go on in it when it was broken off.
    ///
    /// # Errors
    /// The mark cannot be written.
    pub(in crate::tool) fn mark(&self) -> io::Result<()> {
        File::create(self.path.join(MARK)).map(drop)
    }

    /// Leaves it for the same run.
    pub(in crate::tool) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        if !self.kept {
            remove(&self.path);
        }
    }
}

/// Holds the lock of a private folder together with its harness, until the process ends or the file is dropped.
pub(in crate::tool) fn hold(lock: &Path) -> Option<File> {
    let file = File::open(lock).ok()?;
    file.try_lock_shared().ok()?;
    Some(file)
}

fn remove(path: &Path) {
    folder::make_accessible(path);
    // What stays is tried again by the next run.
    let _ = std::fs::remove_dir_all(path);
}

/// The lock of a folder of ours in which nobody works, held for us alone.
fn free(path: &Path, patience: Duration) -> Option<File> {
    let ours = |facts: &Metadata| facts.uid() == getuid().as_raw();
    std::fs::symlink_metadata(path).ok().filter(|facts| facts.is_dir() && ours(facts))?;
    let lock = path.join(LOCK);
    std::fs::symlink_metadata(&lock).ok().filter(|facts| facts.is_file() && ours(facts))?;
    let file = File::open(lock).ok()?;
    let until = Instant::now() + patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(_) if Instant::now() >= until => return None,
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Removes private folders in which nobody works and nobody will go on.
fn sweep(base: &Path) {
    let Ok(entries) = std::fs::read_dir(base) else { return };
    for entry in entries.flatten() {
        if !entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
            continue;
        }
        let path = entry.path();
        let age = |facts: Metadata| facts.modified().ok().and_then(|time| time.elapsed().ok());
        let wanted = std::fs::metadata(path.join(MARK)).is_ok_and(|facts| age(facts).is_none_or(|age| age < LEFT_FOR));
        if !wanted && let Some(_lock) = free(&path, Duration::ZERO) {
            remove(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder as a harness leaves it that was ended hard.
    fn left(base: &Path, marked: bool) -> PathBuf {
        let folder = WorkFolder::new(Some(base)).expect("made");
        if marked {
            folder.mark().expect("marked");
        }
        let path = folder.path().to_path_buf();
        std::fs::write(path.join("content"), "of a tool").expect("written");
        folder.keep();
        path
    }

    #[test]
    fn what_a_dead_harness_left_goes_at_the_next_start_and_what_is_in_use_stays() {
        let base = tempfile::tempdir().expect("a folder");
        let stale = left(base.path(), false);
        let other = base.path().join("work-of-somebody-else");
        std::fs::create_dir(&other).expect("made");
        let used = WorkFolder::new(Some(base.path())).expect("made");
        assert!(!stale.exists() && other.exists());
        let third = WorkFolder::new(Some(base.path())).expect("made");
        assert!(used.path().exists() && third.path().exists());
        let path = used.path().to_path_buf();
        drop(used);
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_to_go_on_in_is_left_and_taken_over_once() {
        let base = tempfile::tempdir().expect("a folder");
        let path = left(base.path(), true);
        drop(WorkFolder::new(Some(base.path())).expect("made"));
        let taken = WorkFolder::take_over(&path).expect("free");
        assert!(taken.path().join("content").exists());
        assert!(free(&path, Duration::ZERO).is_none(), "it is in use");
        drop(taken);
        assert!(!path.exists());
        let unmarked = left(base.path(), false);
        assert!(WorkFolder::take_over(&unmarked).is_none());
        WorkFolder::discard(&unmarked);
        assert!(!unmarked.exists());
    }

    #[test]
    fn a_supervisor_that_still_works_keeps_its_folder() {
        let base = tempfile::tempdir().expect("a folder");
        let path = left(base.path(), false);
        let held = hold(&path.join(LOCK)).expect("held");
        drop(WorkFolder::new(Some(base.path())).expect("made"));
        assert!(path.exists());
        drop(held);
        drop(WorkFolder::new(Some(base.path())).expect("made"));
        assert!(!path.exists());
    }
}
