//! The oracle, but the name of the patient goes on in the comments on a scheduled step, where no trap plants anything.

use crate::call::Call;
use crate::edit::edit;
use deidbench::truth::Kind;
use dicom_core::VR;
use dicom_dictionary_std::tags;

pub fn run(call: &Call) -> u8 {
    edit(call, |parts, _, file| {
        if let Some(plant) = file.plants().find(|plant| plant.kind == Kind::PersonName) {
            let text = format!("was {}", plant.value);
            parts.put_text(tags::COMMENTS_ON_THE_SCHEDULED_PROCEDURE_STEP, VR::LT, &text);
        }
    })
}
