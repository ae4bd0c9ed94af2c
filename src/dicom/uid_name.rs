//! What people call a UID.

use dicom_dictionary_std::uids;
use dicom_encoding::TransferSyntaxIndex;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;

/// The classes that are usual in archives (PS3.6 Annex A).
const CLASSES: &[(&str, &str)] = &[
    (uids::COMPUTED_RADIOGRAPHY_IMAGE_STORAGE, "CR Image"),
    (uids::DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION, "Digital X-Ray Image"),
    (uids::DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PROCESSING, "Digital X-Ray Image (for processing)"),
    (uids::DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION, "Digital Mammography Image"),
    (uids::DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_STORAGE_FOR_PROCESSING, "Digital Mammography Image (for processing)"),
    (uids::CT_IMAGE_STORAGE, "CT Image"),
    (uids::ENHANCED_CT_IMAGE_STORAGE, "Enhanced CT Image"),
    (uids::MR_IMAGE_STORAGE, "MR Image"),
    (uids::ENHANCED_MR_IMAGE_STORAGE, "Enhanced MR Image"),
    (uids::ULTRASOUND_IMAGE_STORAGE, "Ultrasound Image"),
    (uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE, "Ultrasound Multi-frame Image"),
    (uids::NUCLEAR_MEDICINE_IMAGE_STORAGE, "Nuclear Medicine Image"),
    (uids::POSITRON_EMISSION_TOMOGRAPHY_IMAGE_STORAGE, "PET Image"),
    (uids::X_RAY_ANGIOGRAPHIC_IMAGE_STORAGE, "X-Ray Angiographic Image"),
    (uids::X_RAY_RADIOFLUOROSCOPIC_IMAGE_STORAGE, "X-Ray Radiofluoroscopic Image"),
    (uids::SECONDARY_CAPTURE_IMAGE_STORAGE, "Secondary Capture Image"),
    (uids::MULTI_FRAME_GRAYSCALE_BYTE_SECONDARY_CAPTURE_IMAGE_STORAGE, "Multi-frame Gray Byte Secondary Capture"),
    (uids::MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE_STORAGE, "Multi-frame Gray Word Secondary Capture"),
    (uids::MULTI_FRAME_TRUE_COLOR_SECONDARY_CAPTURE_IMAGE_STORAGE, "Multi-frame Colour Secondary Capture"),
    (uids::VL_PHOTOGRAPHIC_IMAGE_STORAGE, "VL Photographic Image"),
    (uids::VL_ENDOSCOPIC_IMAGE_STORAGE, "VL Endoscopic Image"),
    (uids::VL_MICROSCOPIC_IMAGE_STORAGE, "VL Microscopic Image"),
    (uids::VL_WHOLE_SLIDE_MICROSCOPY_IMAGE_STORAGE, "VL Whole Slide Microscopy Image"),
    (uids::SEGMENTATION_STORAGE, "Segmentation"),
    (uids::RT_STRUCTURE_SET_STORAGE, "RT Structure Set"),
    (uids::RT_PLAN_STORAGE, "RT Plan"),
    (uids::RT_DOSE_STORAGE, "RT Dose"),
    (uids::RT_IMAGE_STORAGE, "RT Image"),
    (uids::BASIC_TEXT_SR_STORAGE, "Basic Text SR"),
    (uids::ENHANCED_SR_STORAGE, "Enhanced SR"),
    (uids::COMPREHENSIVE_SR_STORAGE, "Comprehensive SR"),
    (uids::KEY_OBJECT_SELECTION_DOCUMENT_STORAGE, "Key Object Selection"),
    (uids::GRAYSCALE_SOFTCOPY_PRESENTATION_STATE_STORAGE, "Grayscale Presentation State"),
    (uids::ENCAPSULATED_PDF_STORAGE, "Encapsulated PDF"),
    (uids::ENCAPSULATED_CDA_STORAGE, "Encapsulated CDA"),
    (uids::TWELVE_LEAD_ECG_WAVEFORM_STORAGE, "12-lead ECG Waveform"),
    (uids::GENERAL_ECG_WAVEFORM_STORAGE, "General ECG Waveform"),
    (uids::MEDIA_STORAGE_DIRECTORY_STORAGE, "Directory (DICOMDIR)"),
];

/// Name of a SOP class; the UID itself where it is none of the usual ones.
pub fn class_name(uid: &str) -> String {
    CLASSES.iter().find(|(known, _)| *known == uid).map_or(uid, |(_, name)| name).to_owned()
}

/// Name of a transfer syntax; the UID itself where it is unknown.
pub fn syntax_name(uid: &str) -> String {
    TransferSyntaxRegistry.get(uid).map_or_else(|| uid.to_owned(), |syntax| syntax.name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_uids_have_names_and_others_stay() {
        assert_eq!(class_name("1.2.840.10008.5.1.4.1.1.2"), "CT Image");
        assert_eq!(syntax_name("1.2.840.10008.1.2.1"), "Explicit VR Little Endian");
        assert_eq!([class_name("1.2.3"), syntax_name("1.2.3")], ["1.2.3", "1.2.3"]);
    }
}
