//! A bone scan from both sides, and a static picture (PS3.3 §A.5).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::context::set_code;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::whole;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::nuclear::GammaCamera;
use crate::phantom::nuclear::GammaView;

/// Series 1 holds the whole body in two frames, series 2 a thyroid.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    vec![instance(context, 1, GammaView::WholeBody), instance(context, 2, GammaView::Thyroid)]
}

fn instance(context: &Context<'_>, series: u32, view: GammaView) -> Instance {
    let whole_body = view == GammaView::WholeBody;
    let image = Image {
        place: series,
        series,
        number: 1,
        sop_class: uids::NUCLEAR_MEDICINE_IMAGE_STORAGE,
        modality: "NM",
        image_type: if whole_body { &["WHOLE BODY", "EMISSION"] } else { &["STATIC", "EMISSION"] },
        study_description: "NM bone and thyroid",
        series_description: if whole_body { "Whole body anterior posterior" } else { "Thyroid static" }.to_owned(),
        body_part: if whole_body { "WHOLEBODY" } else { "THYROID" },
        seconds: 1200 * series,
    };
    let frames = if whole_body { 2 } else { 1 };
    let mut instance = context.instance(&image, GammaCamera::new(context.stream(&format!("pixels {series}")), view));
    let object = &mut instance.object;
    multi_frame(object, frames);
    isotope(object);
    detectors(object, context, frames);
    let mut stream = context.stream(&format!("acquisition {series}"));
    let counts = if whole_body { 1_842_310 } else { 100 * whole(&mut stream, 2000, 5000) };
    set_all(
        object,
        &[
            (tags::PATIENT_ORIENTATION, ""),
            (tags::PIXEL_SPACING, if whole_body { "2.4\\2.4" } else { "0.9\\0.9" }),
            (tags::COUNTS_ACCUMULATED, &counts.to_string()),
            (tags::ACTUAL_FRAME_DURATION, if whole_body { "900000" } else { "300000" }),
            (tags::ACQUISITION_TERMINATION_CONDITION, "TIME"),
            (tags::WINDOW_CENTER, if whole_body { "90" } else { "220" }),
            (tags::WINDOW_WIDTH, if whole_body { "180" } else { "440" }),
        ],
    );
    if whole_body {
        object.set_str(tags::WHOLE_BODY_TECHNIQUE, "1PS");
        object.set_str(tags::SCAN_VELOCITY, "2.2");
        object.set_str(tags::SCAN_LENGTH, "2000");
    }
    instance
}

/// Multi-frame and NM Multi-frame modules (PS3.3 §C.7.6.6 and §C.8.4.8): one energy window, a detector for each frame.
fn multi_frame(object: &mut Object, frames: u16) {
    object.set_text(tags::NUMBER_OF_FRAMES, VR::IS, &frames.to_string());
    object.set_tags(tags::FRAME_INCREMENT_POINTER, &[tags::ENERGY_WINDOW_VECTOR, tags::DETECTOR_VECTOR]);
    object.set_u16(tags::ENERGY_WINDOW_VECTOR, &vec![1; usize::from(frames)]);
    object.set_u16(tags::NUMBER_OF_ENERGY_WINDOWS, &[1]);
    object.set_u16(tags::DETECTOR_VECTOR, &(1..=frames).collect::<Vec<u16>>());
    object.set_u16(tags::NUMBER_OF_DETECTORS, &[frames]);
}

/// NM Isotope and NM/PET Patient Orientation modules (PS3.3 §C.8.4.10 and §C.8.4.6).
fn isotope(object: &mut Object) {
    let window = [(tags::ENERGY_WINDOW_INFORMATION_SEQUENCE, 0)];
    object.set_text(AttributePath::below(&window, tags::ENERGY_WINDOW_NAME), VR::SH, "Tc-99m");
    let range = [window[0], (tags::ENERGY_WINDOW_RANGE_SEQUENCE, 0)];
    object.set_text(AttributePath::below(&range, tags::ENERGY_WINDOW_LOWER_LIMIT), VR::DS, "126");
    object.set_text(AttributePath::below(&range, tags::ENERGY_WINDOW_UPPER_LIMIT), VR::DS, "154");
    let drug = [(tags::RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE, 0)];
    object.set_text(AttributePath::below(&drug, tags::RADIOPHARMACEUTICAL), VR::LO, "Tc-99m HDP");
    object.set_empty_sequence(AttributePath::below(&drug, tags::RADIONUCLIDE_CODE_SEQUENCE));
    object.set_empty_sequence(tags::PATIENT_GANTRY_RELATIONSHIP_CODE_SEQUENCE);
    set_code(object, tags::PATIENT_ORIENTATION_CODE_SEQUENCE, ("102538003", "SCT", "recumbent"));
}

/// NM Detector module (PS3.3 §C.8.4.11).
fn detectors(object: &mut Object, context: &Context<'_>, frames: u16) {
    for (item, name) in (0..u32::from(frames)).zip(["ANTERIOR", "POSTERIOR"]) {
        let at = |tag| AttributePath::top(tag).inside(tags::DETECTOR_INFORMATION_SEQUENCE, item);
        object.set_text(at(tags::COLLIMATOR_GRID_NAME), VR::SH, Device::of(context).part);
        object.set_text(at(tags::COLLIMATOR_TYPE), VR::CS, "PARA");
        object.set_text(at(tags::FOCAL_DISTANCE), VR::IS, "0");
        object.set_text(at(tags::FIELD_OF_VIEW_SHAPE), VR::CS, "RECTANGLE");
        object.set_text(at(tags::IMAGE_POSITION_PATIENT), VR::DS, "0\\0\\0");
        let orientation = if name == "ANTERIOR" { "1\\0\\0\\0\\0\\-1" } else { "-1\\0\\0\\0\\0\\-1" };
        object.set_text(at(tags::IMAGE_ORIENTATION_PATIENT), VR::DS, orientation);
        let view = if name == "ANTERIOR" { ("255549009", "Anterior") } else { ("255551008", "Posterior") };
        let steps = [(tags::DETECTOR_INFORMATION_SEQUENCE, item), (tags::VIEW_CODE_SEQUENCE, 0)];
        for (tag, vr, text) in [
            (tags::CODE_VALUE, VR::SH, view.0),
            (tags::CODING_SCHEME_DESIGNATOR, VR::SH, "SCT"),
            (tags::CODE_MEANING, VR::LO, view.1),
        ] {
            object.set_text(AttributePath::below(&steps, tag), vr, text);
        }
    }
}
