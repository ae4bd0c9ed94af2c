//! What a tool that knows the truth does to each file, and what it leaves.

use crate::call::Call;
use crate::clean;
use crate::known::File;
use crate::known::Known;
use crate::native::by_class;
use crate::native::native;
use crate::picture;
use crate::picture::Means;
use crate::planes;
use deidbench::dicom::locus::Locus;
use deidbench::truth::Plant;
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
    /// Treats all files.
    pub fn apply(&self, call: &Call) {
        let known = Known::read();
        for path in call.files() {
            let file = known.file(&path);
            let spared = file.plants().any(|plant| (self.spare)(&file, plant));
            if self.headers && file.is_directory() && !spared {
                // It lists files that are no longer there.
                continue;
            }
            let (name, bytes) = self.treated(call, &file);
            call.write(&name, &bytes);
        }
    }

    /// The treated file, and the path below the output folder where it belongs.
    pub fn treated(&self, call: &Call, file: &File<'_>) -> (PathBuf, Vec<u8>) {
        let mut bytes = native(call.read(file.row.path.as_ref()));
        let spared: Vec<&Plant> = file.plants().filter(|plant| (self.spare)(file, plant)).collect();
        if let Some(means) = self.pixels {
            picture::retouch(&mut bytes, file, means, &spared);
            planes::retouch(&mut bytes, file, &spared);
        }
        if !self.headers {
            return (PathBuf::from(&file.row.path), bytes);
        }
        let path = match spared.iter().any(|plant| plant.locus == Locus::Path) {
            true => kept_path(file, &spared),
            false => PathBuf::from(file.subject()).join(format!("{:04}.dcm", file.number)),
        };
        (path, by_class(clean::clean(&bytes, file, &spared), &file.row.sop_class_uid))
    }
}
