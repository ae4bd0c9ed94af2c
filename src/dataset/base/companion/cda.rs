//! A clinical document around the study (PS3.3 §A.45.2). Its text is written in `dicom::cda`.

use super::Maker;
use super::pdf::encapsulated;
use crate::dicom::VR;
use crate::dicom::cda::Document;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;

pub(super) fn instance(maker: &Maker<'_>) -> Instance {
    let mut instance = maker.instance(uids::ENCAPSULATED_CDA_STORAGE, "DOC", "Clinical document");
    let object = &mut instance.object;
    encapsulated(object, maker, "Imaging report", "text/XML");
    let id = maker.uid("document");
    object.set_str(tags::HL7_INSTANCE_IDENTIFIER, &id);
    let document = Document { id, ..Document::default() };
    object.set_bytes(tags::ENCAPSULATED_DOCUMENT, VR::OB, document.written().as_bytes());
    instance
}
