//! Judgements of patients that are kept in the folder of a run: scoring again judges only patients of whom something
//! changed.
//!
//! What a judgement follows from is told by a key: the truth, the files of the patient and of its answers by size and times,
//! the policy, and the program itself. A file that changed without a trace in its times would be missed; nothing but a wrong
//! clock does that.

use crate::checkpoint;
use crate::commands::judge::Case;
use crate::commands::judge::spool::Judged;
use crate::detectors::evaluate::Answer;
use crate::detectors::ocr;
use crate::finding::Finding;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// The judgements of a run.
pub struct Cache {
    folder: PathBuf,
    /// What is the same for all patients.
    common: String,
    judged: AtomicU64,
    taken: AtomicU64,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    key: String,
    judged: Judged,
}

impl Cache {
    /// In the folder of a run.
    pub fn new(case: &Case<'_>) -> Self {
        let reader = ocr::problem().map_or_else(ocr::version, |why| why.to_string());
        let validator = case.dciodvfy.as_ref().map(|program| format!("{program:?}"));
        let program = std::env::current_exe().map(|path| stamp(&path));
        let common = format!("{} {program:?} {} {reader} {validator:?}", env!("CARGO_PKG_VERSION"), case.policy);
        Self { folder: case.folder.join("judgements"), common, judged: AtomicU64::new(0), taken: AtomicU64::new(0) }
    }

    /// Patients that were judged, and patients whose judgement was there.
    pub fn counts(&self) -> (u64, u64) {
        (self.judged.load(Ordering::Relaxed), self.taken.load(Ordering::Relaxed))
    }

    /// What the judgement of a patient follows from.
    pub fn key(
        &self,
        case: &Case<'_>,
        truth: &PatientTruth,
        answer: &dyn Fn(&InstanceRow) -> Answer,
        beside: &[Finding],
    ) -> String {
        let mut text = format!("{}\n{:?}\n", self.common, case.dataset.record.patient_digests.get(&truth.patient));
        let mut add = |path: &Path| {
            let _ = writeln!(text, "{} {}", path.display(), stamp(path));
        };
        let home = case.dataset.truth_folder(&truth.patient);
        let entries = fs::read_dir(&home).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut tables: Vec<PathBuf> = entries.collect();
        tables.sort();
        tables.iter().for_each(|path| add(path));
        let mut doubled = Vec::new();
        for row in &truth.instances {
            let answer = answer(row);
            add(&case.dataset.input().join(&row.path));
            add(&answer.output.map_or_else(|| PathBuf::from("none"), |output| case.output.join(output)));
            doubled.push(answer.doubled);
        }
        let _ = writeln!(text, "{doubled:?} {beside:?}");
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The kept judgement, where nothing changed that it follows from.
    pub fn get(&self, patient: &str, key: &str) -> Option<Judged> {
        let bytes = fs::read(self.place(patient)).ok()?;
        let kept: Kept = serde_json::from_slice(&bytes).ok()?;
        (kept.key == key).then(|| {
            self.taken.fetch_add(1, Ordering::Relaxed);
            kept.judged
        })
    }

    /// Keeps a judgement. Where it cannot be kept, the patient is judged again the next time.
    pub fn put(&self, patient: &str, key: String, judged: Judged) -> Judged {
        self.judged.fetch_add(1, Ordering::Relaxed);
        let kept = Kept { key, judged };
        let _ = self.store(patient, &kept);
        kept.judged
    }

    fn store(&self, patient: &str, kept: &Kept) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let place = self.place(patient);
        let temporary = place.with_extension("part");
        fs::write(&temporary, serde_json::to_vec(kept)?)?;
        checkpoint::reach("judgement-half-stored");
        fs::rename(&temporary, &place)?;
        checkpoint::reach("judgement-stored");
        Ok(())
    }

    fn place(&self, patient: &str) -> PathBuf {
        self.folder.join(format!("{patient}.json"))
    }
}

/// Size, times and place on disk of a file.
fn stamp(path: &Path) -> String {
    match fs::symlink_metadata(path) {
        Ok(facts) => {
            let (modified, changed) = ((facts.mtime(), facts.mtime_nsec()), (facts.ctime(), facts.ctime_nsec()));
            format!("{} {modified:?} {changed:?} {}", facts.len(), facts.ino())
        }
        Err(_) => "absent".to_owned(),
    }
}
