//! Rows of the other tables of a dataset.

use crate::dicom::locus::Locus;
use crate::dicom::locus::PixelBox;
use crate::kind::Kind;
use crate::text::words;
use serde::Deserialize;
use serde::Serialize;

/// One row of `instances.csv`: one file of `input/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceRow {
    /// `PATIENT-Innn`, unique in the dataset.
    pub instance: String,
    /// Path below `input/`, with `/` between folders.
    pub path: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// SOP Instance UID.
    pub sop_instance_uid: String,
    /// Series Instance UID.
    pub series_instance_uid: String,
    /// Study Instance UID.
    pub study_instance_uid: String,
    /// SOP Class UID.
    pub sop_class_uid: String,
    /// Transfer Syntax UID.
    pub transfer_syntax_uid: String,
    /// Modality.
    pub modality: String,
    /// Series Number, empty where there is none.
    pub series_number: String,
    /// Instance Number, empty where there is none.
    pub instance_number: String,
    /// Rows, 0 without pixels.
    pub rows: u32,
    /// Columns, 0 without pixels.
    pub columns: u32,
    /// Frames, 0 without pixels.
    pub frames: u32,
    /// Bits stored, 0 without pixels.
    pub bits: u16,
    /// Photometric interpretation, empty without pixels.
    pub photometric: String,
    /// SHA-256 of the native frames, one after another and without padding; empty without pixels.
    pub pixel_sha256: String,
    /// Bounding box of what a reader needs for diagnosis; over-redaction is measured inside it.
    pub clinical_box: Option<PixelBox>,
}

words! {
    /// What sort of thing must survive.
    pub enum KeepKind {
        /// An attribute, compared as numbers where it holds numbers.
        Attribute = "attribute",
        /// Words of a free text.
        Words = "words",
        /// An annotation in the pixels that identifies nobody.
        Annotation = "annotation",
    }
}

/// One row of `keeps.csv`: something that a good tool leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    /// The instance, as in `instances.csv`.
    pub instance: String,
    /// What sort of thing.
    pub kind: KeepKind,
    /// Where it stands.
    pub locus: Locus,
    /// Box of an annotation.
    pub area: Option<PixelBox>,
    /// Its value as text; several values are joined by a backslash.
    pub value: String,
}

words! {
    /// Why a needle is searched.
    pub enum NeedleRole {
        /// A value that could have been planted instead: the lead of a planted one is measured over these.
        Decoy = "decoy",
        /// A value of the same sort that was planted nowhere: each match of one is a false match.
        Control = "control",
    }
}

/// One row of `needles.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needle {
    /// Why it is searched.
    pub role: NeedleRole,
    /// The plant whose decoy it is; empty for a control.
    pub plant: String,
    /// `utf-8` or `base64`: how `value` is written.
    pub encoding: String,
    /// The value.
    pub value: String,
    /// What sort of identifier it would be; `None` in datasets that did not record it.
    #[serde(default)]
    pub kind: Option<Kind>,
}

/// One row of `phi_overlays.csv`: one burned line, with the columns that training pipelines expect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are a contract with readers of the file and say what they hold")]
pub struct OverlayRow {
    pub case_uuid: String,
    pub sop_instance_uid: String,
    pub source_id: String,
    pub source_relpath: String,
    pub output_dicom_relpath: String,
    pub image_h: u32,
    pub image_w: u32,
    pub region: String,
    pub phi_category: String,
    pub phi_value: String,
    pub rendered_text: String,
    pub bbox_x: u32,
    pub bbox_y: u32,
    pub bbox_w: u32,
    pub bbox_h: u32,
    pub dicom_tag: String,
    pub seed: u64,
    pub pipeline_version: String,
    pub run_id: String,
}

/// One row of `identity_map.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityRow {
    /// Folder of the source, or the name of the embedded phantom.
    pub source_patient: String,
    /// `DEID-0001` and so on; stable for a seed and a source.
    pub deid_patient_id: String,
    /// Study Instance UID of the case.
    pub study_instance_uid: String,
}

words! {
    /// What became of a source.
    pub enum SourceStatus {
        /// It is in the dataset.
        Processed = "processed",
        /// It failed a check before burning, and nothing was written of it.
        Quarantined = "quarantined",
        /// It could not be read or written.
        Failed = "failed",
        /// It is no picture.
        Skipped = "skipped",
    }
}

/// One row of `run_manifest.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestRow {
    /// Path of the source below the source folder, or the phantom's name.
    pub source: String,
    /// The patient it went to, empty if it went to none.
    pub patient: String,
    /// What became of it.
    pub status: SourceStatus,
    /// Why, where it is not processed.
    pub reason: String,
    /// Files written of it.
    pub files: u32,
}
