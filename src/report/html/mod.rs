//! `report.html`: one page to read, that needs no other file and no network.
//!
//! What everybody reads is in the markup and can be seen without scripts. Findings are packed: columns that are
//! filtered and sorted by in one block, texts in blocks of some thousand rows that are unpacked when they are shown.

mod crops;
mod figures;
mod findings;
mod hipaa;
mod page;
pub(super) mod repeat;
mod rows;
mod story;

use crate::report::Exporter;
use crate::report::Report;
use crate::report::html::findings::Packer;
use crate::report::html::page::Page;
use crate::report::table::Worst;
use askama::Template;
use std::io;
use std::io::Write;

pub(super) use figures::Figure;

/// Where the blocks of findings stand in the page.
const PLACE: &str = "<!-- findings -->";

/// The page.
pub(super) struct Html;

impl Exporter for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn describe(&self) -> &'static str {
        "one page for a browser, with plots, pictures and every finding; needs no other file"
    }

    fn extension(&self) -> &'static str {
        "html"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut worst = Worst::default();
        let mut packer = Packer::new();
        report.each_shown(&mut |finding| {
            worst.add(finding);
            packer.add(finding)
        })?;
        let packed = packer.finish()?;
        let crops = crops::embedded(report.findings.pictures().as_deref(), report.show_values);
        let page = Page::new(report, worst.ranked(), &packed, &crops)?;
        let text = page.render().map_err(io::Error::other)?;
        let (before, after) = text.split_once(PLACE).unwrap_or((&text, ""));
        out.write_all(before.as_bytes())?;
        packed.write(out)?;
        out.write_all(after.as_bytes())
    }
}
