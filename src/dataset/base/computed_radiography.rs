//! Radiographs read from imaging plates (PS3.3 §A.2).

use crate::dataset::base::context::Context;
use crate::dataset::base::context::set_all;
use crate::dataset::base::device::Device;
use crate::dataset::base::number::whole;
use crate::dataset::base::radiograph::Exposure;
use crate::dataset::base::radiograph::exposures;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::phantom::radiograph::Radiograph;

/// Two series of one image each.
pub(super) fn instances(context: &Context<'_>) -> Vec<Instance> {
    exposures(context).into_iter().map(|(exposure, picture)| instance(context, &exposure, picture)).collect()
}

/// One image with its CR Series and CR Image modules (PS3.3 §C.8.1.1 and §C.8.1.2).
fn instance(context: &Context<'_>, exposure: &Exposure, picture: Radiograph) -> Instance {
    let image = exposure.image(uids::COMPUTED_RADIOGRAPHY_IMAGE_STORAGE, "CR");
    let mut stream = context.stream(&format!("plate {}", exposure.series));
    let sensitivity = whole(&mut stream, 150, 600);
    let mut instance = context.instance(&image, picture);
    let object = &mut instance.object;
    exposure.describe(object, context);
    if let Some(side) = exposure.side {
        object.set_str(tags::LATERALITY, side);
    }
    set_all(
        object,
        &[
            (tags::PLATE_TYPE, Device::of(context).part),
            (tags::PHOSPHOR_TYPE, "BaFBr:Eu"),
            (tags::CASSETTE_ORIENTATION, "PORTRAIT"),
            (tags::CASSETTE_SIZE, if exposure.side.is_some() { "24CMX30CM" } else { "35CMX43CM" }),
            (tags::COLLIMATOR_GRID_NAME, if exposure.side.is_some() { "NONE" } else { "PARALLEL" }),
            (tags::SENSITIVITY, &sensitivity.to_string()),
            (tags::RELATIVE_X_RAY_EXPOSURE, &(sensitivity * 3 / 2).to_string()),
        ],
    );
    instance
}
