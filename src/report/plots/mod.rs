//! Plots: plain rows in, an SVG or a PNG out. One file per plot, each a pure function of its rows.
//!
//! An SVG has fixed colours on a white ground; a page that shows it in the dark maps the colours of [`style`] to its own.

mod form;
mod heat_map;
mod leak_rate;
mod style;
mod throughput;
mod trade_off;
mod trend;

pub use form::DrawPlotError;
pub use form::Plot;
pub use form::png;
pub use form::svg;
pub use heat_map::HeatMap;
pub use heat_map::HeatRow;
pub use leak_rate::LeakRate;
pub use leak_rate::RateRow;
pub use throughput::SpeedRow;
pub use throughput::Throughput;
pub use trade_off::ToolPoint;
pub use trade_off::TradeOff;
pub use trade_off::pareto_front;
pub use trend::Series;
pub use trend::Trend;
pub use trend::TrendPoint;

#[cfg(test)]
mod tests;
