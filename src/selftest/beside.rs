//! Files beside the answers that hold the name and number of a patient, or that no reader should open without limits.

use crate::selftest::oracle::known::File;
use crate::selftest::scene::Bench;
use crate::selftest::scene::Scene;
use crate::selftest::scene::SelftestError;
use crate::selftest::scene::at;
use crate::selftest::scene::write as write_file;
use crate::truth::Kind;
use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::Connection;
use std::io;
use std::io::Cursor;
use std::io::Write;
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Kinds of files that hold identifiers.
pub const WORDS: &[&str] = &[
    "log",
    "csv",
    "json",
    "utf-16",
    "backup",
    "gzip",
    "zip",
    "zip-in-zip",
    "zip-entry-name",
    "zip-comment",
    "gzipped-csv-in-zip",
    "sqlite",
    "sqlite-utf-16",
    "sqlite-blob",
    "sqlite-in-zip",
    "file-name",
    "attribute-of-file",
    "time-of-file",
];

/// Kinds of files without identifiers that unfold to far more than they are.
pub const BOMBS: &[&str] = &["zip-bomb", "gzip-bomb"];

/// Bytes that a bomb unfolds to at each of its two levels: 64 MiB, a hundred times over.
const BOMB: usize = 64 << 20;

/// Writes the file of that kind; 1 where it did.
pub(super) fn write(word: &str, bench: &Bench, scene: &Scene, output: &Path) -> Result<u64, SelftestError> {
    let Some((file, person, number)) = bench.files_of(&scene.patients).find_map(identified) else { return Ok(0) };
    let csv = format!("old name,old id,new id\n{person},{number},{}\n", file.subject());
    let packed = |error: io::Error| at(output)(error);
    let put = |name: &str, bytes: &[u8]| write_file(&output.join(name), bytes).map(|()| 1);
    match word {
        "log" => put("deid.log", format!("INFO done\nWARN {person} ({number}) had no pixels\n").as_bytes()),
        "csv" => put("map.csv", csv.as_bytes()),
        "json" => {
            let escaped = format!("{{\"patients\":[{{\"id\":{number:?},\"name\":{person:?}}}]}}");
            put("state.json", escaped.as_bytes())
        }
        "utf-16" => put("map.txt", &csv.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
        "backup" => put("0001.dcm.bak", &bench.input(&file)?),
        "gzip" => put("0001.gz", &gzip(&bench.input(&file)?).map_err(packed)?),
        "zip" => put("all.zip", &zip("0001.dcm", &bench.input(&file)?, "").map_err(packed)?),
        "zip-in-zip" => {
            let inner = zip("map.csv", csv.as_bytes(), "").map_err(packed)?;
            put("all.zip", &zip("inner.zip", &inner, "").map_err(packed)?)
        }
        "zip-entry-name" => put("all.zip", &zip(&format!("{person}/1.txt"), b"nothing", "").map_err(packed)?),
        "zip-comment" => put("all.zip", &zip("1.txt", b"nothing", &format!("of {person}")).map_err(packed)?),
        "gzipped-csv-in-zip" => {
            let inner = gzip(csv.as_bytes()).map_err(packed)?;
            put("all.zip", &zip("map.csv.gz", &inner, "").map_err(packed)?)
        }
        "sqlite" => database(&output.join("state.db"), "UTF-8", &person, &number).map(|()| 1),
        "sqlite-utf-16" => database(&output.join("state.db"), "UTF-16le", &person, &number).map(|()| 1),
        "sqlite-blob" => database(&output.join("state.db"), "BLOB", &person, &number).map(|()| 1),
        "sqlite-in-zip" => {
            let path = output.join("state.db");
            database(&path, "UTF-16be", &person, &number)?;
            let bytes = std::fs::read(&path).map_err(at(&path))?;
            std::fs::remove_file(&path).map_err(at(&path))?;
            put("all.zip", &zip("state.db", &bytes, "").map_err(packed)?)
        }
        "file-name" => put(&format!("report of {}.txt", person.replace('/', "_")), b"nothing"),
        "attribute-of-file" => {
            put("notes.txt", b"nothing")?;
            let path = output.join("notes.txt");
            // A file system without extended attributes cannot carry anything in them.
            Ok(u64::from(xattr::set(&path, "user.subject", person.as_bytes()).is_ok()))
        }
        "time-of-file" => {
            let born = file.truth.plants.iter().find(|plant| plant.kind == Kind::BirthDate);
            let born = born.and_then(|plant| jiff::civil::Date::strptime("%Y%m%d", &plant.value).ok());
            let (Some(born), Some((name, bytes))) = (born, bench.perfect(&file)?) else { return Ok(0) };
            let path = output.join(name);
            // It is shared with the oracle.
            std::fs::remove_file(&path).map_err(at(&path))?;
            write_file(&path, &bytes)?;
            let noon = born.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).map(|noon| noon.timestamp());
            let Ok(noon) = noon else { return Ok(0) };
            let set = std::fs::File::open(&path).and_then(|file| file.set_modified(noon.into()));
            set.map(|()| 1).map_err(at(&path))
        }
        "zip-bomb" => {
            let zeros = zip("zeros", &vec![0; BOMB], "").map_err(packed)?;
            put("bomb.zip", &many(&zeros, 100).map_err(packed)?)
        }
        "gzip-bomb" => {
            let mut member = gzip(&vec![0; BOMB]).map_err(packed)?;
            member = member.repeat(20);
            put("bomb.gz", &member)
        }
        _ => Ok(0),
    }
}

/// A file whose patient has a name and a number.
fn identified(file: File<'_>) -> Option<(File<'_>, String, String)> {
    let value = |kind| file.truth.plants.iter().find(|plant| plant.kind == kind).map(|plant| plant.value.clone());
    let (person, number) = (value(Kind::PersonName)?, value(Kind::Mrn)?);
    Some((file, person, number))
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn zip(name: &str, bytes: &[u8], comment: &str) -> io::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.set_comment(comment)?;
    writer.start_file(name, SimpleFileOptions::default())?;
    writer.write_all(bytes)?;
    Ok(writer.finish()?.into_inner())
}

/// A file of a ZIP archive again and again.
fn many(bytes: &[u8], times: u32) -> io::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..times {
        writer.start_file(format!("{number}.zip"), SimpleFileOptions::default())?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// A database with a table of patients, in an encoding of text or as bytes.
fn database(path: &Path, encoding: &str, person: &str, number: &str) -> Result<(), SelftestError> {
    let make = || -> rusqlite::Result<()> {
        let connection = Connection::open(path)?;
        if encoding != "BLOB" {
            connection.pragma_update(None, "encoding", encoding)?;
        }
        connection.execute_batch("CREATE TABLE subject (old TEXT, seen BLOB, number TEXT)")?;
        match encoding {
            "BLOB" => connection.execute("INSERT INTO subject VALUES ('', ?1, '')", [person.as_bytes()])?,
            _ => connection.execute("INSERT INTO subject VALUES (?1, x'00', ?2)", [person, number])?,
        };
        Ok(())
    };
    make().map_err(|error| at(path)(io::Error::other(error)))
}
