//! A page around an image (PS3.3 §A.45.1). What stands on the page is written in `dicom::pdf`.

use super::Maker;
use crate::dicom::VR;
use crate::dicom::content::set_code;
use crate::dicom::content::set_reference;
use crate::dicom::object::Object;
use crate::dicom::pdf::Page;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Companion;
use crate::instance::Instance;

pub(super) fn instance(maker: &Maker<'_>) -> Instance {
    let mut instance = maker.instance(uids::ENCAPSULATED_PDF_STORAGE, "DOC", "Scanned document");
    let object = &mut instance.object;
    encapsulated(object, maker, "Examination sheet", "application/pdf");
    let lines = ["Examination sheet", "Preparation: none", "Consent: obtained"].map(str::to_owned).to_vec();
    let page = Page { lines, deflated: maker.companion == Companion::CompressedPdf, ..Page::default() };
    object.set_bytes(tags::ENCAPSULATED_DOCUMENT, VR::OB, &page.written());
    instance
}

/// Encapsulated Document module without the document (PS3.3 §C.24.2). The length is left out: a replaced document has
/// another one.
pub(super) fn encapsulated(object: &mut Object, maker: &Maker<'_>, title: &str, mime_type: &str) {
    maker.content_date(object);
    object.set_empty(tags::ACQUISITION_DATE_TIME, VR::DT);
    object.set_str(tags::CONVERSION_TYPE, "WSD");
    object.set_str(tags::BURNED_IN_ANNOTATION, "NO");
    object.set_str(tags::DOCUMENT_TITLE, title);
    object.set_str(tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, mime_type);
    set_code(object, &[], tags::CONCEPT_NAME_CODE_SEQUENCE, ("18748-4", "LN", "Diagnostic Imaging Report"));
    if let Some(image) = maker.references().first() {
        set_reference(object, &[(tags::SOURCE_INSTANCE_SEQUENCE, 0)], &image.sop_class, &image.sop_instance);
    }
}
