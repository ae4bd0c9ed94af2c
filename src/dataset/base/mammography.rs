//! Two views of one breast, for presentation (PS3.3 §A.27).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::context::set_code;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::choose;
use crate::dataset::base::number::decimals;
use crate::dataset::base::number::whole;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::mammogram::BreastView;
use crate::phantom::mammogram::Mammogram;
use crate::phantom::mammogram::MammogramOptions;
use crate::phantom::mammogram::Side;

/// Columns and rows of the two views: no shape is in both lists.
const ABOVE_SIZES: &[(u32, u32)] = &[(1024, 1280), (960, 1200), (1000, 1280)];
const OBLIQUE_SIZES: &[(u32, u32)] = &[(1024, 1320), (984, 1240), (960, 1240)];
/// Height of the detector in millimetres.
const HEIGHT: f64 = 240.0;

/// Two series of one image each. One of them, by chance, shows low values white.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    let side = choose(&mut context.stream("side"), &[Side::Left, Side::Right]).unwrap_or(Side::Left);
    let first_inverted = choose(&mut context.stream("inverted"), &[true, false]).unwrap_or(false);
    let views = [(1, BreastView::CranioCaudal, ABOVE_SIZES), (2, BreastView::MedioLateralOblique, OBLIQUE_SIZES)];
    views
        .into_iter()
        .map(|(series, view, sizes)| {
            let (columns, rows) = choose(&mut context.stream(&format!("size {series}")), sizes).unwrap_or((1024, 1280));
            let options = MammogramOptions { rows, columns, view, side, inverted: first_inverted == (series == 1) };
            instance(context, series, options)
        })
        .collect()
}

fn instance(context: &Context<'_>, series: u32, options: MammogramOptions) -> Instance {
    let above = options.view == BreastView::CranioCaudal;
    let (letter, side) = if options.side == Side::Left { ("L", "left") } else { ("R", "right") };
    let image = Image {
        place: series,
        series,
        number: 1,
        sop_class: uids::DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION,
        modality: "MG",
        image_type: &[],
        study_description: "Mammography screening",
        series_description: format!("Breast {side} {}", if above { "CC" } else { "MLO" }),
        body_part: "BREAST",
        seconds: 60 + 90 * series,
    };
    let mut instance = context.instance(&image, Mammogram::new(context.stream(&format!("pixels {series}")), options));
    let object = &mut instance.object;
    anatomy(object, &options, letter);
    presentation(object, &options);
    exposure(object, context, series, &options);
    instance
}

/// DX Anatomy Imaged and Mammography Image modules (PS3.3 §C.8.11.2 and §C.8.11.7).
fn anatomy(object: &mut Object, options: &MammogramOptions, letter: &str) {
    let above = options.view == BreastView::CranioCaudal;
    set_all(
        object,
        &[
            (tags::IMAGE_LATERALITY, letter),
            (tags::PATIENT_ORIENTATION, if options.side == Side::Left { "A\\R" } else { "P\\L" }),
            (tags::POSITIONER_TYPE, "MAMMOGRAPHIC"),
            (tags::ORGAN_EXPOSED, "BREAST"),
            (tags::BREAST_IMPLANT_PRESENT, "NO"),
            (tags::POSITIONER_PRIMARY_ANGLE, if above { "0" } else { "45" }),
        ],
    );
    set_code(object, tags::ANATOMIC_REGION_SEQUENCE, ("76752008", "SCT", "Breast"));
    let view =
        if above { ("399162004", "SCT", "cranio-caudal") } else { ("399368009", "SCT", "medio-lateral oblique") };
    set_code(object, tags::VIEW_CODE_SEQUENCE, view);
    object
        .set_empty_sequence(AttributePath::top(tags::VIEW_MODIFIER_CODE_SEQUENCE).inside(tags::VIEW_CODE_SEQUENCE, 0));
    object.set_empty_sequence(tags::ACQUISITION_CONTEXT_SEQUENCE);
}

/// DX Series and DX Image modules (PS3.3 §C.8.11.1 and §C.8.11.3).
fn presentation(object: &mut Object, options: &MammogramOptions) {
    let (shape, sign) = if options.inverted { ("INVERSE", 1) } else { ("IDENTITY", -1) };
    object.set_i16(tags::PIXEL_INTENSITY_RELATIONSHIP_SIGN, &[sign]);
    set_all(
        object,
        &[
            (tags::PRESENTATION_INTENT_TYPE, "FOR PRESENTATION"),
            (tags::PIXEL_INTENSITY_RELATIONSHIP, "LOG"),
            (tags::PRESENTATION_LUT_SHAPE, shape),
            (tags::RESCALE_INTERCEPT, "0"),
            (tags::RESCALE_SLOPE, "1"),
            (tags::RESCALE_TYPE, "US"),
            (tags::BURNED_IN_ANNOTATION, "NO"),
            (tags::WINDOW_CENTER, "2048"),
            (tags::WINDOW_WIDTH, "4000"),
        ],
    );
}

/// DX Detector and X-ray generation (PS3.3 §C.8.11.4 and §C.8.7).
fn exposure(object: &mut Object, context: &Context<'_>, series: u32, options: &MammogramOptions) {
    let mut stream = context.stream(&format!("exposure {series}"));
    let (kilovolts, load) = (whole(&mut stream, 26, 31), whole(&mut stream, 50, 120));
    let spacing = (HEIGHT / f64::from(options.rows) * 1e4).round() / 1e4;
    let (height, width) = (f64::from(options.rows) * spacing, f64::from(options.columns) * spacing);
    object.set_text(tags::DETECTOR_DESCRIPTION, VR::LT, Device::of(context).part);
    set_all(
        object,
        &[
            (tags::KVP, &kilovolts.to_string()),
            (tags::EXPOSURE, &load.to_string()),
            (tags::EXPOSURE_INU_AS, &(load * 1000).to_string()),
            (tags::EXPOSURE_TIME, &(load * 10).to_string()),
            (tags::X_RAY_TUBE_CURRENT, "100"),
            (tags::ANODE_TARGET_MATERIAL, "TUNGSTEN"),
            (tags::FILTER_MATERIAL, "RHODIUM"),
            (tags::FOCAL_SPOTS, "0.3"),
            (tags::GRID, "RECIPROCATING\\FOCUSED"),
            (tags::COMPRESSION_FORCE, &whole(&mut stream, 70, 160).to_string()),
            (tags::BODY_PART_THICKNESS, &whole(&mut stream, 35, 78).to_string()),
            (tags::DETECTOR_TYPE, if Device::of(context).part == "DIRECT" { "DIRECT" } else { "SCINTILLATOR" }),
            (tags::DETECTOR_CONFIGURATION, "AREA"),
            (tags::DETECTOR_ACTIVE_SHAPE, "RECTANGLE"),
            (tags::FIELD_OF_VIEW_SHAPE, "RECTANGLE"),
            (tags::FIELD_OF_VIEW_DIMENSIONS, &format!("{}\\{}", height.round(), width.round())),
            (tags::IMAGER_PIXEL_SPACING, &decimals(&[spacing, spacing])),
            (tags::DISTANCE_SOURCE_TO_DETECTOR, "700"),
            (tags::DISTANCE_SOURCE_TO_PATIENT, "675"),
            (tags::ESTIMATED_RADIOGRAPHIC_MAGNIFICATION_FACTOR, "1.037"),
            (tags::IRRADIATION_EVENT_UID, &context.uid(&format!("irradiation event {series}"))),
        ],
    );
}
