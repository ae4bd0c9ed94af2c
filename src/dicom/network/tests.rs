//! Our two ends with each other.

use super::*;
use crate::dicom::file_meta::FileMeta;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// A file of a class and transfer syntax, with a data set of that many bytes.
fn file(folder: &Path, number: usize, class: &str, syntax: &str, bytes: usize) -> PathBuf {
    let mut file = vec![7; 128];
    file.extend(b"DICM");
    let instance = format!("2.25.{number}");
    file.extend(FileMeta::default().encoded((class, &instance), syntax, ("2.25.1", "X")).expect("a group"));
    file.extend([0x08, 0x00, 0x16, 0x00, b'U', b'I', 4, 0]);
    file.extend(b"1.2\0");
    file.extend([0x09, 0x00, 0x10, 0x10, b'O', b'B', 0, 0]);
    file.extend(u32::try_from(bytes).expect("short").to_le_bytes());
    file.extend(vec![3; bytes]);
    let path = PathBuf::from(format!("{number:04}"));
    std::fs::write(folder.join(&path), file).expect("written");
    path
}

fn receiver(folder: &Path, bounds: Bounds) -> (Receiver, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    let output = folder.join("out");
    std::fs::create_dir_all(&output).expect("made");
    (Receiver::start(listener, &output, &folder.join("spool"), bounds).expect("started"), address)
}

const BOUNDS: Bounds = Bounds { objects: 1000, object_bytes: 1 << 20, patience: Duration::from_secs(5) };

fn sent(folder: &Path, files: &[PathBuf], address: SocketAddr, stop: &dyn Fn() -> Option<String>) -> Vec<Sent> {
    let peer = Peer { address, called: "OTHER", calling: "OWN", patience: Duration::from_secs(5) };
    let mut all = Vec::new();
    store(&peer, folder, files, stop, &mut |sent| all.push(sent));
    all.sort_by_key(|sent| sent.file);
    all
}

#[test]
fn more_classes_than_an_association_holds_are_sent_in_several() {
    let root = tempfile::tempdir().expect("a folder");
    let explicit = "1.2.840.10008.1.2.1";
    let mut files: Vec<PathBuf> =
        (0..150).map(|number| file(root.path(), number, &format!("1.2.3.{number}"), explicit, 40)).collect();
    // A second transfer syntax of a class, one that nobody knows, and data that need several units.
    files.push(file(root.path(), 150, "1.2.3.0", "1.2.840.10008.1.2.4.50", 300_000));
    files.push(file(root.path(), 151, "1.2.3.0", "1.2.3.4.5", 10));
    let (receiver, address) = receiver(root.path(), BOUNDS);
    let all = sent(root.path(), &files, address, &|| None);
    assert_eq!(all.len(), files.len());
    assert!(
        all.iter().all(|sent| sent.fate == Fate::Accepted),
        "{:?}",
        all.iter().find(|one| one.fate != Fate::Accepted)
    );
    let received = receiver.finish();
    assert_eq!((received.objects, received.problems.len()), (files.len() as u64, 0), "{:?}", received.problems);
    let mut data: Vec<Vec<u8>> = Vec::new();
    for number in 1..=files.len() {
        let path = root.path().join(format!("out/{number:06}.dcm"));
        let parcel = Parcel::of(&path, u64::MAX).expect("a file");
        assert!(parcel.class.starts_with("1.2.3.") && parcel.instance.starts_with("2.25."));
        data.push(std::fs::read(&path).expect("read")[parcel.data.start as usize..].to_vec());
    }
    assert!(data.iter().any(|data| data.len() > 300_000));
}

#[test]
fn what_is_no_dicom_is_not_sent_and_a_stop_ends_sending() {
    let root = tempfile::tempdir().expect("a folder");
    let good = file(root.path(), 1, "1.2.3", "1.2.840.10008.1.2.1", 10);
    std::fs::write(root.path().join("text"), "no DICOM").expect("written");
    let files = [good, PathBuf::from("text"), PathBuf::from("gone")];
    let (receiver, address) = receiver(root.path(), BOUNDS);
    let fates = |all: Vec<Sent>| all.into_iter().map(|sent| sent.fate).collect::<Vec<_>>();
    let all = fates(sent(root.path(), &files, address, &|| None));
    assert_eq!(all, [Fate::Accepted, Fate::Unsendable, Fate::Unsendable]);
    let stopped = sent(root.path(), &files, address, &|| Some("enough".to_owned()));
    assert_eq!((stopped[0].fate, stopped[0].detail.as_str()), (Fate::NotSent, "enough"));
    assert_eq!(receiver.finish().objects, 1);
    // Nobody listens any more.
    assert_eq!(sent(root.path(), &files, address, &|| None)[0].fate, Fate::NoAssociation);
}

#[test]
fn objects_beyond_the_bounds_are_refused_and_leave_nothing() {
    let root = tempfile::tempdir().expect("a folder");
    let explicit = "1.2.840.10008.1.2.1";
    let sizes = [10, 5000, 10, 10];
    let files: Vec<PathBuf> =
        sizes.iter().enumerate().map(|(number, bytes)| file(root.path(), number, "1.2.3", explicit, *bytes)).collect();
    let (receiver, address) = receiver(root.path(), Bounds { objects: 3, object_bytes: 1000, ..BOUNDS });
    let fates: Vec<Fate> = sent(root.path(), &files, address, &|| None).into_iter().map(|sent| sent.fate).collect();
    assert_eq!(fates, [Fate::Accepted, Fate::Refused, Fate::Accepted, Fate::Refused]);
    assert_eq!(receiver.finish().objects, 2);
    let left = |folder: &str| std::fs::read_dir(root.path().join(folder)).expect("a folder").count();
    assert_eq!((left("out"), left("spool")), (2, 0));
}
