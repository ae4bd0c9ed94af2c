//! What tools do to a frame, each with the answer that is right.

use crate::detectors::ink_verdict::orientation::Orientation;

/// What a tool does to the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::detectors::ink_verdict) enum Tool {
    Untouched,
    Gamma,
    Contrast,
    Invert,
    Jpeg(u8),
    /// Noise all over the frame, as a share of the range.
    Noise(f64),
    /// Noise of so many of 255 levels within the box alone.
    BoxNoise(f64),
    Shift(i32, i32),
    /// A shift by half a pixel both ways.
    HalfShift,
    /// Some rows and columns cut off at the border.
    Crop,
    Grey,
    EightBit,
    Half,
    /// Another size, from the four nearest pixels.
    Resize(f64),
    Turn(Orientation),
    Faint(f64),
    Ghost(i32),
    /// A black box through which this share of the picture shines.
    Veil(f64),
    Blur(f64),
    MeanBlur(u32),
    Motion(u32),
    Mosaic(u32),
    /// Shrunk by this factor and smoothly enlarged again.
    Coarse(u32),
    Median(i32),
    CoverLeft,
    CoverRight,
    LastFour,
    FirstOne,
    /// The upper third is left.
    Tops,
    /// The lower third is left.
    Bottoms,
    /// Every second pixel becomes black, as on a chess-board.
    Checker,
    /// The same with noise instead of black.
    CheckerNoise,
    /// One row in so many is left, the others become black.
    Stripes(u32),
    /// Every second letter becomes its negative.
    Negatives,
    /// What stands in the box is moved within it, and around it all stays.
    Nudged(i32, i32),
    /// The box is mirrored in its place.
    Flipped,
    /// The value cut in two, and both halves put elsewhere.
    Torn,
    /// `XXXX` printed over.
    Crosses,
    /// The value in another place, at this size, and black where it was.
    Moved(f64),
    Black,
    BlackTight,
    BlackJpeg,
    White,
    Mean,
    NoiseFill,
    /// Noise with mean and spread of the surroundings.
    NoiseMatched,
    Patch,
    Clean,
    CleanNoise,
    CleanJpeg,
    CleanBlur,
    Inpaint,
    Diffuse,
    March,
    MarchJpeg,
    /// Inpainting with the grain of what is around.
    DiffuseGrain,
    /// A pseudonym, and the whole frame recompressed.
    PseudonymJpeg,
    /// A black box with a word of the tool's own.
    Stamp,
    /// Inpainting of the letters alone.
    GlyphInpaint,
    Blackout,
    Pseudonym,
    /// Another value in another face, a little off.
    PseudonymFace,
}

impl Tool {
    pub(in crate::detectors::ink_verdict) const REMOVING: [Self; 18] = [
        Self::Black,
        Self::BlackTight,
        Self::BlackJpeg,
        Self::White,
        Self::Mean,
        Self::NoiseFill,
        Self::NoiseMatched,
        Self::Patch,
        Self::Clean,
        Self::CleanNoise,
        Self::CleanJpeg,
        Self::CleanBlur,
        Self::Inpaint,
        Self::Diffuse,
        Self::March,
        Self::MarchJpeg,
        Self::Blackout,
        Self::Pseudonym,
    ];
}
