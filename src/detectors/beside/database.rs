//! SQLite databases: every value of every table. A copy is opened, so that nothing of the run is changed.

use crate::detectors::beside::unfold::Budget;
use crate::detectors::beside::unfold::Piece;
use crate::detectors::beside::unfold::Source;
use crate::detectors::beside::unfold::Visit;
use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::types::ValueRef;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;

/// The first bytes of a database.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

/// Bytes that the library may hold: a column can be made up by an expression.
const MOST_MEMORY: i64 = 256 << 20;

/// Gives names of tables and columns, and the values row by row.
pub(super) fn unfold(source: Source<'_>, budget: &mut Budget, visit: &mut Visit<'_>) -> Result<(), String> {
    let broken = |what: String| format!("it looks like a database and can't be read: {what}");
    let folder = tempfile::tempdir().map_err(|error| broken(error.to_string()))?;
    let copy = folder.path().join("copy.db");
    take_copy(source, &copy).map_err(|error| broken(error.to_string()))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&copy, flags).map_err(|error| broken(error.to_string()))?;
    rows(&connection, budget, visit).map_err(|problem| match problem {
        Problem::Database(error) => broken(error.to_string()),
        Problem::Room(why) => why,
    })
}

/// The database, and what was written to its log and not yet to itself.
fn take_copy(source: Source<'_>, copy: &Path) -> std::io::Result<()> {
    std::io::copy(&mut source.open()?, &mut File::create(copy)?)?;
    if let Source::File(path) = source {
        let log = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push("-wal");
            PathBuf::from(name)
        };
        // Where there is none, everything is in the database itself.
        let _ = std::fs::copy(log(path), log(copy));
    }
    Ok(())
}

enum Problem {
    Database(rusqlite::Error),
    Room(String),
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

fn rows(connection: &Connection, budget: &mut Budget, visit: &mut Visit<'_>) -> Result<(), Problem> {
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update_and_check(None, "hard_heap_limit", MOST_MEMORY, |_| Ok(()))?;
    // Views repeat what is in tables, and virtual tables, which have no root page, call code.
    let tables = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND rootpage > 0";
    let mut names = Vec::new();
    let mut statement = connection.prepare(tables)?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let name: String = row.get(0)?;
        let definition: Option<String> = row.get(1)?;
        visit(Piece::Words(definition.unwrap_or_default().as_bytes()));
        names.push(name);
    }
    for name in names {
        let quoted = name.replace('"', "\"\"");
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{quoted}\""))?;
        let columns = statement.column_count();
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            for column in 0..columns {
                let bytes = match row.get_ref(column)? {
                    ValueRef::Text(bytes) => bytes.to_vec(),
                    ValueRef::Blob(bytes) => {
                        budget.take(bytes.len() as u64).map_err(Problem::Room)?;
                        visit(Piece::Whole(bytes));
                        continue;
                    }
                    ValueRef::Integer(number) => number.to_string().into_bytes(),
                    ValueRef::Real(_) | ValueRef::Null => continue,
                };
                budget.take(bytes.len() as u64).map_err(Problem::Room)?;
                visit(Piece::Words(&bytes));
            }
        }
    }
    Ok(())
}
