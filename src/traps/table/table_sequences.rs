//! A name in an item of each listed sequence.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Patient;
use crate::traps::content::Content::Place;
use crate::traps::content::Content::Staff;
use crate::traps::table::sequence::In;
use crate::traps::table::sequence::plant_items;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-sequences",
    version: 1,
    title: "A name in an item of each listed sequence",
    why: "Tools that know an attribute by itself do not know the sequence that the table wants gone as a whole.",
    standard: "PS3.15 Table E.1-1: SQ attributes",
    seen: "pydicom/deid#259",
    passes: "The sequence is gone, or the name in it is.",
};

/// A name in an item of each listed sequence.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

static ITEMS: &[In] = &[
    In(tags::PARTICIPANT_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::INSTITUTION_CODE_SEQUENCE, tags::CODE_MEANING, Place),
    In(tags::INSTITUTIONAL_DEPARTMENT_TYPE_CODE_SEQUENCE, tags::CODE_MEANING, Place),
    In(tags::ADMITTING_DIAGNOSES_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::PRINCIPAL_DIAGNOSIS_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::PRIMARY_DIAGNOSIS_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::SECONDARY_DIAGNOSES_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::HISTOLOGICAL_DIAGNOSES_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::PERSON_NAMES_TO_USE_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::THIRD_PERSON_PRONOUNS_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::PRONOUN_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::GENDER_IDENTITY_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::SEX_PARAMETERS_FOR_CLINICAL_USE_CATEGORY_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::GENDER_IDENTITY_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::SEX_PARAMETERS_FOR_CLINICAL_USE_CATEGORY_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::PATIENT_INSURANCE_PLAN_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::PATIENT_PRIMARY_LANGUAGE_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::PATIENT_PRIMARY_LANGUAGE_MODIFIER_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::ETHNIC_GROUP_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::OTHER_CLINICAL_TRIAL_PROTOCOL_I_DS_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::TRANSDUCER_IDENTIFICATION_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::REASON_FOR_VISIT_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::FLOW_IDENTIFIER_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::ISSUER_OF_ADMISSION_ID_SEQUENCE, tags::LOCAL_NAMESPACE_ENTITY_ID, Place),
    In(tags::ISSUER_OF_SERVICE_EPISODE_ID_SEQUENCE, tags::LOCAL_NAMESPACE_ENTITY_ID, Place),
    In(tags::SCHEDULED_PERFORMING_PHYSICIAN_IDENTIFICATION_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::REASON_FOR_REQUESTED_PROCEDURE_CODE_SEQUENCE, tags::CODE_MEANING, Patient),
    In(tags::INTENDED_RECIPIENTS_OF_RESULTS_IDENTIFICATION_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::SCHEDULED_STATION_NAME_CODE_SEQUENCE, tags::CODE_MEANING, Place),
    In(tags::SCHEDULED_STATION_GEOGRAPHIC_LOCATION_CODE_SEQUENCE, tags::CODE_MEANING, Place),
    In(tags::PERFORMED_STATION_NAME_CODE_SEQUENCE, tags::CODE_MEANING, Place),
    In(tags::PERFORMED_STATION_GEOGRAPHIC_LOCATION_CODE_SEQUENCE, tags::CODE_MEANING, Place),
    In(tags::SCHEDULED_HUMAN_PERFORMERS_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::ACTUAL_HUMAN_PERFORMERS_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::VERIFYING_OBSERVER_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::AUTHOR_OBSERVER_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::CUSTODIAL_ORGANIZATION_SEQUENCE, tags::CODE_MEANING, Place),
    In(tags::VERIFYING_OBSERVER_IDENTIFICATION_CODE_SEQUENCE, tags::CODE_MEANING, Staff),
    In(tags::VERBAL_SOURCE_IDENTIFIER_CODE_SEQUENCE_TRIAL, tags::CODE_MEANING, Staff),
    In(tags::CONTENT_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::WAVEFORM_ANNOTATION_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::GRAPHIC_ANNOTATION_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::CONTENT_CREATOR_IDENTIFICATION_CODE_SEQUENCE, tags::CODE_MEANING, Staff),
    In(tags::REFERENCED_DIGITAL_SIGNATURE_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::REFERENCED_SOP_INSTANCE_MAC_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::NONCONFORMING_MODIFIED_ATTRIBUTES_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::ROI_CREATOR_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::ROI_INTERPRETER_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::PRESCRIPTION_NOTES_SEQUENCE, tags::PATIENT_NAME, Patient),
    In(tags::INTERPRETATION_APPROVER_SEQUENCE, tags::PERSON_NAME, Staff),
    In(tags::RESULTS_DISTRIBUTION_LIST_SEQUENCE, tags::PERSON_NAME, Staff),
];

fn plant(planting: &mut Planting<'_>) {
    // An ultrasound image describes a whole device in it (PS3.3 §10.36), and half a one would break the object.
    let ultrasound = planting.study.kind.is_ultrasound();
    plant_items(
        planting,
        ITEMS.iter().filter(|item| !ultrasound || item.0 != tags::TRANSDUCER_IDENTIFICATION_SEQUENCE),
    );
}
