//! Gives back what it got in another encoding: `implicit`, `deflated`, `bare` (without preamble and file meta
//! information), `utf-8`, `creatorless` (private creators dropped) or `unknown` (text as UN).

use crate::call::Call;
use crate::edit::Parts;
use crate::tree;
use crate::tree::Node;
use crate::tree::Value;
use deidbench::dicom::value;
use deidbench::dicom::value::SpecificCharacterSet;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_dictionary_std::uids;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;

pub fn run(call: &Call) -> u8 {
    for file in call.files() {
        let mut parts = Parts::read(&call.read(&file)).unwrap();
        let out = match call.word.as_str() {
            "implicit" => {
                set_transfer_syntax(&mut parts, uids::IMPLICIT_VR_LITTLE_ENDIAN);
                let mut data = Vec::new();
                tree::write_implicit(&parts.data, &mut data);
                parts.write_around(&data)
            }
            "deflated" => {
                set_transfer_syntax(&mut parts, uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
                deflated(&mut parts)
            }
            "utf-8" => {
                in_utf_8(&mut parts.data, SpecificCharacterSet::default());
                parts.write()
            }
            "creatorless" => {
                parts.data.retain(|node| node.tag.group() % 2 == 0 || !(0x10..=0xff).contains(&node.tag.element()));
                parts.write()
            }
            "unknown" => {
                unknown(&mut parts.data);
                parts.write()
            }
            "bare" => {
                let mut data = Vec::new();
                tree::write(&parts.data, &mut data);
                data.extend(&parts.trailing);
                data
            }
            other => unreachable!("`{other}` is no encoding"),
        };
        call.write(&file, &out);
    }
    0
}

fn set_transfer_syntax(parts: &mut Parts, syntax: &str) {
    tree::put(&mut parts.meta, Node::new(tags::TRANSFER_SYNTAX_UID, VR::UI, syntax));
}

/// What follows the data set is deflated with it.
fn deflated(parts: &mut Parts) -> Vec<u8> {
    let mut data = Vec::new();
    tree::write(&parts.data, &mut data);
    data.append(&mut parts.trailing);
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&data).unwrap();
    let mut data = encoder.finish().unwrap();
    if data.len() % 2 == 1 {
        data.push(0);
    }
    parts.write_around(&data)
}

/// Text in UTF-8, at every level by the character set that rules there.
fn in_utf_8(nodes: &mut [Node], around: SpecificCharacterSet) {
    let named = tree::get(nodes, tags::SPECIFIC_CHARACTER_SET);
    let characters = named.map_or(around, |node| SpecificCharacterSet::from_values(&node.text()));
    for node in nodes {
        let governed = matches!(node.vr, VR::SH | VR::LO | VR::ST | VR::PN | VR::LT | VR::UC | VR::UT);
        match &mut node.value {
            Value::Items(items) => items.iter_mut().for_each(|item| in_utf_8(item, characters)),
            Value::Bytes(bytes) if governed => {
                let text = value::decode(bytes, &characters);
                *node = Node::new(node.tag, node.vr, text.trim_end_matches([' ', '\0']));
            }
            _ if node.tag == tags::SPECIFIC_CHARACTER_SET => *node = Node::new(node.tag, node.vr, "ISO_IR 192"),
            _ => {}
        }
    }
}

/// Names and numbers of the patient as bytes of unknown representation.
fn unknown(nodes: &mut [Node]) {
    let known = [tags::PATIENT_NAME, tags::PATIENT_ID, tags::ACCESSION_NUMBER, tags::PATIENT_BIRTH_DATE];
    for node in nodes.iter_mut().filter(|node| known.contains(&node.tag)) {
        node.vr = VR::UN;
    }
}
