//! Numbers of the parts of a scanner.

use crate::identity::number::Cast;
use crate::identity::number::Further;
use crate::identity::number::further;
use crate::seed::Seed;
use rand::RngExt;

/// The parts that headers name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equipment {
    /// Serial number in the unique device identifier.
    pub udi_serial: String,
    /// The unique device identifier in the form of GS1: `(01)...(11)...(21)SERIAL`.
    pub udi: String,
    /// Detector ID, at most 16 characters.
    pub detector: String,
    /// Plate ID.
    pub plate: String,
    /// Cassette ID.
    pub cassette: String,
    /// Gantry ID.
    pub gantry: String,
    /// Generator ID.
    pub generator: String,
    /// Application entity title of the station, at most 16 capitals and digits.
    pub station_ae: String,
    /// Application entity title of the archive.
    pub archive_ae: String,
    /// Licence and site as the software's version line names them.
    pub software_site: String,
}

impl Equipment {
    pub(super) fn new(seed: Seed, cast: Cast, index: u64) -> Self {
        let number = |field| further(seed, cast, index, field);
        let mut stream = seed.stream(&["identity", "equipment", cast.word(), &index.to_string()]);
        let udi_serial = format!("S{}", number(Further::Udi));
        let item = stream.random_range(10_000_000_000_000..99_999_999_999_999u64);
        let made = format!("{:02}{:02}{:02}", stream.random_range(8..17u8), stream.random_range(1..13u8), 1);
        Self {
            udi: format!("(01){item}(11){made}(21){udi_serial}"),
            udi_serial,
            detector: format!("DET{}", number(Further::Detector)),
            plate: format!("PL{}", number(Further::Plate)),
            cassette: format!("CAS{}", number(Further::Cassette)),
            gantry: format!("GAN{}", number(Further::Gantry)),
            generator: format!("GEN{}", number(Further::Generator)),
            station_ae: format!("RAD{}", number(Further::StationAe)),
            archive_ae: format!("ARC{}", number(Further::ArchiveAe)),
            software_site: format!("SITE {}", number(Further::Software)),
        }
    }
}
