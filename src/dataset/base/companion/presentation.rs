//! How the images are to be shown (PS3.3 §A.33.1), with a line drawn on the first.

use super::Maker;
use super::refer;
use crate::dicom::VR;
use crate::dicom::content::set_reference;
use crate::dicom::content::within;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;

const LAYER: &str = "MARKS";

pub(super) fn instance(maker: &Maker<'_>) -> Instance {
    let class = uids::GRAYSCALE_SOFTCOPY_PRESENTATION_STATE_STORAGE;
    let mut instance = maker.instance(class, "PR", "Presentation");
    let object = &mut instance.object;
    object.set_str(tags::BODY_PART_EXAMINED, &maker.of_image(tags::BODY_PART_EXAMINED));
    let side = maker.of_image(tags::IMAGE_LATERALITY);
    if !side.is_empty() && side != "U" {
        object.set_str(tags::LATERALITY, &side);
    }
    object.set_str(tags::CONTENT_LABEL, "READING");
    object.set_str(tags::CONTENT_DESCRIPTION, "As read");
    object.set_empty(tags::CONTENT_CREATOR_NAME, VR::PN);
    object.set_str(tags::PRESENTATION_CREATION_DATE, &maker.context.options.study_date);
    object.set_str(tags::PRESENTATION_CREATION_TIME, &maker.time(901));
    object.set_str(tags::PRESENTATION_LUT_SHAPE, "IDENTITY");
    // Images of one series have one size, which the displayed area is given in.
    if let Some(series) = maker.by_series().first() {
        refer(object, &[(tags::REFERENCED_SERIES_SEQUENCE, 0)], tags::REFERENCED_IMAGE_SEQUENCE, series);
    }
    displayed_area(object, maker);
    line(object, maker);
    instance
}

/// Displayed Area module (PS3.3 §C.10.4).
fn displayed_area(object: &mut Object, maker: &Maker<'_>) {
    let format = maker.study.instances.first().and_then(|image| image.pixels.as_ref()).map(|pixels| pixels.format());
    let (columns, rows) = format.map_or((1, 1), |format| (format.columns as i32, format.rows as i32));
    let at = |tag| AttributePath::below(&[(tags::DISPLAYED_AREA_SELECTION_SEQUENCE, 0)], tag);
    object.set_i32(at(tags::DISPLAYED_AREA_TOP_LEFT_HAND_CORNER), &[1, 1]);
    object.set_i32(at(tags::DISPLAYED_AREA_BOTTOM_RIGHT_HAND_CORNER), &[columns, rows]);
    object.set_text(at(tags::PRESENTATION_SIZE_MODE), VR::CS, "SCALE TO FIT");
    object.set_text(at(tags::PRESENTATION_PIXEL_ASPECT_RATIO), VR::IS, "1\\1");
}

/// Graphic Annotation and Graphic Layer modules (PS3.3 §C.10.5 and §C.10.7).
fn line(object: &mut Object, maker: &Maker<'_>) {
    let layer = |tag| AttributePath::below(&[(tags::GRAPHIC_LAYER_SEQUENCE, 0)], tag);
    object.set_text(layer(tags::GRAPHIC_LAYER), VR::CS, LAYER);
    object.set_text(layer(tags::GRAPHIC_LAYER_ORDER), VR::IS, "1");
    let annotation = [(tags::GRAPHIC_ANNOTATION_SEQUENCE, 0)];
    if let Some(image) = maker.references().first() {
        let steps = within(&annotation, tags::REFERENCED_IMAGE_SEQUENCE, 0);
        set_reference(object, &steps, &image.sop_class, &image.sop_instance);
    }
    object.set_text(AttributePath::below(&annotation, tags::GRAPHIC_LAYER), VR::CS, LAYER);
    let graphic = within(&annotation, tags::GRAPHIC_OBJECT_SEQUENCE, 0);
    let at = |tag| AttributePath::below(&graphic, tag);
    object.set_text(at(tags::GRAPHIC_ANNOTATION_UNITS), VR::CS, "PIXEL");
    object.set_u16(at(tags::GRAPHIC_DIMENSIONS), &[2]);
    object.set_u16(at(tags::NUMBER_OF_GRAPHIC_POINTS), &[2]);
    object.set_f32(at(tags::GRAPHIC_DATA), &[120.0, 140.0, 180.0, 165.0]);
    object.set_text(at(tags::GRAPHIC_TYPE), VR::CS, "POLYLINE");
    object.set_text(at(tags::GRAPHIC_FILLED), VR::CS, "N");
}
