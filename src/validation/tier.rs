//! Which tier is used, and why not a higher one.

use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::policy;
use crate::text::words;
use crate::validators::Dciodvfy;
use crate::validators::DicomValidator;
use crate::validators::DicomValidatorAnswer;
use crate::validators::DicomValidatorError;
use std::collections::BTreeSet;
use std::path::Path;
use thiserror::Error;

words! {
    /// How thoroughly files are checked.
    pub enum Tier {
        /// By dciodvfy, and by re-reading.
        Dciodvfy = "dciodvfy",
        /// By dicom-validator, and by re-reading.
        DicomValidator = "dicom-validator",
        /// By re-reading alone.
        Rereading = "re-reading",
    }
}

/// A tier that was asked for is not there.
#[derive(Debug, Error)]
pub enum TierError {
    /// No dciodvfy.
    #[error("`dciodvfy` is not on the PATH; install dicom3tools, or leave --tier out")]
    NoDciodvfy,
    /// No standard was named.
    #[error("dicom-validator can't work without a local copy of the standard; name it with --standard DIR")]
    NoStandardNamed,
    /// It can't be used.
    #[error(transparent)]
    DicomValidator(#[from] DicomValidatorError),
}

/// The checker of the tier in use.
#[derive(Clone, Debug)]
pub struct Checker {
    dciodvfy: Option<Dciodvfy>,
    dicom_validator: Option<DicomValidator>,
    /// The tier.
    pub tier: Tier,
    /// Why it is this one, in words.
    pub why: String,
}

impl Checker {
    /// The tier that was asked for, or the first that is there.
    pub fn choose(asked: Option<Tier>, standard: Option<&Path>) -> Result<Self, TierError> {
        let none = Self { dciodvfy: None, dicom_validator: None, tier: Tier::Rereading, why: String::new() };
        let of_dciodvfy = |dciodvfy: Dciodvfy| Self {
            tier: Tier::Dciodvfy,
            why: format!("dciodvfy {} is on the PATH", dciodvfy.version()),
            dciodvfy: Some(dciodvfy),
            ..none.clone()
        };
        let of_validator = |validator: DicomValidator, why: &str| Self {
            tier: Tier::DicomValidator,
            why: format!("{why}; edition {} of the standard", validator.edition()),
            dicom_validator: Some(validator),
            ..none.clone()
        };
        match asked {
            Some(Tier::Dciodvfy) => Dciodvfy::installed().map(of_dciodvfy).ok_or(TierError::NoDciodvfy),
            Some(Tier::DicomValidator) => {
                let standard = standard.ok_or(TierError::NoStandardNamed)?;
                Ok(of_validator(DicomValidator::new(standard)?, "asked for"))
            }
            Some(Tier::Rereading) => Ok(Self { why: "asked for".to_owned(), ..none.clone() }),
            None => match (Dciodvfy::installed(), standard) {
                (Some(dciodvfy), None) => Ok(of_dciodvfy(dciodvfy)),
                (Some(dciodvfy), Some(_)) => {
                    let checker = of_dciodvfy(dciodvfy);
                    let why = format!("{}; --tier dicom-validator would use --standard", checker.why);
                    Ok(Self { why, ..checker })
                }
                (None, Some(standard)) => {
                    Ok(of_validator(DicomValidator::new(standard)?, "dciodvfy is not on the PATH"))
                }
                (None, None) => Ok(Self {
                    why: "dciodvfy is not on the PATH, and dicom-validator can't work without a local copy of the standard \
                          (--standard DIR)"
                        .to_owned(),
                    ..none.clone()
                }),
            },
        }
    }

    /// Errors that the validator of this tier finds in a file; `None` where the tier has none, or it can't read this sort of
    /// file, or its copy of the standard does not hold the class. An error says why the validator gave no answer.
    pub fn errors(&self, file: &Path, scan: &Scan) -> Option<Result<BTreeSet<String>, String>> {
        if let Some(dciodvfy) = &self.dciodvfy {
            let read = !is_beyond_dciodvfy(scan);
            return read.then(|| match dciodvfy.errors(file) {
                Some(errors) => Ok(errors.into_iter().filter(|line| !is_newer(line)).collect()),
                None => Err("dciodvfy gave no answer in time".to_owned()),
            });
        }
        let validator = self.dicom_validator.as_ref()?;
        match validator.errors(file) {
            Ok(DicomValidatorAnswer::Checked(errors)) => Some(Ok(errors)),
            Ok(DicomValidatorAnswer::UnknownClass) => None,
            Err(error) => Some(Err(format!("dicom-validator gave no answer: {error}"))),
        }
    }
}

/// Whether a line is about an attribute that the standard has and the release of dciodvfy does not know yet.
fn is_newer(line: &str) -> bool {
    let tag = || {
        let (_, behind) = line.split_once("(0x")?;
        let (group, behind) = behind.split_once(",0x")?;
        let element = behind.split_once(')')?.0;
        Some((u16::from_str_radix(group, 16).ok()?, u16::from_str_radix(element, 16).ok()?))
    };
    line.contains("not a recognized standard attribute")
        && tag().is_some_and(|(group, element)| policy::row(group, element).is_some())
}

/// It inflates nothing, knows no native samples in fragments, and no directories.
fn is_beyond_dciodvfy(scan: &Scan) -> bool {
    let class = scan.meta_text(tags::MEDIA_STORAGE_SOP_CLASS_UID).unwrap_or_default();
    scan.is_deflated()
        || scan.transfer_syntax == uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN
        || class == uids::MEDIA_STORAGE_DIRECTORY_STORAGE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_a_newer_standard_are_no_errors_and_unknown_ones_are() {
        let line = |tag: &str| {
            format!("Attribute with an even group number is not a recognized standard attribute - {tag}  ?")
        };
        assert!(is_newer(&line("(0x0010,0x0010)")));
        assert!(!is_newer(&line("(0x0010,0xfffe)")) && !is_newer("Missing attribute (0x0010,0x0010)"));
    }

    #[test]
    fn a_tier_says_why_it_is_the_one() {
        let asked = Checker::choose(Some(Tier::Rereading), None).expect("always there");
        assert_eq!((asked.tier, asked.why.as_str()), (Tier::Rereading, "asked for"));
        let refused = Checker::choose(Some(Tier::DicomValidator), None).expect_err("no standard");
        assert!(refused.to_string().contains("--standard"));
        let folder = tempfile::tempdir().expect("a folder");
        let refused = Checker::choose(Some(Tier::DicomValidator), Some(folder.path())).expect_err("no edition");
        assert!(refused.to_string().contains("local copy of the standard"));
    }
}
