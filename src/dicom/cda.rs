//! A clinical document as XML (HL7 CDA Release 2), without what the standard does not ask for.

/// A document before it is written. What is `None` has a null flavour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The id of the document, a UID.
    pub id: String,
    /// Whom it is about.
    pub subject: Option<Subject>,
    /// Paragraphs of the body.
    pub paragraphs: Vec<String>,
}

/// The patient in the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Family name.
    pub family: String,
    /// Given name.
    pub given: String,
    /// Medical record number.
    pub number: String,
    /// Day of birth, `YYYYMMDD`.
    pub birth_date: String,
    /// Street with house number.
    pub street: String,
    /// Town.
    pub city: String,
    /// Postal code.
    pub postal_code: String,
    /// Telephone number.
    pub phone: String,
}

impl Document {
    /// The XML in UTF-8, of even length.
    pub fn written(&self) -> String {
        let mut paragraphs: Vec<String> = ["Organs of usual size and shape.", "Nothing that needs treatment."]
            .iter()
            .map(|text| format!("<paragraph>{text}</paragraph>"))
            .collect();
        paragraphs.extend(self.paragraphs.iter().map(|text| format!("<paragraph>{}</paragraph>", escaped(text))));
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <ClinicalDocument xmlns=\"urn:hl7-org:v3\">\n\
             <typeId root=\"2.16.840.1.113883.1.3\" extension=\"POCD_HD000040\"/>\n\
             <id root=\"{id}\"/>\n\
             <code code=\"18748-4\" codeSystem=\"2.16.840.1.113883.6.1\" displayName=\"Diagnostic imaging study\"/>\n\
             <title>Imaging report</title>\n\
             <effectiveTime nullFlavor=\"NI\"/>\n\
             <confidentialityCode code=\"N\" codeSystem=\"2.16.840.1.113883.5.25\"/>\n\
             <languageCode code=\"en-US\"/>\n\
             {subject}\
             <author><time nullFlavor=\"NI\"/><assignedAuthor><id nullFlavor=\"NI\"/></assignedAuthor></author>\n\
             <custodian><assignedCustodian><representedCustodianOrganization><id nullFlavor=\"NI\"/>\
             </representedCustodianOrganization></assignedCustodian></custodian>\n\
             <component><structuredBody><component><section>\n\
             <code code=\"18782-3\" codeSystem=\"2.16.840.1.113883.6.1\" displayName=\"Study observation\"/>\n\
             <title>Findings</title>\n<text>{text}</text>\n\
             </section></component></structuredBody></component>\n\
             </ClinicalDocument>\n",
            id = self.id,
            subject = self.subject.as_ref().map_or_else(nobody, |subject| subject.record_target(&self.id)),
            text = paragraphs.join("\n"),
        );
        if !xml.len().is_multiple_of(2) {
            // White space may follow the root; a NUL of DICOM's padding may not.
            xml.push('\n');
        }
        xml
    }
}

fn nobody() -> String {
    "<recordTarget><patientRole><id nullFlavor=\"NI\"/></patientRole></recordTarget>\n".to_owned()
}

impl Subject {
    /// The numbers of patients are those of whoever gave the document its id.
    fn record_target(&self, root: &str) -> String {
        let [family, given, street, city] =
            [&self.family, &self.given, &self.street, &self.city].map(|text| escaped(text));
        let Self { number, birth_date, postal_code, phone, .. } = self;
        format!(
            "<recordTarget><patientRole><id root=\"{root}\" extension=\"{number}\"/>\n\
             <addr use=\"HP\"><streetAddressLine>{street}</streetAddressLine><city>{city}</city>\
             <postalCode>{postal_code}</postalCode></addr>\n\
             <telecom use=\"HP\" value=\"tel:{phone}\"/>\n\
             <patient><name><given>{given}</given><family>{family}</family></name>\
             <birthTime value=\"{birth_date}\"/></patient></patientRole></recordTarget>\n"
        )
    }
}

/// Text between tags of XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_stands_in_the_header_and_nobody_has_a_null_flavour() {
        let subject = Subject { family: "Lind & Berg".to_owned(), ..Subject::default() };
        let about = Document { subject: Some(subject), ..Document::default() }.written();
        assert!(about.contains("<family>Lind &amp; Berg</family>"));
        let about_nobody = Document::default().written();
        assert!(about_nobody.contains("<patientRole><id nullFlavor=\"NI\"/>") && !about_nobody.contains("<patient>"));
        assert!(about.len().is_multiple_of(2) && about_nobody.len().is_multiple_of(2));
    }
}
