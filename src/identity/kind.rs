//! What sort of identifier a value is, in the words that the ground truth uses too.

use crate::text::words;

words! {
    /// What sort of value decoys and controls stand for. The words are those of the ground truth.
    pub enum Kind {
        /// Name of the patient.
        PersonName = "person-name",
        /// Name of a relative of the patient.
        RelativeName = "relative-name",
        /// Medical record number.
        Mrn = "mrn",
        /// Another number of the patient.
        OtherPatientId = "other-patient-id",
        /// Accession number.
        Accession = "accession",
        /// Insurance or health plan number.
        Insurance = "insurance",
        /// Social security number.
        SocialSecurity = "social-security",
        /// Telephone or fax number.
        Phone = "phone",
        /// E-mail address.
        Email = "email",
        /// Address below the state.
        Address = "address",
        /// Web address that leads to the patient.
        Url = "url",
        /// Day of birth.
        BirthDate = "birth-date",
        /// Any other date.
        Date = "date",
        /// Time of day.
        Time = "time",
        /// Age.
        Age = "age",
        /// Hospital or department.
        Institution = "institution",
        /// Name of a physician, operator or other staff.
        Staff = "staff",
        /// Station, AE title, serial number.
        Device = "device",
        /// Unique identifier.
        Uid = "uid",
        /// Study, series or protocol description.
        Description = "description",
    }
}
