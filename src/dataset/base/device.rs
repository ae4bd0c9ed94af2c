//! The makers and models that files name.

use crate::dataset::base::context::Context;
use crate::dataset::base::number::choose;
use crate::instance::StudyKind;

/// What makes the pictures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Device {
    /// Manufacturer (0008,0070).
    pub manufacturer: &'static str,
    /// Manufacturer's Model Name (0008,1090).
    pub model: &'static str,
    /// Software Versions (0018,1020).
    pub software: &'static str,
    /// What the maker calls the part that shapes the picture: transducer, plate, detector, coil, collimator, lens or kernel.
    pub part: &'static str,
}

const fn device(manufacturer: &'static str, model: &'static str, software: &'static str, part: &'static str) -> Device {
    Device { manufacturer, model, software, part }
}

const ULTRASOUND: &[Device] = &[
    device("GE Healthcare", "LOGIQE9", "R6.1.0", "C1-5-D"),
    device("Philips Medical Systems", "EPIQ 7C", "3.0.3", "C5-1"),
    device("SIEMENS", "ACUSON S2000", "VD10A", "4C1"),
    device("TOSHIBA_MEC_US", "TUS-A500", "AB_V5.50", "PVT-375BT"),
    device("SAMSUNG MEDISON CO.,LTD.", "RS80A", "3.02.01", "CA1-7A"),
];

const COMPUTED_RADIOGRAPHY: &[Device] = &[
    device("FUJIFILM Corporation", "FCR PROFECT CS", "A12", "ST-VI"),
    device("Agfa", "CR 85-X", "NIM_2208", "MD4.0R"),
    device("CARESTREAM HEALTH", "DirectView CR 975", "5.7.1", "GP"),
    device("KONICA MINOLTA", "REGIUS MODEL 190", "1.30R00", "RP-6S"),
];

const DIGITAL_RADIOGRAPHY: &[Device] = &[
    device("Philips Medical Systems", "DigitalDiagnost", "4.1.3", "TRIXELL PIXIUM 4600"),
    device("SIEMENS", "Fluorospot Compact FD", "VE10C", "PIXIUM 4343 RC"),
    device("GE Healthcare", "Discovery XR656", "dm_Platform_release", "FLASHPAD"),
    device("CARESTREAM HEALTH", "DRX-Evolution", "5.7.412", "DRX-1"),
    device("Canon Inc.", "CXDI Control Software NE", "2.17.0", "CXDI-701C"),
];

const COMPUTED_TOMOGRAPHY: &[Device] = &[
    device("GE MEDICAL SYSTEMS", "LightSpeed VCT", "07MW18.4", "STANDARD"),
    device("SIEMENS", "SOMATOM Definition AS", "syngo CT 2012B", "B30f"),
    device("Philips", "Brilliance 64", "3.5.17", "B"),
    device("TOSHIBA", "Aquilion", "V4.86ER003", "FC08"),
];

const VASCULAR_ULTRASOUND: &[Device] = &[
    device("GE Healthcare", "LOGIQE9", "R6.1.0", "9L-D"),
    device("Philips Medical Systems", "EPIQ 7C", "3.0.3", "L12-3"),
    device("SIEMENS", "ACUSON S2000", "VD10A", "9L4"),
    device("TOSHIBA_MEC_US", "TUS-A500", "AB_V5.50", "PLT-704SBT"),
];

const CARDIAC_ULTRASOUND: &[Device] = &[
    device("GE Vingmed Ultrasound", "Vivid E9", "112.1.5", "M5S"),
    device("Philips Medical Systems", "CX50", "3.1.2", "S5-1"),
    device("SIEMENS", "ACUSON SC2000", "VB10F", "4V1c"),
];

const MAGNETIC_RESONANCE: &[Device] = &[
    device("SIEMENS", "Avanto", "syngo MR B17", "HEAD"),
    device("GE MEDICAL SYSTEMS", "Signa HDxt", "15.0_M4_0910.a", "8HRBRAIN"),
    device("Philips Medical Systems", "Achieva", "3.2.1", "SENSE-Head-8"),
];

const MAMMOGRAPHY: &[Device] = &[
    device("HOLOGIC, Inc.", "Selenia Dimensions", "AWS:1.8.3.63", "DIRECT"),
    device("GE MEDICAL SYSTEMS", "Senographe Essential", "54.10", "SCINTILLATOR"),
    device("SIEMENS", "Mammomat Inspiration", "VB30L", "DIRECT"),
];

const X_RAY_ANGIOGRAPHY: &[Device] = &[
    device("Philips Medical Systems", "Allura Xper", "8.2.17", "FD10"),
    device("SIEMENS", "AXIOM-Artis", "VC14J", "FD"),
    device("GE MEDICAL SYSTEMS", "Innova 2100-IQ", "33.0", "REVOLUTION"),
];

const NUCLEAR_MEDICINE: &[Device] = &[
    device("SIEMENS NM", "Symbia T", "VB10B", "LEHR"),
    device("GE MEDICAL SYSTEMS", "Discovery NM630", "2.003.003.0", "LEHR"),
    device("ADAC", "Forte", "7.0", "LEAP"),
];

const POSITRON_EMISSION: &[Device] = &[
    device("GE MEDICAL SYSTEMS", "Discovery 690", "pet_hippo.23", "OSEM"),
    device("SIEMENS", "Biograph 40", "PET VG51C", "OSEM3D"),
    device("Philips Medical Systems", "Gemini TF", "3.5.4", "BLOB-OS-TF"),
];

const SCREEN_CAPTURE: &[Device] = &[
    device("Agfa HealthCare", "IMPAX", "6.5.2", "CLIENT"),
    device("SIEMENS", "syngo.plaza", "VA30A", "CLIENT"),
    device("Vital Images, Inc.", "Vitrea", "6.4.1", "CLIENT"),
];

const PHOTOGRAPHY: &[Device] = &[
    device("Canon", "EOS 600D", "1.0.2", "60MM"),
    device("NIKON", "D3200", "1.04", "60MM"),
    device("Canfield", "VEOS", "1.3", "DERMOSCOPE"),
];

/// Says of itself that it is synthetic.
const MARKED: &str = "deidbench synthetic";

impl Device {
    /// The device of the study: a real one where the files are blind.
    pub(super) fn of(context: &Context<'_>) -> Self {
        let (real, model, part) = match context.kind {
            StudyKind::UltrasoundCine => (ULTRASOUND, "Ultrasound phantom", "CURVED"),
            StudyKind::ComputedRadiography => (COMPUTED_RADIOGRAPHY, "Plate phantom", "PLATE"),
            StudyKind::DigitalRadiography => (DIGITAL_RADIOGRAPHY, "Detector phantom", "DETECTOR"),
            StudyKind::ComputedTomography => (COMPUTED_TOMOGRAPHY, "CT phantom", "STANDARD"),
            StudyKind::VascularUltrasound => (VASCULAR_ULTRASOUND, "Ultrasound phantom", "LINEAR"),
            StudyKind::CardiacUltrasound => (CARDIAC_ULTRASOUND, "Ultrasound phantom", "SECTOR"),
            StudyKind::MagneticResonance => (MAGNETIC_RESONANCE, "MR phantom", "HEAD"),
            StudyKind::Mammography => (MAMMOGRAPHY, "Breast phantom", "DETECTOR"),
            StudyKind::XRayAngiography => (X_RAY_ANGIOGRAPHY, "Vessel phantom", "DETECTOR"),
            StudyKind::NuclearMedicine => (NUCLEAR_MEDICINE, "Gamma phantom", "LEHR"),
            StudyKind::PositronEmission => (POSITRON_EMISSION, "PET phantom", "OSEM"),
            StudyKind::ScreenCapture => (SCREEN_CAPTURE, "Screen phantom", "CLIENT"),
            StudyKind::Photography => (PHOTOGRAPHY, "Photograph phantom", "60MM"),
        };
        let marked = device(MARKED, model, "1", part);
        if !context.options.blind {
            return marked;
        }
        choose(&mut context.stream("device"), real).unwrap_or(marked)
    }
}
