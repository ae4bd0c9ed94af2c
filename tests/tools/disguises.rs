//! The oracle, but name and number of the patient go on in the comments on a scheduled step, where no trap plants
//! anything, disguised in the way that the tool is told.

use crate::call::Call;
use crate::edit::edit;
use crate::known::File;
use crate::tree;
use crate::tree::Node;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use deidbench::truth::Kind;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use sha2::Digest;
use sha2::Sha256;

pub fn run(call: &Call) -> u8 {
    edit(call, |parts, _, file| {
        let (Some(person), Some(number)) = (value(file, Kind::PersonName), value(file, Kind::Mrn)) else { return };
        let comments = tags::COMMENTS_ON_THE_SCHEDULED_PROCEDURE_STEP;
        match call.word.as_str() {
            "third-item" => {
                // A sequence whose items changed places: no plant stood at this one.
                let item = vec![Node::new(tags::PATIENT_NAME, VR::PN, person)];
                let items = vec![Vec::new(), Vec::new(), item];
                tree::put(&mut parts.data, Node::sequence(tags::REQUEST_ATTRIBUTES_SEQUENCE, items));
            }
            // Bytes of another character set than the one that the file names.
            "latin-1" => tree::put(&mut parts.data, Node::new(comments, VR::UN, latin(&person))),
            word => parts.put_text(comments, VR::LT, &disguised(word, &person, &number)),
        }
    })
}

fn value(file: &File<'_>, kind: Kind) -> Option<String> {
    let plant = file.truth.plants.iter().find(|plant| plant.kind == kind)?;
    Some(plant.value.clone())
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}

fn disguised(word: &str, person: &str, number: &str) -> String {
    let mut parts = person.split('^');
    let (family, given) = (parts.next().unwrap(), parts.next().unwrap_or_default());
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    match word {
        "reordered" => format!("{given} {family}"),
        "upper" => person.to_uppercase(),
        "joined" => format!("x{}y", family.replace('-', "")),
        "longer-word" => format!("study{family}v2"),
        "number" => format!("no. {number}/1"),
        "base64" => BASE64_STANDARD.encode(person),
        "hex" => hex(person.as_bytes()),
        "url" => person.replace('^', "%5E").replace('-', "%2D"),
        "sha-256" => hex(&Sha256::digest(number)),
        "punctuated" => number.chars().map(|digit| format!("{digit}-")).collect(),
        "given" => format!("for {given} only"),
        "half" => format!("the {} case", family.split(['-', ' ']).next().unwrap()),
        "initials" => format!("{}{}", &given[..1], &family[..1]),
        _ => unreachable!("`{word}` is no disguise"),
    }
}
