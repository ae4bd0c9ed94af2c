//! Name five containers deep in a report.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::content::add_item;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "sr-deep-text",
    version: 1,
    title: "Name five containers deep in a report",
    why: "Tools that look one or two sequences deep never see the leaves of a tree.",
    standard: "PS3.15 Table E.1-1: Content Sequence (0040,A730) D; PS3.3 §C.17.3",
    seen: "mmiv-center/DICOMAnonymizer#20, pymedphys#922",
    passes: "The item is gone, or its identifiers are.",
};

/// Name five containers deep in a report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::ComprehensiveSr);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::ComprehensiveSr) else { return };
    let name = planting.identity.name.dicom();
    let accession = planting.identity.accession.clone();
    let readable = planting.identity.name.readable();
    let text = format!("Compared with earlier images of {readable}, order {accession}");
    let Some(target) = planting.study.at_mut(number) else { return };
    let mut level = Vec::new();
    for concept in [
        ("121070", "DCM", "Findings"),
        ("125007", "DCM", "Measurement Group"),
        ("125007", "DCM", "Measurement Group"),
        ("121077", "DCM", "Conclusion"),
    ] {
        level = add_item(&mut target.object, &level, "CONTAINS", "CONTAINER", Some(concept));
    }
    let item = add_item(&mut target.object, &level, "CONTAINS", "TEXT", Some(("121106", "DCM", "Comment")));
    let secrets = [
        Secret { kind: Kind::PersonName, value: &name, written: &readable },
        Secret::plain(Kind::Accession, &accession),
    ];
    let path = AttributePath::below(&item, tags::TEXT_VALUE);
    planting.write(number, path, VR::UT, &text, &secrets, "Compared with earlier images of order");
}
