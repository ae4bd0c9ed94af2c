//! Names in labels of a structure set.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "structure-set-names",
    version: 1,
    title: "Names in labels of a structure set",
    why: "Planners name plans and targets after the patient; tools that know images do not know these attributes.",
    standard: "PS3.15 Table E.1-1: Structure Set Label (3006,0002) D, ROI Name (3006,0026) Z, ROI Interpreter (3006,00A6) Z",
    seen: "",
    passes: "Each is gone, empty or replaced.",
};

/// Names in labels of a structure set.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant).needs(Companion::RtStructureSet);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::RtStructureSet) else { return };
    let identity = planting.identity;
    let (name, mrn, physician) = (identity.name.dicom(), identity.mrn.clone(), identity.performing.dicom());
    let family = identity.name.family.clone();
    let label = format!("PL {mrn}");
    planting.write(number, tags::STRUCTURE_SET_LABEL, VR::SH, &label, &[Secret::plain(Kind::Mrn, &mrn)], "PL");
    let roi = AttributePath::below(&[(tags::STRUCTURE_SET_ROI_SEQUENCE, 1)], tags::ROI_NAME);
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &family };
    planting.write(number, roi, VR::LO, &format!("PTV {family}"), &[secret], "PTV");
    let interpreter = AttributePath::below(&[(tags::RTROI_OBSERVATIONS_SEQUENCE, 1)], tags::ROI_INTERPRETER);
    planting.set(number, interpreter, VR::PN, Kind::Staff, &physician);
}
