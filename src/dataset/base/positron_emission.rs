//! A series of PET slices of the trunk (PS3.3 §A.21).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::context::set_code;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::choose;
use crate::dataset::base::number::decimal;
use crate::dataset::base::number::decimals;
use crate::dataset::base::number::whole;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::positron::PetSeries;

/// Slices of the series.
const SLICES: u32 = 6;
/// Levels of the phantom's trunk.
const LEVELS: u32 = 60;
/// Height and width in pixels.
const SIZE: u32 = 256;

/// One series.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    let series = PetSeries::new(context.stream("pixels"), SIZE, LEVELS);
    let mut stream = context.stream("scan");
    let first = whole(&mut stream, 6, 44);
    let scan = Scan {
        field: choose(&mut stream, &[550.0, 576.0, 600.0]).unwrap_or(576.0),
        start: -f64::from(whole(&mut stream, 400, 4000)) / 10.0,
        thickness: 5.0,
        frame_of_reference: context.uid("frame of reference"),
        megabecquerels: whole(&mut stream, 220, 390),
    };
    (0..SLICES)
        .map(|index| {
            let slice = series.slice(first + index);
            let slope = slice.rescale_slope();
            let mut instance = context.instance(&image(index), slice);
            scan.geometry(&mut instance.object, index);
            scan.series(&mut instance.object, context);
            scan.image(&mut instance.object, index, slope);
            instance
        })
        .collect()
}

fn image(index: u32) -> Image {
    Image {
        place: index + 1,
        series: 1,
        number: index + 1,
        sop_class: uids::POSITRON_EMISSION_TOMOGRAPHY_IMAGE_STORAGE,
        modality: "PT",
        image_type: &[],
        study_description: "PET trunk FDG",
        series_description: "Trunk corrected".to_owned(),
        body_part: "WHOLEBODY",
        seconds: 600,
    }
}

/// How the series was scanned.
struct Scan {
    /// Side of the square picture, millimetres.
    field: f64,
    /// Position of the first slice, millimetres.
    start: f64,
    thickness: f64,
    frame_of_reference: String,
    megabecquerels: u32,
}

impl Scan {
    /// Frame of Reference and Image Plane modules (PS3.3 §C.7.4.1 and §C.7.6.2): axial, from head to feet.
    fn geometry(&self, object: &mut Object, index: u32) {
        let z = self.start - self.thickness * f64::from(index);
        let spacing = self.field / f64::from(SIZE);
        let corner = -(self.field - spacing) / 2.0;
        set_all(
            object,
            &[
                (tags::FRAME_OF_REFERENCE_UID, self.frame_of_reference.as_str()),
                (tags::POSITION_REFERENCE_INDICATOR, ""),
                (tags::IMAGE_POSITION_PATIENT, &decimals(&[corner, corner, z])),
                (tags::IMAGE_ORIENTATION_PATIENT, "1\\0\\0\\0\\1\\0"),
                (tags::PIXEL_SPACING, &decimals(&[spacing, spacing])),
                (tags::SLICE_THICKNESS, &decimal(self.thickness)),
                (tags::SPACING_BETWEEN_SLICES, &decimal(self.thickness)),
                (tags::SLICE_LOCATION, &decimal(z)),
            ],
        );
    }

    /// PET Series, PET Isotope and NM/PET Patient Orientation modules (PS3.3 §C.8.9.1, §C.8.9.2 and §C.8.4.6).
    fn series(&self, object: &mut Object, context: &Context<'_>) {
        object.set_u16(tags::NUMBER_OF_SLICES, &[SLICES as u16]);
        set_all(
            object,
            &[
                (tags::UNITS, "BQML"),
                (tags::COUNTS_SOURCE, "EMISSION"),
                (tags::SERIES_TYPE, "WHOLE BODY\\IMAGE"),
                (tags::CORRECTED_IMAGE, "NORM\\DTIM\\ATTN\\SCAT\\DECY\\RAN"),
                (tags::RANDOMS_CORRECTION_METHOD, "DLYD"),
                (tags::ATTENUATION_CORRECTION_METHOD, "measured by CT"),
                (tags::DECAY_CORRECTION, "START"),
                (tags::RECONSTRUCTION_METHOD, Device::of(context).part),
                (tags::COLLIMATOR_TYPE, "NONE"),
            ],
        );
        let drug = [(tags::RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE, 0)];
        let at = |tag| AttributePath::below(&drug, tag);
        object.set_text(at(tags::RADIOPHARMACEUTICAL), VR::LO, "FDG F-18");
        object.set_text(at(tags::RADIONUCLIDE_TOTAL_DOSE), VR::DS, &(self.megabecquerels * 1_000_000).to_string());
        object.set_text(at(tags::RADIONUCLIDE_HALF_LIFE), VR::DS, "6586.2");
        object.set_text(at(tags::RADIONUCLIDE_POSITRON_FRACTION), VR::DS, "0.967");
        for (sequence, value, meaning) in [
            (tags::RADIONUCLIDE_CODE_SEQUENCE, "77004003", "^18^Fluorine"),
            (tags::RADIOPHARMACEUTICAL_CODE_SEQUENCE, "35321007", "Fluorodeoxyglucose F^18^"),
        ] {
            let steps = [drug[0], (sequence, 0)];
            for (tag, vr, text) in [
                (tags::CODE_VALUE, VR::SH, value),
                (tags::CODING_SCHEME_DESIGNATOR, VR::SH, "SCT"),
                (tags::CODE_MEANING, VR::LO, meaning),
            ] {
                object.set_text(AttributePath::below(&steps, tag), vr, text);
            }
        }
        set_code(object, tags::PATIENT_ORIENTATION_CODE_SEQUENCE, ("102538003", "SCT", "recumbent"));
        let modifier =
            [(tags::PATIENT_ORIENTATION_CODE_SEQUENCE, 0), (tags::PATIENT_ORIENTATION_MODIFIER_CODE_SEQUENCE, 0)];
        for (tag, vr, text) in [
            (tags::CODE_VALUE, VR::SH, "40199007"),
            (tags::CODING_SCHEME_DESIGNATOR, VR::SH, "SCT"),
            (tags::CODE_MEANING, VR::LO, "supine"),
        ] {
            object.set_text(AttributePath::below(&modifier, tag), vr, text);
        }
        set_code(object, tags::PATIENT_GANTRY_RELATIONSHIP_CODE_SEQUENCE, ("102540008", "SCT", "headfirst"));
    }

    /// PET Image module (PS3.3 §C.8.9.4). The slope is that of this slice alone.
    fn image(&self, object: &mut Object, index: u32, slope: f64) {
        let slope = format!("{slope:.9}");
        let slope: String = slope.chars().take(16).collect();
        object.set_u16(tags::IMAGE_INDEX, &[index as u16 + 1]);
        set_all(
            object,
            &[
                (tags::RESCALE_INTERCEPT, "0"),
                (tags::RESCALE_SLOPE, &slope),
                (tags::FRAME_REFERENCE_TIME, "90000"),
                (tags::ACTUAL_FRAME_DURATION, "180000"),
                (tags::DECAY_FACTOR, "1.00951"),
                (tags::WINDOW_CENTER, "5000"),
                (tags::WINDOW_WIDTH, "10000"),
            ],
        );
    }
}
