//! Judgements of patients on disk, until all patients were seen.

use crate::detectors::links::PatientLinks;
use crate::judgement::Judgement;
use anyhow::Context;
use serde::Deserialize;
use serde::Serialize;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Lines;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

/// What was seen of one patient by itself.
#[derive(Serialize, Deserialize)]
pub struct Judged {
    /// The judgement so far.
    pub judgement: Judgement,
    /// The links that other patients have a say in.
    pub links: PatientLinks,
}

/// A file without a name, one line for each patient. It holds planted values, and is gone whenever the program ends.
pub struct Spool {
    file: BufWriter<File>,
}

/// The lines of a spool, in the order of writing.
pub struct Replay {
    lines: Lines<BufReader<File>>,
}

impl Spool {
    /// An empty spool on the disk of `folder`.
    pub fn new(folder: &Path) -> anyhow::Result<Self> {
        let file = tempfile::tempfile_in(folder)
            .with_context(|| format!("could not make a temporary file in `{}`; is the disk full?", folder.display()))?;
        Ok(Self { file: BufWriter::new(file) })
    }

    /// Adds a patient.
    pub fn write(&mut self, judged: &Judged) -> anyhow::Result<()> {
        let full = "could not write a temporary file beside the results; is the disk full?";
        serde_json::to_writer(&mut self.file, judged).context(full)?;
        self.file.write_all(b"\n").context(full)
    }

    /// Goes back to the first patient.
    pub fn replay(self) -> anyhow::Result<Replay> {
        let mut file =
            self.file.into_inner().context("could not write a temporary file beside the results; is the disk full?")?;
        file.rewind().context("could not read the temporary file beside the results")?;
        Ok(Replay { lines: BufReader::new(file).lines() })
    }
}

impl Replay {
    /// The next patients, at most `most` of them, as lines for [`read`].
    pub fn next(&mut self, most: usize) -> anyhow::Result<Vec<String>> {
        let lines: Result<Vec<String>, _> = self.lines.by_ref().take(most).collect();
        lines.context("could not read the temporary file beside the results")
    }
}

/// Reads one line.
pub fn read(line: &str) -> anyhow::Result<Judged> {
    serde_json::from_str(line).context("the temporary file beside the results was changed; score again")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(patient: &str) -> Judged {
        let judgement = Judgement { patient: patient.to_owned(), ..Judgement::default() };
        Judged { judgement, links: PatientLinks::default() }
    }

    #[test]
    fn patients_come_back_in_their_order_and_leave_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(folder.path()).unwrap();
        for patient in ["A", "B", "C"] {
            spool.write(&judged(patient)).unwrap();
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut replay = spool.replay().unwrap();
        let mut next = || -> Vec<String> {
            replay.next(2).unwrap().iter().map(|line| read(line).unwrap().judgement.patient).collect()
        };
        assert_eq!((next(), next(), next()), (vec!["A".into(), "B".into()], vec!["C".into()], vec![]));
    }
}
