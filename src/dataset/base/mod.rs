//! Clean, valid instances of one study, before any identity is planted.
//!
//! Patient, accession and referring physician are present and empty. All dates are the study's date.

mod angiography;
mod companion;
mod computed_radiography;
mod computed_tomography;
mod context;
mod device;
mod digital_radiography;
mod magnetic_resonance;
mod mammography;
mod nuclear_medicine;
mod number;
mod path;
mod photography;
mod positron_emission;
mod radiograph;
mod screen_capture;
mod ultrasound;

pub use companion::add_companions;
pub(crate) use companion::point_at;

use crate::instance::Study;
use crate::instance::StudyKind;
use crate::seed::Seed;
use context::Context;

/// What a study is to look like, beside its kind and seed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaseOptions {
    /// Leave out every mark that says that the files are synthetic, and name real devices.
    pub blind: bool,
    /// Date of all images, `YYYYMMDD`.
    pub study_date: String,
    /// Time at which the study starts, `HHMMSS`; images follow within minutes.
    pub study_time: String,
    /// Specific Character Set (0008,0005), values joined by a backslash; absent where empty.
    pub character_set: String,
    /// Folders above those of the study, outermost first.
    pub folder: Vec<String>,
}

/// The study of one patient (`DEID-0001` and so on). The same arguments give the same bytes.
pub fn study(kind: StudyKind, patient: &str, seed: Seed, options: &BaseOptions) -> Study {
    let context = Context::new(kind, patient, seed, options);
    let instances = match kind {
        StudyKind::UltrasoundCine | StudyKind::VascularUltrasound | StudyKind::CardiacUltrasound => {
            ultrasound::instances(&context)
        }
        StudyKind::ComputedRadiography => computed_radiography::instances(&context),
        StudyKind::DigitalRadiography => digital_radiography::instances(&context),
        StudyKind::ComputedTomography => computed_tomography::instances(&context),
        StudyKind::MagneticResonance => magnetic_resonance::instances(&context),
        StudyKind::Mammography => mammography::instances(&context),
        StudyKind::XRayAngiography => angiography::instances(&context),
        StudyKind::NuclearMedicine => nuclear_medicine::instances(&context),
        StudyKind::PositronEmission => positron_emission::instances(&context),
        StudyKind::ScreenCapture => screen_capture::instances(&context),
        StudyKind::Photography => photography::instances(&context),
    };
    Study { patient: patient.to_owned(), kind, instances, companions: Vec::new() }
}
