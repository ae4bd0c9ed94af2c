//! Images that somebody marked (PS3.3 §A.35.4, TID 2010).

use super::Maker;
use crate::dicom::VR;
use crate::dicom::content::add_item;
use crate::dicom::content::set_code;
use crate::dicom::content::set_reference;
use crate::dicom::content::within;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;

pub(super) fn instance(maker: &Maker<'_>) -> Instance {
    let mut instance = maker.instance(uids::KEY_OBJECT_SELECTION_DOCUMENT_STORAGE, "KO", "Key images");
    let object = &mut instance.object;
    maker.content_date(object);
    object.set_empty_sequence(tags::REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE);
    maker.evidence(object);
    object.set_str(tags::VALUE_TYPE, "CONTAINER");
    object.set_str(tags::CONTINUITY_OF_CONTENT, "SEPARATE");
    set_code(object, &[], tags::CONCEPT_NAME_CODE_SEQUENCE, ("113000", "DCM", "Of Interest"));
    let template = [(tags::CONTENT_TEMPLATE_SEQUENCE, 0)];
    object.set_text(AttributePath::below(&template, tags::MAPPING_RESOURCE), VR::CS, "DCMR");
    object.set_text(AttributePath::below(&template, tags::TEMPLATE_IDENTIFIER), VR::CS, "2010");
    for image in maker.references() {
        let item = add_item(object, &[], "CONTAINS", "IMAGE", None);
        set_reference(object, &within(&item, tags::REFERENCED_SOP_SEQUENCE, 0), &image.sop_class, &image.sop_instance);
    }
    instance
}
