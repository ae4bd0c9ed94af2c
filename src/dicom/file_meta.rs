//! File meta information that goes beyond what every file says (PS3.10 §7.1).

use dicom_object::FileMetaTableBuilder;
use dicom_object::meta::Error;

/// Bytes of the group length element, whose value is the number of bytes behind it.
const GROUP_LENGTH: usize = 12;

/// Attributes of group 0002 that a file may have beside the required ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileMeta {
    /// Source Application Entity Title (0002,0016).
    pub source_ae_title: Option<String>,
    /// Sending Application Entity Title (0002,0017).
    pub sending_ae_title: Option<String>,
    /// Receiving Application Entity Title (0002,0018).
    pub receiving_ae_title: Option<String>,
    /// Source Presentation Address (0002,0026).
    pub source_address: Option<String>,
    /// Sending Presentation Address (0002,0027).
    pub sending_address: Option<String>,
    /// Receiving Presentation Address (0002,0028).
    pub receiving_address: Option<String>,
    /// Private Information Creator UID (0002,0100) and Private Information (0002,0102).
    pub private_information: Option<(String, Vec<u8>)>,
}

impl FileMeta {
    /// The whole group for an instance, in explicit VR little endian. `media_storage` is SOP class and instance UID,
    /// `implementation` class UID and version name.
    pub(crate) fn encoded(
        &self,
        media_storage: (&str, &str),
        transfer_syntax: &str,
        implementation: (&str, &str),
    ) -> Result<Vec<u8>, Error> {
        let mut table = FileMetaTableBuilder::new()
            .media_storage_sop_class_uid(media_storage.0)
            .media_storage_sop_instance_uid(media_storage.1)
            .transfer_syntax(transfer_syntax)
            .implementation_class_uid(implementation.0)
            .implementation_version_name(implementation.1);
        if let Some(title) = &self.source_ae_title {
            table = table.source_application_entity_title(title);
        }
        if let Some(title) = &self.sending_ae_title {
            table = table.sending_application_entity_title(title);
        }
        if let Some(title) = &self.receiving_ae_title {
            table = table.receiving_application_entity_title(title);
        }
        let mut bytes = Vec::new();
        table.build()?.write(&mut bytes)?;
        // The library knows no presentation addresses, and they stand before the private information.
        for (element, address) in
            [(0x26u16, &self.source_address), (0x27, &self.sending_address), (0x28, &self.receiving_address)]
        {
            if let Some(address) = address {
                bytes.extend(long_element(element, b"UR", address.as_bytes(), b' '));
            }
        }
        if let Some((creator, information)) = &self.private_information {
            let mut creator = creator.clone().into_bytes();
            creator.extend((creator.len() % 2 == 1).then_some(0));
            bytes.extend([0x02, 0x00, 0x00, 0x01, b'U', b'I']);
            bytes.extend(u16::try_from(creator.len()).unwrap_or(0).to_le_bytes());
            bytes.extend(creator);
            bytes.extend(long_element(0x102, b"OB", information, 0));
        }
        let length = u32::try_from(bytes.len().saturating_sub(GROUP_LENGTH)).unwrap_or(0);
        if let Some(value) = bytes.get_mut(GROUP_LENGTH - 4..GROUP_LENGTH) {
            value.copy_from_slice(&length.to_le_bytes());
        }
        Ok(bytes)
    }
}

/// An element of group 0002 with a length of 32 bits (PS3.5 §7.1.2), its value padded to even length.
fn long_element(element: u16, vr: &[u8; 2], value: &[u8], padding: u8) -> Vec<u8> {
    let mut bytes = vec![0x02, 0x00];
    bytes.extend(element.to_le_bytes());
    bytes.extend(vr);
    bytes.extend([0, 0]);
    let padded = value.len() + value.len() % 2;
    bytes.extend(u32::try_from(padded).unwrap_or(0).to_le_bytes());
    bytes.extend(value);
    bytes.extend((padded > value.len()).then_some(padding));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::scan::Scan;

    #[test]
    fn every_attribute_of_the_group_is_read_back() {
        let text = |text: &str| Some(text.to_owned());
        let meta = FileMeta {
            source_ae_title: text("SOURCE"),
            sending_ae_title: text("SENDER_1"),
            receiving_ae_title: text("RECEIVER"),
            source_address: text("dicom://one.example.org:104"),
            sending_address: text("dicom://two.example.org:104"),
            receiving_address: text("dicom://three.example.org:104"),
            private_information: Some(("2.25.11".to_owned(), b"Doe^Jane".to_vec())),
        };
        let mut file = vec![0; 128];
        file.extend(b"DICM");
        let stored = ("1.2.840.10008.5.1.4.1.1.2", "2.25.4711");
        file.extend(meta.encoded(stored, "1.2.840.10008.1.2.1", ("2.25.1", "TEST")).expect("a group"));
        let end = file.len();
        file.extend([0x08, 0x00, 0x60, 0x00, b'C', b'S', 2, 0, b'C', b'T']);
        let scan = Scan::parse(file, u64::MAX).expect("a file");
        let values: Vec<(u16, String)> = scan
            .meta
            .iter()
            .filter(|element| element.tag.element() >= 0x16)
            .map(|element| (element.tag.element(), scan.meta_text(element.tag).unwrap_or_default()))
            .collect();
        let expected = [
            (0x16, "SOURCE"),
            (0x17, "SENDER_1"),
            (0x18, "RECEIVER"),
            (0x26, "dicom://one.example.org:104"),
            (0x27, "dicom://two.example.org:104"),
            (0x28, "dicom://three.example.org:104"),
            (0x100, "2.25.11"),
            (0x102, "Doe^Jane"),
        ];
        assert_eq!(values, expected.map(|(element, value)| (element, value.to_owned())));
        let length = scan.meta.first().map(|element| scan.meta_value(element).to_vec());
        assert_eq!(length, Some(u32::try_from(end - 144).expect("short").to_le_bytes().to_vec()));
    }
}
