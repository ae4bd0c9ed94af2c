//! Screens and a scanned page, as secondary captures (PS3.3 §A.8.1).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::screen::Screen;
use crate::phantom::screen::ScreenKind;

/// A dose report, a worklist and a form, a series each.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    let screens = [
        (ScreenKind::DoseReport, "Dose Report", "WSD"),
        (ScreenKind::Worklist, "Screen Save", "WSD"),
        (ScreenKind::Form, "Scanned Referral", "SD"),
    ];
    (1..)
        .zip(screens)
        .map(|(series, (kind, description, conversion))| {
            let image = Image {
                place: series,
                series,
                number: 1,
                sop_class: uids::SECONDARY_CAPTURE_IMAGE_STORAGE,
                modality: "OT",
                image_type: &[],
                study_description: "CT abdomen with contrast",
                series_description: description.to_owned(),
                body_part: "ABDOMEN",
                seconds: 400 * series,
            };
            let mut instance = context.instance(&image, Screen::new(context.stream(&format!("pixels {series}")), kind));
            let object = &mut instance.object;
            set_all(object, &[(tags::CONVERSION_TYPE, conversion), (tags::PATIENT_ORIENTATION, "")]);
            if kind == ScreenKind::Form {
                // 100 points to the inch.
                object.set_str(tags::NOMINAL_SCANNED_PIXEL_SPACING, "0.254\\0.254");
            }
            instance
        })
        .collect()
}
