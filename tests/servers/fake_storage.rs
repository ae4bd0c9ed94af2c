//! Storage providers that send what they got to another port.

use deidbench::dicom::network;
use deidbench::dicom::network::Bounds;
use deidbench::dicom::network::Peer;
use deidbench::dicom::network::Receiver;
use std::collections::BTreeSet;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

pub fn serve(mode: &str, port: u16, other: u16, folder: &str) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    if mode == "refuses" {
        // Every connection is closed at once.
        listener.incoming().flatten().for_each(drop);
    }
    let folder = Path::new(folder).join("got");
    std::fs::create_dir_all(&folder).unwrap();
    let patience = Duration::from_secs(5);
    let object_bytes = if mode == "small" { 60_000 } else { 1 << 30 };
    let bounds = Bounds { objects: 1000, object_bytes, patience };
    let receiver = Receiver::start(listener, &folder, &folder.join("spool"), bounds).unwrap();
    let mut seen = BTreeSet::new();
    loop {
        std::thread::sleep(Duration::from_millis(20));
        if mode == "dies" && receiver.objects() >= 2 {
            std::process::exit(3);
        }
        for file in files(&folder) {
            if !seen.insert(file.clone()) {
                continue;
            }
            let times = match mode {
                "twice" => 2,
                "half" if seen.len().is_multiple_of(2) => 0,
                "swallows" | "dies" => 0,
                "endless" => 100_000,
                _ => 1,
            };
            if mode == "babbles" {
                babble(other);
                continue;
            }
            for _ in 0..times {
                let address = SocketAddr::from((Ipv4Addr::LOCALHOST, other));
                let peer = Peer { address, called: "BENCH", calling: "FAKE", patience };
                network::store(&peer, &folder, std::slice::from_ref(&file), &|| None, &mut |_| {});
            }
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let mut files: Vec<PathBuf> =
        entries.filter(|entry| entry.path().is_file()).map(|entry| PathBuf::from(entry.file_name())).collect();
    files.sort();
    files
}

/// Bytes that are no DICOM, an association that is asked for and forgotten, and lengths that promise too much.
fn babble(port: u16) {
    let nonsense: [&[u8]; 4] = [
        b"GET / HTTP/1.1\r\n\r\n",
        &[1, 0, 0xff, 0xff, 0xff, 0xff, 1, 2, 3],
        &[1, 0, 0, 0, 0, 8, 0, 1, 0, 0, 0, 0, 0, 0],
        &[4, 0, 0, 0, 0, 6, 0, 0, 0, 2, 1, 3],
    ];
    for bytes in nonsense {
        if let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            let _ = stream.write_all(bytes);
        }
    }
}
