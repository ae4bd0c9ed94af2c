//! Slices of a head in three weightings, a series each (PS3.3 §A.4).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::choose;
use crate::dataset::base::number::decimal;
use crate::dataset::base::number::decimals;
use crate::dataset::base::number::whole;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::mr::MrHead;
use crate::phantom::mr::Weighting;

/// Slices of each series.
const SLICES: u32 = 4;
/// Between slices of a series, millimetres.
const DISTANCE: f64 = 6.0;
/// From the base of the skull to its top, which is what the phantom shows.
const HEIGHT_MILLIMETRES: f64 = 150.0;

/// Three series of the same levels.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    let scan = Scan::new(context);
    let head = MrHead::new(context.stream("pixels"), scan.size);
    let weightings = [Weighting::T1, Weighting::T2, Weighting::Flair];
    let places =
        (1..).zip(weightings).flat_map(|(series, weighting)| (0..SLICES).map(move |slice| (series, weighting, slice)));
    (1..)
        .zip(places)
        .map(|(place, (series, weighting, slice))| {
            let image = image(place, series, slice, weighting);
            let level = scan.lowest + f64::from(slice) * DISTANCE / HEIGHT_MILLIMETRES;
            let mut instance = context.instance(&image, head.slice(level as f32, weighting));
            scan.geometry(&mut instance.object, slice);
            scan.sequence(&mut instance.object, weighting);
            instance
        })
        .collect()
}

fn image(place: u32, series: u32, slice: u32, weighting: Weighting) -> Image {
    Image {
        place,
        series,
        number: slice + 1,
        sop_class: uids::MR_IMAGE_STORAGE,
        modality: "MR",
        image_type: &["OTHER"],
        study_description: "MR head native",
        series_description: format!("{} axial", weighting.name()),
        body_part: "HEAD",
        seconds: 180 * series + slice,
    }
}

/// How the head was scanned.
struct Scan {
    size: u32,
    /// Level of the first slice in the phantom.
    lowest: f64,
    /// Side of the square picture, millimetres.
    field: f64,
    /// Position of the first slice from the landmark, millimetres.
    start: f64,
    tesla: f64,
    coil: &'static str,
    frame_of_reference: String,
}

impl Scan {
    fn new(context: &Context<'_>) -> Self {
        let mut stream = context.stream("scan");
        let stream = &mut stream;
        Self {
            size: choose(stream, &[448, 480, 512]).unwrap_or(512),
            lowest: f64::from(whole(stream, 40, 58)) / 100.0,
            field: choose(stream, &[270.0, 280.0, 290.0]).unwrap_or(280.0),
            start: f64::from(whole(stream, 0, 600)) / 10.0 - 30.0,
            tesla: choose(stream, &[1.5, 3.0]).unwrap_or(1.5),
            coil: Device::of(context).part,
            frame_of_reference: context.uid("frame of reference"),
        }
    }

    /// Frame of Reference and Image Plane modules (PS3.3 §C.7.4.1 and §C.7.6.2): axial, from the base upwards.
    fn geometry(&self, object: &mut Object, slice: u32) {
        let z = self.start + DISTANCE * f64::from(slice);
        let spacing = self.field / f64::from(self.size);
        let corner = -(self.field - spacing) / 2.0;
        set_all(
            object,
            &[
                (tags::FRAME_OF_REFERENCE_UID, self.frame_of_reference.as_str()),
                (tags::POSITION_REFERENCE_INDICATOR, ""),
                (tags::PATIENT_POSITION, "HFS"),
                (tags::IMAGE_POSITION_PATIENT, &decimals(&[corner, corner, z])),
                (tags::IMAGE_ORIENTATION_PATIENT, "1\\0\\0\\0\\1\\0"),
                (tags::PIXEL_SPACING, &decimals(&[spacing, spacing])),
                (tags::SLICE_THICKNESS, "5"),
                (tags::SPACING_BETWEEN_SLICES, &decimal(DISTANCE)),
                (tags::SLICE_LOCATION, &decimal(z)),
            ],
        );
    }

    /// MR Image module (PS3.3 §C.8.3.1).
    fn sequence(&self, object: &mut Object, weighting: Weighting) {
        let (repetition, echo, inversion, train) = match weighting {
            Weighting::T1 => ("520", "12", "", "1"),
            Weighting::T2 => ("4200", "98", "", "15"),
            Weighting::Flair => ("9000", "114", "2500", "17"),
        };
        let megahertz = 42.577_478 * self.tesla;
        set_all(
            object,
            &[
                (tags::SCANNING_SEQUENCE, if inversion.is_empty() { "SE" } else { "SE\\IR" }),
                (tags::SEQUENCE_VARIANT, if train == "1" { "NONE" } else { "SK" }),
                (tags::SCAN_OPTIONS, ""),
                (tags::MR_ACQUISITION_TYPE, "2D"),
                (tags::SEQUENCE_NAME, weighting.name()),
                (tags::REPETITION_TIME, repetition),
                (tags::ECHO_TIME, echo),
                (tags::ECHO_TRAIN_LENGTH, train),
                (tags::ECHO_NUMBERS, "1"),
                (tags::NUMBER_OF_AVERAGES, "2"),
                (tags::IMAGING_FREQUENCY, &decimal((megahertz * 1e4).round() / 1e4)),
                (tags::IMAGED_NUCLEUS, "1H"),
                (tags::MAGNETIC_FIELD_STRENGTH, &decimal(self.tesla)),
                (tags::RECEIVE_COIL_NAME, self.coil),
                (tags::FLIP_ANGLE, if inversion.is_empty() { "90" } else { "150" }),
                (tags::WINDOW_CENTER, "700"),
                (tags::WINDOW_WIDTH, "1400"),
            ],
        );
        if !inversion.is_empty() {
            object.set_str(tags::INVERSION_TIME, inversion);
        }
    }
}
