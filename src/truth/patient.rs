//! The truth of one patient, read from and written to its folder.

use crate::ink::sheet::GlyphSheet;
use crate::ink::sheet::read_sheets;
use crate::ink::sheet::write_sheets;
use crate::truth::IdentityRow;
use crate::truth::InstanceRow;
use crate::truth::Keep;
use crate::truth::ManifestRow;
use crate::truth::Needle;
use crate::truth::OverlayRow;
use crate::truth::PatchRow;
use crate::truth::Plant;
use crate::truth::RegionRow;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Digest;
use sha2::Sha256;
use std::fs;
use std::io;
use std::io::BufReader;
use std::io::BufWriter;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// Everything that is recorded of one patient, but for the pictures under `patches/`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PatientTruth {
    /// The folder below `truth/`: `DEID-0001` and so on.
    pub patient: String,
    /// One row per file.
    pub instances: Vec<InstanceRow>,
    /// One row per planted identifier and place.
    pub plants: Vec<Plant>,
    /// One row per thing that must survive.
    pub keeps: Vec<Keep>,
    /// One row per burned line.
    pub overlays: Vec<OverlayRow>,
    /// Decoys and controls.
    pub needles: Vec<Needle>,
    /// One row per burned line, with the place of its recorded pictures.
    pub patches: Vec<PatchRow>,
    /// One row per case.
    pub identities: Vec<IdentityRow>,
    /// One row per source that went to this patient.
    pub sources: Vec<ManifestRow>,
    /// Shapes of the letters that were burned, and of those of their decoys.
    pub glyphs: Vec<GlyphSheet>,
    /// One row per organ of an instance, where somebody brought masks; otherwise there is no such table.
    pub regions: Vec<RegionRow>,
}

/// The table that only datasets with masks have.
const REGIONS: &str = "regions.csv";

/// The truth of a patient could not be read or written.
#[derive(Debug, Error)]
pub enum TruthError {
    /// A table could not be opened or parsed.
    #[error("could not read the ground truth `{path}`; make the dataset again, or restore the file")]
    Read {
        /// The table.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// A table could not be written.
    #[error("could not write the ground truth `{path}`; is the disk full?")]
    Write {
        /// The table.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// The letter shapes could not be read or written.
    #[error("could not read or write the letter shapes `{path}`")]
    Glyphs {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl PatientTruth {
    /// The recorded places of a burned line, in the order of its frames.
    pub fn patches_of<'a>(&'a self, plant: &'a Plant) -> impl Iterator<Item = &'a PatchRow> {
        plant.patch.split(' ').filter_map(|name| self.patches.iter().find(|row| row.patch == name))
    }

    /// Reads the tables of `folder`, whose name is the patient.
    pub fn read(folder: &Path) -> Result<Self, TruthError> {
        let glyphs = folder.join("glyphs.csv");
        let letters = fs::File::open(&glyphs)
            .and_then(|file| read_sheets(BufReader::new(file)).map_err(io::Error::other))
            .map_err(|source| TruthError::Glyphs { path: glyphs, source })?;
        Ok(Self {
            patient: folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            instances: read_table(folder, "instances.csv")?,
            plants: read_table(folder, "plants.csv")?,
            keeps: read_table(folder, "keeps.csv")?,
            overlays: read_table(folder, "phi_overlays.csv")?,
            needles: read_table(folder, "needles.csv")?,
            patches: read_table(folder, "patches.csv")?,
            identities: read_table(folder, "identities.csv")?,
            sources: read_table(folder, "sources.csv")?,
            glyphs: letters,
            regions: if folder.join(REGIONS).is_file() { read_table(folder, REGIONS)? } else { Vec::new() },
        })
    }

    /// Writes the tables into `folder`, which exists.
    pub fn write(&self, folder: &Path) -> Result<(), TruthError> {
        write_table(folder, "instances.csv", &self.instances)?;
        write_table(folder, "plants.csv", &self.plants)?;
        write_table(folder, "keeps.csv", &self.keeps)?;
        write_table(folder, "phi_overlays.csv", &self.overlays)?;
        write_table(folder, "needles.csv", &self.needles)?;
        write_table(folder, "patches.csv", &self.patches)?;
        write_table(folder, "identities.csv", &self.identities)?;
        write_table(folder, "sources.csv", &self.sources)?;
        if !self.regions.is_empty() {
            write_table(folder, REGIONS, &self.regions)?;
        }
        let path = folder.join("glyphs.csv");
        fs::File::create(&path)
            .and_then(|file| write_sheets(&self.glyphs, BufWriter::new(file)).map_err(io::Error::other))
            .map_err(|source| TruthError::Glyphs { path, source })
    }

    /// SHA-256 over every recorded fact, the files' own digests among them, in hexadecimal.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for instance in &self.instances {
            hash.update(format!("{} {} {}\n", instance.instance, instance.path, instance.sha256));
        }
        for plant in &self.plants {
            hash.update(format!("{} {} {} {}\n", plant.id, plant.trap, plant.locus, plant.value));
        }
        for region in &self.regions {
            hash.update(format!("{} {} {}\n", region.instance, region.organ, region.pixels));
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Reads a table; one that is missing is an error, because a missing answer is no empty answer.
pub fn read_table<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<Vec<T>, TruthError> {
    let path = folder.join(name);
    let read = || -> Result<Vec<T>, csv::Error> {
        let bytes = std::fs::read(&path)?;
        // Many tables of a patient are empty, and a reader is dear to make.
        if bytes.is_empty() {
            return Ok(Vec::new());
        }
        csv::Reader::from_reader(bytes.as_slice()).deserialize().collect()
    };
    read().map_err(|source| TruthError::Read { path: path.clone(), source })
}

/// Writes a table. One without rows is an empty file, which reads back as no rows.
pub fn write_table<T: Serialize>(folder: &Path, name: &str, rows: &[T]) -> Result<(), TruthError> {
    let path = folder.join(name);
    let write = || -> Result<(), csv::Error> {
        let mut writer = csv::Writer::from_path(&path)?;
        for row in rows {
            writer.serialize(row)?;
        }
        writer.flush().map_err(csv::Error::from)
    };
    write().map_err(|source| TruthError::Write { path: path.clone(), source })
}
