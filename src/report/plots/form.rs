//! From a plot to a file.

use crate::report::plots::style;
use image::ExtendedColorType;
use image::ImageEncoder;
use image::codecs::png::PngEncoder;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::drawing::IntoDrawingArea;
use plotters::prelude::BitMapBackend;
use plotters::prelude::DrawingBackend;
use plotters::prelude::SVGBackend;
use thiserror::Error;

/// Greatest width or height of a plot, pixels. Rows that do not fit are left out by the plot, which says so.
pub(super) const LARGEST: u32 = 8_000;

/// What a plot draws with.
pub type Area<B> = DrawingArea<B, Shift>;

/// What drawing ends with.
pub type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// A picture of rows.
pub trait Plot {
    /// Width and height in pixels.
    fn size(&self) -> (u32, u32);

    /// What it shows, in a sentence, for somebody who does not see it.
    fn description(&self) -> String;

    /// Draws on a white ground of that size.
    fn draw<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B>;
}

/// A plot could not be drawn.
#[derive(Debug, Error)]
#[error("could not draw the plot: {0}")]
pub struct DrawPlotError(String);

/// The plot as SVG, with its description as title and no XML declaration, so that it can stand in a page.
pub fn svg(plot: &impl Plot) -> Result<String, DrawPlotError> {
    style::register_typeface();
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, plot.size()).into_drawing_area();
        paint(plot, &area)?;
    }
    let start = text.find("<svg").unwrap_or_default();
    let body = text.get(start..).unwrap_or_default();
    let (head, rest) = body.split_once('>').unwrap_or((body, ""));
    let described = escaped(&plot.description());
    Ok(format!("{head} role=\"img\" aria-label=\"{described}\">\n<title>{described}</title>{rest}"))
}

/// The plot as the bytes of a PNG.
pub fn png(plot: &impl Plot) -> Result<Vec<u8>, DrawPlotError> {
    style::register_typeface();
    let (width, height) = plot.size();
    let mut pixels = vec![u8::MAX; width as usize * height as usize * 3];
    {
        let area = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
        paint(plot, &area)?;
    }
    let mut out = Vec::new();
    PngEncoder::new(&mut out)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .map_err(|error| DrawPlotError(error.to_string()))?;
    Ok(out)
}

fn paint<B: DrawingBackend>(plot: &impl Plot, area: &Area<B>) -> Result<(), DrawPlotError> {
    let failed = |error: DrawingAreaErrorKind<B::ErrorType>| DrawPlotError(error.to_string());
    area.fill(&style::GROUND).map_err(failed)?;
    plot.draw(area).map_err(failed)?;
    area.present().map_err(failed)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
