//! What all images of a study share, and the modules that every kind of image has.

use crate::dataset::base::BaseOptions;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::later;
use crate::dataset::base::path::Names;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::instance::Annotation;
use crate::instance::Instance;
use crate::instance::STUDY_DATES;
use crate::instance::StudyKind;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::seed::Seed;
use crate::seed::Stream;

/// A study while it is made.
pub(super) struct Context<'a> {
    pub(super) kind: StudyKind,
    patient: &'a str,
    seed: Seed,
    pub(super) options: &'a BaseOptions,
    names: Names,
}

/// An image to be made, with what the general modules say of it.
pub(super) struct Image {
    /// Its place among the files of the study, from 1.
    pub place: u32,
    /// Series Number, from 1.
    pub series: u32,
    /// Instance Number in the series, from 1.
    pub number: u32,
    /// SOP Class UID.
    pub sop_class: &'static str,
    /// Modality.
    pub modality: &'static str,
    /// Image Type (0008,0008) behind its first two values.
    pub image_type: &'static [&'static str],
    /// Study Description (0008,1030).
    pub study_description: &'static str,
    /// Series Description (0008,103E), and Protocol Name.
    pub series_description: String,
    /// Body Part Examined (0018,0015).
    pub body_part: &'static str,
    /// Seconds from the start of the study to the acquisition.
    pub seconds: u32,
}

impl<'a> Context<'a> {
    pub(super) fn new(kind: StudyKind, patient: &'a str, seed: Seed, options: &'a BaseOptions) -> Self {
        let names = Names::new(&mut seed.stream(&[patient, "base", kind.word(), "names"]), kind, patient);
        Self { kind, patient, seed, options, names }
    }

    /// The stream of one role in this study.
    pub(super) fn stream(&self, role: &str) -> Stream {
        self.seed.stream(&[self.patient, "base", self.kind.word(), role])
    }

    /// The UID of one role in this study.
    pub(super) fn uid(&self, role: &str) -> String {
        uid::new(&mut self.stream(&format!("uid {role}")))
    }

    /// Folders and file name of an image of a series.
    pub(super) fn path(&self, series: u32, number: u32) -> Vec<String> {
        self.options.folder.iter().cloned().chain(self.names.of(series, number)).collect()
    }

    /// The folder that holds everything of the study.
    pub(super) fn home(&self) -> Vec<String> {
        self.options.folder.iter().cloned().chain(self.names.home()).collect()
    }

    /// A new instance with its general modules and pixels.
    pub(super) fn instance(&self, image: &Image, phantom: impl Phantom + 'static) -> Instance {
        let path = self.path(image.series, image.number);
        let mut instance = Instance::new(format!("{}-I{:03}", self.patient, image.place), path);
        instance.blind = self.options.blind;
        let object = &mut instance.object;
        patient_and_study(object, &self.uid("study"), image.study_description);
        self.series(object, image);
        self.equipment(object);
        self.dates(object, image);
        self.sop(object, image);
        pixels(object, &phantom.format());
        let annotation = |mark: &Mark| Annotation { text: mark.text.clone(), area: mark.area };
        instance.annotations = phantom.marks().iter().map(annotation).collect();
        instance.clinical_box = Some(phantom.clinical_region());
        instance.free_boxes = phantom.free_boxes();
        instance.pixels = Some(Box::new(phantom));
        instance
    }

    /// General Series module (PS3.3 §C.7.3.1).
    fn series(&self, object: &mut Object, image: &Image) {
        object.set_str(tags::MODALITY, image.modality);
        object.set_str(tags::SERIES_INSTANCE_UID, &self.uid(&format!("series {}", image.series)));
        object.set_str(tags::SERIES_NUMBER, &image.series.to_string());
        object.set_str(tags::SERIES_DESCRIPTION, &image.series_description);
        object.set_str(tags::PROTOCOL_NAME, &image.series_description);
        object.set_str(tags::BODY_PART_EXAMINED, image.body_part);
    }

    /// General Equipment module (PS3.3 §C.7.5.1).
    pub(super) fn equipment(&self, object: &mut Object) {
        let device = Device::of(self);
        object.set_str(tags::MANUFACTURER, device.manufacturer);
        object.set_str(tags::MANUFACTURER_MODEL_NAME, device.model);
        object.set_str(tags::SOFTWARE_VERSIONS, device.software);
    }

    fn dates(&self, object: &mut Object, image: &Image) {
        for tag in STUDY_DATES {
            object.set_str(*tag, &self.options.study_date);
        }
        for (tag, seconds) in [
            (tags::STUDY_TIME, 0),
            (tags::SERIES_TIME, 60 * image.series),
            (tags::ACQUISITION_TIME, image.seconds),
            (tags::CONTENT_TIME, image.seconds + 1),
            (tags::INSTANCE_CREATION_TIME, image.seconds + 2),
        ] {
            object.set_str(tag, &later(&self.options.study_time, seconds));
        }
    }

    /// SOP Common and General Image modules (PS3.3 §C.12.1 and §C.7.6.1).
    fn sop(&self, object: &mut Object, image: &Image) {
        if !self.options.character_set.is_empty() {
            object.set_str(tags::SPECIFIC_CHARACTER_SET, &self.options.character_set);
        }
        object.set_str(tags::SOP_CLASS_UID, image.sop_class);
        object.set_str(tags::SOP_INSTANCE_UID, &self.uid(&format!("instance {} {}", image.series, image.number)));
        object.set_str(tags::INSTANCE_NUMBER, &image.number.to_string());
        object.set_str(tags::ACQUISITION_NUMBER, &image.series.to_string());
        let origin = match image.modality {
            _ if self.options.blind => "ORIGINAL\\PRIMARY",
            // These know no other second value (PS3.3 §C.8.4.9.1.1 and §C.8.9.4.1.1).
            "NM" | "PT" => "DERIVED\\PRIMARY",
            _ => "DERIVED\\SECONDARY",
        };
        let values: Vec<&str> = std::iter::once(origin).chain(image.image_type.iter().copied()).collect();
        object.set_str(tags::IMAGE_TYPE, &values.join("\\"));
        if !self.options.blind {
            object.set_str(tags::DERIVATION_DESCRIPTION, "Drawn by deidbench");
        }
        object.set_str(tags::LOSSY_IMAGE_COMPRESSION, "00");
    }
}

/// Patient and General Study modules (PS3.3 §C.7.1.1 and §C.7.2.1), with everything that identifies left empty.
pub(super) fn patient_and_study(object: &mut Object, study_uid: &str, study_description: &str) {
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
    object.set_str(tags::STUDY_INSTANCE_UID, study_uid);
    object.set_str(tags::STUDY_DESCRIPTION, study_description);
}

/// Image Pixel module (PS3.3 §C.7.6.3) without the pixels.
pub(super) fn pixels(object: &mut Object, format: &PixelFormat) {
    object.set_u16(tags::SAMPLES_PER_PIXEL, &[format.samples]);
    object.set_str(tags::PHOTOMETRIC_INTERPRETATION, format.photometric.name());
    if format.samples > 1 {
        object.set_u16(tags::PLANAR_CONFIGURATION, &[0]);
    }
    object.set_u16(tags::ROWS, &[u16::try_from(format.rows).unwrap_or(u16::MAX)]);
    object.set_u16(tags::COLUMNS, &[u16::try_from(format.columns).unwrap_or(u16::MAX)]);
    object.set_u16(tags::BITS_ALLOCATED, &[format.bits_allocated]);
    object.set_u16(tags::BITS_STORED, &[format.bits_stored]);
    object.set_u16(tags::HIGH_BIT, &[format.bits_stored.saturating_sub(1)]);
    object.set_u16(tags::PIXEL_REPRESENTATION, &[u16::from(format.signed)]);
}

/// Writes attributes whose VR the dictionary knows.
pub(super) fn set_all(object: &mut Object, values: &[(Tag, &str)]) {
    for (tag, value) in values {
        object.set_str(*tag, value);
    }
}

/// Writes a code into the first item of a sequence: value, coding scheme, meaning.
pub(super) fn set_code(object: &mut Object, sequence: Tag, (value, scheme, meaning): (&str, &str, &str)) {
    for (tag, vr, text) in [
        (tags::CODE_VALUE, VR::SH, value),
        (tags::CODING_SCHEME_DESIGNATOR, VR::SH, scheme),
        (tags::CODE_MEANING, VR::LO, meaning),
    ] {
        object.set_text(AttributePath::top(tag).inside(sequence, 0), vr, text);
    }
}
