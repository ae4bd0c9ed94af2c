//! What was destroyed.

use crate::report::paint::Role;
use crate::report::table::grid::Grid;
use crate::report::table::words::count;
use crate::report::table::words::grouped;
use crate::report::table::words::remark;
use crate::report::table::words::share;
use crate::scorecard::Scorecard;

/// Damage as a table.
pub(super) fn damage(card: &Scorecard) -> String {
    let (damage, files) = (&card.damage, &card.headline.instances);
    let mut grid = Grid::new(&["what", "found", "of", "share"], 1);
    let mut row = |what: &str, part: u64, whole: u64, role: Role| {
        let part_cell = if whole == 0 { Role::Dim.of("not measured") } else { figure(part, role) };
        grid.row([what.to_owned(), part_cell, grouped(whole), share(part, whole)]);
    };
    row("files with damage of any sort", files.damaged, files.inputs, Role::Warn);
    row("attributes that must survive: changed", damage.header.changed, damage.header.checked, Role::Warn);
    row("attributes that must survive: gone", damage.header.lost, damage.header.checked, Role::Warn);
    row("annotations and words that identify nobody: lost", damage.keeps.lost, damage.keeps.checked, Role::Warn);
    let pixels = &damage.pixels;
    row("pictures untouched outside the planted lines", pixels.untouched, pixels.instances, Role::Good);
    row("pictures changed so that nobody sees it", pixels.visually_lossless, pixels.instances, Role::Strong);
    row("pictures changed all over", pixels.lossy, pixels.instances, Role::Warn);
    row("pictures changed in places", pixels.local, pixels.instances, Role::Warn);
    row("pictures changed in geometry, depth, colour or frames", pixels.global, pixels.instances, Role::Warn);
    row("pictures not measured", pixels.not_measured, pixels.instances, Role::Warn);
    let excess = &damage.over_redaction;
    row("clinical pixels erased without need", excess.area, excess.of, Role::Warn);
    for (organ, seen) in &damage.organs {
        row(&format!("pixels of the {organ} that changed"), seen.changed, seen.pixels, Role::Warn);
    }
    let breaches = &damage.conformance;
    row("outputs that newly break the standard", breaches.instances, files.usable, Role::Warn);
    let validator = &breaches.dciodvfy;
    if validator.version.is_some() {
        row("outputs with new errors by dciodvfy", validator.instances, validator.checked, Role::Warn);
    }
    let mut text = grid.text();
    if breaches.new_errors > 0 {
        text += &remark(&format!(
            "{} against the standard that the input did not have.",
            count(breaches.new_errors, "error")
        ));
    }
    text
}

/// A count that is coloured where it is not zero.
fn figure(number: u64, role: Role) -> String {
    (if number == 0 { Role::Dim } else { role }).of(grouped(number))
}
