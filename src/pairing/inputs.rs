//! What is kept of each input while pairing: a few hundred bytes.

use super::PairingError;
use super::fingerprint::Fingerprint;
use crate::dicom::canvas::Canvas;
use crate::dicom::locus::PixelBox;
use crate::truth::Dataset;
use crate::truth::InstanceRow;
use crate::truth::PatchRow;
use crate::truth::patient::read_table;

/// Margin around a planted line that may change with it, pixels.
pub(super) const MARGIN: u32 = 8;

/// Small facts of one input.
#[derive(Clone, Debug, Default)]
pub(super) struct InputKey {
    pub(super) patient: u32,
    pub(super) instance: String,
    pub(super) path: String,
    pub(super) sop_instance_uid: String,
    pub(super) pixel_sha256: Option<[u8; 32]>,
    pub(super) geometry: Geometry,
    pub(super) line_boxes: Vec<PixelBox>,
    pub(super) fingerprint: Option<Box<Fingerprint>>,
    /// What tells encapsulated frames without decoding them.
    pub(super) stored: Option<u128>,
}

/// Size and position in the series.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Geometry {
    pub(super) rows: u32,
    pub(super) columns: u32,
    pub(super) frames: u32,
    pub(super) series_number: String,
    pub(super) instance_number: String,
    pub(super) modality: String,
}

/// Reads the keys of every input, patient by patient.
pub(super) fn read_inputs(dataset: &Dataset) -> Result<Vec<InputKey>, PairingError> {
    let mut keys = Vec::new();
    for (patient, name) in dataset.patients().iter().enumerate() {
        let folder = dataset.truth_folder(name);
        let rows: Vec<InstanceRow> = read_table(&folder, "instances.csv")?;
        let patches: Vec<PatchRow> = read_table(&folder, "patches.csv")?;
        keys.extend(rows.into_iter().map(|row| key(patient as u32, row, &patches)));
    }
    Ok(keys)
}

fn key(patient: u32, row: InstanceRow, patches: &[PatchRow]) -> InputKey {
    // Planes and icons are no part of the frames that are compared.
    let drawn = patches.iter().filter(|patch| patch.instance == row.instance && patch.canvas == Canvas::Frames);
    let lines = drawn.map(|patch| patch.line_box);
    InputKey {
        patient,
        path: row.path,
        sop_instance_uid: row.sop_instance_uid,
        pixel_sha256: digest(&row.pixel_sha256),
        line_boxes: lines.map(|line| line.dilated(MARGIN, row.columns, row.rows)).collect(),
        geometry: Geometry {
            rows: row.rows,
            columns: row.columns,
            frames: row.frames,
            series_number: row.series_number,
            instance_number: row.instance_number,
            modality: row.modality,
        },
        fingerprint: None,
        stored: None,
        instance: row.instance,
    }
}

/// 32 bytes from hexadecimal digits.
fn digest(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
