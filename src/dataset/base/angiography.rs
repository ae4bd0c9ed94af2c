//! Runs of an X-ray cine with contrast medium (PS3.3 §A.14).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::number::choose;
use crate::dataset::base::number::decimal;
use crate::dataset::base::number::decimals;
use crate::dataset::base::number::whole;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::angiogram::Angiogram;
use crate::phantom::angiogram::AngiogramOptions;

/// Two series of one run each: one of 8 bits, and a deeper one of another size.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    let mut stream = context.stream("runs");
    let rate = choose(&mut stream, &[10, 15]).unwrap_or(15);
    let bits = choose(&mut stream, &[10, 12]).unwrap_or(12);
    let first = AngiogramOptions { size: 512, frames: whole(&mut stream, 26, 34), rate, bits: 8 };
    let second = AngiogramOptions { size: 480, frames: whole(&mut stream, 12, 16), rate, bits };
    vec![instance(context, 1, first), instance(context, 2, second)]
}

/// XA Image, X-Ray Acquisition and XA Positioner modules (PS3.3 §C.8.7).
fn instance(context: &Context<'_>, series: u32, options: AngiogramOptions) -> Instance {
    let image = Image {
        place: series,
        series,
        number: 1,
        sop_class: uids::X_RAY_ANGIOGRAPHIC_IMAGE_STORAGE,
        modality: "XA",
        image_type: &["SINGLE PLANE"],
        study_description: "Coronary angiography",
        series_description: format!("Left coronary {}", if series == 1 { "LAO" } else { "RAO" }),
        body_part: "HEART",
        seconds: 300 * series,
    };
    let mut stream = context.stream(&format!("acquisition {series}"));
    let mut instance = context.instance(&image, Angiogram::new(context.stream(&format!("pixels {series}")), options));
    let object = &mut instance.object;
    object.set_tags(tags::FRAME_INCREMENT_POINTER, &[tags::FRAME_TIME]);
    object.set_text(tags::NUMBER_OF_FRAMES, VR::IS, &options.frames.to_string());
    let (milliamperes, milliseconds) = (whole(&mut stream, 400, 800), whole(&mut stream, 5, 9));
    let angle = whole(&mut stream, 5, 40);
    let spacing = 0.2 * 1024.0 / f64::from(options.size);
    let window = 1u32 << options.bits;
    set_all(
        object,
        &[
            (tags::FRAME_TIME, decimal(1000.0 / f64::from(options.rate)).as_str()),
            (tags::CINE_RATE, &options.rate.to_string()),
            (tags::RECOMMENDED_DISPLAY_FRAME_RATE, &options.rate.to_string()),
            (tags::PIXEL_INTENSITY_RELATIONSHIP, "LIN"),
            (tags::PATIENT_ORIENTATION, ""),
            (tags::KVP, &whole(&mut stream, 68, 96).to_string()),
            (tags::RADIATION_SETTING, "GR"),
            (tags::X_RAY_TUBE_CURRENT, &milliamperes.to_string()),
            (tags::EXPOSURE_TIME, &milliseconds.to_string()),
            (tags::EXPOSURE, &(milliamperes * milliseconds / 1000).to_string()),
            (tags::RADIATION_MODE, "PULSED"),
            (tags::AVERAGE_PULSE_WIDTH, &milliseconds.to_string()),
            (tags::IMAGER_PIXEL_SPACING, &decimals(&[spacing, spacing])),
            (tags::INTENSIFIER_SIZE, "200"),
            (tags::POSITIONER_MOTION, "STATIC"),
            (tags::POSITIONER_PRIMARY_ANGLE, &if series == 1 { angle.to_string() } else { format!("-{angle}") }),
            (tags::POSITIONER_SECONDARY_ANGLE, &whole(&mut stream, 0, 30).to_string()),
            (tags::DISTANCE_SOURCE_TO_DETECTOR, "1050"),
            (tags::DISTANCE_SOURCE_TO_PATIENT, "765"),
            (tags::CONTRAST_BOLUS_AGENT, "Iodixanol 320"),
            (tags::IRRADIATION_EVENT_UID, &context.uid(&format!("irradiation event {series}"))),
            (tags::WINDOW_CENTER, &(window / 2).to_string()),
            (tags::WINDOW_WIDTH, &window.to_string()),
        ],
    );
    instance
}
