//! An ultrasound study of abdomen, neck or heart: a cine and a still picture of another size (PS3.3 §A.6 and §A.7).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::context::set_code;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::choose;
use crate::dataset::base::number::decimal;
use crate::dataset::base::number::whole;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::instance::StudyKind;
use crate::phantom::Phantom;
use crate::phantom::ultrasound::Display;
use crate::phantom::ultrasound::Probe;
use crate::phantom::ultrasound::Ultrasound;
use crate::phantom::ultrasound::UltrasoundOptions;
use crate::phantom::ultrasound::tint;

/// Widths and heights of still pictures. None has the shape of the cine.
const STILL_SIZES: &[(u32, u32)] = &[(1024, 640), (960, 600), (1136, 710), (1280, 720), (800, 544)];

/// What one sort of examination looks like.
struct Examination {
    probe: Probe,
    /// Of the cine, and of the still picture.
    displays: [Display; 2],
    /// Frames of the cine, least and most.
    frames: (u32, u32),
    /// What the transducer is called where the maker has no name for it.
    transducer: &'static str,
    function: &'static str,
    /// Value 3 of Image Type (PS3.3 §C.8.5.6.1.1).
    application: &'static str,
    study: &'static str,
    body_part: &'static str,
    region: (&'static str, &'static str, &'static str),
    views: &'static [&'static str],
    /// Hundreds of kilohertz, least and most.
    frequency: (u32, u32),
}

const ABDOMEN: Examination = Examination {
    probe: Probe::Curved,
    displays: [Display::Gray, Display::Tinted],
    frames: (20, 30),
    transducer: "CURVED LINEAR",
    function: "GENERAL ABDOMEN",
    application: "ABDOMINAL",
    study: "US abdomen complete",
    body_part: "ABDOMEN",
    region: ("818981001", "SCT", "Abdomen"),
    views: &["Liver and portal vein", "Right kidney", "Gallbladder", "Aorta and pancreas"],
    frequency: (25, 45),
};

const NECK: Examination = Examination {
    probe: Probe::Linear,
    displays: [Display::Doppler, Display::Gray],
    frames: (14, 18),
    transducer: "LINEAR",
    function: "CAROTID",
    application: "VASCULAR",
    study: "US carotid arteries",
    body_part: "NECK",
    region: ("45048000", "SCT", "Neck"),
    views: &["Common carotid", "Carotid bulb", "Internal carotid", "External carotid"],
    frequency: (70, 110),
};

const HEART: Examination = Examination {
    probe: Probe::Phased,
    displays: [Display::Tinted, Display::Doppler],
    frames: (24, 32),
    transducer: "SECTOR_PHASED",
    function: "ADULT ECHO",
    application: "TTE",
    study: "Echocardiography transthoracic",
    body_part: "HEART",
    region: ("80891009", "SCT", "Heart"),
    views: &["Apical four chambers", "Apical mitral valve", "Apical left ventricle"],
    frequency: (18, 34),
};

/// Series 1 holds the cine, series 2 the still picture.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    let examination = match context.kind {
        StudyKind::VascularUltrasound => &NECK,
        StudyKind::CardiacUltrasound => &HEART,
        _ => &ABDOMEN,
    };
    let mut stream = context.stream("ultrasound");
    let rate = choose(&mut stream, &[20, 25, 30, 40]).unwrap_or(25);
    let frames = whole(&mut stream, examination.frames.0, examination.frames.1);
    let (columns, rows) = choose(&mut stream, STILL_SIZES).unwrap_or((1024, 640));
    let heart_rate = whole(&mut stream, 56, 96);
    let kilohertz = 100 * whole(&mut context.stream("settings"), examination.frequency.0, examination.frequency.1);
    let probe = examination.probe;
    let cine = UltrasoundOptions { rows: 480, columns: 640, frames, rate, probe, display: examination.displays[0] };
    let still = UltrasoundOptions { rows, columns, frames: 1, rate, probe, display: examination.displays[1] };

    let mut first = instance(context, examination, 1, cine, kilohertz);
    cine_module(&mut first.object, rate, frames, heart_rate);
    vec![first, instance(context, examination, 2, still, kilohertz)]
}

fn image(context: &Context<'_>, examination: &Examination, series: u32, display: Display) -> Image {
    let view = choose(&mut context.stream(&format!("organ {series}")), examination.views);
    let view = view.unwrap_or(examination.study);
    // Tissue in two dimensions, with or without flow in colour (PS3.3 §C.8.5.6.1.1).
    let coloured = display == Display::Doppler;
    let image_type: &'static [&'static str] = match (examination.application, coloured) {
        ("VASCULAR", true) => &["VASCULAR", "0011"],
        ("VASCULAR", false) => &["VASCULAR", "0001"],
        ("TTE", true) => &["TTE", "0011"],
        ("TTE", false) => &["TTE", "0001"],
        _ => &["ABDOMINAL", "0001"],
    };
    Image {
        place: series,
        series,
        number: 1,
        sop_class: if series == 1 {
            uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE
        } else {
            uids::ULTRASOUND_IMAGE_STORAGE
        },
        modality: "US",
        image_type,
        study_description: examination.study,
        series_description: format!("{view} {}", if series == 1 { "cine" } else { "still" }),
        body_part: examination.body_part,
        seconds: if series == 1 { 95 } else { 241 },
    }
}

/// Palette Color Lookup Table module (PS3.3 §C.7.9): what [`tint`] makes of each sample.
fn palette(object: &mut Object) {
    let tables = [
        (tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA),
        (tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA),
        (tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA),
    ];
    for (channel, (descriptor, data)) in tables.into_iter().enumerate() {
        object.set_u16(descriptor, &[256, 0, 16]);
        let words: Vec<i16> = (0..=255).map(|sample| tint(sample)[channel].cast_signed()).collect();
        object.set_words(data, &words);
    }
}

fn instance(
    context: &Context<'_>,
    examination: &Examination,
    series: u32,
    options: UltrasoundOptions,
    kilohertz: u32,
) -> Instance {
    let phantom = Ultrasound::new(context.stream(&format!("pixels {series}")), options);
    let (settings, area) = (phantom.settings(), phantom.clinical_region());
    let mut instance = context.instance(&image(context, examination, series, options.display), phantom);
    let object = &mut instance.object;
    let thermal_index = f64::from(settings.thermal_index) / 10.0;
    set_all(
        object,
        &[
            (tags::PATIENT_ORIENTATION, ""),
            (tags::TRANSDUCER_DATA, Device::of(context).part),
            (tags::TRANSDUCER_TYPE, examination.transducer),
            (tags::PROCESSING_FUNCTION, examination.function),
            (tags::DEPTH_OF_SCAN_FIELD, &(settings.centimetres * 10).to_string()),
            (tags::MECHANICAL_INDEX, &decimal(f64::from(settings.mechanical_index) / 10.0)),
            (tags::SOFT_TISSUE_THERMAL_INDEX, &decimal(thermal_index)),
            (tags::BONE_THERMAL_INDEX, &decimal(thermal_index * 1.5)),
        ],
    );
    if options.display == Display::Tinted {
        palette(object);
    }
    object.set_u16(tags::ULTRASOUND_COLOR_DATA_PRESENT, &[u16::from(options.display == Display::Doppler)]);
    set_code(object, tags::ANATOMIC_REGION_SEQUENCE, examination.region);
    let at = |tag| AttributePath::top(tag).inside(tags::SEQUENCE_OF_ULTRASOUND_REGIONS, 0);
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
        (tags::TRANSDUCER_FREQUENCY, kilohertz),
    ] {
        object.set_u32(at(tag), &[value]);
    }
    object.set_f64(at(tags::PHYSICAL_DELTA_X), &[settings.per_pixel]);
    object.set_f64(at(tags::PHYSICAL_DELTA_Y), &[settings.per_pixel]);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::frame::FrameSource;
    use crate::phantom::ultrasound::Settings;
    use crate::seed::Seed;

    #[test]
    fn the_depth_that_is_recorded_is_the_one_that_the_screen_shows() {
        for (number, probe) in (0..30).zip([Probe::Curved, Probe::Linear, Probe::Phased].into_iter().cycle()) {
            let (columns, rows) = if number % 2 == 0 { (640, 480) } else { (1024, 640) };
            let options = UltrasoundOptions { rows, columns, probe, ..UltrasoundOptions::default() };
            let phantom = Ultrasound::new(Seed(number).stream(&["depth"]), options);
            let Settings { centimetres, per_pixel, .. } = phantom.settings();
            let scale = phantom.marks().iter().find(|mark| mark.text == "depth scale").unwrap();
            let shown = f64::from(scale.area.height) * per_pixel;
            assert!((shown / f64::from(centimetres) - 1.0).abs() < 0.03, "seed {number}: {shown} cm");
            assert!(phantom.marks().iter().any(|mark| mark.text == format!("{centimetres} cm")), "seed {number}");
            assert!(scale.area.fits(phantom.format().columns, phantom.format().rows));
        }
    }
}
