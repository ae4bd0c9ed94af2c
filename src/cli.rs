//! The command line: types only. Every argument is already what a stage wants.

use crate::dataset::Coding;
use crate::dataset::Suite;
use crate::dataset::source::CineForm;
use crate::dataset::source::Region;
use crate::instance::StudyKind;
use crate::policy::Opt;
use crate::policy::Policy;
use crate::seed::Seed;
use clap::Args;
use clap::Parser;
use clap::Subcommand;
use std::path::PathBuf;

/// Measures whether a de-identification tool for medical images really works.
#[derive(Debug, Parser)]
#[command(name = "deidbench", version, propagate_version = true, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Examples:
  deidbench run --tool ./anonymizer              measure a program: it is called with INPUT_DIR OUTPUT_DIR
  deidbench run --tool gdcmanon --suite quick    measure a known tool (deidbench tools lists them)
  deidbench generate --patients 20 --out data    only make the dataset

Exit codes: 0 done, 1 a gate failed, 2 wrong usage or the harness failed, 3 nothing could be measured, 4 incomplete.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Say nothing but errors and the result.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: how outputs were paired, and what kept the tool apart from the machine.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Worker threads; one for each core where 0.
    #[arg(long, global = true, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a dataset: embedded phantoms, or pictures of yours.
    Generate(GenerateArgs),
    /// Run a tool on a dataset, pair, score, report.
    Run(RunArgs),
    /// Score an output folder that already exists.
    Score(ScoreArgs),
    /// Draw reports again from a scorecard.
    Report(ReportArgs),
    /// List the traps: what is planted and why tools miss it.
    Traps,
    /// Explain one trap or detector: what is planted, why tools miss it, what passes.
    Explain(ExplainArgs),
    /// List the known tools, and which of them are installed.
    #[command(
        after_help = "Examples:\n  deidbench tools\n  deidbench tools orthanc gdcmanon\n  deidbench tools --installed"
    )]
    Tools(ToolsArgs),
    /// Print the JSON Schema of scorecard.json.
    Schema,
}

/// Which tools are listed, and how.
#[derive(Clone, Debug, Args)]
pub struct ToolsArgs {
    /// Tools of which all is told: how they are called, what they claim, what to know of their scores
    pub names: Vec<String>,
    /// Print the names of the installed ones alone, one a line
    #[arg(long)]
    pub installed: bool,
}

/// What a dataset follows from.
#[derive(Clone, Debug, Args)]
pub struct DatasetArgs {
    /// What every planted value follows from: the same seed gives the same bytes.
    #[arg(long, default_value = "1", value_name = "N")]
    pub seed: Seed,
    /// Size: quick (10 patients), standard (100), full (400), or coverage (20 patients that share all traps).
    #[arg(long, default_value = "quick", value_name = "SUITE")]
    pub suite: Suite,
    /// Number of patients, instead of the suite's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub patients: Option<u64>,
    /// Leave out every mark that says "synthetic", so that a tool can't recognise the benchmark.
    #[arg(long)]
    pub blind: bool,
    /// Kinds of study, joined by commas: ultrasound-cine, computed-radiography, digital-radiography, computed-tomography,
    /// vascular-ultrasound, cardiac-ultrasound, magnetic-resonance, mammography, x-ray-angiography, nuclear-medicine,
    /// positron-emission, screen-capture, photography.
    #[arg(long, value_name = "KINDS", value_delimiter = ',', default_values_t = StudyKind::ALL.iter().copied(), hide_default_value = true)]
    pub kinds: Vec<StudyKind>,
    /// How images are encoded, all that it fits: mixed, explicit-little-endian, implicit-little-endian,
    /// explicit-big-endian, deflated, encapsulated-uncompressed, rle, jpeg-baseline, jpeg-ls or jpeg-2000. By default
    /// mixed, and explicit-little-endian for pictures of yours.
    #[arg(long, value_name = "WORD")]
    pub transfer_syntax: Option<Coding>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench explain preamble
  deidbench explain original-attributes --seed 7")]
pub struct ExplainArgs {
    /// Id of a trap (`deidbench traps` lists them) or of a detector (docs/detectors.md).
    #[arg(value_name = "TRAP")]
    pub id: String,
    /// Seed of the example.
    #[arg(long, default_value = "1", value_name = "N")]
    pub seed: Seed,
}

/// Arguments of `generate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench generate --out data
  deidbench generate --suite standard --seed 7 --blind --out data
  deidbench generate --source pictures --licence CC-BY-4.0 --region top-left --out data")]
pub struct GenerateArgs {
    /// What to make.
    #[command(flatten)]
    pub dataset: DatasetArgs,
    /// Pictures to use instead of the embedded phantoms.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Folder of the dataset; new, empty, or half-made by the same command.
    #[arg(long, value_name = "DIR", default_value = "dataset")]
    pub out: PathBuf,
}

/// Pictures to use instead of the embedded phantoms.
#[derive(Clone, Debug, Args)]
pub struct SourceArgs {
    /// A folder of pictures (PNG, JPEG, TIFF, BMP) and DICOM files: PATIENT/CASE/frames.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["suite", "patients", "kinds"])]
    pub source: Option<PathBuf>,
    /// Where the lines go: top-left, top-right, bottom-left, bottom-right, top, bottom, or X,Y,W,H in pixels.
    #[arg(long, value_name = "REGION", default_value = "top-left", requires = "source")]
    pub region: Region,
    /// Refuse a picture whose burn region has a mean above this part of white (by default 0.06), on any frame; 1 takes all.
    #[arg(long, value_name = "SHARE", requires = "source")]
    pub brightness: Option<f64>,
    /// How a cine is written: multi-frame, or series of single frames.
    #[arg(long, value_name = "FORM", default_value = "multi-frame", requires = "source")]
    pub cine: CineForm,
    /// Licence of the pictures, recorded in dataset.json.
    #[arg(long, value_name = "TEXT", default_value = "not stated", requires = "source")]
    pub licence: String,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench run --tool ./anonymizer                          PATH is called as PATH INPUT_DIR OUTPUT_DIR
  deidbench run --tool dicognito --dataset data --out runs/dicognito
  deidbench run --tool my-tool.toml --suite standard --fail-on leak
  deidbench run --tool ./anonymizer --policy tcia
  deidbench run --tool ./anonymizer --option retain-uids --option retain-long-modified-dates

Policies: basic, hipaa-safe-harbor (ages, sex and weight stay, descriptions are cleaned), tcia (dates are
shifted, device and patient characteristics stay, descriptions are cleaned).
Options: retain-safe-private, retain-uids, retain-device-identity, retain-institution-identity,
retain-patient-characteristics, retain-long-full-dates, retain-long-modified-dates, clean-descriptors,
clean-structured-content, clean-graphics, clean-pixel-data, clean-recognizable-visual-features.
The yardstick that ranks tools is the basic profile whatever is claimed.")]
pub struct RunArgs {
    /// A program, the name of a known tool, or a tool file (*.toml).
    #[arg(long, value_name = "PATH|NAME|FILE.toml")]
    pub tool: String,
    /// A dataset that exists; made in the run folder where none is named.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["seed", "suite", "patients", "blind", "kinds", "transfer_syntax"])]
    pub dataset: Option<PathBuf>,
    /// What to make where no dataset is named.
    #[command(flatten)]
    pub make: DatasetArgs,
    /// Folder of the run; by default runs/TOOL-YYYYMMDD-HHMMSS.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Seconds after which an invocation is ended, instead of the tool file's.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub time_limit: Option<u64>,
    /// Show the exact argument lists and stop.
    #[arg(long)]
    pub dry_run: bool,
    /// How outputs are judged.
    #[command(flatten)]
    pub judging: JudgeArgs,
}

/// Arguments of `score`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench score --dataset data --output cleaned --out runs/by-hand
  deidbench score --run runs/gdcmanon-20261123-061500        score a run again
  deidbench score --run runs/gdcmanon-20261123-061500 --policy basic --option retain-uids")]
pub struct ScoreArgs {
    /// The dataset that the tool was given.
    #[arg(long, value_name = "DIR", required_unless_present = "run")]
    pub dataset: Option<PathBuf>,
    /// What the tool made of its input/ folder.
    #[arg(long, value_name = "DIR", required_unless_present = "run")]
    pub output: Option<PathBuf>,
    /// A run folder to score again.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["dataset", "output", "out"])]
    pub run: Option<PathBuf>,
    /// A mapping file that the tool wrote: id_old,id_new. It is used and checked, never trusted.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Where the results go.
    #[arg(long, value_name = "DIR", default_value = "runs/score")]
    pub out: PathBuf,
    /// How outputs are judged.
    #[command(flatten)]
    pub judging: JudgeArgs,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench report runs/gdcmanon-20261123-061500
  deidbench report runs/gdcmanon-20261123-061500 --report svg=result.svg")]
pub struct ReportArgs {
    /// A run folder, or a scorecard.json.
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// What to write.
    #[command(flatten)]
    pub results: ResultArgs,
}

/// How outputs are judged, and what becomes of the result.
#[derive(Clone, Debug, Args)]
pub struct JudgeArgs {
    /// What the tool claims to follow, instead of what its tool file says: basic, or the preset hipaa-safe-harbor or
    /// tcia. Options may follow, joined by commas.
    #[arg(long, value_name = "POLICY")]
    pub policy: Option<Policy>,
    /// An option of PS3.15 Annex E beside --policy (basic where that is not given); may be repeated.
    #[arg(long = "option", value_name = "OPTION")]
    pub options: Vec<Opt>,
    /// Leave dciodvfy out, also where it is installed.
    #[arg(long)]
    pub no_dciodvfy: bool,
    /// What to write and when to fail.
    #[command(flatten)]
    pub results: ResultArgs,
}

impl JudgeArgs {
    /// The policy of the command line; `None` where the tool file's counts.
    pub fn claimed(&self) -> Option<Policy> {
        if self.policy.is_none() && self.options.is_empty() {
            return None;
        }
        let mut policy = self.policy.clone().unwrap_or_default();
        policy.options.extend(&self.options);
        Some(policy)
    }
}

/// What to write and when to fail.
#[derive(Clone, Debug, Args)]
pub struct ResultArgs {
    /// A report to write, as NAME=PATH; may be repeated.
    #[arg(long = "report", value_name = "NAME=PATH")]
    pub reports: Vec<String>,
    /// Print planted values in clear. They are invented, but reports get pasted beside real ones.
    #[arg(long)]
    pub show_values: bool,
    /// End with exit code 1 on this: leak (a direct identifier can be read), damage, or unmeasured; may be repeated.
    #[arg(long, value_name = "WHAT", value_enum)]
    pub fail_on: Vec<FailOn>,
}

/// What lets a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// A direct identifier of any patient can be read.
    Leak,
    /// Anything that must survive is gone or changed.
    Damage,
    /// Any plant could not be measured.
    Unmeasured,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    fn judging(words: &[&str]) -> Result<JudgeArgs, clap::Error> {
        let all = ["deidbench", "score", "--run", "folder"].iter().chain(words);
        Cli::try_parse_from(all).map(|cli| match cli.command {
            Command::Score(arguments) => arguments.judging,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_policy_and_options_are_joined_and_neither_leaves_it_to_the_tool_file() {
        let claimed = |words: &[&str]| judging(words).unwrap().claimed().map(|policy| policy.to_string());
        assert_eq!(claimed(&[]), None);
        assert_eq!(claimed(&["--policy", "basic"]).as_deref(), Some("basic"));
        assert_eq!(claimed(&["--option", "retain-uids"]).as_deref(), Some("basic,retain-uids"));
        let tcia = claimed(&["--policy", "tcia", "--option", "retain-uids", "--option", "clean-graphics"]).unwrap();
        for word in ["retain-long-modified-dates", "retain-uids", "clean-graphics"] {
            assert!(tcia.contains(word), "{tcia}");
        }
    }

    #[test]
    fn an_unknown_policy_or_option_is_answered_with_the_known_ones() {
        for words in [["--policy", "strict"], ["--option", "retain-everything"]] {
            let error = judging(&words).unwrap_err().to_string();
            assert!(error.contains("retain-uids") && error.contains(words[1]), "{error}");
        }
    }

    #[test]
    fn the_help_names_every_option() {
        let help = Cli::command().find_subcommand_mut("run").unwrap().render_help().to_string();
        let words: String = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for option in Opt::ALL {
            assert!(words.contains(option.word()), "{option}");
        }
    }
}
