//! The result of a run, as every report is drawn from it. Counts with their denominators; a rate is null where
//! nothing was measured.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// Format of `scorecard.json`; raised when a reader of the one before would misread it.
pub const FORMAT: u32 = 1;

/// The whole result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Scorecard {
    /// Format of this file.
    pub format: u32,
    /// Version of `deidbench` that scored.
    pub deidbench: String,
    /// SHA-256 of its program file; null where that was not known.
    #[serde(default)]
    pub deidbench_sha256: Option<String>,
    /// What was handed to the tool.
    pub dataset: DatasetFacts,
    /// What was measured.
    pub tool: ToolFacts,
    /// Readers beside the program's own tests: `text` with name and version, or why there was none.
    #[serde(default)]
    pub readers: BTreeMap<String, String>,
    /// What a reader looks at first.
    pub headline: Headline,
    /// Leaks by surface.
    pub surfaces: BTreeMap<String, Row>,
    /// Leaks by trap.
    pub traps: BTreeMap<String, Row>,
    /// Leaks by kind of identifier.
    pub kinds: BTreeMap<String, Row>,
    /// Leaks by HIPAA Safe Harbor letter.
    pub hipaa: BTreeMap<String, Row>,
    /// Leaks by modality.
    pub modalities: BTreeMap<String, Row>,
    /// What became of each patient, so that tools can be compared patient by patient; under the fixed yardstick. Empty in
    /// scorecards of builds that did not record it.
    #[serde(default)]
    pub patients: BTreeMap<String, PatientOutcome>,
    /// What came back of the files, by transfer syntax and SOP class of the input, each a name with its UID: a tool that does
    /// not read one of them shows here. Empty in scorecards of builds that did not record it.
    #[serde(default)]
    pub came_back: BTreeMap<String, BTreeMap<String, CameBack>>,
    /// PS3.15 actions, X Z D K C U, counted and met.
    pub actions: BTreeMap<String, Checked>,
    /// What outputs say of themselves, by claim: identity-removed, method, method-codes, dates, burned-in,
    /// visual-features.
    #[serde(default)]
    pub claims: BTreeMap<String, Claims>,
    /// Links between objects: uid, date, pseudonym.
    pub links: BTreeMap<String, Broken>,
    /// What was destroyed.
    pub damage: Damage,
    /// What a reader must know of each trap and detector that is named here or in the findings, by its id. Empty in
    /// scorecards of builds that did not record it.
    #[serde(default)]
    pub explanations: BTreeMap<String, Explanation>,
    /// Pictures of what was found.
    #[serde(default)]
    pub evidence: EvidenceFacts,
    /// Time and memory of the tool.
    pub cost: Cost,
    /// How each call of the tool ended.
    pub invocations: Vec<InvocationFacts>,
    /// Findings that somebody took responsibility for.
    pub waivers: Vec<Waiver>,
    /// The gate, where one was asked for.
    pub gate: Gate,
}

/// A trap or a detector, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// What it is.
    pub title: String,
    /// Why tools miss it, or why it is asked.
    pub why: String,
    /// The clause of the standard, or the paper.
    pub standard: String,
    /// What a tool must do to pass.
    pub passes: String,
}

/// The dataset that was handed to the tool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DatasetFacts {
    /// Its seed.
    pub seed: u64,
    /// Its suite.
    pub suite: String,
    /// Its digest over every file.
    pub digest: String,
    /// Patients in it.
    pub patients: u64,
    /// Files in it.
    pub instances: u64,
    /// The options that it was made with, by name. Empty in scorecards of builds that did not record it.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
}

/// The tool that was measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ToolFacts {
    /// Its name.
    pub name: String,
    /// What it answers when asked for its version; empty where it was not asked.
    pub version: String,
    /// The argument list, with placeholders.
    pub argv: Vec<String>,
    /// How it is called.
    pub mode: String,
    /// Profile and options that it claims.
    pub policy: Vec<String>,
    /// SHA-256 of its program file; null where there was none to read.
    #[serde(default)]
    pub sha256: Option<String>,
    /// When it was started, in universal time (RFC 3339); null where nobody saw it run.
    #[serde(default)]
    pub started: Option<String>,
}

/// What a reader looks at first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Headline {
    /// Patients with at least one readable direct identifier.
    pub patients: PatientRate,
    /// Identifiers: one (patient, kind, value) wherever it was planted.
    pub identifiers: IdentifierCounts,
    /// Plants: one identifier at one place.
    pub plants: PlantCounts,
    /// Name of the yardstick of the figures above: `fixed`.
    pub yardstick: String,
    /// The same figures under the policy that the tool claims.
    pub claimed: Claimed,
    /// Files.
    pub instances: InstanceCounts,
    /// Controls: values that were planted nowhere.
    pub false_matches: FalseMatches,
}

/// The figures under the policy that the tool claims.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claimed {
    /// As in the headline.
    pub patients: PatientRate,
    /// As in the headline.
    pub identifiers: IdentifierCounts,
    /// As in the headline.
    pub plants: PlantCounts,
    /// Profile and options in use.
    pub yardstick: String,
}

/// Leaking patients with their interval.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PatientRate {
    /// Patients with a direct identifier planted, measured or not.
    pub with_plants: u64,
    /// Of these, patients of whom every direct plant was measured, or who leak.
    pub measured: u64,
    /// Patients with at least one direct identifier that can be read.
    pub leaking: u64,
    /// Patients who do not leak as far as was seen, with a direct plant that could not be measured.
    pub unmeasured: u64,
    /// `leaking / with_plants`; null if nothing was measured.
    pub rate: Option<f64>,
    /// Lower end of the 95 % interval (Clopper and Pearson 1934).
    pub low: Option<f64>,
    /// Upper end, with every unmeasured patient taken as leaking.
    pub high: Option<f64>,
}

/// Identifiers by their worst verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentifierCounts {
    /// Planted.
    pub planted: u64,
    /// With a verdict.
    pub measured: u64,
    /// Readable anywhere.
    pub leaked: u64,
    /// A part is readable.
    pub partial: u64,
    /// Found with a list of candidates.
    pub recoverable: u64,
    /// Readable and allowed by the yardstick.
    pub permitted: u64,
}

/// Plants by verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlantCounts {
    /// Planted.
    pub planted: u64,
    /// With a verdict.
    pub measured: u64,
    /// Readable at their place.
    pub leaked: u64,
    /// A part is readable.
    pub partial: u64,
    /// Found with a list of candidates.
    pub recoverable: u64,
    /// Readable and allowed by the yardstick.
    pub permitted: u64,
    /// Gone.
    pub held: u64,
    /// No usable output.
    pub not_measured: u64,
}

/// Files by what came back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InstanceCounts {
    /// Files handed to the tool.
    pub inputs: u64,
    /// With an output that is paired, opens, and of which every frame decodes.
    pub usable: u64,
    /// With damage of any sort; a missing output is damage.
    pub damaged: u64,
    /// With no output at all.
    pub missing: u64,
    /// With more than one output.
    pub doubled: u64,
    /// DICOM outputs that answer no input.
    pub unpaired_outputs: u64,
    /// Files in the output that are no DICOM.
    pub side_files: u64,
}

/// What came back of files of one sort.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CameBack {
    /// Files handed to the tool.
    pub inputs: u64,
    /// With a usable output.
    pub usable: u64,
    /// With no output at all.
    pub missing: u64,
}

/// Controls that matched although they were planted nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FalseMatches {
    /// Controls searched, once for each patient.
    pub needles: u64,
    /// Controls that matched.
    pub found: u64,
}

/// One row of a table of leaks. A value seen away from its place counts for its identifier, not for the trap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Patients with such a plant.
    pub patients: u64,
    /// Of these, patients with a leaked one.
    pub leaking_patients: u64,
    /// Plants.
    pub planted: u64,
    /// Plants with a verdict.
    pub measured: u64,
    /// Readable.
    pub leaked: u64,
    /// A part is readable.
    pub partial: u64,
    /// Found with a list of candidates.
    pub recoverable: u64,
    /// Readable and allowed by the yardstick.
    pub permitted: u64,
    /// Gone.
    pub held: u64,
    /// No usable output.
    pub not_measured: u64,
}

/// How a patient came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// No direct identifier was planted.
    #[default]
    NothingPlanted,
    /// No direct identifier can be read, and every direct plant has a verdict.
    Held,
    /// Does not leak as far as was seen, and a direct plant has no verdict.
    Unmeasured,
    /// At least one direct identifier can be read.
    Leaking,
}

/// What became of one patient. Traps and surfaces that are named nowhere here have a verdict, and nothing leaked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PatientOutcome {
    /// How the patient came out.
    pub outcome: Outcome,
    /// Plants.
    pub planted: u64,
    /// Of these, with a verdict.
    pub measured: u64,
    /// Of these, readable at their place.
    pub leaked: u64,
    /// Files handed to the tool.
    pub files: u64,
    /// Of these, damaged or without an output.
    pub damaged: u64,
    /// Traps of which a plant leaked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaked_traps: Vec<String>,
    /// Traps of which no plant leaked and one has no verdict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmeasured_traps: Vec<String>,
    /// Surfaces on which a plant leaked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaked_surfaces: Vec<String>,
    /// Surfaces on which no plant leaked and one has no verdict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmeasured_surfaces: Vec<String>,
}

/// Checks made and met.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Checked {
    /// Checks made.
    pub checked: u64,
    /// Checks met.
    pub met: u64,
}

/// What outputs say of themselves against the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claims {
    /// Outputs in which the claim was looked for.
    pub checked: u64,
    /// Claims that the facts contradict.
    #[serde(rename = "false")]
    pub untrue: u64,
    /// Claims that the standard asks for and that were not made. They are not false.
    pub missing: u64,
}

/// Links checked and broken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Broken {
    /// Links checked.
    pub checked: u64,
    /// Links broken.
    pub broken: u64,
}

/// What was destroyed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Damage {
    /// Attributes that must survive.
    pub header: HeaderDamage,
    /// Pixels outside the planted lines.
    pub pixels: PixelDamage,
    /// Pixels erased without need inside the clinical region.
    pub over_redaction: OverRedaction,
    /// Annotations and words that identify nobody.
    pub keeps: Lost,
    /// Breaches of the standard that the input did not have.
    pub conformance: Conformance,
    /// Organs by name, where the dataset was made with masks of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub organs: BTreeMap<String, OrganDamage>,
}

/// What happened to one organ, outside the planted lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrganDamage {
    /// Instances that show it and whose output can be compared.
    pub instances: u64,
    /// Instances in which pixels of it changed.
    pub damaged: u64,
    /// Instances that show it and whose output can't be compared.
    pub not_measured: u64,
    /// Its pixels, over all frames that were compared.
    pub pixels: u64,
    /// Pixels that differ by more than 8 % of the range.
    pub changed: u64,
}

/// Attributes that must survive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeaderDamage {
    /// Attributes compared, in usable outputs.
    pub checked: u64,
    /// With another value.
    pub changed: u64,
    /// Gone.
    pub lost: u64,
}

/// Instances by what happened to their pixels outside the planted lines. The flags may stand together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PixelDamage {
    /// Instances with pixels.
    pub instances: u64,
    /// Equal samples.
    pub untouched: u64,
    /// Of these, with samples that the file holds in another way: another transfer syntax, another layout.
    #[serde(default)]
    pub re_encoded: u64,
    /// Differences that nobody sees.
    pub visually_lossless: u64,
    /// Differences all over.
    pub lossy: u64,
    /// Differences in places.
    pub local: u64,
    /// Geometry, depth, sign, colour, brightness, frames, window or rescaling changed.
    pub global: u64,
    /// These by change: size, orientation, frames-lost, frames-added, frames-doubled, frames-reordered, bit-depth, sign,
    /// photometric, planar, byte-order, palette, colour, intensity, rescale, window. An instance may have several.
    #[serde(default)]
    pub changes: BTreeMap<String, u64>,
    /// No usable output, or it cannot be compared.
    pub not_measured: u64,
}

/// Pixels erased without need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OverRedaction {
    /// Changed pixels of the clinical region outside the planted lines, over all frames.
    pub area: u64,
    /// Pixels of the clinical region outside the planted lines, over all frames.
    pub of: u64,
}

/// Things that must survive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Lost {
    /// Looked at.
    pub checked: u64,
    /// Lost.
    pub lost: u64,
    /// Annotations in pixels that are damaged in part.
    #[serde(default)]
    pub changed: u64,
}

/// Breaches of the standard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conformance {
    /// Errors that the input did not have.
    pub new_errors: u64,
    /// Outputs with at least one.
    pub instances: u64,
    /// What an independent validator found. Counted apart, so that scorecards of machines without it stay comparable.
    #[serde(default)]
    pub dciodvfy: DciodvfyErrors,
}

/// Errors that `dciodvfy` of dicom3tools finds in outputs and not in their inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DciodvfyErrors {
    /// Its version; null where it was not used.
    pub version: Option<String>,
    /// Outputs that it read.
    pub checked: u64,
    /// Errors that the input did not have.
    pub new_errors: u64,
    /// Outputs with at least one.
    pub instances: u64,
}

/// Pictures of what was found, below `evidence/` in the folder of the run; `index.csv` lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceFacts {
    /// Findings with pictures. Their names stand in `findings.csv`.
    pub crops: u64,
    /// Findings without, because there are enough of their sort.
    pub left_out: u64,
    /// The table of all pictures, below the folder of the run; empty where none could be written.
    pub index: String,
}

/// Time and memory of the tool.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cost {
    /// Wall time of all invocations, seconds.
    pub wall_s: Option<f64>,
    /// User and system time, seconds.
    pub cpu_s: Option<f64>,
    /// Greatest peak of resident memory, bytes.
    pub peak_rss_bytes: Option<u64>,
    /// Input files per second of wall time.
    pub instances_per_s: Option<f64>,
    /// Input megabytes per second of wall time.
    pub mb_per_s: Option<f64>,
}

/// How one call of the tool ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InvocationFacts {
    /// Input files that it was given.
    pub files: u64,
    /// How it ended, in words: `exit 0`, `signal 11`, `timed out after 600 s`.
    pub ending: String,
    /// Wall time, seconds.
    pub wall_s: f64,
    /// User and system time, seconds.
    pub cpu_s: Option<f64>,
    /// Peak of resident memory, bytes.
    pub peak_rss_bytes: Option<u64>,
    /// How many calls ended like this; calls that ended alike are counted in one entry, with times added up.
    pub count: u64,
}

/// A finding that somebody took responsibility for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waiver {
    /// Name of the waiver.
    pub id: String,
    /// What it covers.
    pub pattern: String,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Last day on which it holds, as YYYY-MM-DD.
    pub expires: String,
    /// Findings that it covered.
    pub covered: u64,
}

/// The gate, where one was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gate {
    /// Null where no gate was asked for.
    pub passed: Option<bool>,
    /// The checks that failed, in words.
    pub failed_checks: Vec<String>,
}
