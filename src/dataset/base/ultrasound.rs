//! An abdominal ultrasound study: a cine and a still picture of another size (PS3.3 §A.6 and §A.7).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::context::set_code;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::choose;
use crate::dataset::base::number::decimal;
use crate::dataset::base::number::whole;
use crate::dicom::VR;
use crate::dicom::frame::FrameSource;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::Phantom;
use crate::phantom::ultrasound::Ultrasound;
use crate::phantom::ultrasound::UltrasoundOptions;

/// Widths and heights of still pictures. None has the shape of the cine.
const STILL_SIZES: &[(u32, u32)] = &[(1024, 640), (960, 600), (1136, 710), (1280, 720), (800, 544)];

/// Series 1 holds the cine, series 2 the still picture.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    let mut stream = context.stream("ultrasound");
    let rate = choose(&mut stream, &[20, 25, 30, 40]).unwrap_or(25);
    let frames = whole(&mut stream, 20, 30);
    let (columns, rows) = choose(&mut stream, STILL_SIZES).unwrap_or((1024, 640));
    let heart_rate = whole(&mut stream, 56, 96);
    let settings = Settings::new(context);
    let cine = UltrasoundOptions { rows: 480, columns: 640, frames, rate };
    let still = UltrasoundOptions { rows, columns, frames: 1, rate };
    let organs = ["Liver and portal vein", "Right kidney", "Gallbladder", "Aorta and pancreas"];
    let organ = |role| choose(&mut context.stream(role), &organs).unwrap_or("Liver and portal vein");

    let phantom = Ultrasound::new(context.stream("pixels 1"), cine);
    let image = Image {
        place: 1,
        series: 1,
        number: 1,
        sop_class: uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
        series_description: format!("{} cine", organ("organ 1")),
        seconds: 95,
        ..GENERAL
    };
    let mut first = instance(context, &image, phantom, &settings);
    cine_module(&mut first.object, rate, frames, heart_rate);

    let phantom = Ultrasound::new(context.stream("pixels 2"), still);
    let image = Image {
        place: 2,
        series: 2,
        number: 1,
        sop_class: uids::ULTRASOUND_IMAGE_STORAGE,
        series_description: format!("{} still", organ("organ 2")),
        seconds: 241,
        ..GENERAL
    };
    vec![first, instance(context, &image, phantom, &settings)]
}

const GENERAL: Image = Image {
    place: 1,
    series: 1,
    number: 1,
    sop_class: "",
    modality: "US",
    // A picture of tissue in two dimensions, without flow (PS3.3 §C.8.5.6.1.1).
    image_type: &["ABDOMINAL", "0001"],
    study_description: "US abdomen complete",
    series_description: String::new(),
    body_part: "ABDOMEN",
    seconds: 0,
};

/// How the scanner was set for the whole study.
struct Settings {
    transducer: &'static str,
    kilohertz: u32,
    mechanical_index: f64,
    thermal_index: f64,
}

impl Settings {
    fn new(context: &Context<'_>) -> Self {
        let mut stream = context.stream("settings");
        Self {
            transducer: Device::of(context).part,
            kilohertz: 100 * whole(&mut stream, 25, 45),
            mechanical_index: f64::from(whole(&mut stream, 8, 14)) / 10.0,
            thermal_index: f64::from(whole(&mut stream, 2, 9)) / 10.0,
        }
    }
}

fn instance(context: &Context<'_>, image: &Image, phantom: Ultrasound, settings: &Settings) -> Instance {
    let depth = depth_centimetres(&phantom);
    let region = (phantom.clinical_region(), depth.1);
    let mut instance = context.instance(image, phantom);
    let object = &mut instance.object;
    set_all(
        object,
        &[
            (tags::PATIENT_ORIENTATION, ""),
            (tags::TRANSDUCER_DATA, settings.transducer),
            (tags::TRANSDUCER_TYPE, "CURVED LINEAR"),
            (tags::PROCESSING_FUNCTION, "GENERAL ABDOMEN"),
            (tags::DEPTH_OF_SCAN_FIELD, &(depth.0 * 10).to_string()),
            (tags::MECHANICAL_INDEX, &decimal(settings.mechanical_index)),
            (tags::SOFT_TISSUE_THERMAL_INDEX, &decimal(settings.thermal_index)),
            (tags::BONE_THERMAL_INDEX, &decimal(settings.thermal_index * 1.5)),
        ],
    );
    object.set_u16(tags::ULTRASOUND_COLOR_DATA_PRESENT, &[0]);
    set_code(object, tags::ANATOMIC_REGION_SEQUENCE, ("818981001", "SCT", "Abdomen"));
    let at = |tag| AttributePath::top(tag).inside(tags::SEQUENCE_OF_ULTRASOUND_REGIONS, 0);
    let (area, centimetres_per_pixel) = region;
    // Two-dimensional tissue, measured in centimetres both ways (PS3.3 §C.8.5.5).
    for (tag, value) in [
        (tags::REGION_SPATIAL_FORMAT, 1),
        (tags::REGION_DATA_TYPE, 1),
        (tags::PHYSICAL_UNITS_X_DIRECTION, 3),
        (tags::PHYSICAL_UNITS_Y_DIRECTION, 3),
    ] {
        object.set_u16(at(tag), &[value]);
    }
    for (tag, value) in [
        (tags::REGION_FLAGS, 2),
        (tags::REGION_LOCATION_MIN_X0, area.x),
        (tags::REGION_LOCATION_MIN_Y0, area.y),
        (tags::REGION_LOCATION_MAX_X1, area.x + area.width.saturating_sub(1)),
        (tags::REGION_LOCATION_MAX_Y1, area.y + area.height.saturating_sub(1)),
        (tags::TRANSDUCER_FREQUENCY, settings.kilohertz),
    ] {
        object.set_u32(at(tag), &[value]);
    }
    object.set_f64(at(tags::PHYSICAL_DELTA_X), &[centimetres_per_pixel]);
    object.set_f64(at(tags::PHYSICAL_DELTA_Y), &[centimetres_per_pixel]);
    instance
}

/// Cine and Multi-frame modules (PS3.3 §C.7.6.5 and §C.7.6.6).
fn cine_module(object: &mut Object, rate: u32, frames: u32, heart_rate: u32) {
    object.set_tags(tags::FRAME_INCREMENT_POINTER, &[tags::FRAME_TIME]);
    object.set_text(tags::NUMBER_OF_FRAMES, VR::IS, &frames.to_string());
    set_all(
        object,
        &[
            (tags::FRAME_TIME, decimal(1000.0 / f64::from(rate)).as_str()),
            (tags::CINE_RATE, &rate.to_string()),
            (tags::RECOMMENDED_DISPLAY_FRAME_RATE, &rate.to_string()),
            (tags::START_TRIM, "1"),
            (tags::STOP_TRIM, &frames.to_string()),
            (tags::HEART_RATE, &heart_rate.to_string()),
        ],
    );
}

/// Depth of the picture in whole centimetres, and centimetres per pixel, as the drawn depth scale says.
fn depth_centimetres(phantom: &Ultrasound) -> (u32, f64) {
    let marks = phantom.benign_boxes();
    // The gray bar comes first, then a figure for every five centimetres, then the scale.
    let (Some(scale), figures) = (marks.last(), marks.len().saturating_sub(2) as u32) else { return (15, 0.04) };
    let unit = f64::from((phantom.format().rows / 240).max(1));
    let pixels = (f64::from(scale.height) - unit - 1.0).max(1.0);
    let deepest = marks.get(figures as usize).map_or(0.0, |mark| f64::from(mark.y) + f64::from(mark.height) / 2.0);
    let share = ((deepest - f64::from(scale.y)) / pixels).max(0.05);
    let centimetres = (f64::from(5 * figures) / share).round().max(1.0);
    (centimetres as u32, centimetres / pixels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn the_depth_scale_is_read_as_whole_centimetres() {
        for number in 0..40 {
            let (columns, rows) = if number % 2 == 0 { (640, 480) } else { (1024, 640) };
            let options = UltrasoundOptions { rows, columns, frames: 1, rate: 25 };
            let phantom = Ultrasound::new(Seed(number).stream(&["depth"]), options);
            let (centimetres, per_pixel) = depth_centimetres(&phantom);
            assert!((8..=18).contains(&centimetres), "seed {number}: {centimetres} cm");
            let region = f64::from(phantom.clinical_region().height) * per_pixel;
            assert!((region / f64::from(centimetres) - 1.0).abs() < 0.1, "seed {number}: {region} cm");
            // The second figure stands five centimetres below the first.
            if let [_, first, second, _, ..] = phantom.benign_boxes().as_slice() {
                let distance = f64::from(second.y - first.y) * per_pixel;
                assert!(centimetres < 10 || (distance - 5.0).abs() < 0.15, "seed {number}: {distance} cm");
            }
        }
    }
}
