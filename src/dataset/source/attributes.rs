//! Data sets of instances made from pictures, with everything that identifies left empty.

use crate::dataset::source::case_id::CaseId;
use crate::dataset::source::options::SourceOptions;
use crate::dicom::VR;
use crate::dicom::frame::PixelFormat;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::STUDY_DATES;

/// One instance of a case made from pictures.
pub(super) struct Image {
    /// Instance Number, from 1.
    pub number: u32,
    /// Number of frames; `None` for a class with single frames.
    pub frames: Option<u32>,
    /// Layout of the frames.
    pub format: PixelFormat,
    /// Ratio of the lossy compression that the pictures went through.
    pub lossy_ratio: Option<f64>,
}

impl Image {
    /// Ultrasound holds 8 bits (PS3.3 §C.8.5.6.1.12 and below); deeper grey becomes Secondary Capture.
    fn is_deep(&self) -> bool {
        self.format.bits_allocated > 8
    }

    fn sop_class(&self) -> &'static str {
        match (self.is_deep(), self.frames) {
            (false, Some(_)) => uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
            (false, None) => uids::ULTRASOUND_IMAGE_STORAGE,
            (true, Some(_)) => uids::MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE_STORAGE,
            (true, None) => uids::SECONDARY_CAPTURE_IMAGE_STORAGE,
        }
    }

    /// The data set without pixels.
    pub(super) fn object(&self, case: &CaseId, options: &SourceOptions) -> Object {
        let mut object = Object::new();
        unidentified(&mut object);
        dates(&mut object, case);
        object.set_str(tags::SOP_CLASS_UID, self.sop_class());
        object.set_str(tags::SOP_INSTANCE_UID, &case.uid(&format!("instance {}", self.number)));
        object.set_str(tags::STUDY_INSTANCE_UID, &case.study_instance_uid);
        object.set_str(tags::SERIES_INSTANCE_UID, &case.uid("series"));
        object.set_str(tags::MODALITY, if self.is_deep() { "OT" } else { "US" });
        object.set_str(tags::SERIES_NUMBER, "1");
        object.set_str(tags::INSTANCE_NUMBER, &self.number.to_string());
        // Type 2C: a picture does not tell which part of the body it shows, nor from where.
        object.set_empty(tags::LATERALITY, VR::CS);
        object.set_empty(tags::PATIENT_ORIENTATION, VR::CS);
        origin(&mut object, options.blind);
        self.pixels(&mut object);
        if self.is_deep() {
            self.secondary_capture(&mut object);
        } else {
            // Colour may be Doppler or a device's tinted grey; the pictures don't tell (PS3.3 §C.8.5.6).
            object.set_u16(tags::ULTRASOUND_COLOR_DATA_PRESENT, &[u16::from(self.format.samples == 3)]);
        }
        if let Some(frames) = self.frames {
            object.set_text(tags::NUMBER_OF_FRAMES, VR::IS, &frames.to_string());
            object.set_tags(tags::FRAME_INCREMENT_POINTER, &[tags::FRAME_TIME]);
            object.set_str(tags::FRAME_TIME, &decimal(options.frame_time_ms));
        }
        object
    }

    /// Image Pixel module (PS3.3 §C.7.6.3) and what General Image says of compression (§C.7.6.1.1.5).
    fn pixels(&self, object: &mut Object) {
        let format = &self.format;
        object.set_u16(tags::SAMPLES_PER_PIXEL, &[format.samples]);
        object.set_str(tags::PHOTOMETRIC_INTERPRETATION, format.photometric.name());
        object.set_u16(tags::ROWS, &[u16::try_from(format.rows).unwrap_or(u16::MAX)]);
        object.set_u16(tags::COLUMNS, &[u16::try_from(format.columns).unwrap_or(u16::MAX)]);
        object.set_u16(tags::BITS_ALLOCATED, &[format.bits_allocated]);
        object.set_u16(tags::BITS_STORED, &[format.bits_stored]);
        object.set_u16(tags::HIGH_BIT, &[format.bits_stored.saturating_sub(1)]);
        object.set_u16(tags::PIXEL_REPRESENTATION, &[0]);
        if format.samples > 1 {
            object.set_u16(tags::PLANAR_CONFIGURATION, &[0]);
        }
        object.set_str(tags::LOSSY_IMAGE_COMPRESSION, if self.lossy_ratio.is_some() { "01" } else { "00" });
        if let Some(ratio) = self.lossy_ratio {
            object.set_str(tags::LOSSY_IMAGE_COMPRESSION_RATIO, &decimal(ratio));
            object.set_str(tags::LOSSY_IMAGE_COMPRESSION_METHOD, "ISO_10918_1");
        }
    }

    /// SC Equipment and SC Multi-frame Image modules (PS3.3 §C.8.6.1 and §C.8.6.3).
    fn secondary_capture(&self, object: &mut Object) {
        object.set_str(tags::CONVERSION_TYPE, "WSD");
        if self.frames.is_some() {
            object.set_str(tags::BURNED_IN_ANNOTATION, "YES");
            object.set_str(tags::RESCALE_INTERCEPT, "0");
            object.set_str(tags::RESCALE_SLOPE, "1");
            object.set_str(tags::RESCALE_TYPE, "US");
            object.set_str(tags::PRESENTATION_LUT_SHAPE, "IDENTITY");
        }
    }
}

/// Patient and General Study modules (PS3.3 §C.7.1.1 and §C.7.2.1): type 2, without values.
pub(super) fn unidentified(object: &mut Object) {
    for (tag, vr) in [
        (tags::PATIENT_NAME, VR::PN),
        (tags::PATIENT_ID, VR::LO),
        (tags::PATIENT_BIRTH_DATE, VR::DA),
        (tags::PATIENT_SEX, VR::CS),
        (tags::REFERRING_PHYSICIAN_NAME, VR::PN),
        (tags::STUDY_ID, VR::SH),
        (tags::ACCESSION_NUMBER, VR::SH),
    ] {
        object.set_empty(tag, vr);
    }
}

/// What a base lacks of type 2, and the mark of a changed picture in its Image Type unless `blind`.
pub(super) fn complete_base(object: &mut Object, blind: bool) {
    for (tag, vr) in [(tags::MANUFACTURER, VR::LO), (tags::SERIES_NUMBER, VR::IS), (tags::INSTANCE_NUMBER, VR::IS)] {
        if !object.contains(tag) {
            object.set_empty(tag, vr);
        }
    }
    if !blind {
        let before = object.text(tags::IMAGE_TYPE).unwrap_or_default();
        let values: Vec<&str> = ["DERIVED", "SECONDARY"].into_iter().chain(before.split('\\').skip(2)).collect();
        object.set_str(tags::IMAGE_TYPE, &values.join("\\"));
        object.set_str(tags::DERIVATION_DESCRIPTION, "Made from another file by deidbench");
    }
}

/// All dates are the study's date, and all times its time.
pub(super) fn dates(object: &mut Object, case: &CaseId) {
    for tag in STUDY_DATES {
        object.set_str(*tag, &case.study_date);
    }
    for tag in [tags::STUDY_TIME, tags::SERIES_TIME, tags::ACQUISITION_TIME, tags::CONTENT_TIME] {
        object.set_str(tag, &case.study_time);
    }
    object.set_str(tags::INSTANCE_CREATION_TIME, &case.study_time);
}

/// Where the files say they come from (PS3.3 §C.7.5.1, §C.7.6.1.1.2).
fn origin(object: &mut Object, blind: bool) {
    if blind {
        object.set_str(tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY");
        object.set_str(tags::MANUFACTURER, "Philips Medical Systems");
        object.set_str(tags::MANUFACTURER_MODEL_NAME, "EPIQ 7C");
    } else {
        object.set_str(tags::IMAGE_TYPE, "DERIVED\\SECONDARY");
        object.set_str(tags::MANUFACTURER, "deidbench synthetic");
        object.set_str(tags::DERIVATION_DESCRIPTION, "Made from a picture by deidbench");
    }
}

/// A decimal string of at most 16 characters (PS3.5 §6.2).
fn decimal(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    format!("{rounded}").chars().take(16).collect()
}
