//! Photographs of skin (PS3.3 §A.32.4).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::context::set_code;
use crate::dataset::base::number::choose;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::photograph::Finding;
use crate::phantom::photograph::Photograph;
use crate::phantom::photograph::PhotographOptions;

/// Columns and rows of the two pictures: no shape is in both lists.
const MOLE_SIZES: &[(u32, u32)] = &[(1024, 768), (960, 720)];
const WOUND_SIZES: &[(u32, u32)] = &[(900, 600), (960, 640)];

/// A mole and a wound, a series each.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    [(1, Finding::Mole, MOLE_SIZES), (2, Finding::Wound, WOUND_SIZES)]
        .into_iter()
        .map(|(series, finding, sizes)| {
            let (columns, rows) = choose(&mut context.stream(&format!("size {series}")), sizes).unwrap_or((960, 720));
            let image = Image {
                place: series,
                series,
                number: 1,
                sop_class: uids::VL_PHOTOGRAPHIC_IMAGE_STORAGE,
                modality: "XC",
                image_type: &[],
                study_description: "Photographs of skin",
                series_description: if finding == Finding::Mole { "Mole forearm" } else { "Wound lower leg" }
                    .to_owned(),
                body_part: if finding == Finding::Mole { "ARM" } else { "LEG" },
                seconds: 45 * series,
            };
            let options = PhotographOptions { rows, columns, finding };
            let picture = Photograph::new(context.stream(&format!("pixels {series}")), options);
            let mut instance = context.instance(&image, picture);
            let object = &mut instance.object;
            let side = choose(&mut context.stream(&format!("side {series}")), &["L", "R"]).unwrap_or("L");
            set_all(
                object,
                &[(tags::LATERALITY, side), (tags::PATIENT_ORIENTATION, ""), (tags::BURNED_IN_ANNOTATION, "NO")],
            );
            set_code(object, tags::ANATOMIC_REGION_SEQUENCE, ("39937001", "SCT", "Skin"));
            object.set_empty_sequence(tags::ACQUISITION_CONTEXT_SEQUENCE);
            instance
        })
        .collect()
}
