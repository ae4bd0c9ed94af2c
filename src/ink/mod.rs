//! Text as known ink: glyphs of embedded typefaces, lines of text, and burning them into frames.
//!
//! A line is a sum of glyphs that stand at whole pixels and never overlap, so that what is recorded of the
//! glyphs ([`sheet::GlyphSheet`]) is enough to draw any other text exactly as the truth was drawn.

pub mod banner;
pub mod burn;
pub mod code;
pub mod face;
pub mod glyph;
pub mod lettering;
pub mod mask;
pub mod perspective;
pub mod sheet;
pub mod typeface;
