//! A page of prose and tables, which a terminal, a chat, a browser or a program reads in its own form.
//!
//! What is said is put together once, and each form is one renderer.

mod html;
mod markdown;
mod text;
mod tidy;

use std::io;
use std::io::Write;

/// What a cell or a line says of its content; shown as a colour, and never by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// To be looked at.
    Warn,
    /// A leak, or a gate that failed.
    Bad,
}

/// One cell: what a person reads, and the figures behind it for a program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// For a person.
    pub text: String,
    /// The figure, where it is one.
    pub value: Option<f64>,
    /// What it is out of.
    pub of: Option<f64>,
    /// How it is shown.
    pub tone: Tone,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A count.
    pub fn count(count: u64) -> Self {
        Self { text: count.to_string(), value: Some(count as f64), ..Self::default() }
    }

    /// A count with its denominator; a dash where there is none.
    pub fn of(count: u64, of: u64) -> Self {
        let text = if of == 0 { "–".to_owned() } else { format!("{count} of {of}") };
        Self { text, value: (of > 0).then_some(count as f64), of: Some(of as f64), ..Self::default() }
    }

    /// A figure with its own words.
    pub fn figure(text: impl Into<String>, value: Option<f64>) -> Self {
        Self { text: text.into(), value, ..Self::default() }
    }

    /// The same cell in another tone.
    #[must_use]
    pub fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

/// Rows of cells below a header.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Names of the columns.
    pub header: Vec<String>,
    /// How many columns from the left hold words; the others hold figures and stand to the right.
    pub left: usize,
    /// As many cells in each as the header has.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows a terminal shows; the other forms show all.
    pub shown: usize,
}

impl Table {
    /// An empty table, of which a terminal shows 30 rows.
    pub fn new(header: &[&str], left: usize) -> Self {
        Self { header: header.iter().map(|&word| word.to_owned()).collect(), left, rows: Vec::new(), shown: 30 }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }
}

/// A part of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Its table, left out where it has no row.
    pub table: Table,
    /// A picture above the table, as SVG, which a browser alone shows.
    pub picture: Option<String>,
    /// Remarks below the table.
    pub remarks: Vec<String>,
}

/// The whole page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its heading.
    pub title: String,
    /// Lines that matter most, each with its tone.
    pub lead: Vec<(Tone, String)>,
    /// Its parts; those without content are left out.
    pub sections: Vec<Section>,
}

/// A form of page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For a terminal, at most 100 columns wide.
    Text,
    /// For a chat or a pull request.
    Markdown,
    /// For a browser, in one file.
    Html,
    /// For a program: one row for each cell.
    Csv,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Text, Self::Markdown, Self::Html, Self::Csv];

    /// The word that selects it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "table",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv => "csv",
        }
    }

    /// The form of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

impl Document {
    /// Writes the page. Colours are for [`Form::Text`] on a terminal alone.
    pub fn write(&self, form: Form, colour: bool, out: &mut dyn Write) -> io::Result<()> {
        match form {
            Form::Text => text::write(self, colour, out),
            Form::Markdown => markdown::write(self, out),
            Form::Html => html::write(self, out),
            Form::Csv => tidy::write(self, out),
        }
    }

    /// Parts that hold something.
    fn shown(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(|section| !section.table.rows.is_empty() || !section.remarks.is_empty())
    }
}

#[cfg(test)]
mod tests;
