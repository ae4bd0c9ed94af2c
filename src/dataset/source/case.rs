//! From one case of a source to clean instances.

use crate::dataset::source::attributes;
use crate::dataset::source::attributes::Image;
use crate::dataset::source::case_id::CaseId;
use crate::dataset::source::checks::Quarantine;
use crate::dataset::source::discover::CaseFiles;
use crate::dataset::source::discover::SourceCase;
use crate::dataset::source::extent::extent;
use crate::dataset::source::masks::free_region;
use crate::dataset::source::options::CineForm;
use crate::dataset::source::options::SourceOptions;
use crate::dataset::source::pictures::Check;
use crate::dataset::source::pictures::Pictures;
use crate::dicom::base_file::BaseFile;
use crate::dicom::base_file::BaseFileError;
use crate::dicom::base_file::Cleaning;
use crate::dicom::base_file::Fate;
use crate::dicom::frame::FrameSource;
use crate::dicom::frame::PixelFormat;
use crate::dicom::levels::Levels;
use crate::dicom::locus::PixelBox;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::instance::Instance;
use crate::instance::OrganMasks;
use crate::instance::Study;
use crate::instance::StudyKind;
use crate::policy;
use crate::seed::Seed;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Where a case goes in the dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasePlace {
    /// `DEID-0001` and so on.
    pub patient: String,
    /// Number of the patient, for folder names.
    pub patient_number: u32,
    /// Number of the case within its patient, from 1.
    pub case_number: u32,
    /// Number of its first instance within the patient, from 1.
    pub first_instance: u32,
}

/// A case that passed every check: clean instances, and the region that each keeps free for the burn.
pub struct SourceStudy {
    /// Its identity.
    pub case: CaseId,
    /// The instances. Each has the burn region as its only free box.
    pub study: Study,
    /// The region in pixels.
    pub region: PixelBox,
}

/// Reads, checks and builds one case. What fails is told, and nothing is written of it.
///
/// Pictures become Ultrasound Multi-frame (a leaf folder) or Ultrasound Image (a loose picture, or a cine as a series);
/// grey of 16 bits, which ultrasound does not allow, becomes Secondary Capture. A DICOM file keeps its class. No
/// identity is planted here: patient, accession, study ID and referring physician are present and empty.
pub fn case(
    source: &SourceCase,
    place: &CasePlace,
    seed: Seed,
    options: &SourceOptions,
) -> Result<SourceStudy, Quarantine> {
    let case = CaseId::new(seed, &source.source_id);
    let builder = Builder { case: &case, place, seed, options };
    let (kind, region, instances) = match &source.files {
        CaseFiles::Cine(files) => builder.pictures(files.clone(), true)?,
        CaseFiles::Still(file) => builder.pictures(vec![file.clone()], false)?,
        CaseFiles::Dicom(file) => builder.base(file)?,
    };
    Ok(SourceStudy {
        study: Study { patient: place.patient.clone(), kind, instances, companions: Vec::new() },
        case,
        region,
    })
}

struct Builder<'a> {
    case: &'a CaseId,
    place: &'a CasePlace,
    seed: Seed,
    options: &'a SourceOptions,
}

type Built = (StudyKind, PixelBox, Vec<Instance>);

impl Builder<'_> {
    fn pictures(&self, files: Vec<PathBuf>, is_cine: bool) -> Result<Built, Quarantine> {
        let options = self.options;
        let named = files.clone();
        let (pictures, (region, clinical)) = Pictures::load(files, options.most_pixels, options.memory, |first| {
            let format = first.format;
            let region = options.region.place(format.columns, format.rows)?;
            let deep = format.bits_stored > 8;
            let levels = if deep { Levels::spread(&format, &first.native) } else { Levels::full(&format) };
            let clinical = extent(&format, &first.native, &levels, region);
            let check: Box<Check<'_>> = Box::new(move |name: &str, format: &PixelFormat, native: &[u8]| {
                options.brightness.check(name, format, native, region, &levels)
            });
            Ok(((region, clinical), check))
        })?;
        let pictures = Arc::new(pictures);
        let (columns, rows) = (pictures.format().columns, pictures.format().rows);
        let organs = self.organs(&named, columns, rows)?;
        let region = clear(region, organs.as_ref())?;
        let image = |number: u32, frames: Option<u32>| Image {
            number,
            frames,
            format: pictures.format(),
            lossy_ratio: pictures.lossy_ratio(),
        };
        let mut instances = Vec::new();
        let all = pictures.count();
        if is_cine && options.cine == CineForm::MultiFrame {
            let object = image(1, Some(all)).object(self.case, options);
            let instance = self.instance(1, object, pictures.frames(0, all), region, clinical);
            instances.push(with_organs(instance, organs));
        } else {
            for index in 0..all {
                let object = image(index + 1, None).object(self.case, options);
                let instance = self.instance(index + 1, object, pictures.frames(index, 1), region, clinical);
                instances.push(with_organs(instance, organs.as_ref().map(|organs| organs.part(index, 1))));
            }
        }
        Ok((StudyKind::UltrasoundCine, region, instances))
    }

    fn base(&self, file: &Path) -> Result<Built, Quarantine> {
        let mut base = BaseFile::read(file, self.options.most_pixels).map_err(unusable)?;
        let format = base.frames.format();
        let region = self.options.region.place(format.columns, format.rows)?;
        let mut frame = vec![0u8; format.frame_bytes().unwrap_or(0)];
        let (mut levels, mut clinical) = (base.levels.clone(), None);
        for index in 0..base.frames.frames() {
            base.frames.draw(index, &mut frame).map_err(|error| Quarantine::failed(error.to_string()))?;
            let levels = levels.get_or_insert_with(|| Levels::spread(&format, &frame));
            if index == 0 {
                clinical = extent(&format, &frame, levels, region);
            }
            let name = format!("frame {}", index + 1);
            self.options.brightness.check(&name, &format, &frame, region, levels)?;
        }
        let mut organs = self.organs(&[file.to_owned()], format.columns, format.rows)?;
        if let Some(organs) = &mut organs {
            organs.repeat(base.frames.frames());
        }
        let region = clear(region, organs.as_ref())?;
        let new_uid = |old: &str| uid::new(&mut self.seed.stream(&["source uid", &self.place.patient, "base", old]));
        let (mut object, frames) = base.into_clean(&Cleaning { fate: &fate, new_uid: &new_uid });
        let Some(class) = object.text(tags::SOP_CLASS_UID).filter(|class| !class.is_empty()) else {
            return Err(Quarantine::failed("the file has no SOP Class UID"));
        };
        let kind = kind_of(&object);
        attributes::unidentified(&mut object);
        attributes::dates(&mut object, self.case);
        attributes::complete_base(&mut object, self.options.blind);
        object.set_str(tags::SOP_CLASS_UID, &class);
        object.set_str(tags::SOP_INSTANCE_UID, &self.case.uid("instance 1"));
        object.set_str(tags::SERIES_INSTANCE_UID, &self.case.uid("series"));
        object.set_str(tags::STUDY_INSTANCE_UID, &self.case.study_instance_uid);
        let instance = self.instance(1, object, frames, region, clinical);
        Ok((kind, region, vec![with_organs(instance, organs)]))
    }

    /// The organ masks of the files of a case, where there are any. The only mask of a file of several frames holds for all.
    fn organs(&self, files: &[PathBuf], columns: u32, rows: u32) -> Result<Option<OrganMasks>, Quarantine> {
        match &self.options.masks {
            Some(masks) => masks.load(files, columns, rows, self.options.most_pixels),
            None => Ok(None),
        }
    }

    fn instance(
        &self,
        number: u32,
        object: Object,
        frames: impl FrameSource + 'static,
        region: PixelBox,
        clinical: Option<PixelBox>,
    ) -> Instance {
        let place = self.place;
        let path = vec![
            "DICOM".to_owned(),
            format!("PA{:06}", place.patient_number),
            format!("ST{:06}", place.case_number),
            "SE000001".to_owned(),
            format!("IM{number:06}"),
        ];
        let id = format!("{}-I{:03}", place.patient, place.first_instance + number - 1);
        let mut instance = Instance::new(id, path);
        instance.blind = self.options.blind;
        instance.object = object;
        instance.pixels = Some(Box::new(frames));
        instance.clinical_box = clinical;
        instance.free_boxes = vec![region];
        instance
    }
}

/// The part of the burn region over which no organ lies.
fn clear(region: PixelBox, organs: Option<&OrganMasks>) -> Result<PixelBox, Quarantine> {
    let Some(organs) = organs else { return Ok(region) };
    free_region(region, organs).ok_or_else(|| Quarantine::check(format!("organs cover the whole burn region {region}")))
}

/// The organs are what a reader needs.
fn with_organs(mut instance: Instance, organs: Option<OrganMasks>) -> Instance {
    if let Some(extent) = organs.as_ref().and_then(OrganMasks::extent) {
        instance.clinical_box = Some(extent);
    }
    instance.organs = organs;
    instance
}

/// A file that can't be read has failed; one that is sound and unfit is quarantined.
fn unusable(error: BaseFileError) -> Quarantine {
    let reason = error.to_string();
    match error {
        BaseFileError::NoPixels
        | BaseFileError::Layout { .. }
        | BaseFileError::TooLarge { .. }
        | BaseFileError::TooDeep { .. }
        | BaseFileError::Syntax { .. } => Quarantine::check(reason),
        _ => Quarantine::failed(reason),
    }
}

/// What the basic profile does to an attribute (PS3.15 Table E.1-1). Overlay planes stay, as the pixels do.
fn fate(group: u16, element: u16) -> Fate {
    if (group & 0xff00, element) == (0x6000, 0x3000) {
        return Fate::Keep;
    }
    let basic = policy::row(group, element).map_or("", |row| row.basic);
    // Of alternatives such as `X/Z/D`, a value is the one that leaves every class of object complete.
    match basic {
        "" | "K" => Fate::Keep,
        "U" | "X/Z/U*" => Fate::NewUid,
        "X" => Fate::Remove,
        "Z" => Fate::Empty,
        _ if basic.contains('D') => Fate::Dummy,
        _ if basic.contains('Z') => Fate::Empty,
        _ => Fate::Remove,
    }
}

/// The kind of study that comes nearest.
fn kind_of(object: &Object) -> StudyKind {
    match object.text(tags::MODALITY).unwrap_or_default().as_str() {
        "CT" => StudyKind::ComputedTomography,
        "CR" => StudyKind::ComputedRadiography,
        "DX" => StudyKind::DigitalRadiography,
        "MG" => StudyKind::Mammography,
        "MR" => StudyKind::MagneticResonance,
        "PT" => StudyKind::PositronEmission,
        "XA" => StudyKind::XRayAngiography,
        "NM" => StudyKind::NuclearMedicine,
        "OT" | "SC" => StudyKind::ScreenCapture,
        "XC" => StudyKind::Photography,
        _ => StudyKind::UltrasoundCine,
    }
}
