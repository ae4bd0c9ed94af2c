//! Kinds of identifiers, in the words of every table.

use crate::text::words;

words! {
    /// What sort of identifier a value is.
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

impl Kind {
    /// Whether a value of this kind names the patient by itself. Only these decide the headline.
    pub fn is_direct(self) -> bool {
        use Kind::*;
        matches!(
            self,
            PersonName
                | RelativeName
                | Mrn
                | OtherPatientId
                | Accession
                | Insurance
                | SocialSecurity
                | Phone
                | Email
                | Address
                | Url
        )
    }

    /// The letter of the HIPAA Safe Harbor list, 45 CFR 164.514(b)(2)(i), (A) to (R).
    pub fn hipaa(self) -> char {
        use Kind::*;
        match self {
            PersonName | RelativeName | Staff => 'A',
            Address | Institution => 'B',
            BirthDate | Date | Time | Age => 'C',
            Phone => 'D',
            Email => 'F',
            SocialSecurity => 'G',
            Mrn | OtherPatientId => 'H',
            Insurance => 'I',
            Accession => 'J',
            Device => 'M',
            Url => 'N',
            Uid | Description => 'R',
        }
    }
}
