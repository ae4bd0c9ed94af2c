//! The oracle, but free text is cleaned instead of removed: what identifies goes, the words beside it stay. With the
//! word `scrubs`, every letter of such a text goes.

use crate::call::Call;
use crate::edit::edit;
use crate::known::File;
use crate::tree;
use crate::tree::Node;
use crate::tree::Value;
use deidbench::dicom::locus::Attribute;
use deidbench::dicom::locus::AttributePath;
use deidbench::dicom::locus::Locus;
use deidbench::dicom::locus::Step;
use deidbench::dicom::value;
use deidbench::truth::KeepKind;
use dicom_core::Tag;
use dicom_core::VR;
use std::collections::BTreeMap;

pub fn run(call: &Call) -> u8 {
    edit(call, |parts, original, file| {
        for (path, words) in texts(file) {
            let text = if call.word == "scrubs" { "xxxx" } else { words.as_str() };
            put(&mut parts.data, &original.data, &path.steps, &path.leaf, text);
        }
    })
}

/// The words beside what identifies, by attribute.
fn texts(file: &File<'_>) -> BTreeMap<AttributePath, String> {
    let mut texts: BTreeMap<AttributePath, String> = BTreeMap::new();
    let contexts = file.plants().map(|plant| (&plant.locus, &plant.context));
    let words = |keep: &&deidbench::truth::Keep| keep.instance == file.row.instance && keep.kind == KeepKind::Words;
    let keeps = file.truth.keeps.iter().filter(words).map(|keep| (&keep.locus, &keep.value));
    for (locus, words) in contexts.chain(keeps).filter(|(_, words)| !words.is_empty()) {
        if let Locus::Attribute(path) = locus {
            let text = texts.entry(path.clone()).or_default();
            text.push(' ');
            text.push_str(words);
        }
    }
    texts
}

/// Puts a text where the original had one. Sequences around it that the oracle took away come back without anything else.
fn put(level: &mut Vec<Node>, original: &[Node], steps: &[Step], leaf: &Attribute, text: &str) {
    let tag = |attribute: &Attribute| match attribute {
        Attribute::Tag(group, element) => Some(Tag(*group, *element)),
        Attribute::Private(..) => None,
    };
    let Some((step, rest)) = steps.split_first() else {
        // Notes of a vendor are text too, whatever their representation.
        let is_text = |node: &&Node| (value::is_text(node.vr) && node.vr != VR::CS) || node.vr == VR::OB;
        if let Some(node) = tag(leaf).and_then(|tag| tree::get(original, tag)).filter(is_text) {
            tree::put(level, Node::new(node.tag, node.vr, text.trim()));
        }
        return;
    };
    let Some(tag) = tag(&step.sequence) else { return };
    let Some(Value::Items(source)) = tree::get(original, tag).map(|node| &node.value) else { return };
    if tree::get(level, tag).is_none() {
        tree::put(level, Node::sequence(tag, Vec::new()));
    }
    if let Some(Value::Items(items)) = level.iter_mut().find(|node| node.tag == tag).map(|node| &mut node.value)
        && let Some(source) = source.get(step.item as usize)
    {
        items.resize(items.len().max(step.item as usize + 1), Vec::new());
        if let Some(item) = items.get_mut(step.item as usize) {
            put(item, source, rest, leaf, text);
        }
    }
}
