//! A binary segmentation of CT slices (PS3.3 §A.51): one frame for each slice, one bit for each pixel.

use super::Maker;
use super::refer;
use crate::dataset::base::context::pixels;
use crate::dataset::base::number::whole;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::content::set_code;
use crate::dicom::content::set_reference;
use crate::dicom::content::within;
use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use std::io;

pub(super) fn instance(maker: &Maker<'_>) -> Instance {
    let mut instance = maker.instance(uids::SEGMENTATION_STORAGE, "SEG", "Segmentation");
    let format = maker.study.instances.first().and_then(|image| image.pixels.as_ref()).map(|pixels| pixels.format());
    let (columns, rows) = format.map_or((512, 512), |format| (format.columns, format.rows));
    let mask = Mask::new(maker, rows, columns);
    let object = &mut instance.object;
    maker.content_date(object);
    pixels(object, &mask.format());
    general(object, maker);
    segment(object);
    dimensions(object, maker);
    shared(object, maker);
    for (number, image) in (0..).zip(maker.slices()) {
        frame(object, number, image);
    }
    for (number, series) in (0..).zip(maker.by_series()) {
        let steps = [(tags::REFERENCED_SERIES_SEQUENCE, number)];
        refer(object, &steps, tags::REFERENCED_INSTANCE_SEQUENCE, &series);
    }
    instance.pixels = Some(Box::new(mask));
    instance
}

/// Enhanced General Equipment, General Image and Segmentation Image modules (PS3.3 §C.7.5.2 and §C.8.20.2).
fn general(object: &mut Object, maker: &Maker<'_>) {
    object.set_str(tags::DEVICE_SERIAL_NUMBER, "1");
    object.set_str(tags::FRAME_OF_REFERENCE_UID, &maker.of_image(tags::FRAME_OF_REFERENCE_UID));
    object.set_str(tags::POSITION_REFERENCE_INDICATOR, "");
    object.set_str(tags::IMAGE_TYPE, "DERIVED\\PRIMARY");
    object.set_str(tags::LOSSY_IMAGE_COMPRESSION, "00");
    object.set_str(tags::CONTENT_LABEL, "SEGMENTATION");
    object.set_str(tags::CONTENT_DESCRIPTION, "Contoured by hand");
    object.set_empty(tags::CONTENT_CREATOR_NAME, VR::PN);
    object.set_str(tags::SEGMENTATION_TYPE, "BINARY");
    object.set_text(tags::NUMBER_OF_FRAMES, VR::IS, &maker.slices().count().to_string());
}

fn segment(object: &mut Object) {
    let segment = [(tags::SEGMENT_SEQUENCE, 0)];
    let at = |tag| AttributePath::below(&segment, tag);
    object.set_u16(at(tags::SEGMENT_NUMBER), &[1]);
    object.set_text(at(tags::SEGMENT_LABEL), VR::LO, "Mass");
    object.set_text(at(tags::SEGMENT_ALGORITHM_TYPE), VR::CS, "MANUAL");
    let category = ("49755003", "SCT", "Morphologically Altered Structure");
    set_code(object, &segment, tags::SEGMENTED_PROPERTY_CATEGORY_CODE_SEQUENCE, category);
    set_code(object, &segment, tags::SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE, ("4147007", "SCT", "Mass"));
}

/// Multi-frame Dimension module (PS3.3 §C.7.6.17): frames are ordered by their position.
fn dimensions(object: &mut Object, maker: &Maker<'_>) {
    let uid = maker.uid("dimension");
    let organization = [(tags::DIMENSION_ORGANIZATION_SEQUENCE, 0)];
    object.set_text(AttributePath::below(&organization, tags::DIMENSION_ORGANIZATION_UID), VR::UI, &uid);
    let index = [(tags::DIMENSION_INDEX_SEQUENCE, 0)];
    object.set_text(AttributePath::below(&index, tags::DIMENSION_ORGANIZATION_UID), VR::UI, &uid);
    let pointers = [
        (tags::DIMENSION_INDEX_POINTER, tags::IMAGE_POSITION_PATIENT),
        (tags::FUNCTIONAL_GROUP_POINTER, tags::PLANE_POSITION_SEQUENCE),
    ];
    for (tag, pointer) in pointers {
        object.set_tags(AttributePath::below(&index, tag), &[pointer]);
    }
}

/// What all frames share: orientation, spacing and segment (PS3.3 §C.7.6.16.2).
fn shared(object: &mut Object, maker: &Maker<'_>) {
    let group = |sequence: Tag| [(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE, 0), (sequence, 0)];
    for (sequence, tag) in [
        (tags::PLANE_ORIENTATION_SEQUENCE, tags::IMAGE_ORIENTATION_PATIENT),
        (tags::PIXEL_MEASURES_SEQUENCE, tags::PIXEL_SPACING),
        (tags::PIXEL_MEASURES_SEQUENCE, tags::SLICE_THICKNESS),
        (tags::PIXEL_MEASURES_SEQUENCE, tags::SPACING_BETWEEN_SLICES),
    ] {
        object.set_text(AttributePath::below(&group(sequence), tag), VR::DS, &maker.of_image(tag));
    }
    let segment = group(tags::SEGMENT_IDENTIFICATION_SEQUENCE);
    object.set_u16(AttributePath::below(&segment, tags::REFERENCED_SEGMENT_NUMBER), &[1]);
}

/// What one frame has of its own: its place and the slice that it was drawn on.
fn frame(object: &mut Object, number: u32, image: &Instance) {
    let text = |tag| image.object.text(tag).unwrap_or_default();
    let group = |sequence: Tag| [(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, number), (sequence, 0)];
    let content = group(tags::FRAME_CONTENT_SEQUENCE);
    object.set_u32(AttributePath::below(&content, tags::DIMENSION_INDEX_VALUES), &[number + 1]);
    let position = AttributePath::below(&group(tags::PLANE_POSITION_SEQUENCE), tags::IMAGE_POSITION_PATIENT);
    object.set_text(position, VR::DS, &text(tags::IMAGE_POSITION_PATIENT));
    let derivation = group(tags::DERIVATION_IMAGE_SEQUENCE);
    set_code(object, &derivation, tags::DERIVATION_CODE_SEQUENCE, ("113076", "DCM", "Segmentation"));
    let source = within(&derivation, tags::SOURCE_IMAGE_SEQUENCE, 0);
    set_reference(object, &source, &text(tags::SOP_CLASS_UID), &text(tags::SOP_INSTANCE_UID));
    let purpose = ("121322", "DCM", "Source image for image processing operation");
    set_code(object, &source, tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE, purpose);
}

/// An ellipse that grows from slice to slice.
struct Mask {
    format: PixelFormat,
    frames: u32,
    /// Middle and half axes of the first frame, in pixels.
    middle: (u32, u32),
    axes: (u32, u32),
}

impl Mask {
    fn new(maker: &Maker<'_>, rows: u32, columns: u32) -> Self {
        let mut stream = maker.stream("mask");
        let stream = &mut stream;
        let format = PixelFormat {
            rows,
            columns,
            samples: 1,
            bits_allocated: 1,
            bits_stored: 1,
            signed: false,
            photometric: Photometric::Monochrome2,
        };
        Self {
            format,
            frames: maker.slices().count() as u32,
            middle: (whole(stream, columns / 3, columns * 2 / 3), whole(stream, rows / 3, rows * 2 / 3)),
            axes: (whole(stream, 14, 40), whole(stream, 14, 40)),
        }
    }
}

impl FrameSource for Mask {
    fn format(&self) -> PixelFormat {
        self.format
    }

    fn frames(&self) -> u32 {
        self.frames
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        let (a, b) = (i64::from(self.axes.0 + 2 * index), i64::from(self.axes.1 + index));
        let columns = self.format.columns.max(1);
        for (at, sample) in (0..).zip(out) {
            let (x, y) = (i64::from(at % columns), i64::from(at / columns));
            let (dx, dy) = (x - i64::from(self.middle.0), y - i64::from(self.middle.1));
            *sample = u8::from(dx * dx * b * b + dy * dy * a * a <= a * a * b * b);
        }
        Ok(())
    }
}
