use super::*;
use crate::truth::Kind;
use crate::truth::Surface;
use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::Connection;
use std::fs;
use std::io::Cursor;
use std::io::Write;
use std::path::PathBuf;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAME: &str = "Okafor-Lindqvist^Adaeze";

fn searched(name: &str, bytes: &[u8]) -> Beside {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    search(&[(name, path)])
}

fn search(files: &[(&str, PathBuf)]) -> Beside {
    let mut plant = Plant::new(Surface::Header, crate::dicom::locus::Locus::Preamble, Kind::PersonName, NAME);
    plant.direct = true;
    plant.patient = "DEID-0001".to_owned();
    let mut everybody = Everybody::default();
    everybody.add(&[plant]);
    let files: Vec<(String, &Path, Role)> =
        files.iter().map(|(name, path)| ((*name).to_owned(), path.as_path(), Role::Output)).collect();
    everybody.search(&files, &|| ())
}

fn found(beside: &Beside) -> bool {
    !beside.by_patient.is_empty()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

fn database(encoding: &str, value: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "encoding", encoding).unwrap();
    connection.execute_batch("CREATE TABLE t (a TEXT, b INTEGER)").unwrap();
    connection.execute("INSERT INTO t VALUES (?1, 1)", [value]).unwrap();
    drop(connection);
    fs::read(path).unwrap()
}

#[test]
fn a_name_is_found_in_every_kind_of_packed_file_and_no_other_name_is() {
    let holding = |name: &str| -> Vec<Vec<u8>> {
        let row = format!("1,{name},2\n");
        let row = row.as_bytes();
        vec![
            gzip(row),
            zip("a.csv", row),
            zip(&format!("{name}.txt"), b""),
            zip("in.zip", &zip("a.csv", row)),
            gzip(&zip("a.csv", row)),
            database("UTF-8", name),
            database("UTF-16le", name),
            database("UTF-16be", name),
            zip("x.db", &database("UTF-16le", name)),
        ]
    };
    for (number, (with, without)) in holding(NAME).iter().zip(holding("Someone^Else")).enumerate() {
        let (with, without) = (searched("f", with), searched("f", &without));
        assert!(found(&with), "{number}");
        assert!(!found(&without), "{number}");
        assert!(with.unsearched.is_empty() && without.unsearched.is_empty(), "{number}");
    }
}

#[test]
fn what_could_not_be_searched_to_its_end_is_said() {
    let deep = zip("a", &zip("b", &zip("c", b"1")));
    let broken = zip("a.csv", &[7; 1000]);
    let zeros = zip("zeros", &vec![0; 300 << 20]);
    for (what, bytes) in [
        ("deep", deep.as_slice()),
        ("cut", broken.get(..broken.len() / 2).unwrap()),
        ("bomb", &zeros),
        ("gzip", gzip(&[7; 1000]).get(..15).unwrap()),
        ("database", &[b"SQLite format 3\0".as_slice(), &[9; 500]].concat()),
    ] {
        let beside = searched("f", bytes);
        assert_eq!(beside.unsearched.len(), 1, "{what}");
        assert!(!found(&beside), "{what}");
    }
    for (what, bytes) in [("text", b"nothing to see".as_slice()), ("two letters", b"PK"), ("empty", b"")] {
        assert!(searched("f", bytes).unsearched.is_empty(), "{what}");
    }
}

#[test]
fn extended_attributes_of_any_file_are_searched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plain");
    fs::write(&path, b"nothing").unwrap();
    if xattr::set(&path, "user.subject", NAME.as_bytes()).is_err() {
        eprintln!("skipped: the file system of the temporary folder keeps no extended attributes");
        return;
    }
    assert!(has_attributes(&path) && found(&search(&[("plain", path.clone())])));
    xattr::remove(&path, "user.subject").unwrap();
    assert!(!has_attributes(&path) && !found(&search(&[("plain", path)])));
}

#[test]
fn a_log_of_a_database_that_is_not_merged_yet_is_read_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "encoding", "UTF-16le").unwrap();
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())).unwrap();
    connection.execute_batch("CREATE TABLE t (a TEXT)").unwrap();
    connection.execute("INSERT INTO t VALUES (?1)", [NAME]).unwrap();
    assert!(found(&search(&[("x.db", path)])));
}
