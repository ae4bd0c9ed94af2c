//! Plots of one run as PNG.

use crate::report::Exporter;
use crate::report::Report;
use crate::report::html::rows;
use crate::report::html::rows::Split;
use crate::report::plots;
use std::io;
use std::io::Write;

/// Bars of a picture; a run has some two hundred traps.
const MOST_BARS: usize = 300;

/// The plot of one split of the leaks.
pub(in crate::report) struct Figure {
    name: &'static str,
    describe: &'static str,
    split: Split,
}

impl Figure {
    /// Leak rates by surface.
    pub(in crate::report) const SURFACES: Self =
        Self { name: "plot-surfaces", describe: "leak rates by surface with intervals, as PNG", split: Split::Surface };
    /// Leak rates by trap.
    pub(in crate::report) const TRAPS: Self =
        Self { name: "plot-traps", describe: "leak rates by trap with intervals, as PNG", split: Split::Trap };
    /// Leak rates by letter.
    pub(in crate::report) const HIPAA: Self =
        Self { name: "plot-hipaa", describe: "leak rates by HIPAA letter with intervals, as PNG", split: Split::Hipaa };
    /// Leak rates by modality.
    pub(in crate::report) const MODALITIES: Self = Self {
        name: "plot-modalities",
        describe: "leak rates by modality with intervals, as PNG",
        split: Split::Modality,
    };
}

impl Exporter for Figure {
    fn name(&self) -> &'static str {
        self.name
    }

    fn describe(&self) -> &'static str {
        self.describe
    }

    fn extension(&self) -> &'static str {
        "png"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (bars, _) = rows::bars(report.scorecard, self.split, MOST_BARS);
        out.write_all(&plots::png(&bars).map_err(io::Error::other)?)
    }
}
