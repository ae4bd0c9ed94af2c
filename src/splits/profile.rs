//! What splitting needs to know of a patient.

use crate::dicom::frame::Raster;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::splits::Member;
use crate::truth::Dataset;
use crate::truth::Kind;
use crate::truth::PatientTruth;
use sha2::Digest;
use sha2::Sha256;

/// Files larger than this are not read for their digest, bytes.
const LARGEST: u64 = 4 << 30;

/// The labels and keys of a patient: its modalities and traps; its record numbers and names; and, where the pictures are
/// somebody's, what each showed before text was burned into it.
pub fn profile(dataset: &Dataset, truth: &PatientTruth) -> Member {
    let mut member = Member { patient: truth.patient.clone(), ..Member::default() };
    for row in truth.instances.iter().filter(|row| row.frames > 0) {
        member.labels.insert(format!("modality {}", row.modality));
    }
    for plant in &truth.plants {
        member.labels.insert(format!("trap {}", plant.trap));
        if matches!(plant.kind, Kind::Mrn | Kind::PersonName) {
            member.keys.insert(("identity".to_owned(), format!("{} {}", plant.kind, plant.value)));
        }
    }
    // Phantoms are drawn for each patient anew; only pictures that somebody brought can stand twice.
    if dataset.record.suite == "source" {
        let digests = truth.instances.iter().filter_map(|row| Some((row, row.clinical_box?)));
        for (row, clinical) in digests {
            let Ok(scan) = Scan::open(&dataset.input().join(&row.path), LARGEST) else { continue };
            let Ok(reader) = PixelReader::new(&scan) else { continue };
            let Ok(native) = reader.native(0) else { continue };
            let raster = Raster::from_native(&reader.format(), &native, clinical);
            let mut hash = Sha256::new();
            raster.samples.iter().for_each(|sample| hash.update(sample.to_le_bytes()));
            let digest: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            member.keys.insert(("source picture".to_owned(), digest));
        }
    }
    member
}
