//! What the pictures of a kind of study can carry.

use crate::instance::StudyKind;

/// All studies.
pub(in crate::traps::pixel) fn every(_: StudyKind) -> bool {
    true
}

/// Pictures that take a label of some size: slices of PET and counts are small.
pub(in crate::traps::pixel) fn has_room(kind: StudyKind) -> bool {
    !matches!(kind, StudyKind::PositronEmission | StudyKind::NuclearMedicine)
}

/// Pictures of many frames.
pub(in crate::traps::pixel) fn has_cine(kind: StudyKind) -> bool {
    kind.has_cine()
}

/// Pictures in colour.
pub(in crate::traps::pixel) fn has_colour(kind: StudyKind) -> bool {
    kind.has_colour()
}

/// Pictures through a colour table.
pub(in crate::traps::pixel) fn has_palette(kind: StudyKind) -> bool {
    matches!(kind, StudyKind::UltrasoundCine | StudyKind::CardiacUltrasound)
}

/// Grey of more than 8 bits.
pub(in crate::traps::pixel) fn has_deep_grey(kind: StudyKind) -> bool {
    has_unused_bits(kind) || kind == StudyKind::ComputedTomography
}

/// Grey of more than 8 bits where low samples are white.
pub(in crate::traps::pixel) fn has_inverse(kind: StudyKind) -> bool {
    kind.has_deep_inverse()
}

/// Samples of 16 bits of which the highest are always unused.
pub(in crate::traps::pixel) fn has_unused_bits(kind: StudyKind) -> bool {
    matches!(
        kind,
        StudyKind::ComputedRadiography
            | StudyKind::DigitalRadiography
            | StudyKind::MagneticResonance
            | StudyKind::Mammography
    )
}
