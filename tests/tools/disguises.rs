//! The oracle, but name and number of the patient go on in the comments on a step, disguised in the way that it is told.

use crate::call::Call;
use crate::known::File;
use crate::known::Known;
use crate::treatment::PERFECT;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use deidbench::truth::Kind;
use dicom_core::DataElement;
use dicom_core::Length;
use dicom_core::PrimitiveValue;
use dicom_core::VR;
use dicom_core::value::DataSetSequence;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;
use dicom_object::OpenFileOptions;
use sha2::Digest;
use sha2::Sha256;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let file = known.file(&path);
        let (name, bytes) = PERFECT.treated(call, &file);
        let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
        let (Some(person), Some(number)) = (value(&file, Kind::PersonName), value(&file, Kind::Mrn)) else {
            call.write(&name, &bytes);
            continue;
        };
        if call.word == "third-item" {
            // A sequence whose items changed places: no plant stood at this one.
            let item = InMemDicomObject::from_element_iter([DataElement::new(
                tags::PATIENT_NAME,
                VR::PN,
                PrimitiveValue::from(person),
            )]);
            let empty = InMemDicomObject::new_empty;
            let items = DataSetSequence::new(vec![empty(), empty(), item], Length::UNDEFINED);
            object.put(DataElement::new(tags::REQUEST_ATTRIBUTES_SEQUENCE, VR::SQ, items));
        } else {
            let value = match call.word.as_str() {
                // Bytes of another character set than the one that the file names.
                "latin-1" => PrimitiveValue::from(latin(&person)),
                word => PrimitiveValue::from(disguised(word, &person, &number)),
            };
            let vr = if call.word == "latin-1" { VR::UN } else { VR::LT };
            object.put(DataElement::new(tags::COMMENTS_ON_THE_SCHEDULED_PROCEDURE_STEP, vr, value));
        }
        let mut out = Vec::new();
        object.write_all(&mut out).unwrap();
        call.write(&name, &out);
    }
    0
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
