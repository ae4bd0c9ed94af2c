//! What is noted of a run while it is made, so that one that is broken off goes on from there.
//!
//! A file with a JSON object on each line, in the folder of the run. A line that was half written when the machine stopped
//! is as if it had never been.

use crate::tool::calls::Calls;
use crate::tool::collect::Collected;
use crate::tool::definition::InPlaceUnit;
use crate::tool::definition::Mode;
use crate::tool::definition::Tool;
use crate::tool::raw_text::RawText;
use crate::tool::record::Ending;
use crate::tool::record::Invocation;
use crate::tool::record::ToolRun;
use serde::Deserialize;
use serde::Serialize;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The private folder.
    Work(RawText),
    /// Everything is in it that a tool gets: so many files and folders.
    Ready(u64),
    /// The commands before the first invocation have ended.
    Setup(Vec<Invocation>),
    /// An invocation has ended, so many microseconds after the first one's start.
    Done(Box<Invocation>, u64),
    /// All have.
    Called(Box<Calls>),
    /// What the tool left.
    Left(Box<Collected>),
    /// Everything.
    Whole(Box<ToolRun>),
}

/// What an earlier call of the same command has noted.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// Whether there is anything.
    pub(super) begun: bool,
    pub(super) work: Option<PathBuf>,
    pub(super) entries: Option<u64>,
    pub(super) setup: Option<Vec<Invocation>>,
    pub(super) done: Vec<Invocation>,
    pub(super) elapsed_microseconds: u64,
    pub(super) calls: Option<Calls>,
    pub(super) left: Option<Collected>,
    pub(super) whole: Option<ToolRun>,
}

impl Past {
    /// Whether the run can go on in its private folder, instead of beginning again: all calls were made, or some of a tool
    /// that is called again and again. What a setup has started, and a command stops, may have gone since.
    pub(super) fn goes_on(&self, tool: &Tool) -> bool {
        let half = can_go_on(tool) && self.setup.is_some() && !self.done.is_empty();
        self.entries.is_some() && (self.calls.is_some() || half)
    }

    fn take(&mut self, line: Line) {
        self.begun = true;
        match line {
            Line::Work(folder) => *self = Self { begun: true, work: Some(folder.as_path().into()), ..Self::default() },
            Line::Ready(entries) => self.entries = Some(entries),
            Line::Setup(made) => self.setup = Some(made),
            Line::Done(invocation, elapsed) => {
                self.done.push(*invocation);
                self.elapsed_microseconds = self.elapsed_microseconds.max(elapsed);
            }
            Line::Called(calls) => self.calls = Some(*calls),
            Line::Left(left) => self.left = Some(*left),
            Line::Whole(run) => self.whole = Some(*run),
        }
    }
}

/// Whether a run of this tool can go on in the middle: it is called again and again, and starts nothing that outlives it.
pub(super) fn can_go_on(tool: &Tool) -> bool {
    let by_unit = match (tool.mode, tool.in_place) {
        (Mode::PerFile | Mode::Stdio | Mode::PerLeafDir, _) => true,
        (Mode::InPlace, unit) => unit != InPlaceUnit::Dir,
        (Mode::PerDir | Mode::Server, _) => false,
    };
    by_unit && tool.stop.is_empty()
}

/// Where notes go; nowhere for runs that nobody goes on with.
pub(super) struct Journal(Option<Mutex<File>>);

impl Journal {
    /// Reads what is noted, and goes on below it.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub(super) fn open(path: Option<&Path>) -> io::Result<(Self, Past)> {
        let Some(path) = path else { return Ok((Self(None), Past::default())) };
        let mut past = Past::default();
        let text = std::fs::read(path).unwrap_or_default();
        // Without its end a line may be half of another.
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        for line in text.get(..whole).unwrap_or_default().split(|byte| *byte == b'\n') {
            if let Ok(line) = serde_json::from_slice(line) {
                past.take(line);
            }
        }
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        file.set_len(whole as u64)?;
        Ok((Self(Some(Mutex::new(file))), past))
    }

    /// Whether anybody may go on.
    pub(super) fn is_kept(&self) -> bool {
        self.0.is_some()
    }

    /// A new beginning in this private folder.
    pub(super) fn work(&self, folder: &Path) -> io::Result<()> {
        self.note(&Line::Work(folder.to_path_buf().into()))
    }

    pub(super) fn ready(&self, entries: u64) -> io::Result<()> {
        self.note(&Line::Ready(entries))
    }

    pub(super) fn setup(&self, made: &[Invocation]) -> io::Result<()> {
        self.note(&Line::Setup(made.to_vec()))
    }

    /// Where it cannot be noted, the invocation is made again by a run that goes on.
    pub(super) fn done(&self, invocation: &Invocation, elapsed_microseconds: u64) {
        if self.is_kept() && invocation.ending != Ending::Cancelled {
            let _ = self.note(&Line::Done(Box::new(invocation.clone()), elapsed_microseconds));
        }
    }

    pub(super) fn called(&self, calls: &Calls) -> io::Result<()> {
        self.note(&Line::Called(Box::new(calls.clone())))
    }

    pub(super) fn left(&self, left: &Collected) -> io::Result<()> {
        self.note(&Line::Left(Box::new(left.clone())))
    }

    pub(super) fn whole(&self, run: &ToolRun) -> io::Result<()> {
        self.note(&Line::Whole(Box::new(run.clone())))
    }

    fn note(&self, line: &Line) -> io::Result<()> {
        let Some(file) = &self.0 else { return Ok(()) };
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        file.lock().unwrap_or_else(PoisonError::into_inner).write_all(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tool::record::Cost;

    fn invocation(number: u64, ending: Ending) -> Invocation {
        Invocation {
            number,
            arguments: Vec::new(),
            unit: "a".into(),
            files: 1,
            ending,
            cost: Cost::default(),
            leftover_processes: 0,
            stdout_bytes: 0,
            stderr_bytes: 0,
        }
    }

    #[test]
    fn whole_lines_are_read_again_and_a_half_one_is_not() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("journal");
        let (journal, past) = Journal::open(Some(&path)).expect("opened");
        assert!(!past.begun);
        journal.work(Path::new("/tmp/work-1")).expect("noted");
        journal.ready(7).expect("noted");
        journal.setup(&[]).expect("noted");
        journal.done(&invocation(1, Ending::Exited(0)), 50);
        journal.done(&invocation(2, Ending::Cancelled), 60);
        drop(journal);
        let mut text = std::fs::read(&path).expect("read");
        text.extend(b"{\"done\":[{\"number\":3,");
        std::fs::write(&path, text).expect("written");
        let (journal, past) = Journal::open(Some(&path)).expect("opened");
        assert_eq!((past.work.as_deref(), past.entries), (Some(Path::new("/tmp/work-1")), Some(7)));
        let numbers: Vec<u64> = past.done.iter().map(|done| done.number).collect();
        assert_eq!((numbers, past.elapsed_microseconds), (vec![1], 50));
        let per_file = "name = 'x'\nmode = 'per-file'\ncommand = ['x', '{input}', '{output}']\n";
        let tool = |text: &str| Tool::from_toml(text).expect("a tool");
        assert!(past.goes_on(&tool(per_file)));
        assert!(!past.goes_on(&tool(&per_file.replace("per-file", "per-dir"))));
        assert!(!past.goes_on(&tool(&format!("{per_file}stop = [['y']]\n"))));
        // A new beginning forgets what was before.
        journal.work(Path::new("/tmp/work-2")).expect("noted");
        let (_, past) = Journal::open(Some(&path)).expect("opened");
        assert!(past.done.is_empty() && !past.goes_on(&tool(per_file)));
    }
}
