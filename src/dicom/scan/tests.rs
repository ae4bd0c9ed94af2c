//! Files as strangers leave them.

use super::*;
use crate::dicom::object::Object;
use crate::dicom::write::FileParts;
use crate::dicom::write::write_file;

fn written(trailing: &[u8]) -> Vec<u8> {
    let mut object = Object::new();
    object.set_str(tags::SOP_CLASS_UID, uids::CT_IMAGE_STORAGE);
    object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
    object.set_str(tags::PATIENT_NAME, "Doe^Jane");
    let nested = AttributePath::top(tags::PATIENT_NAME)
        .inside(tags::REFERENCED_PATIENT_SEQUENCE, 1)
        .inside(tags::REQUEST_ATTRIBUTES_SEQUENCE, 0);
    object.set_text(nested, VR::PN, "Nested^Jane");
    object.set_text(AttributePath::private(0x0041, "ACME", 0x10), VR::LO, "private");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("one");
    let parts = FileParts {
        preamble: &[7; 128],
        implementation: ("1.2", "X"),
        source_ae_title: Some("AE"),
        private_information: None,
        media_storage: None,
        object: &object,
        trailing,
    };
    write_file(&file, parts, None).expect("written");
    std::fs::read(file).expect("read")
}

#[test]
fn every_element_is_named_by_its_path() {
    let scan = Scan::parse(written(b""), 1 << 20).expect("a scan");
    let listed: Vec<String> = scan
        .elements
        .iter()
        .map(|element| format!("{}={}", element.path, String::from_utf8_lossy(scan.value(element)).trim()))
        .collect();
    assert!(listed.contains(&"(0010,0010)=Doe^Jane".to_owned()), "{listed:?}");
    assert!(listed.contains(&"(0040,0275)[0]/(0008,1120)[1]/(0010,0010)=Nested^Jane".to_owned()), "{listed:?}");
    assert!(listed.contains(&"(0041,\"ACME\",10)=private".to_owned()), "{listed:?}");
    assert_eq!((scan.problem, scan.rest.len()), (None, 0));
    assert_eq!(scan.preamble, Some(0..128));
}

#[test]
fn bytes_after_the_end_and_broken_files_keep_every_byte() {
    let whole = written(b"");
    let longer = Scan::parse(written(b"NOT AN ELEMENT"), 1 << 20).expect("a scan");
    assert!(longer.data().get(longer.rest.clone()).is_some_and(|rest| rest.ends_with(b"NOT AN ELEMENT")));
    for length in 132..whole.len() {
        if let Ok(scan) = Scan::parse(whole[..length].to_vec(), 1 << 20) {
            assert!(scan.rest.end == length && scan.elements.iter().all(|element| element.range.end <= length));
        }
    }
}

#[test]
fn a_file_nested_ten_thousand_deep_is_read_without_recursion() {
    let mut bytes = written(b"");
    for _ in 0..10_000 {
        bytes.extend([0x40, 0x00, 0x75, 0x02, b'S', b'Q', 0, 0, 0xff, 0xff, 0xff, 0xff]);
        bytes.extend([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]);
    }
    let scan = Scan::parse(bytes, 1 << 20).expect("a scan");
    assert!(scan.problem.is_some_and(|problem| problem.contains("deeper")));
}

#[test]
fn what_is_no_dicom_is_refused() {
    for bytes in [&b""[..], b"hello", &[0; 200], &[0xff; 4000]] {
        assert!(Scan::parse(bytes.to_vec(), 1 << 20).is_err());
    }
}
