//! Datasets that tests share, fake tools, and calls of the program.

use deidbench::dataset;
use deidbench::dataset::Coding;
use deidbench::dataset::Plan;
use deidbench::dataset::Suite;
use deidbench::finding::Finding;
use deidbench::instance::StudyKind;
use deidbench::scorecard::Scorecard;
use deidbench::seed::Seed;
use deidbench::truth::Dataset;
use deidbench::truth::PatientTruth;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;
use walkdir::WalkDir;

/// Every trap is planted at least once in so many patients.
pub const PATIENTS: u64 = 8;
/// Seeds that tests use.
pub const SEEDS: [u64; 3] = [1, 2, 3];

/// A dataset, and a copy of its truth where the run does not hide it.
pub struct Bench {
    _root: TempDir,
    /// The dataset.
    pub dataset: PathBuf,
    /// The copy.
    pub truth: PathBuf,
    /// The truth of every patient.
    pub patients: Vec<PatientTruth>,
}

impl Bench {
    fn new(seed: u64, suite: Suite) -> Self {
        Self::with(seed, suite, PATIENTS)
    }

    fn with(seed: u64, suite: Suite, patients: u64) -> Self {
        let root = tempfile::tempdir().unwrap();
        let (dataset, truth) = (root.path().join("dataset"), root.path().join("known"));
        let kinds = StudyKind::ALL.to_vec();
        let plan = Plan { seed: Seed(seed), suite, patients, blind: false, kinds, coding: Coding::default() };
        dataset::generate(&plan, dataset::estimate(&plan, 1), &dataset, &|_| (), &AtomicBool::new(false)).unwrap();
        copy_folder(&dataset.join("truth"), &truth);
        let opened = Dataset::open(&dataset).unwrap();
        let patients = opened.patients().iter().map(|patient| opened.truth(patient).unwrap()).collect();
        Self { _root: root, dataset, truth, patients }
    }

    /// The dataset of a seed, made once.
    pub fn of(seed: u64) -> &'static Self {
        static BENCHES: [OnceLock<Bench>; SEEDS.len()] = [const { OnceLock::new() }; SEEDS.len()];
        let place = SEEDS.iter().position(|known| *known == seed).unwrap();
        BENCHES[place].get_or_init(|| Self::new(seed, Suite::Coverage))
    }

    /// The dataset that most tests use.
    pub fn usual() -> &'static Self {
        Self::of(SEEDS[0])
    }

    /// A dataset without DICOMDIRs, on which some tools end.
    pub fn for_tools() -> &'static Self {
        static BENCH: OnceLock<Bench> = OnceLock::new();
        BENCH.get_or_init(|| Self::new(SEEDS[0], Suite::Standard))
    }

    /// A small dataset, for tests that look at pictures alone.
    pub fn few() -> &'static Self {
        static BENCH: OnceLock<Bench> = OnceLock::new();
        BENCH.get_or_init(|| Self::with(SEEDS[0], Suite::Standard, 4))
    }

    /// Plants that a test picks.
    pub fn count(&self, pick: impl Fn(&deidbench::truth::Plant) -> bool) -> u64 {
        self.patients.iter().flat_map(|patient| &patient.plants).filter(|plant| pick(plant)).count() as u64
    }

    /// Number of files.
    pub fn files(&self) -> u64 {
        self.patients.iter().map(|patient| patient.instances.len() as u64).sum()
    }

    /// Number of files with pixels.
    pub fn pictures(&self) -> u64 {
        self.patients.iter().flat_map(|patient| &patient.instances).filter(|row| row.frames > 0).count() as u64
    }

    /// Runs a fake tool on the dataset and scores it.
    pub fn run(&self, tool: &str) -> Run {
        self.run_with(tool, "", &[])
    }

    /// The same with a word for the tool and more arguments for the program.
    pub fn run_with(&self, tool: &str, word: &str, arguments: &[&str]) -> Run {
        let root = tempfile::tempdir().unwrap();
        let (file, out) = (root.path().join("tool.toml"), root.path().join("run"));
        fs::write(&file, self.tool_file(tool, word)).unwrap();
        let mut words = vec!["run".into(), "--tool".into(), file.into_os_string()];
        words.extend(["--dataset".into(), self.dataset.clone().into_os_string()]);
        words.extend(["--out".into(), out.clone().into_os_string()]);
        words.extend(arguments.iter().map(Into::into));
        let answer = answer(program().args(words));
        Run { _root: root, folder: out, answer }
    }

    /// A tool file for a fake tool.
    pub fn tool_file(&self, tool: &str, word: &str) -> String {
        let program = fake_tool();
        let words = [program.to_str().unwrap(), tool, "{input_dir}", "{output_dir}", word];
        let command: Vec<String> =
            words.iter().filter(|word| !word.is_empty()).map(|word| format!("{word:?}")).collect();
        let truth = self.truth.to_str().unwrap();
        format!(
            "name = {tool:?}\nmode = \"per-dir\"\ncommand = [{}]\n[set_env]\nFAKE_TRUTH = {truth:?}\n",
            command.join(", ")
        )
    }
}

/// What the program answered.
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Answer {
    /// The exit code is this, and both outputs hold what a user needs; nothing panicked.
    #[track_caller]
    pub fn says(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not in: {}", self.err);
        }
    }
}

/// A finished run.
pub struct Run {
    _root: TempDir,
    /// The run folder.
    pub folder: PathBuf,
    /// What the program answered.
    pub answer: Answer,
}

impl Run {
    /// The run ended with this exit code, and quietly.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        self.answer.says(code, &[]);
        self
    }

    pub fn scorecard(&self) -> Scorecard {
        scorecard(&self.folder)
    }

    pub fn findings(&self) -> Vec<Finding> {
        let mut reader = csv::Reader::from_path(self.folder.join("findings.csv")).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// Findings in a few words, for messages.
    pub fn in_words(&self) -> String {
        let words = self.findings().into_iter().map(|finding| {
            let verdict = finding.verdict.map(|verdict| verdict.to_string()).unwrap_or_default();
            let (what, place, form) = (finding.topic, finding.seen_at, finding.form);
            format!(
                "{what} {verdict} {} {} {place} {form} {} {}\n",
                finding.trap, finding.plant, finding.evidence, finding.output
            )
        });
        words.take(30).collect()
    }
}

pub fn scorecard(folder: &Path) -> Scorecard {
    serde_json::from_str(&fs::read_to_string(folder.join("scorecard.json")).unwrap()).unwrap()
}

/// The program under test.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deidbench"));
    command.env("NO_COLOR", "1");
    command
}

pub fn answer(command: &mut Command) -> Answer {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Answer { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Calls the program with arguments.
pub fn call(words: &[&str]) -> Answer {
    answer(program().args(words))
}

/// The example program, which `cargo test` builds beside the program itself.
pub fn fake_tool() -> PathBuf {
    let path = Path::new(env!("CARGO_BIN_EXE_deidbench")).with_file_name("examples").join("fake-tool");
    assert!(path.exists(), "`{}` is missing; build it: cargo build --example fake-tool", path.display());
    path
}

pub fn copy_folder(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().map(Result::unwrap) {
        let place = to.join(entry.path().strip_prefix(from).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(place).unwrap(),
            false => {
                fs::copy(entry.path(), place).unwrap();
            }
        }
    }
}
