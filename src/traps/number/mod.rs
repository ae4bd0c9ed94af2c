//! Numbers, addresses of machines, and places.

mod accession_issuer;
mod admission_id;
mod detector_id;
mod gps_position;
mod insurance_plan;
mod issuer_of_patient_id;
mod medical_record_locator;
mod military_service;
mod order_callback;
mod order_numbers;
mod patient_telecom;
mod procedure_ids;
mod retrieve_url;
mod service_episode;
mod social_security_code;
mod software_site;
mod station_ae_titles;
mod unique_device_identifier;
mod x_ray_parts;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &issuer_of_patient_id::TRAP,
    &accession_issuer::TRAP,
    &admission_id::TRAP,
    &service_episode::TRAP,
    &medical_record_locator::TRAP,
    &insurance_plan::TRAP,
    &social_security_code::TRAP,
    &military_service::TRAP,
    &order_numbers::TRAP,
    &procedure_ids::TRAP,
    &detector_id::TRAP,
    &x_ray_parts::TRAP,
    &unique_device_identifier::TRAP,
    &station_ae_titles::TRAP,
    &software_site::TRAP,
    &gps_position::TRAP,
    &retrieve_url::TRAP,
    &patient_telecom::TRAP,
    &order_callback::TRAP,
];
