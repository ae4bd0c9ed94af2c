//! Accession number as name of a file without extension.

use crate::card::Card;
use crate::dicom::locus::Locus;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "file-without-extension",
    version: 1,
    title: "Accession number as name of a file without extension",
    why: "Scripts that look for .dcm copy such a file as it is, or leave it where it was.",
    standard: "PS3.10 §8.2: file names have no extension in most file sets",
    seen: "microsoft/presidio: files without .dcm",
    passes: "The file came back cleaned, under another name.",
};

/// Accession number as name of a file without extension.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Path, plant);

fn plant(planting: &mut Planting<'_>) {
    let accession = planting.identity.accession.clone();
    for instance in planting.instances() {
        let Some(target) = planting.study.instances.get_mut(instance) else { continue };
        if let Some(file) = target.path.last_mut() {
            *file = format!("{accession}_{}", file.replace('.', "_"));
        }
        planting.record(instance, Locus::Path, &[Secret::plain(Kind::Accession, &accession)], "");
    }
}
