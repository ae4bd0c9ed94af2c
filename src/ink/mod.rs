//! Text as known ink (placeholder shape, replaced by the ink branch before anything uses it).
/// Recorded letter shapes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GlyphSheet;
impl GlyphSheet {
    /// Reads a sheet.
    pub fn read(_: impl std::io::Read) -> std::io::Result<Self> {
        Ok(Self)
    }
    /// Writes a sheet.
    pub fn write(&self, _: impl std::io::Write) -> std::io::Result<()> {
        Ok(())
    }
}
