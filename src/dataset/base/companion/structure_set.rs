//! Contours on CT slices (PS3.3 §A.19.1).

use super::Maker;
use super::refer;
use crate::dataset::base::number::decimals;
use crate::dataset::base::number::whole;
use crate::dicom::VR;
use crate::dicom::content::set_reference;
use crate::dicom::content::within;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;

/// The class by which RT objects name a study, retired but still asked for (PS3.3 §C.8.8.5).
const STUDY_CLASS: &str = "1.2.840.10008.3.1.2.3.1";
/// Points of one contour.
const POINTS: usize = 16;

/// A structure, where it lies in millimetres from the middle of the slice, and its size.
const STRUCTURES: [(&str, &str, f64, f64, f64); 2] =
    [("SPINAL CORD", "ORGAN", 0.0, 70.0, 9.0), ("PTV", "PTV", -60.0, 10.0, 28.0)];

pub(super) fn instance(maker: &Maker<'_>) -> Instance {
    let mut instance = maker.instance(uids::RT_STRUCTURE_SET_STORAGE, "RTSTRUCT", "Structures");
    let object = &mut instance.object;
    object.set_empty(tags::OPERATORS_NAME, VR::PN);
    object.set_str(tags::STRUCTURE_SET_LABEL, "PLAN1");
    object.set_str(tags::STRUCTURE_SET_DATE, &maker.context.options.study_date);
    object.set_str(tags::STRUCTURE_SET_TIME, &maker.time(900));
    object.set_str(tags::FRAME_OF_REFERENCE_UID, &maker.of_image(tags::FRAME_OF_REFERENCE_UID));
    object.set_str(tags::POSITION_REFERENCE_INDICATOR, "");
    frame_of_reference(object, maker);
    for (number, structure) in (0..).zip(STRUCTURES) {
        describe(object, maker, number, structure);
        contours(object, maker, number, structure);
    }
    instance
}

/// Referenced Frame of Reference Sequence (3006,0010): frame, study, series and slices.
fn frame_of_reference(object: &mut Object, maker: &Maker<'_>) {
    let frame = [(tags::REFERENCED_FRAME_OF_REFERENCE_SEQUENCE, 0)];
    let uid = maker.of_image(tags::FRAME_OF_REFERENCE_UID);
    object.set_text(AttributePath::below(&frame, tags::FRAME_OF_REFERENCE_UID), VR::UI, &uid);
    let study = within(&frame, tags::RT_REFERENCED_STUDY_SEQUENCE, 0);
    set_reference(object, &study, STUDY_CLASS, &maker.of_image(tags::STUDY_INSTANCE_UID));
    for (number, series) in maker.by_series().iter().enumerate() {
        let steps = within(&study, tags::RT_REFERENCED_SERIES_SEQUENCE, number as u32);
        refer(object, &steps, tags::CONTOUR_IMAGE_SEQUENCE, series);
    }
}

/// Structure Set and RT ROI Observations modules (PS3.3 §C.8.8.5 and §C.8.8.8).
fn describe(object: &mut Object, maker: &Maker<'_>, number: u32, (name, kind, ..): (&str, &str, f64, f64, f64)) {
    let roi = [(tags::STRUCTURE_SET_ROI_SEQUENCE, number)];
    let at = |tag| AttributePath::below(&roi, tag);
    let id = (number + 1).to_string();
    object.set_text(at(tags::ROI_NUMBER), VR::IS, &id);
    let frame = maker.of_image(tags::FRAME_OF_REFERENCE_UID);
    object.set_text(at(tags::REFERENCED_FRAME_OF_REFERENCE_UID), VR::UI, &frame);
    object.set_text(at(tags::ROI_NAME), VR::LO, name);
    object.set_text(at(tags::ROI_GENERATION_ALGORITHM), VR::CS, "MANUAL");
    let observation = [(tags::RTROI_OBSERVATIONS_SEQUENCE, number)];
    let at = |tag| AttributePath::below(&observation, tag);
    object.set_text(at(tags::OBSERVATION_NUMBER), VR::IS, &id);
    object.set_text(at(tags::REFERENCED_ROI_NUMBER), VR::IS, &id);
    object.set_text(at(tags::RTROI_INTERPRETED_TYPE), VR::CS, kind);
    object.set_empty(at(tags::ROI_INTERPRETER), VR::PN);
}

/// ROI Contour module (PS3.3 §C.8.8.6): a closed curve on every slice, in millimetres of the patient.
fn contours(object: &mut Object, maker: &Maker<'_>, number: u32, structure: (&str, &str, f64, f64, f64)) {
    let (.., right, back, radius) = structure;
    let roi = [(tags::ROI_CONTOUR_SEQUENCE, number)];
    let id = (number + 1).to_string();
    object.set_text(AttributePath::below(&roi, tags::REFERENCED_ROI_NUMBER), VR::IS, &id);
    let color = if number == 0 { "0\\255\\0" } else { "255\\0\\0" };
    object.set_text(AttributePath::below(&roi, tags::ROI_DISPLAY_COLOR), VR::IS, color);
    let mut stream = maker.stream(&format!("contours {number}"));
    for (slice, image) in (0..).zip(maker.slices()) {
        let position = image.object.text(tags::IMAGE_POSITION_PATIENT).unwrap_or_default();
        let z: f64 = position.split('\\').next_back().and_then(|z| z.parse().ok()).unwrap_or(0.0);
        let radius = radius + f64::from(whole(&mut stream, 0, 40)) / 10.0;
        let points: Vec<f64> = (0..POINTS)
            .flat_map(|point| {
                let angle = std::f64::consts::TAU * point as f64 / POINTS as f64;
                let round = |value: f64| libm::round(value * 100.0) / 100.0;
                [round(right + radius * libm::cos(angle)), round(back + radius * libm::sin(angle)), z]
            })
            .collect();
        let contour = within(&roi, tags::CONTOUR_SEQUENCE, slice);
        let text = |tag| image.object.text(tag).unwrap_or_default();
        let steps = within(&contour, tags::CONTOUR_IMAGE_SEQUENCE, 0);
        set_reference(object, &steps, &text(tags::SOP_CLASS_UID), &text(tags::SOP_INSTANCE_UID));
        let at = |tag| AttributePath::below(&contour, tag);
        object.set_text(at(tags::CONTOUR_GEOMETRIC_TYPE), VR::CS, "CLOSED_PLANAR");
        object.set_text(at(tags::NUMBER_OF_CONTOUR_POINTS), VR::IS, &POINTS.to_string());
        object.set_text(at(tags::CONTOUR_DATA), VR::DS, &decimals(&points));
    }
}
