//! The basic profile of PS3.15, applied to everything that the table lists; and what was planted is taken from where it
//! stands, listed or not.

use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Locus;
use crate::dicom::locus::Step;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Node;
use crate::dicom::tree::Value;
use crate::policy;
use crate::policy::Action;
use crate::policy::Policy;
use crate::selftest::oracle::OracleError;
use crate::selftest::oracle::dummy::dummy;
use crate::selftest::oracle::dummy::redacted;
use crate::selftest::oracle::dummy::replaced;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::parts::PREAMBLE;
use crate::selftest::oracle::parts::Parts;
use crate::selftest::oracle::planes;
use crate::selftest::oracle::wrong;
use crate::truth::Plant;
use std::collections::BTreeMap;

/// Attributes of type 2 in some images, which the table would have gone or empty.
const KEPT_EMPTY: &[Tag] = &[tags::ACQUISITION_CONTEXT_SEQUENCE];

/// Cleans a file, and carries what is spared over from the original.
///
/// # Errors
/// The bytes are no DICOM file in explicit VR little endian.
pub fn clean(bytes: &[u8], file: &File<'_>, spared: &[&Plant]) -> Result<Vec<u8>, OracleError> {
    let Parts { preamble: own_preamble, meta, data: original, trailing: own_trailing } = Parts::of(bytes)?;
    let cleaner = Cleaner::new(file);
    // A directory without records: it lists files that are no longer there.
    let mut data = match file.is_directory() {
        true => vec![Node::new(tags::FILE_SET_ID, VR::CS, "")],
        false => cleaner.level(&original, &[]),
    };
    if !file.is_directory() {
        say_so(&mut data, file);
    }
    let (mut preamble, mut trailing): (&[u8], &[u8]) = (&[0; PREAMBLE], &[]);
    let mut kept_meta = Vec::new();
    for plant in spared {
        match &plant.locus {
            Locus::Attribute(path) => cleaner.carry(&mut data, &original, &[], &path.steps, &path.leaf)?,
            // The UID follows from the data set.
            Locus::Meta(0x0002, 0x0003) => {}
            Locus::Meta(group, element) => kept_meta.extend(tree::get(&meta, Tag(*group, *element)).cloned()),
            Locus::Preamble => preamble = &own_preamble,
            Locus::Trailing => trailing = &own_trailing,
            Locus::Pixel => planes::carry(&mut data, &original, planes::canvas(file, plant)),
            // Paths follow from what is kept elsewhere.
            Locus::Path => {}
        }
    }
    let mut out = preamble.to_vec();
    out.extend(b"DICM");
    write_meta(&meta, kept_meta, &data, &mut out);
    tree::write(&data, &mut out);
    out.extend_from_slice(trailing);
    Ok(out)
}

/// The group with what it must hold and what is spared.
fn write_meta(original: &[Node], kept: Vec<Node>, data: &[Node], out: &mut Vec<u8>) {
    let own = tree::get(data, tags::SOP_INSTANCE_UID).map(Node::text);
    // A directory has no UID in its data set (PS3.10 §8.6).
    let of_medium = || tree::get(original, tags::MEDIA_STORAGE_SOP_INSTANCE_UID).map(|node| replaced(&node.text()));
    let uid = own.or_else(of_medium).unwrap_or_default();
    let mut meta: Vec<Node> = original
        .iter()
        .filter(|node| {
            let required =
                [tags::FILE_META_INFORMATION_VERSION, tags::MEDIA_STORAGE_SOP_CLASS_UID, tags::TRANSFER_SYNTAX_UID];
            required.contains(&node.tag)
        })
        .cloned()
        .chain(kept)
        .collect();
    tree::put(&mut meta, Node::new(tags::MEDIA_STORAGE_SOP_INSTANCE_UID, VR::UI, uid));
    tree::put(&mut meta, Node::new(tags::IMPLEMENTATION_CLASS_UID, VR::UI, replaced("the perfect tool")));
    tree::put(&mut meta, Node::new(tags::IMPLEMENTATION_VERSION_NAME, VR::SH, "PERFECT"));
    meta.sort_by_key(|node| node.tag);
    let mut bytes = Vec::new();
    tree::write(&meta, &mut bytes);
    let length = (bytes.len() as u32).to_le_bytes();
    tree::write(&[Node::new(tags::FILE_META_INFORMATION_GROUP_LENGTH, VR::UL, length)], out);
    out.extend(bytes);
}

/// Says what was done, and gives the patient a new name.
fn say_so(data: &mut Vec<Node>, file: &File<'_>) {
    let codes = [("113100", "Basic Application Confidentiality Profile"), ("113101", "Clean Pixel Data Option")];
    let items = codes.map(|(code, meaning)| {
        vec![
            Node::new(tags::CODE_VALUE, VR::SH, code),
            Node::new(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM"),
            Node::new(tags::CODE_MEANING, VR::LO, meaning),
        ]
    });
    for node in [
        Node::new(tags::PATIENT_NAME, VR::PN, file.subject()),
        Node::new(tags::PATIENT_ID, VR::LO, file.subject()),
        Node::new(tags::PATIENT_IDENTITY_REMOVED, VR::CS, "YES"),
        Node::new(tags::DEIDENTIFICATION_METHOD, VR::LO, "Removed what was planted"),
        Node::sequence(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE, items.to_vec()),
        Node::new(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, VR::CS, "REMOVED"),
    ] {
        tree::put(data, node);
    }
    if file.row.frames > 0 {
        tree::put(data, Node::new(tags::BURNED_IN_ANNOTATION, VR::CS, "NO"));
    }
}

struct Cleaner<'a> {
    file: &'a File<'a>,
    planted: BTreeMap<&'a AttributePath, Vec<&'a Plant>>,
}

impl<'a> Cleaner<'a> {
    fn new(file: &'a File<'a>) -> Self {
        let mut planted: BTreeMap<&AttributePath, Vec<&Plant>> = BTreeMap::new();
        for plant in file.plants() {
            if let Locus::Attribute(path) = &plant.locus {
                planted.entry(path).or_default().push(plant);
            }
        }
        Self { file, planted }
    }

    /// What the profile asks of an attribute in an object of this class.
    fn action(&self, tag: Tag, steps: &[Step]) -> Option<Action> {
        let number = |step: &Step| match step.sequence {
            Attribute::Tag(group, element) => (group, element),
            Attribute::Private(group, ..) => (group, 0x1000),
        };
        let path: Vec<(u16, u16)> = steps.iter().map(number).chain([(tag.0, tag.1)]).collect();
        let row = policy::row(tag.0, tag.1)?;
        let asked = Policy::basic().asked(row, &self.file.row.sop_class_uid, &path)?;
        // References may stay where their UIDs are replaced (`U*`), and what refers to nothing breaks other rules.
        Some(if asked.code.ends_with("U*") { Action::Keep } else { asked.action })
    }

    /// What the profile leaves of the elements of a data set or item; `steps` lead to it.
    fn level(&self, from: &[Node], steps: &[Step]) -> Vec<Node> {
        from.iter().filter_map(|node| self.cleaned(node, from, steps)).collect()
    }

    fn cleaned(&self, node: &Node, siblings: &[Node], steps: &[Step]) -> Option<Node> {
        let (tag, vr) = (node.tag, node.vr);
        // What describes an overlay plane goes with the plane.
        if tag.group() & 0xff00 == 0x6000 {
            return None;
        }
        let leaf = attribute(siblings, tag);
        let action = self.action(tag, steps);
        let secret = || format!("{} {tag}", self.file.subject());
        match (action, &node.value) {
            (Some(Action::Remove), _) if KEPT_EMPTY.contains(&tag) => Some(Node::sequence(tag, Vec::new())),
            (Some(Action::Remove), _) => None,
            (Some(Action::Empty), Value::Items(_)) => Some(Node::sequence(tag, Vec::new())),
            (Some(Action::Empty), _) => Some(Node::new(tag, vr, "")),
            (Some(Action::NewUid), Value::Bytes(_)) => {
                let new: Vec<String> = node.text().split('\\').map(replaced).collect();
                Some(Node::new(tag, vr, new.join("\\")))
            }
            (action, Value::Items(items)) => {
                let inner = items.iter().enumerate().map(|(item, nodes)| {
                    let step = Step { sequence: leaf.clone(), item: item as u32 };
                    self.level(nodes, &[steps, &[step]].concat())
                });
                let inner: Vec<Vec<Node>> = inner.collect();
                let said = action == Some(Action::Replace);
                let items =
                    if said { inner.into_iter().map(|nodes| unsaid(nodes, &secret())).collect() } else { inner };
                Some(Node { tag, vr, value: Value::Items(items) })
            }
            (action, Value::Bytes(bytes)) => {
                let path = AttributePath { steps: steps.to_vec(), leaf };
                match (self.planted.get(&path), action) {
                    (_, Some(Action::Replace)) => Some(Node::new(tag, vr, dummy(vr, &secret()))),
                    (Some(plants), _) => Some(Node::new(tag, vr, redacted(vr, bytes, plants, &secret()))),
                    (None, _) => Some(node.clone()),
                }
            }
            _ => Some(node.clone()),
        }
    }

    /// Puts an element of the original back, with the sequences, codes and private creators around it.
    fn carry(
        &self,
        to: &mut Vec<Node>,
        from: &[Node],
        way: &[Step],
        steps: &[Step],
        leaf: &Attribute,
    ) -> Result<(), OracleError> {
        let gone = || wrong("a planted attribute is not where the truth says");
        let Some((step, rest)) = steps.split_first() else {
            return carry_node(to, from, tag_of(from, leaf).ok_or_else(gone)?).ok_or_else(gone);
        };
        let tag = tag_of(from, &step.sequence).ok_or_else(gone)?;
        let Value::Items(source) = &tree::get(from, tag).ok_or_else(gone)?.value else {
            return carry_node(to, from, tag).ok_or_else(gone);
        };
        carry_creator(to, from, tag);
        let inside = |item: usize| [way, &[Step { sequence: step.sequence.clone(), item: item as u32 }]].concat();
        let mut items = match tree::get(to, tag).map(|node| &node.value) {
            Some(Value::Items(items)) if !items.is_empty() => items.clone(),
            _ => source.iter().enumerate().map(|(item, nodes)| self.level(nodes, &inside(item))).collect(),
        };
        let item = step.item as usize;
        let (Some(target), Some(original)) = (items.get_mut(item), source.get(item)) else { return Err(gone()) };
        self.carry(target, original, &inside(item), rest, leaf)?;
        tree::put(to, Node { tag, vr: VR::SQ, value: Value::Items(items) });
        Ok(())
    }
}

/// Content items with other values: their tree stays.
fn unsaid(nodes: Vec<Node>, secret: &str) -> Vec<Node> {
    let other = |node: Node| match node.value {
        Value::Items(items) => {
            let items = items.into_iter().map(|nodes| unsaid(nodes, secret)).collect();
            Node { value: Value::Items(items), ..node }
        }
        _ if matches!(node.vr, VR::UT | VR::PN | VR::DA | VR::DT | VR::TM) => {
            Node::new(node.tag, node.vr, dummy(node.vr, secret))
        }
        _ => node,
    };
    nodes.into_iter().map(other).collect()
}

fn carry_node(to: &mut Vec<Node>, from: &[Node], tag: Tag) -> Option<()> {
    carry_creator(to, from, tag);
    if tag.group() & 0xff00 == 0x6000 {
        // A plane without its size can't be read.
        let describes = |node: &&Node| node.tag.group() == tag.group() && policy::row(node.tag.0, node.tag.1).is_none();
        for node in from.iter().filter(describes).filter(|node| !matches!(node.tag.element(), 0x0022 | 0x1500)) {
            tree::put(to, node.clone());
        }
    }
    tree::put(to, tree::get(from, tag)?.clone());
    Some(())
}

fn carry_creator(to: &mut Vec<Node>, from: &[Node], tag: Tag) {
    if tag.group() % 2 == 1
        && tag.element() > 0xff
        && let Some(creator) = tree::get(from, Tag(tag.group(), tag.element() >> 8))
    {
        tree::put(to, creator.clone());
    }
}

/// What an attribute is called among its siblings: by its private creator, if it has one.
fn attribute(siblings: &[Node], tag: Tag) -> Attribute {
    let owned = tag.group() % 2 == 1 && tag.element() >= 0x1000;
    match tree::get(siblings, Tag(tag.group(), tag.element() >> 8)) {
        Some(creator) if owned => Attribute::Private(tag.group(), creator.text(), (tag.element() & 0xff) as u8),
        _ => Attribute::Tag(tag.group(), tag.element()),
    }
}

fn tag_of(level: &[Node], attribute: &Attribute) -> Option<Tag> {
    match attribute {
        Attribute::Tag(group, element) => Some(Tag(*group, *element)),
        Attribute::Private(group, creator, low) => {
            let owns = |block: &u16| tree::get(level, Tag(*group, *block)).is_some_and(|node| node.text() == *creator);
            let block = (0x10..=0xffu16).find(owns)?;
            Some(Tag(*group, block << 8 | u16::from(*low)))
        }
    }
}
