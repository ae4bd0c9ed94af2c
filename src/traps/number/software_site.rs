//! Site and licence among the software versions.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "software-site",
    version: 1,
    title: "Site and licence among the software versions",
    why: "The table of the standard does not list the attribute; makers write for whom the software is licensed.",
    standard: "not in PS3.15 Table E.1-1: Software Versions (0018,1020); PS3.15 §E.1: what could identify goes, wherever it is",
    seen: "dcm2niix#732",
    passes: "The site is gone; the versions may stay.",
};

/// Site and licence among the software versions.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let site = &identity.equipment.software_site;
    let secret = Secret::plain(Kind::Device, site);
    for instance in planting.instances() {
        let known = planting.text(instance, tags::SOFTWARE_VERSIONS);
        let versions = if known.is_empty() { "VE11C".to_owned() } else { known };
        let words = versions.replace('\\', " ");
        planting.write(instance, tags::SOFTWARE_VERSIONS, VR::LO, &format!("{versions}\\{site}"), &[secret], &words);
        planting.keep_words(instance, tags::SOFTWARE_VERSIONS, &words);
    }
}
