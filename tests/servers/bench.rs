//! A place with a few DICOM files, and tool files for servers.

use deidbench::dataset::Coding;
use deidbench::dataset::Plan;
use deidbench::dataset::StudyKind;
use deidbench::dataset::Suite;
use deidbench::dataset::estimate;
use deidbench::dataset::generate;
use deidbench::seed::Seed;
use deidbench::tool;
use deidbench::tool::RunOptions;
use deidbench::tool::Supervisor;
use deidbench::tool::Tool;
use deidbench::tool::ToolRun;
use deidbench::tool::Unwatched;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// Files of the input.
pub const FILES: usize = 5;

/// A small patient whose slices are in several encodings: plain, deflated, big endian.
fn dataset() -> &'static TempDir {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let plan = Plan {
            seed: Seed(5),
            suite: Suite::Quick,
            patients: 1,
            blind: false,
            kinds: vec![StudyKind::PositronEmission],
            coding: Coding::Mixed,
        };
        generate(&plan, estimate(&plan, 1), folder.path(), &|_| {}, &AtomicBool::new(false)).unwrap();
        folder
    })
}

pub struct Bench {
    root: TempDir,
}

impl Bench {
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let source = dataset().path().join("input");
        for file in walk(&source).iter().take(FILES) {
            let target = root.path().join("dataset/input").join(file.strip_prefix(&source).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(file, target).unwrap();
        }
        assert_eq!(walk(&root.path().join("dataset/input")).len(), FILES);
        Self { root }
    }

    pub fn run(&self, tool: &Tool) -> ToolRun {
        let supervisor = Supervisor::Program(PathBuf::from(env!("CARGO_BIN_EXE_deidbench")));
        self.run_with(tool, RunOptions { supervisor, ..RunOptions::default() })
    }

    pub fn run_with(&self, tool: &Tool, options: RunOptions) -> ToolRun {
        let (input, run) = (self.root.path().join("dataset/input"), self.root.path().join("run"));
        let record = tool::run(tool, &input, &run, &options, &Unwatched, &AtomicBool::new(false)).unwrap();
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<ToolRun>(&json).unwrap(), record);
        assert!(!record.work_folder.as_path().exists(), "the work folder is left");
        record
    }

    /// What came back.
    pub fn outputs(&self) -> Vec<PathBuf> {
        walk(&self.root.path().join("run/output"))
    }

    pub fn inputs(&self) -> Vec<PathBuf> {
        walk(&self.root.path().join("dataset/input"))
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

/// The data set of a file, without what a network leaves at home.
pub fn data_set(file: &Path) -> Vec<u8> {
    let parcel = deidbench::dicom::network::Parcel::of(file, u64::MAX).unwrap();
    let bytes = fs::read(file).unwrap();
    let [start, end] = [parcel.data.start, parcel.data.end].map(|at| usize::try_from(at).unwrap());
    bytes[start..end].to_vec()
}

pub fn fake_server() -> PathBuf {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_deidbench")).parent().unwrap().join("examples/fake-server");
    assert!(program.is_file(), "`{}` is missing: build it with `cargo build --example fake-server`", program.display());
    program
}

/// A tool file for a fake server.
pub fn fake(mode: &str, more: &str, server: &str) -> Tool {
    let program = fake_server();
    let text = format!(
        "name = 'fake'\nmode = 'server'\ntime_limit_s = 60\n\
         command = ['{}', '{mode}', '{{port}}', {more}'{{data_dir}}']\n{server}",
        program.display()
    );
    Tool::from_toml(&text).unwrap()
}

/// Both ways with C-STORE.
pub fn storage(mode: &str, drain: &str) -> Tool {
    let server = format!(
        "[server]\nready = {{ tcp = '{{port}}', limit_s = 2 }}\nsend = {{ c_store = {{ port = '{{port}}' }} }}\n\
         receive = {{ c_store = {{ port = '{{receive_port}}' }} }}\ndrain = {{ {drain} }}\nanswer_limit_s = 5\nstop_limit_s = 2\n"
    );
    fake(mode, "'{receive_port}', ", &server)
}

/// Both ways with DICOMweb.
pub fn web(mode: &str, wanted: &str, authorization: &str) -> Tool {
    let server = format!(
        "[server]\nready = {{ http = 'http://127.0.0.1:{{port}}/ready', limit_s = 5 }}\n\
         send = {{ stow = 'http://127.0.0.1:{{port}}/studies' }}\n\
         receive = {{ dicomweb = {{ url = 'http://127.0.0.1:{{port}}' }} }}\n\
         drain = {{ settle_s = 0, quiet_s = 1, limit_s = 5 }}\nanswer_limit_s = 5\n{authorization}\n"
    );
    fake(mode, &format!("'{wanted}', "), &server)
}
