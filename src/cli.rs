//! The command line: types only. Every argument is already what a stage wants.

use crate::dataset::Coding;
use crate::dataset::Suite;
use crate::dataset::source::CineForm;
use crate::dataset::source::Region;
use crate::dicom::shown::AskedWindow;
use crate::export::BoxForm;
use crate::export::FrameForm;
use crate::export::LabelForm;
use crate::gate::Preset;
use crate::instance::StudyKind;
use crate::policy::Opt;
use crate::policy::Policy;
use crate::seed::Seed;
use crate::splits::Ratios;
use crate::validation::Tier;
use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap_complete::Shell;
use std::path::PathBuf;

/// Measures whether a de-identification tool for medical images really works.
#[derive(Debug, Parser)]
#[command(name = "deidbench", version, propagate_version = true, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Examples:
  deidbench run --tool ./anonymizer              measure a program, called with INPUT_DIR OUTPUT_DIR
  deidbench run --tool gdcmanon --suite quick    measure a known tool (deidbench tools lists them)
  deidbench generate --patients 20 --out data    only make the dataset

Exit codes: 0 done, 1 a gate failed, 2 wrong usage or the harness failed, 3 nothing could be
measured, 4 incomplete.")]
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
    /// Put several results side by side: what each tool leaves, and whether the data tell them apart.
    Compare(CompareArgs),
    /// Hold a result against gates: limits, a baseline, and waivers with a last day.
    Check(CheckArgs),
    /// Show runs over time: the trend, when each leak appeared and when it was gone.
    History(HistoryArgs),
    /// Copy input, output and evidence of one finding, for a vendor's ticket.
    Extract(ExtractArgs),
    /// Look at a dataset, or at any folder of pictures and DICOM files: what it holds, and what it can support.
    Inspect(InspectArgs),
    /// Check every file of a dataset, of a tool's output, or of any folder of DICOM files.
    Validate(ValidateArgs),
    /// Write a dataset as training data: frames with boxes, split by patient.
    Export(ExportArgs),
    /// List the traps: what is planted and why tools miss it.
    #[command(after_help = "Examples:
  deidbench traps
  deidbench traps | grep pixel
  deidbench explain preamble                     one trap in full")]
    Traps,
    /// Explain one trap or detector: what is planted, why tools miss it, what passes.
    Explain(ExplainArgs),
    /// List the known tools, and which of them are installed.
    #[command(after_help = "Examples:
  deidbench tools
  deidbench tools orthanc gdcmanon               how they are called, what they claim, what to know
  deidbench tools --installed
  deidbench run --tool gdcmanon                  measure one of them")]
    Tools(ToolsArgs),
    /// Print the JSON Schema of scorecard.json.
    #[command(after_help = "Examples:
  deidbench schema > scorecard.schema.json")]
    Schema,
    /// Print a script with which a shell completes commands and options.
    Completions(CompletionsArgs),
    /// Write man pages.
    Man(ManArgs),
    /// Play mutants of a perfect tool through the whole pipeline, and say which were caught.
    Selftest(SelftestArgs),
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench completions bash > ~/.local/share/bash-completion/completions/deidbench
  deidbench completions zsh > \"${fpath[1]}/_deidbench\"
  deidbench completions fish > ~/.config/fish/completions/deidbench.fish")]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench man ~/.local/share/man/man1          then: man deidbench, man deidbench-run
  deidbench man pages && man -l pages/deidbench.1")]
pub struct ManArgs {
    /// The folder; made where there is none.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// Arguments of `selftest`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench selftest                              every mutant, on the traps of seed 1
  deidbench selftest --seed 2 --jobs 8
  deidbench selftest --only trap --only cheat     some sorts of mutants

Each mutant is a tool that removes everything that was planted, and does one thing wrong: it
leaves one trap, damages one thing or cheats in one way. Exit code 1 says that one was not caught,
or that the perfect tool was accused.")]
pub struct SelftestArgs {
    /// What every planted value follows from.
    #[arg(long, default_value = "1", value_name = "N")]
    pub seed: Seed,
    /// Number of patients that share the traps.
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1000))]
    pub patients: u64,
    /// Play the mutants whose name begins with this, such as "damage jpeg-50"; may be repeated.
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,
    /// Keep dataset and runs of the mutants that were not caught in this folder, which must be new or empty.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
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
  deidbench generate --source pictures --licence CC-BY-4.0 --region top-left --out data
  deidbench generate --source pictures --masks masks --palette palette.csv --out data")]
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
    /// Masks of organs: pictures at the same paths as those of --source, each organ in its colour. No line is burned over one.
    #[arg(long, value_name = "DIR", requires = "source", requires = "palette")]
    pub masks: Option<PathBuf>,
    /// Which colour is which organ: a CSV with the columns organ, red, green, blue; black is background.
    #[arg(long, value_name = "FILE", requires = "masks")]
    pub palette: Option<PathBuf>,
    /// Licence of the pictures, recorded in dataset.json.
    #[arg(long, value_name = "TEXT", default_value = "not stated", requires = "source")]
    pub licence: String,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench run --tool ./anonymizer              PATH is called as PATH INPUT_DIR OUTPUT_DIR
  deidbench run --tool dicognito --dataset data --out runs/dicognito
  deidbench run --tool my-tool.toml --suite standard --fail-on leak
  deidbench run --tool ./anonymizer --policy tcia
  deidbench run --tool ./anonymizer --option retain-uids --option retain-long-modified-dates

Policies: basic, hipaa-safe-harbor (ages, sex and weight stay, descriptions are cleaned), tcia
(dates are shifted, device and patient characteristics stay, descriptions are cleaned).
Options: retain-safe-private, retain-uids, retain-device-identity, retain-institution-identity,
retain-patient-characteristics, retain-long-full-dates, retain-long-modified-dates,
clean-descriptors, clean-structured-content, clean-graphics, clean-pixel-data,
clean-recognizable-visual-features.
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
    /// Mebibytes that the processes of one invocation may hold together, instead of the tool file's.
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(1..))]
    pub memory_limit: Option<u64>,
    /// Show the exact argument lists and stop.
    #[arg(long)]
    pub dry_run: bool,
    /// Give the tool broken files too, one by one, and say how it bears them. They are no part of the scores.
    #[arg(long)]
    pub robustness: bool,
    /// Run the tool so many times, and say whether it gives the same each time. The first run is scored.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=20))]
    pub repeat: u32,
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
  deidbench report runs/gdcmanon-20261123-061500 --report html=report.html
  deidbench report runs/gdcmanon-20261123-061500 --report plot-traps=traps.png --report svg=r.svg

Reports: table (text), html (one page for a browser), svg (the table as a picture), json, findings
(CSV), plot-surfaces, plot-traps, plot-hipaa and plot-modalities (PNG); markdown (for a pull
request), sign-off and sign-off-html (a page to sign, with hashes); junit, sarif and parquet for
other programs (docs/formats.md).")]
pub struct ReportArgs {
    /// A run folder, or a scorecard.json.
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// What to write.
    #[command(flatten)]
    pub results: ResultArgs,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench compare runs/gdcmanon runs/dicognito
  deidbench compare runs/* --report html=compare.html --report csv=compare.csv
  deidbench compare old/scorecard.json new/scorecard.json

Reports: table, markdown, html, csv (one row for each cell), leaks (one row for each leak, with
the results that have it), and the plots trade-off, heat-map and throughput, as PNG, or as SVG
where the path ends in .svg. New and fixed leaks are told against the first result.")]
pub struct CompareArgs {
    /// Run folders, or scorecard.json files, of one dataset.
    #[arg(value_name = "RUN", required = true)]
    pub runs: Vec<PathBuf>,
    /// A report to write, as NAME=PATH; may be repeated.
    #[arg(long = "report", value_name = "NAME=PATH")]
    pub reports: Vec<String>,
    /// Show results of different datasets side by side. No patient can then be paired, and no leak matched.
    #[arg(long)]
    pub allow_other_dataset: bool,
    /// Compare results of different scorers.
    #[arg(long)]
    pub allow_other_version: bool,
    /// What the draws for intervals follow from.
    #[arg(long, default_value = "1", value_name = "N")]
    pub seed: Seed,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench check runs/gdcmanon --preset release
  deidbench check runs/tonight --config gates.toml --baseline runs
  deidbench check runs/tonight --gate leaking-patients=error --gate trap:preamble/leaked-plants=warn

Rules come from the preset, the file and the flags; each replaces what the one before says of the
same figure. docs/gates.md lists the figures and explains waivers.

Exit codes: 0 passed, 1 failed, 2 wrong usage, 3 nothing was measured, 4 the result is incomplete.")]
pub struct CheckArgs {
    /// A run folder, or a scorecard.json.
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// Rules and waivers; deidbench.toml of this folder where it is there.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Rules for a usual purpose: strict, release or research.
    #[arg(long, value_name = "PRESET")]
    pub preset: Option<Preset>,
    /// A rule: FIGURE=LEVEL with the level off, warn or error. Limits may follow (,max=N ,max-share=X ,max-increase=N
    /// ,max-share-increase=X), and a place may stand before (surface:ID/ trap:ID/ modality:ID/). May be repeated.
    #[arg(long = "gate", value_name = "RULE")]
    pub gates: Vec<String>,
    /// What increases are counted from: a run folder, a scorecard.json, or a folder of runs, of which the newest other one
    /// of the same tool and dataset counts.
    #[arg(long, value_name = "PATH")]
    pub baseline: Option<PathBuf>,
    /// Take a baseline of another scorer.
    #[arg(long)]
    pub allow_other_version: bool,
    /// The day on which waivers must hold, instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<String>,
    /// A report to write, as NAME=PATH (table, markdown, html, csv); may be repeated.
    #[arg(long = "report", value_name = "NAME=PATH")]
    pub reports: Vec<String>,
}

/// Arguments of `history`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench history runs
  deidbench history nightly --tool gdcmanon --report html=history.html --report svg=trend.svg

Reports: table, markdown, html (with the trend), csv (one row for each cell), leaks (one row for
each leak, with its first run and the one in which it was gone), svg and png (the trend).
docs/nightly.md shows how to keep one run of each night.")]
pub struct HistoryArgs {
    /// A folder with run folders below it.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Runs of this tool alone.
    #[arg(long, value_name = "NAME")]
    pub tool: Option<String>,
    /// A report to write, as NAME=PATH; may be repeated.
    #[arg(long = "report", value_name = "NAME=PATH")]
    pub reports: Vec<String>,
}

/// Arguments of `extract`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench extract DEID-0001-P028 --run runs/gdcmanon --out ticket
  deidbench extract 17 --run runs/gdcmanon --out ticket        row 17 of findings.csv

The files hold planted values, which are invented; the page README.md says so, and names none
without --show-values.")]
pub struct ExtractArgs {
    /// A plant, or the number of a row of findings.csv, from 1 after the header.
    #[arg(value_name = "FINDING")]
    pub finding: String,
    /// The folder of the run.
    #[arg(long, value_name = "DIR")]
    pub run: PathBuf,
    /// Where the files go: a new folder.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The dataset, where it is not where the run left it.
    #[arg(long, value_name = "DIR")]
    pub dataset: Option<PathBuf>,
    /// Print the planted value in clear.
    #[arg(long)]
    pub show_values: bool,
}

/// A day, in the one form that sorts.
fn day(text: &str) -> Result<String, String> {
    let day = text.parse::<jiff::civil::Date>().map_err(|_| "write a day as YYYY-MM-DD".to_owned())?;
    Ok(day.to_string())
}

/// Arguments of `inspect`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench inspect data
  deidbench inspect data --report html=data.html --report json=data.json
  deidbench inspect data --preview sheets                    look at the labels by eye
  deidbench inspect data --against hospital --pictures-as US   are the phantoms like real ones?
  deidbench inspect pictures --splits splits.csv             is anybody in two splits?

A split is a CSV with a column `split` and one of `patient` or `file`; JSON as {\"train\": [...]},
{\"a.png\": \"train\"} or [{\"file\": ..., \"split\": ...}]; a folder of lists such as train.txt;
or a folder with a folder for each split. Subjects are the patients of a dataset, PatientID in
other DICOM files, and the first folder level for pictures, or the second below folders that are
called train, val, test and the like.")]
pub struct InspectArgs {
    /// A dataset, or a folder of pictures and DICOM files.
    #[arg(value_name = "DATASET|DIR")]
    pub folder: PathBuf,
    /// Another folder, to be set beside it.
    #[arg(long, value_name = "DIR")]
    pub against: Option<PathBuf>,
    /// Modality that pictures which are no DICOM count under, in both folders.
    #[arg(long, value_name = "MODALITY", default_value = "picture")]
    pub pictures_as: String,
    /// Write contact sheets with boxes, categories and keeps into this folder.
    #[arg(long, value_name = "DIR")]
    pub preview: Option<PathBuf>,
    /// A split that somebody made: a CSV or JSON of patients or files, or a folder.
    #[arg(long, value_name = "FILE|DIR")]
    pub splits: Option<PathBuf>,
    /// How a baseline does on this set, in words; it is printed with the verdicts.
    #[arg(long, value_name = "TEXT")]
    pub baseline: Option<String>,
    /// Read headers only: what is counted is the same, and no frame is decoded.
    #[arg(long, conflicts_with_all = ["against", "preview"])]
    pub headers: bool,
    /// A report to write, as NAME=PATH: json or html; may be repeated.
    #[arg(long = "report", value_name = "NAME=PATH")]
    pub reports: Vec<String>,
}

/// Arguments of `validate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench validate data
  deidbench validate runs/by-hand/output --report json=validation.json
  deidbench validate archive --tier re-reading

Tiers, the first that is there: dciodvfy (dicom3tools, on the PATH), dicom-validator (Python, with
--standard DIR: it needs a local copy of the standard), re-reading. Every file is re-read whatever
the tier.
Exit codes: 0 every file passed, 1 a file failed, 2 wrong usage, 3 there was nothing to check.")]
pub struct ValidateArgs {
    /// A dataset, a tool's output, or any folder of DICOM files.
    #[arg(value_name = "DATASET|DIR")]
    pub folder: PathBuf,
    /// Local copy of the standard for dicom-validator: holds 2026b/docbook/part03.xml, part04.xml and part06.xml, or another
    /// edition.
    #[arg(long, value_name = "DIR")]
    pub standard: Option<PathBuf>,
    /// Take this tier and no other: dciodvfy, dicom-validator or re-reading.
    #[arg(long, value_name = "TIER")]
    pub tier: Option<Tier>,
    /// A report to write, as json=PATH.
    #[arg(long = "report", value_name = "NAME=PATH")]
    pub reports: Vec<String>,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deidbench export data --out training --split train=70,val=15,test=15 --seed 3
  deidbench export data --out lines --labels icdar --boxes line --every 10
  deidbench export data --out frames --frames dicom --labels coco

Splits are by whole patients, with the modalities and traps shared out evenly. Grey frames of more
than 8 bits are shown through the window of their file; what was shown black and white stands beside
each picture.")]
pub struct ExportArgs {
    /// The dataset.
    #[arg(value_name = "DATASET")]
    pub dataset: PathBuf,
    /// Where it goes; new or empty.
    #[arg(long, value_name = "DIR", default_value = "export")]
    pub out: PathBuf,
    /// Forms of labels, joined by commas: coco, yolo, icdar, jsonl, csv; all that fit where none is named.
    #[arg(long, value_name = "FORMS", value_delimiter = ',')]
    pub labels: Vec<LabelForm>,
    /// What frames become: png, or dicom for the files as they are, with the identifiers in their headers.
    #[arg(long, value_name = "FORM", default_value = "png")]
    pub frames: FrameForm,
    /// Which box is the label: value (the identifier alone) or line (with its label).
    #[arg(long, value_name = "BOX", default_value = "value")]
    pub boxes: BoxForm,
    /// Take one of so many frames of each file, from the first.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub every: u32,
    /// Show all grey files through this window, in the units of the modality, instead of their own.
    #[arg(long, value_name = "CENTER,WIDTH", allow_hyphen_values = true)]
    pub window: Option<AskedWindow>,
    /// Split by shares.
    #[arg(long, value_name = "NAME=SHARE,...")]
    pub split: Option<Ratios>,
    /// Split as this CSV says: columns `patient` and `split`.
    #[arg(long, value_name = "FILE", conflicts_with = "split")]
    pub splits: Option<PathBuf>,
    /// What decides among patients that are alike to the split.
    #[arg(long, value_name = "N", default_value = "1")]
    pub seed: Seed,
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
    fn the_help_of_every_command_has_examples_that_are_understood() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> = help.lines().filter(|line| line.starts_with("  deidbench ")).collect();
            assert!(!examples.is_empty(), "{}", command.get_name());
            for example in examples {
                // What is behind two blanks is said of it; what is behind a sign is for the shell.
                let line = example.trim().split("  ").next().unwrap_or_default();
                let line = line.split([';', '|', '>', '&']).next().unwrap_or_default();
                let parsed = Cli::try_parse_from(line.split_whitespace());
                assert!(parsed.is_ok(), "{line}: {}", parsed.err().map(|error| error.to_string()).unwrap_or_default());
            }
        }
    }

    #[test]
    fn no_line_of_the_help_is_wider_than_a_terminal_that_is_wide() {
        for command in Cli::command().get_subcommands_mut() {
            let name = command.get_name().to_owned();
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            for line in help.lines() {
                assert!(line.chars().count() <= 100, "{name}: {line}");
            }
        }
    }

    #[test]
    fn the_help_of_report_names_every_report() {
        let help = Cli::command().find_subcommand_mut("report").unwrap().render_help().to_string();
        for exporter in crate::report::ALL {
            assert!(help.contains(exporter.name()), "{}", exporter.name());
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
