//! A series of neighbouring CT slices of the trunk (PS3.3 §A.3).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::context::set_code;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::choose;
use crate::dataset::base::number::decimal;
use crate::dataset::base::number::decimals;
use crate::dataset::base::number::whole;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::ct::CtOptions;
use crate::phantom::ct::CtSeries;
use crate::phantom::ct::CtStorage;

/// Height and width of a slice in pixels.
const SIZE: u32 = 512;
/// Slices of the series.
const SLICES: u32 = 6;
/// From the aortic arch to the kidneys, which is what the phantom shows.
const LENGTH_MILLIMETRES: f64 = 300.0;

/// One series.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    let scan = Scan::new(context);
    let levels = (LENGTH_MILLIMETRES / scan.thickness).round() as u32;
    let series =
        CtSeries::new(context.stream("pixels"), CtOptions { size: SIZE, slices: levels, storage: scan.storage });
    let mut stream = context.stream("level");
    let chest = choose(&mut stream, &[true, false]).unwrap_or(true);
    // Percent of the way down: above the diaphragm, or below it.
    let (highest, lowest) = if chest { (8, 36) } else { (78, 88) };
    let first = levels * whole(&mut stream, highest, lowest) / 100;
    (0..SLICES)
        .map(|index| {
            let image = image(index, chest, scan.thickness);
            let mut instance = context.instance(&image, series.slice(first + index));
            scan.describe(&mut instance.object, index);
            instance
        })
        .collect()
}

fn image(index: u32, chest: bool, thickness: f64) -> Image {
    let part = if chest { "Chest" } else { "Abdomen" };
    Image {
        place: index + 1,
        series: 2,
        number: index + 1,
        sop_class: uids::CT_IMAGE_STORAGE,
        modality: "CT",
        image_type: &["AXIAL"],
        study_description: if chest { "CT chest with contrast" } else { "CT abdomen with contrast" },
        series_description: format!("{part} venous {}", decimal(thickness)),
        body_part: if chest { "CHEST" } else { "ABDOMEN" },
        seconds: 320 + index / 2,
    }
}

/// How the series was scanned and reconstructed.
struct Scan {
    storage: CtStorage,
    /// Slice thickness and distance, millimetres.
    thickness: f64,
    /// Side of the square picture, millimetres.
    field: f64,
    /// Position of the first slice from the landmark, millimetres.
    start: f64,
    table_height: f64,
    kilovolts: u32,
    milliamperes: u32,
    /// Time of a turn, milliseconds.
    turn: u32,
    pitch: f64,
    kernel: &'static str,
    agent: &'static str,
    frame_of_reference: String,
    irradiation: String,
}

impl Scan {
    fn new(context: &Context<'_>) -> Self {
        let mut stream = context.stream("scan");
        let stream = &mut stream;
        let storages = [CtStorage::Signed16, CtStorage::Offset12];
        let agents = ["Iohexol 350", "Iopamidol 300", "Iodixanol 320"];
        Self {
            storage: choose(stream, &storages).unwrap_or(CtStorage::Signed16),
            thickness: choose(stream, &[2.5, 3.0, 5.0]).unwrap_or(5.0),
            field: choose(stream, &[380.0, 400.0, 420.0, 440.0]).unwrap_or(400.0),
            start: -f64::from(whole(stream, 400, 4000)) / 10.0,
            table_height: f64::from(whole(stream, 1300, 1800)) / 10.0,
            kilovolts: choose(stream, &[100, 120, 140]).unwrap_or(120),
            milliamperes: whole(stream, 120, 360),
            turn: choose(stream, &[400, 500, 600]).unwrap_or(500),
            pitch: choose(stream, &[0.8, 0.984, 1.2]).unwrap_or(0.984),
            kernel: Device::of(context).part,
            agent: choose(stream, &agents).unwrap_or("Iohexol 350"),
            frame_of_reference: context.uid("frame of reference"),
            irradiation: context.uid("irradiation event"),
        }
    }

    fn describe(&self, object: &mut Object, index: u32) {
        self.geometry(object, index);
        self.acquisition(object);
        set_all(
            object,
            &[
                (tags::CONVOLUTION_KERNEL, self.kernel),
                (tags::IRRADIATION_EVENT_UID, &self.irradiation),
                (tags::RESCALE_INTERCEPT, &self.storage.rescale_intercept().to_string()),
                (tags::RESCALE_SLOPE, "1"),
                (tags::RESCALE_TYPE, "HU"),
                (tags::WINDOW_CENTER, "40\\-600"),
                (tags::WINDOW_WIDTH, "400\\1500"),
                (tags::WINDOW_CENTER_WIDTH_EXPLANATION, "SOFT TISSUE\\LUNG"),
            ],
        );
    }

    /// Frame of Reference and Image Plane modules (PS3.3 §C.7.4.1 and §C.7.6.2): axial, from head to feet.
    fn geometry(&self, object: &mut Object, index: u32) {
        let z = self.start - self.thickness * f64::from(index);
        let spacing = self.field / f64::from(SIZE);
        // The middle of the first pixel.
        let corner = -(self.field - spacing) / 2.0;
        set_all(
            object,
            &[
                (tags::FRAME_OF_REFERENCE_UID, self.frame_of_reference.as_str()),
                (tags::POSITION_REFERENCE_INDICATOR, "SN"),
                (tags::PATIENT_POSITION, "HFS"),
                (tags::IMAGE_POSITION_PATIENT, &decimals(&[corner, corner, z])),
                (tags::IMAGE_ORIENTATION_PATIENT, "1\\0\\0\\0\\1\\0"),
                (tags::PIXEL_SPACING, &decimals(&[spacing, spacing])),
                (tags::SLICE_THICKNESS, &decimal(self.thickness)),
                (tags::SPACING_BETWEEN_SLICES, &decimal(self.thickness)),
                (tags::SLICE_LOCATION, &decimal(z)),
                (tags::TABLE_HEIGHT, &decimal(self.table_height)),
                (tags::RECONSTRUCTION_DIAMETER, &decimal(self.field)),
                (tags::DATA_COLLECTION_DIAMETER, "500"),
            ],
        );
    }

    /// CT Image module (PS3.3 §C.8.2.1) and the contrast medium (§C.7.6.4).
    fn acquisition(&self, object: &mut Object) {
        let exposure = self.milliamperes * self.turn / 1000;
        set_all(
            object,
            &[
                (tags::SCAN_OPTIONS, "HELICAL MODE"),
                (tags::KVP, &self.kilovolts.to_string()),
                (tags::X_RAY_TUBE_CURRENT, &self.milliamperes.to_string()),
                (tags::EXPOSURE_TIME, &self.turn.to_string()),
                (tags::EXPOSURE, &exposure.to_string()),
                (tags::GENERATOR_POWER, &(self.kilovolts * self.milliamperes / 1000).to_string()),
                (tags::FILTER_TYPE, "BODY FILTER"),
                (tags::FOCAL_SPOTS, "1.2"),
                (tags::ROTATION_DIRECTION, "CW"),
                (tags::GANTRY_DETECTOR_TILT, "0"),
                (tags::DISTANCE_SOURCE_TO_DETECTOR, "949.075"),
                (tags::DISTANCE_SOURCE_TO_PATIENT, "541"),
                (tags::CONTRAST_BOLUS_AGENT, self.agent),
                (tags::CONTRAST_BOLUS_ROUTE, "IV"),
                (tags::CONTRAST_BOLUS_VOLUME, "90"),
            ],
        );
        object.set_f64(tags::REVOLUTION_TIME, &[f64::from(self.turn) / 1000.0]);
        object.set_f64(tags::SINGLE_COLLIMATION_WIDTH, &[0.625]);
        object.set_f64(tags::TOTAL_COLLIMATION_WIDTH, &[40.0]);
        object.set_f64(tags::SPIRAL_PITCH_FACTOR, &[self.pitch]);
        set_code(object, tags::CTDI_PHANTOM_TYPE_CODE_SEQUENCE, ("113691", "DCM", "IEC Body Dosimetry Phantom"));
        object.set_f64(tags::CTD_IVOL, &[f64::from(exposure * 7) / 100.0]);
    }
}
