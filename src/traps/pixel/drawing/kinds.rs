//! What the pictures of a kind of study can carry.

use crate::instance::StudyKind;

/// All studies.
pub(in crate::traps::pixel) fn every(_: StudyKind) -> bool {
    true
}

/// Pictures of many frames.
pub(in crate::traps::pixel) fn has_cine(kind: StudyKind) -> bool {
    kind == StudyKind::UltrasoundCine
}

/// Screens in colour; where a study has none, the grey of the same brightness is drawn.
pub(in crate::traps::pixel) fn has_colour(kind: StudyKind) -> bool {
    kind == StudyKind::UltrasoundCine
}

/// Pictures through a colour table; where a study has none, plain letters are drawn.
pub(in crate::traps::pixel) fn has_palette(kind: StudyKind) -> bool {
    kind == StudyKind::UltrasoundCine
}

/// Grey of more than 8 bits.
pub(in crate::traps::pixel) fn has_deep_grey(kind: StudyKind) -> bool {
    matches!(kind, StudyKind::ComputedRadiography | StudyKind::DigitalRadiography | StudyKind::ComputedTomography)
}

/// Grey of more than 8 bits where low samples are white.
pub(in crate::traps::pixel) fn has_inverse(kind: StudyKind) -> bool {
    kind == StudyKind::ComputedRadiography
}

/// Samples of 16 bits of which the highest are always unused.
pub(in crate::traps::pixel) fn has_unused_bits(kind: StudyKind) -> bool {
    matches!(kind, StudyKind::ComputedRadiography | StudyKind::DigitalRadiography)
}
