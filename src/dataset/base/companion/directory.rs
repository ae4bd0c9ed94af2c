//! The directory of a medium with the images of the study (PS3.3 §F.3).
//!
//! File IDs are the names that the files have. Media ask for eight capitals and digits (PS3.10 §8.5); exports with other
//! names and a directory exist all the same.

use super::Maker;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::encode::Syntax;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::dictionary_vr;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::instance::Study;

/// Record In-use Flag (0004,1410): in use.
const IN_USE: u16 = 0xffff;

/// Attributes of each level that a record repeats.
const STUDY: &[Tag] =
    &[tags::STUDY_DATE, tags::STUDY_TIME, tags::STUDY_DESCRIPTION, tags::STUDY_INSTANCE_UID, tags::ACCESSION_NUMBER];
const SERIES: &[Tag] = &[tags::MODALITY, tags::SERIES_INSTANCE_UID, tags::SERIES_NUMBER];

pub(super) fn instance(maker: &Maker<'_>) -> Instance {
    let mut path = maker.context.home();
    let home = path.len();
    path.push("DICOMDIR".to_owned());
    let mut instance = Instance::new(maker.id(), path);
    instance.blind = maker.context.options.blind;
    instance.media_storage = Some((uids::MEDIA_STORAGE_DIRECTORY_STORAGE.to_owned(), maker.uid("instance")));
    let object = &mut instance.object;
    object.set_str(tags::FILE_SET_ID, if instance.blind { "" } else { "SYNTHETIC" });
    object.set_u32(tags::OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY, &[0]);
    object.set_u32(tags::OFFSET_OF_THE_LAST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY, &[0]);
    object.set_u16(tags::FILE_SET_CONSISTENCY_FLAG, &[0]);
    let mut next = 0;
    let mut record = |kind: &str, values: &[(Tag, String)]| {
        let steps = [(tags::DIRECTORY_RECORD_SEQUENCE, next)];
        let at = |tag| AttributePath::below(&steps, tag);
        object.set_u32(at(tags::OFFSET_OF_THE_NEXT_DIRECTORY_RECORD), &[0]);
        object.set_u16(at(tags::RECORD_IN_USE_FLAG), &[IN_USE]);
        object.set_u32(at(tags::OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY), &[0]);
        object.set_text(at(tags::DIRECTORY_RECORD_TYPE), VR::CS, kind);
        if !maker.context.options.character_set.is_empty() {
            let set = &maker.context.options.character_set;
            object.set_text(at(tags::SPECIFIC_CHARACTER_SET), VR::CS, set);
        }
        for (tag, value) in values {
            object.set_text(at(*tag), dictionary_vr(*tag), value);
        }
        next += 1;
    };
    // Records need an ID where the objects themselves may do without (PS3.3 §F.5.1 and §F.5.2).
    record("PATIENT", &[(tags::PATIENT_NAME, String::new()), (tags::PATIENT_ID, "NONE".to_owned())]);
    let of = |image: &Instance, tags: &[Tag]| -> Vec<(Tag, String)> {
        tags.iter().map(|tag| (*tag, image.object.text(*tag).unwrap_or_default())).collect()
    };
    let mut series = String::new();
    for (number, image) in maker.study.instances.iter().enumerate() {
        if number == 0 {
            let mut values = of(image, STUDY);
            values.push((tags::STUDY_ID, "1".to_owned()));
            record("STUDY", &values);
        }
        let text = |tag| image.object.text(tag).unwrap_or_default();
        if number == 0 || text(tags::SERIES_INSTANCE_UID) != series {
            series = text(tags::SERIES_INSTANCE_UID);
            record("SERIES", &of(image, SERIES));
        }
        record(
            "IMAGE",
            &[
                (tags::REFERENCED_FILE_ID, file_id(&image.path, home)),
                (tags::REFERENCED_SOP_CLASS_UID_IN_FILE, text(tags::SOP_CLASS_UID)),
                (tags::REFERENCED_SOP_INSTANCE_UID_IN_FILE, text(tags::SOP_INSTANCE_UID)),
                (tags::REFERENCED_TRANSFER_SYNTAX_UID_IN_FILE, uids::EXPLICIT_VR_LITTLE_ENDIAN.to_owned()),
                (tags::INSTANCE_NUMBER, text(tags::INSTANCE_NUMBER)),
            ],
        );
    }
    instance
}

/// A path from the folder of the directory, which is so many folders deep.
fn file_id(path: &[String], home: usize) -> String {
    path.get(home..).unwrap_or_default().join("\\")
}

/// Writes paths and transfer syntaxes of the images into the records of a directory, if the study has one: traps may have
/// renamed them, and how they are encoded is known last.
pub(crate) fn point_at(study: &mut Study) {
    let images: Vec<(Vec<String>, Syntax)> =
        study.instances.iter().map(|image| (image.path.clone(), image.encoding.syntax)).collect();
    let Some(directory) = study.companions.iter_mut().find(|companion| companion.media_storage.is_some()) else {
        return;
    };
    let home = directory.path.len().saturating_sub(1);
    let mut images = images.into_iter();
    for item in 0..directory.object.items(tags::DIRECTORY_RECORD_SEQUENCE) {
        let at = |tag| AttributePath::below(&[(tags::DIRECTORY_RECORD_SEQUENCE, item)], tag);
        if directory.object.text(at(tags::REFERENCED_FILE_ID)).is_some()
            && let Some((path, syntax)) = images.next()
        {
            directory.object.set_text(at(tags::REFERENCED_FILE_ID), VR::CS, &file_id(&path, home));
            directory.object.set_text(at(tags::REFERENCED_TRANSFER_SYNTAX_UID_IN_FILE), VR::UI, syntax.uid());
        }
    }
}
