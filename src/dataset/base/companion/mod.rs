//! Clean, valid objects beside the images of a study, which refer to them.

mod cda;
mod directory;
mod ecg;
mod key_objects;
mod pdf;
mod presentation;
mod report;
mod secondary_capture;
mod segmentation;
mod structure_set;

pub(crate) use directory::point_at;

use crate::dataset::base::BaseOptions;
use crate::dataset::base::context::Context;
use crate::dataset::base::context::patient_and_study;
use crate::dataset::base::number::later;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::content::set_reference;
use crate::dicom::content::within;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::instance::Instance;
use crate::instance::Study;
use crate::seed::Seed;
use crate::seed::Stream;

/// Makes the companions of a study, in the order of their kinds. Each has streams of its own, so that none moves another.
/// The options must be those of the study.
pub fn add_companions(study: &mut Study, companions: &[Companion], seed: Seed, options: &BaseOptions) {
    let made = Companion::ALL.iter().filter(|companion| companions.contains(companion));
    study.companions = made.map(|companion| make(*companion, study, seed, options)).collect();
}

fn make(companion: Companion, study: &Study, seed: Seed, options: &BaseOptions) -> Instance {
    let patient = study.patient.clone();
    let maker = Maker { context: Context::new(study.kind, &patient, seed, options), study, companion };
    let mut instance = match companion {
        Companion::BasicTextSr => report::basic_text(&maker),
        Companion::ComprehensiveSr => report::comprehensive(&maker),
        Companion::PresentationState => presentation::instance(&maker),
        Companion::KeyObjects => key_objects::instance(&maker),
        Companion::EncapsulatedPdf | Companion::CompressedPdf | Companion::DescribedPdf => pdf::instance(&maker),
        Companion::EncapsulatedCda | Companion::NarrativeCda => cda::instance(&maker),
        Companion::RtStructureSet => structure_set::instance(&maker),
        Companion::Segmentation => segmentation::instance(&maker),
        Companion::EcgWaveform => ecg::instance(&maker),
        Companion::SecondaryCapture => secondary_capture::instance(&maker),
        Companion::MediaDirectory => directory::instance(&maker),
    };
    instance.companion = Some(companion);
    instance
}

/// One companion while it is made.
struct Maker<'a> {
    context: Context<'a>,
    study: &'a Study,
    companion: Companion,
}

/// An image of the study, as others refer to it.
struct Reference {
    sop_class: String,
    sop_instance: String,
    series: String,
}

impl Maker<'_> {
    fn stream(&self, role: &str) -> Stream {
        self.context.stream(&format!("companion {} {role}", self.companion))
    }

    fn uid(&self, role: &str) -> String {
        self.context.uid(&format!("companion {} {role}", self.companion))
    }

    fn id(&self) -> String {
        format!("{}-I{:03}", self.study.patient, self.companion.number())
    }

    /// A value of the first image.
    fn of_image(&self, tag: Tag) -> String {
        self.study.instances.first().and_then(|image| image.object.text(tag)).unwrap_or_default()
    }

    /// The images of the first series.
    fn slices(&self) -> impl Iterator<Item = &Instance> {
        let series = self.of_image(tags::SERIES_INSTANCE_UID);
        self.study
            .instances
            .iter()
            .filter(move |image| image.object.text(tags::SERIES_INSTANCE_UID).as_ref() == Some(&series))
    }

    /// The images of the study, each series together.
    fn references(&self) -> Vec<Reference> {
        let text = |image: &Instance, tag| image.object.text(tag).unwrap_or_default();
        let reference = |image: &Instance| Reference {
            sop_class: text(image, tags::SOP_CLASS_UID),
            sop_instance: text(image, tags::SOP_INSTANCE_UID),
            series: text(image, tags::SERIES_INSTANCE_UID),
        };
        self.study.instances.iter().map(reference).collect()
    }

    /// The same, one list for each series.
    fn by_series(&self) -> Vec<Vec<Reference>> {
        let mut series: Vec<Vec<Reference>> = Vec::new();
        for reference in self.references() {
            match series.last_mut().filter(|last| last.iter().any(|known| known.series == reference.series)) {
                Some(last) => last.push(reference),
                None => series.push(vec![reference]),
            }
        }
        series
    }

    /// A new instance with the modules that every one has.
    fn instance(&self, sop_class: &str, modality: &str, description: &str) -> Instance {
        let number = self.companion.number();
        let mut instance = Instance::new(self.id(), self.context.path(number, 1));
        instance.blind = self.context.options.blind;
        let object = &mut instance.object;
        patient_and_study(object, &self.of_image(tags::STUDY_INSTANCE_UID), &self.of_image(tags::STUDY_DESCRIPTION));
        object.set_str(tags::MODALITY, modality);
        object.set_str(tags::SERIES_INSTANCE_UID, &self.uid("series"));
        object.set_str(tags::SERIES_NUMBER, &number.to_string());
        object.set_str(tags::SERIES_DESCRIPTION, description);
        self.context.equipment(object);
        for (tag, time, seconds) in [
            (tags::STUDY_DATE, tags::STUDY_TIME, 0),
            (tags::SERIES_DATE, tags::SERIES_TIME, 900),
            (tags::INSTANCE_CREATION_DATE, tags::INSTANCE_CREATION_TIME, 902),
        ] {
            object.set_str(tag, &self.context.options.study_date);
            object.set_str(time, &self.time(seconds));
        }
        if !self.context.options.character_set.is_empty() {
            object.set_str(tags::SPECIFIC_CHARACTER_SET, &self.context.options.character_set);
        }
        object.set_str(tags::SOP_CLASS_UID, sop_class);
        object.set_str(tags::SOP_INSTANCE_UID, &self.uid("instance"));
        object.set_str(tags::INSTANCE_NUMBER, "1");
        instance
    }

    /// A time some seconds after the start of the study.
    fn time(&self, seconds: u32) -> String {
        later(&self.context.options.study_time, seconds)
    }

    /// Content Date and Time.
    fn content_date(&self, object: &mut Object) {
        object.set_str(tags::CONTENT_DATE, &self.context.options.study_date);
        object.set_str(tags::CONTENT_TIME, &self.time(901));
    }

    /// Current Requested Procedure Evidence Sequence (0040,A375) with every image of the study.
    fn evidence(&self, object: &mut Object) {
        let study = [(tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, 0)];
        let uid = self.of_image(tags::STUDY_INSTANCE_UID);
        object.set_text(AttributePath::below(&study, tags::STUDY_INSTANCE_UID), VR::UI, &uid);
        for (number, series) in self.by_series().iter().enumerate() {
            let steps = within(&study, tags::REFERENCED_SERIES_SEQUENCE, number as u32);
            refer(object, &steps, tags::REFERENCED_SOP_SEQUENCE, series);
        }
    }
}

/// Series Instance UID of an item, and a reference to every image of the series in a sequence of it.
fn refer(object: &mut Object, steps: &[(Tag, u32)], sequence: Tag, images: &[Reference]) {
    let series = images.first().map(|image| image.series.clone()).unwrap_or_default();
    object.set_text(AttributePath::below(steps, tags::SERIES_INSTANCE_UID), VR::UI, &series);
    for (number, image) in images.iter().enumerate() {
        let item = within(steps, sequence, number as u32);
        set_reference(object, &item, &image.sop_class, &image.sop_instance);
    }
}
