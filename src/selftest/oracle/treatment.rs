//! What a tool that knows the truth does to each file, and what it leaves.

use crate::dicom::locus::Locus;
use crate::selftest::oracle::OracleError;
use crate::selftest::oracle::clean;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::native::by_class;
use crate::selftest::oracle::native::native;
use crate::selftest::oracle::picture;
use crate::selftest::oracle::picture::Means;
use crate::selftest::oracle::planes;
use crate::truth::Plant;
use std::path::PathBuf;

/// Which parts are cleaned, and how.
pub struct Treatment<'a> {
    /// Whether headers are cleaned by the basic profile and paths renamed.
    pub headers: bool,
    /// How burned lines are removed; `None` leaves them.
    pub pixels: Option<Means>,
    /// Plants that are left as they are.
    pub spare: &'a dyn Fn(&File<'_>, &Plant) -> bool,
}

/// Spares nothing.
pub fn nothing(_: &File<'_>, _: &Plant) -> bool {
    false
}

/// The perfect treatment.
pub const PERFECT: Treatment<'static> = Treatment { headers: true, pixels: Some(Means::Restore), spare: &nothing };

/// The path without what other traps planted in it.
fn kept_path(file: &File<'_>, spared: &[&Plant]) -> PathBuf {
    let removed = file.plants().filter(|plant| plant.locus == Locus::Path);
    let removed = removed.filter(|plant| !spared.iter().any(|spared| spared.id == plant.id));
    PathBuf::from(removed.fold(file.row.path.clone(), |path, plant| path.replace(&plant.written, &file.subject())))
}

impl Treatment<'_> {
    /// Whether nothing at all is written for a file: a directory lists files that are no longer there.
    pub fn leaves_out(&self, file: &File<'_>) -> bool {
        self.headers && file.is_directory() && !file.plants().any(|plant| (self.spare)(file, plant))
    }

    /// The treated file, and the path below the output folder where it belongs.
    ///
    /// # Errors
    /// The bytes are not those of that file.
    pub fn treated(&self, bytes: Vec<u8>, file: &File<'_>) -> Result<(PathBuf, Vec<u8>), OracleError> {
        self.attempt(bytes, file).map_err(|error| OracleError { path: file.row.path.clone(), ..error })
    }

    fn attempt(&self, bytes: Vec<u8>, file: &File<'_>) -> Result<(PathBuf, Vec<u8>), OracleError> {
        let mut bytes = native(bytes)?;
        let spared: Vec<&Plant> = file.plants().filter(|plant| (self.spare)(file, plant)).collect();
        if let Some(means) = self.pixels {
            picture::retouch(&mut bytes, file, means, &spared)?;
            planes::retouch(&mut bytes, file, &spared)?;
        }
        if !self.headers {
            return Ok((PathBuf::from(&file.row.path), bytes));
        }
        let path = match spared.iter().any(|plant| plant.locus == Locus::Path) {
            true => kept_path(file, &spared),
            false => PathBuf::from(file.subject()).join(format!("{:04}.dcm", file.number)),
        };
        Ok((path, by_class(clean::clean(&bytes, file, &spared)?, &file.row.sop_class_uid)?))
    }
}
