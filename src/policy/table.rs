//! PS3.15 Table E.1-1, read once from the file beside this one.

use crate::policy::option::Opt;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static TABLE: &str = include_str!("table_e1_1.tsv");

/// One attribute of the table, or one group of repeating or private ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As the table writes it: `(0010,0010)`, `(60xx,3000)`, or `private` for every odd group.
    pub tag: &'static str,
    /// The keyword; empty for repeating groups and private attributes.
    pub keyword: &'static str,
    /// Value representation; empty where the table gives none.
    pub vr: &'static str,
    /// The name.
    pub name: &'static str,
    /// Action of the basic profile: `X`, `Z`, `D`, `U`, `X/Z/D` and so on. Empty where only options act.
    pub basic: &'static str,
    /// Actions of the options, in the order of the table.
    pub options: Vec<(Opt, &'static str)>,
    /// The edition that the row was taken from.
    pub edition: &'static str,
}

impl Row {
    /// Action of one option; `None` where the option leaves the basic action alone.
    pub fn option(&self, option: Opt) -> Option<&'static str> {
        self.options.iter().find(|(known, _)| *known == option).map(|(_, action)| *action)
    }

    /// Whether the basic profile leaves no value, whatever the IOD requires: `X` or `Z` without an alternative.
    pub fn takes_away(&self) -> bool {
        matches!(self.basic, "X" | "Z")
    }

    /// Actions of the options as the ground truth writes them: `retain_uids=K;clean_descriptors=C`.
    pub fn option_actions(&self) -> String {
        let written: Vec<String> =
            self.options.iter().map(|(option, action)| format!("{}={action}", option.snake())).collect();
        written.join(";")
    }
}

struct Table {
    rows: Vec<Row>,
    by_tag: BTreeMap<(u16, u16), usize>,
    curves: Option<usize>,
    overlay_data: Option<usize>,
    overlay_comments: Option<usize>,
    private: Option<usize>,
}

static PARSED: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Row> = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(parse).collect();
    let find = |tag: &str| rows.iter().position(|row| row.tag == tag);
    let by_tag = rows.iter().enumerate().filter_map(|(at, row)| Some((numbers(row.tag)?, at))).collect();
    Table {
        by_tag,
        curves: find("(50xx,xxxx)"),
        overlay_data: find("(60xx,3000)"),
        overlay_comments: find("(60xx,4000)"),
        private: find("private"),
        rows,
    }
});

/// Every row, in the order of the table's tags.
pub fn rows() -> &'static [Row] {
    &PARSED.rows
}

/// The row that governs an attribute: its own, that of its repeating group, or that of all private ones.
///
/// `None` where the table does not list it, so that the profile keeps it.
pub fn row(group: u16, element: u16) -> Option<&'static Row> {
    let table = &*PARSED;
    let at = match (group & 0xff00, group % 2, element) {
        (_, 1, _) => table.private,
        (0x5000, _, _) => table.curves,
        (0x6000, _, 0x3000) => table.overlay_data,
        (0x6000, _, 0x4000) => table.overlay_comments,
        _ => table.by_tag.get(&(group, element)).copied(),
    };
    table.rows.get(at?)
}

fn parse(line: &'static str) -> Option<Row> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (tag, keyword, vr, name, basic) = (next()?, next()?, next()?, next()?, next()?);
    let options = next()?
        .split(';')
        .filter(|pair| !pair.is_empty())
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(word, action)| Some((Opt::from_word(word)?, action)))
        .collect();
    Some(Row { tag, keyword, vr, name, basic, options, edition: next()? })
}

fn numbers(tag: &str) -> Option<(u16, u16)> {
    let (group, element) = tag.strip_prefix('(')?.strip_suffix(')')?.split_once(',')?;
    Some((u16::from_str_radix(group, 16).ok()?, u16::from_str_radix(element, 16).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_file_is_read() {
        assert_eq!(rows().len(), 656);
        assert_eq!(PARSED.by_tag.len(), 652);
        assert_eq!(TABLE.matches('=').count(), rows().iter().map(|row| row.options.len()).sum::<usize>());
        let count = |basic: &str| rows().iter().filter(|row| row.basic == basic).count();
        assert_eq!((count("X"), count("U"), count("X/Z/D")), (416, 55, 8));
    }

    #[test]
    fn well_known_attributes_have_their_actions() {
        let name = row(0x0010, 0x0010).unwrap();
        assert_eq!((name.keyword, name.vr, name.basic, name.option_actions().as_str()), ("PatientName", "PN", "Z", ""));
        let study = row(0x0008, 0x0020).unwrap();
        assert_eq!(study.basic, "Z");
        assert_eq!(study.option_actions(), "retain_long_full_dates=K;retain_long_modified_dates=C");
        let uid = row(0x0008, 0x0018).unwrap();
        assert_eq!((uid.basic, uid.option(Opt::RetainUids), uid.option(Opt::CleanGraphics)), ("U", Some("K"), None));
        let description = row(0x0008, 0x1030).unwrap();
        assert_eq!((description.basic, description.option(Opt::CleanDescriptors)), ("X", Some("C")));
        assert_eq!(row(0x0028, 0x0010), None);
    }

    #[test]
    fn repeating_and_private_groups_find_their_row() {
        assert_eq!(row(0x5004, 0x3000).unwrap().tag, "(50xx,xxxx)");
        assert_eq!(row(0x6002, 0x3000).unwrap().name, "Overlay Data");
        assert_eq!(row(0x601e, 0x4000).unwrap().name, "Overlay Comments");
        assert_eq!(row(0x6000, 0x0010), None);
        assert_eq!(row(0x0019, 0x1010).unwrap().option_actions(), "retain_safe_private=C");
        assert_eq!(row(0x5001, 0x1010).unwrap().tag, "private");
    }
}
