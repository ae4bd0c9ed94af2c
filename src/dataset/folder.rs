//! The folder of a dataset: taken at the start, closed at the end, so that a half-made one can be told and finished.

use crate::card::Card;
use crate::checkpoint;
use crate::dataset::GenerateError;
use crate::dicom::write::hexadecimal;
use crate::seed::Seed;
use crate::traps;
use crate::truth::DatasetRecord;
use crate::truth::FORMAT;
use crate::truth::ManifestRow;
use crate::truth::PatientTruth;
use crate::truth::SourceRecord;
use crate::truth::TrapRecord;
use crate::truth::patient::write_table;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Marks a folder as a dataset in the making, and says with which options.
const UNFINISHED: &str = "dataset.unfinished.json";

/// What a dataset is, beside its patients.
pub struct Facts {
    /// The seed.
    pub seed: Seed,
    /// The suite, or `source`.
    pub suite: String,
    /// The options by name.
    pub options: BTreeMap<String, String>,
    /// Whether every mark that says "synthetic" was left out.
    pub blind: bool,
    /// Where the base pictures are from.
    pub source: SourceRecord,
}

/// Takes the folder. A finished dataset of the same options is given back as it is.
pub fn claim(wanted: &BTreeMap<String, String>, folder: &Path) -> Result<Option<DatasetRecord>, GenerateError> {
    let io_error = |path: &Path| {
        let path = path.to_owned();
        move |source| GenerateError::Io { path, source }
    };
    let compare = |options: &BTreeMap<String, String>| match wanted
        .iter()
        .find(|(name, value)| options.get(*name) != Some(value))
    {
        None => Ok(()),
        Some((name, value)) => {
            let found = options.get(name).map_or("nothing", String::as_str);
            let differs = format!("{name} is {found} there, and {value} here");
            Err(GenerateError::Other { path: folder.to_owned(), differs })
        }
    };
    if let Ok(text) = fs::read_to_string(folder.join("dataset.json")) {
        let record: DatasetRecord =
            serde_json::from_str(&text).map_err(|_| GenerateError::Taken { path: folder.to_owned() })?;
        compare(&record.options)?;
        return Ok(Some(record));
    }
    let mark = folder.join(UNFINISHED);
    if let Ok(text) = fs::read_to_string(&mark) {
        let options = serde_json::from_str(&text).map_err(|_| GenerateError::Taken { path: folder.to_owned() })?;
        compare(&options)?;
    } else if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(GenerateError::Taken { path: folder.to_owned() });
    }
    for name in ["input", "truth"] {
        let path = folder.join(name);
        fs::create_dir_all(&path).map_err(io_error(&path))?;
    }
    let text = serde_json::to_string_pretty(wanted).unwrap_or_default();
    fs::write(&mark, text).map_err(io_error(&mark))?;
    Ok(None)
}

/// Writes the tables over all patients, and `dataset.json` last: it says that the dataset is whole. `others` are the
/// rows of sources that went to no patient.
pub fn close(
    facts: Facts,
    folder: &Path,
    patients: &[String],
    others: Vec<ManifestRow>,
) -> Result<DatasetRecord, GenerateError> {
    let truth = folder.join("truth");
    let mut record = DatasetRecord {
        format: FORMAT,
        generator: env!("CARGO_PKG_VERSION").to_owned(),
        seed: facts.seed.0,
        suite: facts.suite,
        options: facts.options,
        blind: facts.blind,
        patients: patients.len() as u64,
        instances: 0,
        plants: 0,
        bytes: 0,
        traps: Vec::new(),
        sources: vec![facts.source],
        patient_digests: BTreeMap::new(),
        digest: String::new(),
        synthetic: true,
    };
    let (mut identities, mut sources) = (Vec::new(), others);
    let mut used: BTreeSet<String> = BTreeSet::new();
    for name in patients {
        let patient = PatientTruth::read(&truth.join(name))?;
        record.instances += patient.instances.len() as u64;
        record.plants += patient.plants.len() as u64;
        record.bytes += patient.instances.iter().map(|row| row.bytes).sum::<u64>();
        record.patient_digests.insert(name.clone(), patient.digest());
        used.extend(patient.plants.iter().map(|plant| plant.trap.clone()));
        identities.extend(patient.identities);
        sources.extend(patient.sources);
    }
    sources.sort_by(|one, other| one.source.cmp(&other.source));
    let cards = traps::all().map(|trap| trap.card()).filter(|card| used.contains(card.id));
    record.traps = cards.map(trap_record).collect();
    record.digest = overall(&record.patient_digests);
    write_table(&truth, "identity_map.csv", &identities)?;
    write_table(&truth, "run_manifest.csv", &sources)?;
    let path = folder.join("dataset.json");
    let text = serde_json::to_string_pretty(&record).unwrap_or_default() + "\n";
    let temporary = folder.join("dataset.json.part");
    let write = || {
        fs::write(&temporary, text)?;
        checkpoint::reach("dataset-tables-written");
        fs::rename(&temporary, &path)?;
        checkpoint::reach("dataset-record-in-place");
        fs::remove_file(folder.join(UNFINISHED))
    };
    write().map_err(|source| GenerateError::Io { path: path.clone(), source })?;
    Ok(record)
}

fn trap_record(card: &Card) -> TrapRecord {
    TrapRecord {
        id: card.id.to_owned(),
        version: card.version,
        title: card.title.to_owned(),
        why: card.why.to_owned(),
        standard: card.standard.to_owned(),
        passes: card.passes.to_owned(),
    }
}

/// SHA-256 over the digests of all patients.
fn overall(patients: &BTreeMap<String, String>) -> String {
    let mut hash = Sha256::new();
    for (patient, digest) in patients {
        hash.update(format!("{patient} {digest}\n"));
    }
    hexadecimal(&hash.finalize())
}
