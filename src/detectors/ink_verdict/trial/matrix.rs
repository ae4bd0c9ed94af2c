//! Transformations by what is right to say of them.

use crate::detectors::ink_verdict::orientation::Orientation;
use crate::detectors::ink_verdict::trial::tools::Tool;

/// What a transformation leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::detectors::ink_verdict) enum Class {
    /// All of the text.
    Kept,
    /// A faint picture of it.
    Faint,
    /// It was made illegible by something else than taking it away.
    Obscured,
    /// Part of it.
    Covered,
    /// It stands elsewhere.
    Moved,
    /// Letters were painted over one by one.
    Outlined,
    /// Nothing.
    Removed,
}

/// Transformations that leave something.
pub(in crate::detectors::ink_verdict) const LEAVING: [(Class, &str, Tool); 72] = [
    (Class::Kept, "untouched", Tool::Untouched),
    (Class::Kept, "JPEG 90", Tool::Jpeg(90)),
    (Class::Kept, "JPEG 75", Tool::Jpeg(75)),
    (Class::Kept, "JPEG 50", Tool::Jpeg(50)),
    (Class::Kept, "gamma 0.7", Tool::Gamma),
    (Class::Kept, "contrast x0.8, +10", Tool::Contrast),
    (Class::Kept, "inverted", Tool::Invert),
    (Class::Kept, "noise 1 % of the frame", Tool::Noise(0.01)),
    (Class::Kept, "size x0.5", Tool::Half),
    (Class::Kept, "size x0.75", Tool::Resize(0.75)),
    (Class::Kept, "size x1.3", Tool::Resize(1.3)),
    (Class::Kept, "shift 3, 2", Tool::Shift(3, 2)),
    (Class::Kept, "shift -7, 0", Tool::Shift(-7, 0)),
    (Class::Kept, "shift by half a pixel", Tool::HalfShift),
    (Class::Kept, "cropped", Tool::Crop),
    (Class::Kept, "grey", Tool::Grey),
    (Class::Kept, "8 bits", Tool::EightBit),
    (Class::Kept, "rotated 90", Tool::Turn(Orientation::QuarterTurn)),
    (Class::Kept, "rotated 180", Tool::Turn(Orientation::HalfTurn)),
    (Class::Kept, "rotated 270", Tool::Turn(Orientation::QuarterTurnBack)),
    (Class::Kept, "transposed", Tool::Turn(Orientation::Transposed)),
    (Class::Kept, "mirrored", Tool::Turn(Orientation::MirroredAcross)),
    (Class::Kept, "upside down", Tool::Turn(Orientation::MirroredDown)),
    (Class::Faint, "faint 25 %", Tool::Faint(0.25)),
    (Class::Faint, "faint 10 %", Tool::Faint(0.1)),
    (Class::Faint, "faint 5 %", Tool::Faint(0.05)),
    (Class::Faint, "black, text 3 levels above", Tool::Ghost(3)),
    (Class::Faint, "black, text 2 levels above", Tool::Ghost(2)),
    (Class::Faint, "black, text 1 level above", Tool::Ghost(1)),
    (Class::Faint, "black box at 95 %", Tool::Veil(0.05)),
    (Class::Obscured, "black box at 99.5 %", Tool::Veil(0.005)),
    (Class::Obscured, "blur 1", Tool::Blur(1.0)),
    (Class::Obscured, "blur 1.5", Tool::Blur(1.5)),
    (Class::Obscured, "blur 2", Tool::Blur(2.0)),
    (Class::Obscured, "blur 3", Tool::Blur(3.0)),
    (Class::Obscured, "blur 4", Tool::Blur(4.0)),
    (Class::Obscured, "blur 5", Tool::Blur(5.0)),
    (Class::Obscured, "blur 6", Tool::Blur(6.0)),
    (Class::Obscured, "box blur 7", Tool::MeanBlur(7)),
    (Class::Obscured, "box blur 11", Tool::MeanBlur(11)),
    (Class::Obscured, "motion blur 9", Tool::Motion(9)),
    (Class::Obscured, "motion blur 13", Tool::Motion(13)),
    (Class::Obscured, "mosaic 2", Tool::Mosaic(2)),
    (Class::Obscured, "mosaic 4", Tool::Mosaic(4)),
    (Class::Obscured, "mosaic 6", Tool::Mosaic(6)),
    (Class::Obscured, "mosaic 8", Tool::Mosaic(8)),
    (Class::Obscured, "mosaic 10", Tool::Mosaic(10)),
    (Class::Obscured, "shrunk by 4 and enlarged", Tool::Coarse(4)),
    (Class::Obscured, "median 3", Tool::Median(1)),
    (Class::Obscured, "median 5", Tool::Median(2)),
    (Class::Obscured, "median 9", Tool::Median(4)),
    (Class::Obscured, "noise 20", Tool::BoxNoise(20.0)),
    (Class::Obscured, "noise 60", Tool::BoxNoise(60.0)),
    (Class::Obscured, "XXXX printed over", Tool::Crosses),
    (Class::Covered, "left half covered", Tool::CoverLeft),
    (Class::Covered, "right half covered", Tool::CoverRight),
    (Class::Covered, "last four left", Tool::LastFour),
    (Class::Covered, "first one left", Tool::FirstOne),
    (Class::Covered, "upper third left", Tool::Tops),
    (Class::Covered, "lower third left", Tool::Bottoms),
    (Class::Covered, "every second pixel left", Tool::Checker),
    (Class::Obscured, "every second pixel left, noise", Tool::CheckerNoise),
    (Class::Covered, "every second row left", Tool::Stripes(2)),
    (Class::Covered, "every third row left", Tool::Stripes(3)),
    (Class::Obscured, "every second letter inverted", Tool::Negatives),
    (Class::Moved, "moved within the box, 5, 3", Tool::Nudged(5, 3)),
    (Class::Moved, "moved within the box, -12, 4", Tool::Nudged(-12, 4)),
    (Class::Moved, "mirrored in the box", Tool::Flipped),
    (Class::Moved, "moved in two halves", Tool::Torn),
    (Class::Moved, "moved", Tool::Moved(1.0)),
    (Class::Moved, "moved, x0.8", Tool::Moved(0.8)),
    (Class::Moved, "moved, x1.3", Tool::Moved(1.3)),
];

/// Glyph-shaped inpainting, which has a row of its own.
pub(in crate::detectors::ink_verdict) const OUTLINED: (Class, &str, Tool) =
    (Class::Outlined, "letters inpainted", Tool::GlyphInpaint);

/// Transformations that leave nothing.
pub(in crate::detectors::ink_verdict) const REMOVING: [(&str, Tool); 21] = [
    ("black", Tool::Black),
    ("black, JPEG 75", Tool::BlackJpeg),
    ("white", Tool::White),
    ("mean of the frame", Tool::Mean),
    ("noise fill", Tool::NoiseFill),
    ("noise like the surroundings", Tool::NoiseMatched),
    ("copy of the surroundings", Tool::Patch),
    ("clean picture", Tool::Clean),
    ("clean picture, noise", Tool::CleanNoise),
    ("clean picture, JPEG 75", Tool::CleanJpeg),
    ("clean picture, blur 2", Tool::CleanBlur),
    ("inpainted, straight lines", Tool::Inpaint),
    ("inpainted, diffusion", Tool::Diffuse),
    ("inpainted, diffusion, grain", Tool::DiffuseGrain),
    ("inpainted, marching", Tool::March),
    ("inpainted, marching, JPEG 75", Tool::MarchJpeg),
    ("blackout of the frame", Tool::Blackout),
    ("another value in place", Tool::Pseudonym),
    ("another value in place, JPEG 75", Tool::PseudonymJpeg),
    ("another value in another face", Tool::PseudonymFace),
    ("black, a word of the tool", Tool::Stamp),
];
