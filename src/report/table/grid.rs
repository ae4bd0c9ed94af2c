//! Tables without frames, one rule under the header.

use crate::report::table::words::WIDTH;
use comfy_table::CellAlignment;
use comfy_table::ColumnConstraint;
use comfy_table::ContentArrangement;
use comfy_table::LineStyle;
use comfy_table::Table;
use comfy_table::TableStyle;
use comfy_table::Width;

const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Rows of cells below a header.
pub(in crate::report) struct Grid(Table);

impl Grid {
    /// An empty table; the first `left` columns are text, the others are numbers and stand to the right.
    pub(in crate::report) fn new(header: &[&str], left: usize) -> Self {
        let mut table = Table::new();
        table.load_style(STYLE);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(WIDTH as u16);
        table.set_header(header.iter().copied());
        for column in table.column_iter_mut().skip(left) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        Self(table)
    }

    /// Limits a column, whose longer cells are then wrapped.
    pub(super) fn limit(&mut self, column: usize, width: u16) {
        if let Some(column) = self.0.column_mut(column) {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(width)));
        }
    }

    /// Adds a row.
    pub(in crate::report) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.0.add_row(cells.into_iter().collect::<Vec<_>>());
    }

    /// The table with a line break at its end.
    pub(in crate::report) fn text(&self) -> String {
        format!("{}\n", self.0.trim_fmt())
    }
}
