//! The table of burned lines that training pipelines read.

use crate::seed::Seed;
use crate::truth::InstanceRow;
use crate::truth::Kind;
use crate::truth::OverlayRow;
use crate::truth::PatientTruth;
use crate::truth::Plant;

/// One row for each burned line, as training pipelines expect it.
pub(super) fn overlays(truth: &PatientTruth, rows: &[InstanceRow], seed: Seed, source: &str) -> Vec<OverlayRow> {
    let tag_of = |plant: &Plant| match plant.kind {
        Kind::PersonName => "(0010,0010)",
        Kind::Mrn => "(0010,0020)",
        Kind::BirthDate => "(0010,0030)",
        Kind::Accession => "(0008,0050)",
        Kind::Date => "(0008,0020)",
        Kind::Institution => "(0008,0080)",
        _ => "",
    };
    truth
        .plants
        .iter()
        .filter_map(|plant| {
            let instance = rows.iter().find(|instance| instance.instance == plant.instance)?;
            let line = plant.line_box?;
            Some(OverlayRow {
                case_uuid: instance.study_instance_uid.clone(),
                sop_instance_uid: instance.sop_instance_uid.clone(),
                source_id: truth.patient.clone(),
                source_relpath: source.to_owned(),
                output_dicom_relpath: instance.path.clone(),
                image_h: instance.rows,
                image_w: instance.columns,
                region: line.to_string(),
                phi_category: plant.kind.to_string(),
                phi_value: plant.written.clone(),
                rendered_text: plant.context.clone(),
                bbox_x: line.x,
                bbox_y: line.y,
                bbox_w: line.width,
                bbox_h: line.height,
                dicom_tag: tag_of(plant).to_owned(),
                seed: seed.0,
                pipeline_version: env!("CARGO_PKG_VERSION").to_owned(),
                // No run id and no clock in a dataset: the same seed gives the same bytes.
                run_id: format!("seed-{seed}"),
            })
        })
        .collect()
}
