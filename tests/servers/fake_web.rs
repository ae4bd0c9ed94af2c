//! A web server with a few addresses: what is posted to `/studies` is given back by WADO-RS, within each one's way.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::net::TcpStream;

struct Request {
    line: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

pub fn serve(mode: &str, port: u16, words: &[String]) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    let wanted = words.get(2).cloned().unwrap_or_default();
    let mut held: Vec<Vec<u8>> = Vec::new();
    for mut stream in listener.incoming().flatten() {
        // One request for each connection is enough for a fake.
        let Some(request) = read(&stream) else { continue };
        let (status, media_type, body) = answer(mode, &wanted, &request, &mut held);
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n",
            if mode == "web-breaks-off" && request.line.starts_with("GET /studies/") { 1 << 20 } else { body.len() },
            if mode == "web-redirects" { "Location: http://192.0.2.1/\r\n" } else { "" },
        );
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut headers = BTreeMap::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        match header.trim().split_once(':') {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { line, headers, body })
}

fn answer(mode: &str, wanted: &str, request: &Request, held: &mut Vec<Vec<u8>>) -> (u16, String, Vec<u8>) {
    let json = "application/dicom+json".to_owned();
    if request.line.starts_with("GET /ready") {
        return (200, json, Vec::new());
    }
    if !wanted.is_empty() && request.headers.get("authorization").is_none_or(|said| said != wanted) {
        return (401, json, Vec::new());
    }
    if mode == "web-redirects" {
        return (302, json, Vec::new());
    }
    if mode == "web-babbles" {
        return (200, "multipart/related; boundary=b".to_owned(), b"--a\r\n\r\nno\r\n--a--".to_vec());
    }
    if request.line.starts_with("POST /file") {
        return (200, "application/dicom".to_owned(), request.body.clone());
    }
    if request.line.starts_with("POST /studies") {
        let start = request.body.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(0) + 4;
        let end = request.body.len().saturating_sub(b"\r\n--part-of-one--\r\n".len());
        held.push(request.body[start..end].to_vec());
        let failed = mode == "web-refuses" && held.len().is_multiple_of(2);
        let said = if failed {
            held.pop();
            r#"{"00081198": {"vr": "SQ", "Value": [{"00081197": {"vr": "US", "Value": [43264]}}]}}"#
        } else {
            "{}"
        };
        return (200, json, said.into());
    }
    if request.line.starts_with("GET /studies?") {
        let study = r#"[{"0020000D": {"vr": "UI", "Value": ["1.2.3"]}, "00201208": {"Value": [COUNT]}}]"#;
        return (200, json, study.replace("COUNT", &held.len().to_string()).into());
    }
    if request.line.starts_with("GET /studies/1.2.3 ") {
        let mut body = Vec::new();
        for object in held {
            body.extend(b"--b\r\nContent-Type: application/dicom\r\n\r\n");
            body.extend(&*object);
            body.extend(b"\r\n");
        }
        body.extend(b"--b--");
        return (200, "multipart/related; type=\"application/dicom\"; boundary=b".to_owned(), body);
    }
    (404, json, Vec::new())
}
