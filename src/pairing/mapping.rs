//! A tool's own mapping file: `id_old,id_new`, of UIDs or of paths. It is one voice among others, never trusted.

use std::collections::HashMap;
use std::path::Path;

/// Largest file that is read, bytes.
const LIMIT: u64 = 256 << 20;

/// New names by old ones.
pub(super) struct Mapping {
    old_by_new: HashMap<String, String>,
}

impl Mapping {
    /// Reads the columns `id_old` and `id_new`, or the first two where none is called so.
    /// An error says in words why it is of no use.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let bytes =
            std::fs::metadata(path).map_err(|_| "the tool left no mapping file where it was to be".to_owned())?.len();
        if bytes > LIMIT {
            return Err(format!("the mapping file has {bytes} bytes, and at most {LIMIT} are read"));
        }
        let error = |_| "the mapping file could not be read as a table".to_owned();
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_path(path).map_err(error)?;
        let mut columns = (0, 1);
        let mut old_by_new = HashMap::new();
        for (row, record) in reader.byte_records().enumerate() {
            let record = record.map_err(error)?;
            let field = |at: usize| String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_owned();
            let position = |name: &str| (0..record.len()).find(|at| field(*at).eq_ignore_ascii_case(name));
            if row == 0
                && let (Some(old), Some(new)) = (position("id_old"), position("id_new"))
            {
                columns = (old, new);
                continue;
            }
            let (old, new) = (field(columns.0), field(columns.1));
            if !old.is_empty() && !new.is_empty() {
                old_by_new.insert(new, old);
            }
        }
        Ok(Self { old_by_new })
    }

    /// What stood in the place of `new`.
    pub(super) fn old(&self, new: &str) -> Option<&str> {
        self.old_by_new.get(new).map(String::as_str)
    }
}
