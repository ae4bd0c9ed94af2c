//! Radiographs from a digital detector, for presentation (PS3.3 §A.26).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::set_all;
use crate::dataset::base::context::set_code;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::decimals;
use crate::dataset::base::number::whole;
use crate::dataset::base::radiograph::Exposure;
use crate::dataset::base::radiograph::exposures;
use crate::dicom::VR;
use crate::dicom::locus::PixelBox;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::radiograph::Radiograph;

/// Two series of one image each.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    exposures(context).into_iter().map(|(exposure, picture)| instance(context, &exposure, picture)).collect()
}

fn instance(context: &Context<'_>, exposure: &Exposure, picture: Radiograph) -> Instance {
    let image = exposure.image(uids::DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION, "DX");
    let mut instance = context.instance(&image, picture);
    let object = &mut instance.object;
    exposure.describe(object, context);
    anatomy(object, exposure);
    presentation(object, exposure);
    detector(object, context, exposure);
    if let Some(field) = instance.clinical_box {
        collimator(object, field);
    }
    instance
}

/// DX Anatomy Imaged and DX Positioning modules (PS3.3 §C.8.11.2 and §C.8.11.5).
fn anatomy(object: &mut Object, exposure: &Exposure) {
    let limb = exposure.side.is_some();
    object.set_str(tags::IMAGE_LATERALITY, exposure.side.unwrap_or("U"));
    let region = if limb { ("72696002", "SCT", "Knee") } else { ("51185008", "SCT", "Chest") };
    set_code(object, tags::ANATOMIC_REGION_SEQUENCE, region);
    let view = if limb { ("399348003", "SCT", "antero-posterior") } else { ("272479007", "SCT", "postero-anterior") };
    set_code(object, tags::VIEW_CODE_SEQUENCE, view);
    object.set_empty_sequence(tags::ACQUISITION_CONTEXT_SEQUENCE);
    object.set_str(tags::POSITIONER_TYPE, "COLUMN");
}

/// DX Series and DX Image modules (PS3.3 §C.8.11.1 and §C.8.11.3).
fn presentation(object: &mut Object, exposure: &Exposure) {
    // Where low values are shown white, a high value means that much radiation came through.
    let (shape, sign) = if exposure.inverted { ("INVERSE", 1) } else { ("IDENTITY", -1) };
    object.set_i16(tags::PIXEL_INTENSITY_RELATIONSHIP_SIGN, &[sign]);
    set_all(
        object,
        &[
            (tags::PRESENTATION_INTENT_TYPE, "FOR PRESENTATION"),
            (tags::PIXEL_INTENSITY_RELATIONSHIP, "LOG"),
            (tags::PRESENTATION_LUT_SHAPE, shape),
            (tags::RESCALE_INTERCEPT, "0"),
            (tags::RESCALE_SLOPE, "1"),
            (tags::RESCALE_TYPE, "US"),
            (tags::BURNED_IN_ANNOTATION, "NO"),
            (tags::ACQUISITION_DEVICE_PROCESSING_DESCRIPTION, "EDGE ENHANCED"),
        ],
    );
}

/// DX Detector, X-Ray Generation, Grid and Acquisition Dose modules (PS3.3 §C.8.11.4 and §C.8.7).
fn detector(object: &mut Object, context: &Context<'_>, exposure: &Exposure) {
    let (height, width) = exposure.dimensions();
    let limb = exposure.side.is_some();
    let index = whole(&mut context.stream(&format!("exposure index {}", exposure.series)), 180, 420);
    object.set_text(tags::DETECTOR_DESCRIPTION, VR::LT, Device::of(context).part);
    set_all(
        object,
        &[
            (tags::DETECTOR_TYPE, "SCINTILLATOR"),
            (tags::DETECTOR_CONFIGURATION, "AREA"),
            (tags::DETECTOR_ACTIVE_SHAPE, "RECTANGLE"),
            (tags::DETECTOR_ACTIVE_DIMENSIONS, &decimals(&[430.0, 430.0])),
            (tags::DETECTOR_BINNING, "1\\1"),
            (tags::FIELD_OF_VIEW_SHAPE, "RECTANGLE"),
            (tags::FIELD_OF_VIEW_DIMENSIONS, &format!("{}\\{}", height.round(), width.round())),
            (tags::ANODE_TARGET_MATERIAL, "TUNGSTEN"),
            (tags::EXPOSURE_CONTROL_MODE, if limb { "MANUAL" } else { "AUTOMATIC" }),
            (tags::GRID, if limb { "NONE" } else { "FIXED\\FOCUSED" }),
            (tags::ENTRANCE_DOSE_INM_GY, &exposure.entrance_dose()),
            (tags::EXPOSURE_INDEX, &index.to_string()),
            (tags::TARGET_EXPOSURE_INDEX, "300"),
        ],
    );
}

/// X-Ray Collimator module (PS3.3 §C.8.7.3): rows and columns, from 1, of the exposed field.
fn collimator(object: &mut Object, field: PixelBox) {
    set_all(
        object,
        &[
            (tags::COLLIMATOR_SHAPE, "RECTANGULAR"),
            (tags::COLLIMATOR_LEFT_VERTICAL_EDGE, &field.x.to_string()),
            (tags::COLLIMATOR_RIGHT_VERTICAL_EDGE, &(field.x + field.width + 1).to_string()),
            (tags::COLLIMATOR_UPPER_HORIZONTAL_EDGE, &field.y.to_string()),
            (tags::COLLIMATOR_LOWER_HORIZONTAL_EDGE, &(field.y + field.height + 1).to_string()),
        ],
    );
}
