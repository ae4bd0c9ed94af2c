//! Numbers and places of one visit and one order, of which each trap has its own.

use crate::identity::number::Cast;
use crate::identity::number::Further;
use crate::identity::number::further;
use crate::seed::Seed;
use rand::RngExt;

/// What a hospital's systems write beside the record number. No value holds a name of a place: those are other traps'.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encounter {
    /// Admission ID.
    pub admission: String,
    /// Service Episode ID.
    pub episode: String,
    /// Medical Record Locator: the shelf of the paper record.
    pub locator: String,
    /// Number of the order at the ward.
    pub placer_order: String,
    /// Number of the order at the radiology department, at most 16 characters.
    pub filler_order: String,
    /// Requested Procedure ID, at most 16 characters.
    pub requested_procedure: String,
    /// Performed Procedure Step ID, at most 16 characters.
    pub performed_step: String,
    /// Number of the insurance contract.
    pub insurance_plan: String,
    /// Who gives out the record numbers, as the master patient index is called.
    pub issuer: String,
    /// The same as an internet name at a reserved domain (RFC 2606).
    pub issuer_domain: String,
    /// Who gives out the accession numbers.
    pub accession_issuer: String,
    /// Military unit of the patient.
    pub military_unit: String,
    /// Latitude of the place where the picture was taken, north: degrees, minutes and seconds joined by a backslash.
    pub latitude: String,
    /// Longitude, east, in the same form.
    pub longitude: String,
}

impl Encounter {
    pub(super) fn new(seed: Seed, cast: Cast, index: u64) -> Self {
        let number = |field| further(seed, cast, index, field);
        let mut stream = seed.stream(&["identity", "encounter", cast.word(), &index.to_string()]);
        let (latitude, longitude) = position(seed, cast, index);
        Self {
            admission: format!("ADM{}", number(Further::Admission)),
            episode: format!("EP{}", number(Further::Episode)),
            locator: format!("VOL{}-{}", stream.random_range(2..5u8), number(Further::Locator)),
            placer_order: format!("ORD-{}", number(Further::PlacerOrder)),
            filler_order: format!("F{}", number(Further::FillerOrder)),
            requested_procedure: format!("RP{}", number(Further::RequestedProcedure)),
            performed_step: format!("PPS{}", number(Further::PerformedStep)),
            insurance_plan: format!("PLAN {}", number(Further::InsurancePlan)),
            issuer: format!("MPI-{}", number(Further::Issuer)),
            issuer_domain: format!("mpi{}.example.org", number(Further::IssuerDomain)),
            accession_issuer: format!("RIS-{}", number(Further::AccessionIssuer)),
            military_unit: format!("FIELD COMPANY {}", number(Further::MilitaryUnit)),
            latitude,
            longitude,
        }
    }
}

/// Parts of a second of arc that are told apart.
const PARTS: u64 = 10_000;

/// A place on the northern half and east of Greenwich that no other person has.
fn position(seed: Seed, cast: Cast, index: u64) -> (String, String) {
    let written = |label: &str, first: u64, degrees: u64| {
        let place = index.wrapping_mul(2).wrapping_add(u64::from(cast == Cast::Control));
        let drawn = seed.permute(&["identity", label], place, degrees * 3600 * PARTS);
        let (seconds, part) = (drawn / PARTS, drawn % PARTS);
        format!("{}\\{}\\{}.{part:04}", first + seconds / 3600, seconds / 60 % 60, seconds % 60)
    };
    (written("latitude", 36, 30), written("longitude", 10, 80))
}
