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
    /// What the maker calls the part that shapes the picture: transducer, plate, detector or kernel.
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
        };
        let marked = device(MARKED, model, "1", part);
        if !context.options.blind {
            return marked;
        }
        choose(&mut context.stream("device"), real).unwrap_or(marked)
    }
}
