//! A picture taken from a screen (PS3.3 §A.8.1).

use super::Maker;
use crate::dataset::base::context::Image;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::ultrasound::Ultrasound;
use crate::phantom::ultrasound::UltrasoundOptions;

pub(super) fn instance(maker: &Maker<'_>) -> Instance {
    let options = UltrasoundOptions { rows: 384, columns: 512, frames: 1, ..UltrasoundOptions::default() };
    let picture = Ultrasound::new(maker.stream("pixels"), options);
    let number = maker.companion.number();
    let image = Image {
        place: number,
        series: number,
        number: 1,
        sop_class: uids::SECONDARY_CAPTURE_IMAGE_STORAGE,
        modality: "OT",
        image_type: &[],
        study_description: "",
        series_description: "Screen capture".to_owned(),
        body_part: "ABDOMEN",
        seconds: 900,
    };
    let mut instance = maker.context.instance(&image, picture);
    let object = &mut instance.object;
    object.set_str(tags::STUDY_DESCRIPTION, &maker.of_image(tags::STUDY_DESCRIPTION));
    object.set_str(tags::CONVERSION_TYPE, "WSD");
    object.set_str(tags::PATIENT_ORIENTATION, "");
    instance
}
