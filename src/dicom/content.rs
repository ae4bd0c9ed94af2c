//! Coded entries, and content items of structured reports (PS3.3 §8.8 and §C.17.3).

use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use dicom_core::Tag;
use dicom_core::VR;

/// Code Value, Coding Scheme Designator and Code Meaning.
pub type Code<'a> = (&'a str, &'a str, &'a str);

/// Sequences with the numbers of their items, outermost first: the way to a level of a data set.
pub type Steps = Vec<(Tag, u32)>;

/// The steps with one more behind them.
pub fn within(steps: &[(Tag, u32)], sequence: Tag, item: u32) -> Steps {
    steps.iter().copied().chain([(sequence, item)]).collect()
}

/// Writes a code into the first item of a sequence.
pub fn set_code(object: &mut Object, steps: &[(Tag, u32)], sequence: Tag, (value, scheme, meaning): Code<'_>) {
    let item = within(steps, sequence, 0);
    object.set_text(AttributePath::below(&item, tags::CODE_VALUE), VR::SH, value);
    object.set_text(AttributePath::below(&item, tags::CODING_SCHEME_DESIGNATOR), VR::SH, scheme);
    object.set_text(AttributePath::below(&item, tags::CODE_MEANING), VR::LO, meaning);
}

/// Writes a reference to an instance into an item of a sequence.
pub fn set_reference(object: &mut Object, steps: &[(Tag, u32)], sop_class: &str, sop_instance: &str) {
    object.set_text(AttributePath::below(steps, tags::REFERENCED_SOP_CLASS_UID), VR::UI, sop_class);
    object.set_text(AttributePath::below(steps, tags::REFERENCED_SOP_INSTANCE_UID), VR::UI, sop_instance);
}

/// Appends a content item to a level and gives the way to it; its value is still to be written.
/// `relationship` is what it is to the level, as `CONTAINS`; an image may have no concept.
pub fn add_item(
    object: &mut Object,
    level: &[(Tag, u32)],
    relationship: &str,
    value_type: &str,
    concept: Option<Code<'_>>,
) -> Steps {
    let next = object.items(AttributePath::below(level, tags::CONTENT_SEQUENCE));
    let item = within(level, tags::CONTENT_SEQUENCE, next);
    object.set_text(AttributePath::below(&item, tags::RELATIONSHIP_TYPE), VR::CS, relationship);
    object.set_text(AttributePath::below(&item, tags::VALUE_TYPE), VR::CS, value_type);
    if let Some(code) = concept {
        set_code(object, &item, tags::CONCEPT_NAME_CODE_SEQUENCE, code);
    }
    if value_type == "CONTAINER" {
        object.set_text(AttributePath::below(&item, tags::CONTINUITY_OF_CONTENT), VR::CS, "SEPARATE");
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_appended_at_any_depth() {
        let mut object = Object::new();
        let outer = add_item(&mut object, &[], "CONTAINS", "CONTAINER", Some(("121070", "DCM", "Findings")));
        add_item(&mut object, &outer, "CONTAINS", "TEXT", None);
        let second = add_item(&mut object, &outer, "CONTAINS", "TEXT", None);
        assert_eq!(second, [(tags::CONTENT_SEQUENCE, 0), (tags::CONTENT_SEQUENCE, 1)]);
        assert_eq!(object.text(AttributePath::below(&second, tags::VALUE_TYPE)).as_deref(), Some("TEXT"));
        assert_eq!(object.items(AttributePath::below(&outer, tags::CONTENT_SEQUENCE)), 2);
    }
}
