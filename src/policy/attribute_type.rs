//! Types of attributes in the IODs of the benchmark's SOP classes (PS3.3, PS3.5 §7.4), from the file beside this one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static TABLE: &str = include_str!("attribute_types.tsv");

/// Tags from the outermost sequence to the attribute itself.
pub type TagPath = Vec<(u16, u16)>;

/// Whether an attribute must be there, and with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributeType {
    /// Type 1: there, with a value.
    One,
    /// Type 2: there, and empty where the value is unknown.
    Two,
    /// Type 1C: as Type 1 under a condition.
    OneConditional,
    /// Type 2C: as Type 2 under a condition.
    TwoConditional,
    /// Type 3, or not in the IOD at all: it may be left out.
    Three,
}

#[derive(Default)]
struct Class {
    types: BTreeMap<TagPath, AttributeType>,
    required: Vec<TagPath>,
}

static CLASSES: LazyLock<BTreeMap<&'static str, Class>> = LazyLock::new(|| {
    let lines = || TABLE.lines().filter(|line| !line.starts_with('#'));
    let uids: BTreeMap<&str, &str> =
        lines().filter_map(|line| line.strip_prefix('@')).filter_map(|line| line.split_once('\t')).collect();
    let mut classes: BTreeMap<&'static str, Class> = BTreeMap::new();
    for (path, kind, words) in lines().filter_map(parse) {
        let named = |word: &&str| words == "all" || words.split(',').any(|known| known == *word);
        for uid in uids.iter().filter(|(word, _)| named(word)).map(|(_, uid)| *uid) {
            let class = classes.entry(uid).or_default();
            class.types.insert(path.clone(), kind);
            if kind == AttributeType::One {
                class.required.push(path.clone());
            }
        }
    }
    classes
});

/// Type of the attribute at `path` in the IOD of a SOP class. `None` where it is not on record: another SOP class, or an
/// attribute more than one sequence deep.
pub fn attribute_type(sop_class: &str, path: &[(u16, u16)]) -> Option<AttributeType> {
    let class = CLASSES.get(sop_class)?;
    match class.types.get(path) {
        Some(known) => Some(*known),
        None if path.len() <= 2 => Some(AttributeType::Three),
        None => None,
    }
}

/// The Type 1 attributes of a SOP class, at the top level and one sequence deep. Empty for other SOP classes.
pub fn required(sop_class: &str) -> &'static [TagPath] {
    CLASSES.get(sop_class).map(|class| class.required.as_slice()).unwrap_or_default()
}

fn parse(line: &'static str) -> Option<(TagPath, AttributeType, &'static str)> {
    let mut fields = line.split('\t');
    let (path, _, kind, words) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let path = path.split('/').map(numbers).collect::<Option<TagPath>>()?;
    let kind = match kind {
        "1" => AttributeType::One,
        "1C" => AttributeType::OneConditional,
        "2" => AttributeType::Two,
        "2C" => AttributeType::TwoConditional,
        _ => return None,
    };
    Some((path, kind, words))
}

fn numbers(tag: &str) -> Option<(u16, u16)> {
    let (group, element) = tag.strip_prefix('(')?.strip_suffix(')')?.split_once(',')?;
    Some((u16::from_str_radix(group, 16).ok()?, u16::from_str_radix(element, 16).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CT: &str = "1.2.840.10008.5.1.4.1.1.2";
    const ULTRASOUND: &str = "1.2.840.10008.5.1.4.1.1.6.1";
    const BASIC_TEXT: &str = "1.2.840.10008.5.1.4.1.1.88.11";

    #[test]
    fn every_line_of_the_file_is_read() {
        let lines = TABLE.lines().filter(|line| line.starts_with('(')).count();
        assert_eq!(TABLE.lines().filter_map(parse).count(), lines);
        assert_eq!(CLASSES.len(), TABLE.lines().filter(|line| line.starts_with('@')).count());
    }

    #[test]
    fn the_type_follows_the_sop_class() {
        let content_date = [(0x0008, 0x0023)];
        assert_eq!(attribute_type(BASIC_TEXT, &content_date), Some(AttributeType::One));
        assert_eq!(attribute_type(CT, &content_date), Some(AttributeType::TwoConditional));
        assert_eq!(attribute_type(CT, &[(0x0010, 0x0010)]), Some(AttributeType::Two));
        assert_eq!(attribute_type(CT, &[(0x0008, 0x0021)]), Some(AttributeType::Three));
        assert_eq!(attribute_type("1.2.3", &content_date), None);
        assert_eq!(attribute_type(CT, &[(0x0008, 1), (0x0008, 2), (0x0008, 3)]), None);
    }

    #[test]
    fn what_every_reader_relies_on_is_required() {
        for class in [CT, ULTRASOUND, BASIC_TEXT] {
            for tag in [(0x0008, 0x0016), (0x0008, 0x0018), (0x0020, 0x000d), (0x0020, 0x000e), (0x0008, 0x0060)] {
                assert!(required(class).contains(&vec![tag]), "{class} {tag:?}");
            }
        }
        assert!(
            required(CT).contains(&vec![(0x0028, 0x0010)]) && !required(BASIC_TEXT).contains(&vec![(0x0028, 0x0010)])
        );
        assert!(required("1.2.3").is_empty());
    }
}
