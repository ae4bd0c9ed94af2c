//! One patient, from its study and traps to files and truth.

use crate::checkpoint;
use crate::dataset::base::point_at;
use crate::dataset::overlays::overlays;
use crate::dataset::patches::patch_row;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::canvas::Canvas;
use crate::dicom::directory;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::Locus;
use crate::dicom::scan::Scan;
use crate::dicom::scan::ScanError;
use crate::dicom::tags;
use crate::dicom::write::WriteFileError;
use crate::dicom::write::Written;
use crate::identity::Identity;
use crate::identity::controls;
use crate::ink::burn::Ink;
use crate::ink::sheet::GlyphSheet;
use crate::instance::Burn;
use crate::instance::Instance;
use crate::instance::OrganMasks;
use crate::instance::PatchRecord;
use crate::instance::Study;
use crate::policy;
use crate::seed::Seed;
use crate::traps::Planting;
use crate::traps::Trap;
use crate::truth::IdentityRow;
use crate::truth::InstanceRow;
use crate::truth::Keep;
use crate::truth::KeepKind;
use crate::truth::ManifestRow;
use crate::truth::Needle;
use crate::truth::NeedleRole;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use crate::truth::RegionRow;
use crate::truth::SourceStatus;
use crate::truth::TruthError;
use crate::truth::patches::write_decoys;
use crate::truth::patches::write_patch;
use crate::truth::regions::write_regions;
use image::ImageError;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// What says how colour is encoded; whether it is still the same colour shows in the pixels.
const COLOUR_ENCODING: [Tag; 2] = [tags::PHOTOMETRIC_INTERPRETATION, tags::PLANAR_CONFIGURATION];

/// A patient could not be written.
#[derive(Debug, Error)]
pub enum PatientError {
    /// A file of `input/`.
    #[error(transparent)]
    Instance(#[from] WriteFileError),
    /// A file that was just written.
    #[error("could not read `{path}` again; is something else writing there?")]
    ReadBack {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ScanError,
    },
    /// A table of the truth.
    #[error(transparent)]
    Truth(#[from] TruthError),
    /// A recorded picture.
    #[error("could not write the recorded picture of a burned line into `{folder}`; is the disk full?")]
    Patch {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: ImageError,
    },
    /// A folder.
    #[error("could not make or move the folder `{path}`; is the disk full, or read-only?")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// A study with its plants, and the source that it was made of.
pub struct PlantedStudy {
    /// The study.
    pub study: Study,
    /// Path of the source, or the name of the phantom.
    pub source: String,
}

/// Plants every trap of a patient in one of its studies; the truth still lacks what only writing tells.
/// Gives what the traps had no room for.
pub fn plant(
    seed: Seed,
    identity: &Identity,
    study: &mut Study,
    traps: &[&'static dyn Trap],
    truth: &mut PatientTruth,
) -> Vec<String> {
    let mut problems = Vec::new();
    for trap in traps {
        let stream = seed.stream(&[&study.patient, "trap", trap.card().id, &trap.card().version.to_string()]);
        let mut planting = Planting::new(*trap, identity, study, stream, seed);
        trap.plant(&mut planting);
        let planted = planting.finish();
        let first = truth.plants.len();
        let id = |number: usize| format!("{}-P{:03}", truth.patient, number + 1);
        let ids: Vec<String> = (first..first + planted.plants.len()).map(id).collect();
        for (plant, id) in planted.plants.into_iter().zip(&ids) {
            truth.plants.push(Plant { id: id.clone(), ..plant });
        }
        truth.keeps.extend(planted.keeps);
        truth.needles.extend(planted.needles.into_iter().map(|needle| {
            let plant = needle.plant.parse().ok().and_then(|number: usize| ids.get(number)).cloned();
            Needle { plant: plant.unwrap_or_default(), ..needle }
        }));
        truth.glyphs = merged(std::mem::take(&mut truth.glyphs), planted.sheets);
        problems.extend(planted.problems);
    }
    problems
}

/// One sheet for each face and size.
fn merged(known: Vec<GlyphSheet>, new: Vec<GlyphSheet>) -> Vec<GlyphSheet> {
    let mut by_face: BTreeMap<(String, u32), GlyphSheet> = BTreeMap::new();
    for sheet in known.into_iter().chain(new) {
        by_face.entry((sheet.face.clone(), sheet.px)).and_modify(|known| known.merge(&sheet)).or_insert(sheet);
    }
    by_face.into_values().collect()
}

/// Writes the files and the truth of one patient. The truth appears whole, by one rename, when all else is there.
pub fn write(
    dataset: &Path,
    seed: Seed,
    index: u64,
    studies: Vec<PlantedStudy>,
    mut truth: PatientTruth,
) -> Result<PatientTruth, PatientError> {
    let folder_error = |path: &Path| {
        let path = path.to_owned();
        move |source| PatientError::Folder { path, source }
    };
    let temporary = dataset.join("truth").join(format!(".{}.part", truth.patient));
    let patches = temporary.join("patches");
    if temporary.exists() {
        fs::remove_dir_all(&temporary).map_err(folder_error(&temporary))?;
    }
    fs::create_dir_all(&patches).map_err(folder_error(&patches))?;
    for PlantedStudy { mut study, source } in studies {
        let first = truth.instances.len();
        for instance in &mut study.instances {
            write_instance(dataset, &patches, instance, &mut truth)?;
        }
        // A directory says how the images were encoded, which writing decides.
        point_at(&mut study);
        for companion in &mut study.companions {
            write_instance(dataset, &patches, companion, &mut truth)?;
        }
        let rows = truth.instances.get(first..).unwrap_or_default();
        let overlays = overlays(&truth, rows, seed, &source);
        let identity = IdentityRow {
            source_patient: source.clone(),
            deid_patient_id: truth.patient.clone(),
            study_instance_uid: rows.first().map(|row| row.study_instance_uid.clone()).unwrap_or_default(),
        };
        let manifest = ManifestRow {
            source,
            patient: truth.patient.clone(),
            status: SourceStatus::Processed,
            reason: String::new(),
            files: rows.len() as u32,
        };
        truth.overlays.extend(overlays);
        truth.identities.push(identity);
        truth.sources.push(manifest);
    }
    truth.needles.extend(controls(seed, index).into_iter().map(|(kind, value)| Needle {
        role: NeedleRole::Control,
        plant: String::new(),
        encoding: "utf-8".to_owned(),
        value,
        kind: Some(kind),
    }));
    truth.write(&temporary)?;
    let home = dataset.join("truth").join(&truth.patient);
    checkpoint::reach("patient-files-written");
    fs::rename(&temporary, &home).map_err(folder_error(&home))?;
    checkpoint::reach("patient-truth-in-place");
    Ok(truth)
}

/// Writes one file of `input/`, and notes what only writing tells.
fn write_instance(
    dataset: &Path,
    patches: &Path,
    instance: &mut Instance,
    truth: &mut PatientTruth,
) -> Result<(), PatientError> {
    admit_burned_text(instance, truth);
    let file = instance.path.iter().fold(dataset.join("input"), |path, part| path.join(part));
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent).map_err(|source| PatientError::Folder { path: parent.to_owned(), source })?;
    }
    let (mut written, mut records) = instance.write(&file)?;
    if instance.media_storage.is_some() {
        // Its records hold offsets into the file, which are known when it is written.
        let scan =
            Scan::open(&file, u64::MAX).map_err(|source| PatientError::ReadBack { path: file.clone(), source })?;
        directory::link(&mut instance.object, &scan);
        (written, records) = instance.write(&file)?;
    }
    truth.keeps.extend(keeps(instance, truth));
    truth.keeps.extend(instance.annotations.iter().map(|annotation| Keep {
        instance: instance.id.clone(),
        kind: KeepKind::Annotation,
        locus: Locus::Pixel,
        area: Some(annotation.area),
        value: annotation.text.clone(),
    }));
    truth.instances.push(row(instance, &written));
    if let Some(organs) = &instance.organs {
        truth.regions.extend(write_organs(patches, &instance.id, organs)?);
    }
    let mut record_patch = |canvas, burn: &Burn, record: PatchRecord, format: &PixelFormat| {
        let row = patch_row(&instance.id, canvas, burn, &record, format);
        write_patch(patches, &row, format, record.native, &burn.mask)
            .and_then(|()| write_decoys(patches, &row, &burn.decoys))
            .map_err(|source| PatientError::Patch { folder: patches.to_owned(), source })?;
        truth.patches.push(row);
        Ok::<(), PatientError>(())
    };
    if let Some(coder) = instance.coder() {
        for (burn, record) in instance.burns.iter().zip(records) {
            let ink = Ink { levels: coder.read_levels(burn.ink.levels), ..burn.ink };
            record_patch(Canvas::Frames, &Burn { ink, ..burn.clone() }, record, &coder.read_format())?;
        }
    }
    for drawn in &instance.drawn {
        record_patch(drawn.canvas, &drawn.burn, drawn.record.clone(), &drawn.format)?;
    }
    Ok(())
}

/// What says that nobody can be read in its picture or document says the opposite where somebody is planted there: it is
/// the tool under test that may tell the truth or not.
fn admit_burned_text(instance: &mut Instance, truth: &PatientTruth) {
    let document = Locus::Attribute(tags::ENCAPSULATED_DOCUMENT.into());
    let in_document = |plant: &Plant| plant.instance == instance.id && plant.locus == document;
    let planted = !instance.burns.is_empty() || truth.plants.iter().any(in_document);
    if planted && instance.object.text(tags::BURNED_IN_ANNOTATION).as_deref() == Some("NO") {
        instance.object.set_str(tags::BURNED_IN_ANNOTATION, "YES");
    }
}

/// Records the organs of an instance beside its patches.
fn write_organs(patches: &Path, instance: &str, organs: &OrganMasks) -> Result<Vec<RegionRow>, PatientError> {
    let folder = patches.with_file_name("regions");
    fs::create_dir_all(&folder).map_err(|source| PatientError::Folder { path: folder.clone(), source })?;
    let known = (0u32..).zip(&organs.frames).filter_map(|(number, frame)| Some((number, frame.as_ref()?)));
    let frames: Vec<&[u8]> = known.clone().map(|(_, frame)| frame.values.as_slice()).collect();
    write_regions(&folder, instance, organs.columns, organs.rows, &frames)
        .map_err(|source| PatientError::Patch { folder: folder.clone(), source })?;
    let set = FrameSet::from_frames(known.clone().map(|(number, _)| number));
    let far: u64 = known.map(|(_, frame)| frame.far).sum();
    let all = u64::from(organs.columns) * u64::from(organs.rows) * frames.len() as u64;
    let row = |(place, organ): (usize, &String)| {
        let value = u8::try_from(place + 1).unwrap_or(u8::MAX);
        let pixels = frames.iter().map(|frame| frame.iter().filter(|pixel| **pixel == value).count() as u64).sum();
        RegionRow {
            instance: instance.to_owned(),
            organ: organ.clone(),
            value,
            frames: set.clone(),
            pixels,
            far_off: far as f64 / all.max(1) as f64,
        }
    };
    Ok(organs.organs.iter().enumerate().map(row).filter(|row| row.pixels > 0).collect())
}

fn row(instance: &Instance, written: &Written) -> InstanceRow {
    let text = |tag| instance.object.text(tag).unwrap_or_default();
    let format: Option<PixelFormat> = instance.pixels.as_ref().map(|pixels| pixels.format());
    let (sop_class_uid, sop_instance_uid) =
        instance.media_storage.clone().unwrap_or_else(|| (text(tags::SOP_CLASS_UID), text(tags::SOP_INSTANCE_UID)));
    InstanceRow {
        instance: instance.id.clone(),
        path: instance.relative_path(),
        sha256: written.sha256.clone(),
        bytes: written.bytes,
        sop_instance_uid,
        series_instance_uid: text(tags::SERIES_INSTANCE_UID),
        study_instance_uid: text(tags::STUDY_INSTANCE_UID),
        sop_class_uid,
        transfer_syntax_uid: instance.encoding.syntax.uid().to_owned(),
        modality: text(tags::MODALITY),
        series_number: text(tags::SERIES_NUMBER),
        instance_number: text(tags::INSTANCE_NUMBER),
        rows: format.map_or(0, |format| format.rows),
        columns: format.map_or(0, |format| format.columns),
        frames: instance.pixels.as_ref().map_or(0, |pixels| pixels.frames()),
        bits: format.map_or(0, |format| format.bits_stored),
        photometric: format.map(|_| text(tags::PHOTOMETRIC_INTERPRETATION)).unwrap_or_default(),
        pixel_sha256: written.pixel_sha256.clone(),
        clinical_box: instance.clinical_box,
    }
}

/// Every plain attribute that the standard's table does not list and no trap wrote: a good tool leaves it as it is.
fn keeps(instance: &Instance, truth: &PatientTruth) -> Vec<Keep> {
    if instance.media_storage.is_some() {
        // A directory follows from the files that it lists, so it need not survive.
        return Vec::new();
    }
    let colour = instance.pixels.as_ref().is_some_and(|pixels| pixels.format().samples > 1);
    let planted =
        |locus: &Locus| truth.plants.iter().any(|plant| plant.instance == instance.id && plant.locus == *locus);
    instance
        .object
        .top_level()
        .into_iter()
        .filter(|(tag, vr, value)| {
            // Bytes have no text to compare; a palette that is lost shows in the pixels.
            let binary = matches!(*vr, VR::OB | VR::OW);
            // What describes an overlay plane goes with the plane.
            let plane = tag.group() & 0xff00 == 0x6000;
            let private = tag.group() % 2 == 1;
            // A tool may write text in another character set, and colour in another encoding, and say so.
            let encoding = *tag == tags::SPECIFIC_CHARACTER_SET || colour && COLOUR_ENCODING.contains(tag);
            let exempt = binary || private || plane || encoding || value.is_empty();
            !exempt && policy::row(tag.group(), tag.element()).is_none()
        })
        .map(|(tag, _, value)| (Locus::Attribute(tag.into()), value))
        .filter(|(locus, _)| !planted(locus))
        .map(|(locus, value)| Keep {
            instance: instance.id.clone(),
            kind: KeepKind::Attribute,
            locus,
            area: None,
            value,
        })
        .collect()
}
