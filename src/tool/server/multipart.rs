//! `multipart/related` (RFC 2387, RFC 2046 §5.1), written whole and read part by part within bounds.

use memchr::memmem;
use std::io::Read;

/// Bytes of headers of one part, and before the first part.
const HEAD_LIMIT: usize = 64 * 1024;
/// Bytes that are read at a time.
const CHUNK: usize = 256 * 1024;

/// One part that was read.
pub(super) struct Part {
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

/// A body of one part, and the media type that goes with it.
pub(super) fn write(part_type: &str, content: &[u8]) -> (String, Vec<u8>) {
    let mut boundary = "part-of-one".to_owned();
    while memmem::find(content, boundary.as_bytes()).is_some() {
        boundary.push('x');
    }
    let mut body = format!("--{boundary}\r\nContent-Type: {part_type}\r\n\r\n").into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/related; type=\"{part_type}\"; boundary={boundary}"), body)
}

/// The boundary in a media type; none where it is not multipart.
pub(super) fn boundary(content_type: &str) -> Option<String> {
    if !content_type.trim_start().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    let mut rest = content_type;
    // A quoted value of another parameter may hold `;`.
    while let Some(at) = rest.find(';') {
        rest = rest.get(at + 1..)?.trim_start();
        let (name, value) = rest.split_once('=')?;
        let value = match value.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted.find('"')?;
                rest = quoted.get(end..)?;
                quoted.get(..end)?
            }
            None => value.split(';').next()?.trim(),
        };
        if name.trim().eq_ignore_ascii_case("boundary") {
            return (!value.is_empty() && value.len() <= 70).then(|| value.to_owned());
        }
    }
    None
}

/// Reads the parts of a body one after the other.
pub(super) struct Parts<R> {
    reader: R,
    buffer: Vec<u8>,
    delimiter: Vec<u8>,
    part_limit: usize,
    started: bool,
    ended: bool,
}

impl<R: Read> Parts<R> {
    /// Of a body with this boundary; a part of more than `part_limit` bytes is an error.
    pub(super) fn new(reader: R, boundary: &str, part_limit: u64) -> Self {
        Self {
            reader,
            // The line break before the first boundary may be missing.
            buffer: b"\r\n".to_vec(),
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            part_limit: usize::try_from(part_limit).unwrap_or(usize::MAX),
            started: false,
            ended: false,
        }
    }

    /// The next part; none after the last.
    ///
    /// # Errors
    /// The body breaks off or passes a bound; nothing more can be read.
    pub(super) fn next(&mut self) -> Result<Option<Part>, String> {
        if !self.started {
            self.until(&self.delimiter.clone(), HEAD_LIMIT, "no part begins")?;
            self.started = true;
        }
        if self.ended {
            return Ok(None);
        }
        while self.buffer.len() < 2 {
            self.fill("it breaks off behind a part")?;
        }
        if self.buffer.starts_with(b"--") {
            self.ended = true;
            return Ok(None);
        }
        self.until(b"\r\n", HEAD_LIMIT, "a boundary has no end")?;
        let mut content_type = String::new();
        let mut head = 0;
        loop {
            let line = self.until(b"\r\n", HEAD_LIMIT, "the headers of a part have no end")?;
            head += line.len();
            if line.is_empty() {
                break;
            }
            if head > HEAD_LIMIT {
                return Err("the headers of a part are too long".to_owned());
            }
            let line = String::from_utf8_lossy(&line).into_owned();
            if let Some((name, value)) = line.split_once(':')
                && name.trim().eq_ignore_ascii_case("content-type")
            {
                value.trim().clone_into(&mut content_type);
            }
        }
        // An empty part ends with the line break that ends its headers.
        self.buffer.splice(0..0, *b"\r\n");
        let mut body = self.until(&self.delimiter.clone(), self.part_limit.saturating_add(2), "a part has no end")?;
        body.drain(..2.min(body.len()));
        Ok(Some(Part { content_type, body }))
    }

    /// Everything before the next `mark`, which is taken too.
    fn until(&mut self, mark: &[u8], limit: usize, why: &str) -> Result<Vec<u8>, String> {
        let mut searched = 0;
        loop {
            let found = self.buffer.get(searched..).and_then(|rest| memmem::find(rest, mark));
            if let Some(at) = found.map(|at| at + searched) {
                let behind = self.buffer.split_off(at + mark.len());
                let mut before = std::mem::replace(&mut self.buffer, behind);
                before.truncate(at);
                return Ok(before);
            }
            if self.buffer.len() > limit.saturating_add(mark.len()) {
                return Err(format!("{why} within {limit} bytes"));
            }
            searched = self.buffer.len().saturating_sub(mark.len());
            self.fill(why)?;
        }
    }

    fn fill(&mut self, why: &str) -> Result<(), String> {
        let chunk = CHUNK as u64;
        let read = (&mut self.reader).take(chunk).read_to_end(&mut self.buffer);
        match read {
            Ok(0) => Err(format!("{why}, and it breaks off")),
            Ok(_) => Ok(()),
            Err(_) => Err(format!("{why}, and it could not be read on")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(body: &[u8], boundary: &str, limit: u64) -> Result<Vec<(String, Vec<u8>)>, String> {
        let mut parts = Parts::new(body, boundary, limit);
        let mut found = Vec::new();
        while let Some(part) = parts.next()? {
            found.push((part.content_type, part.body));
        }
        Ok(found)
    }

    #[test]
    fn what_is_written_is_read_back_whatever_it_holds() {
        for content in [&b""[..], b"\r\n", b"--part-of-one--", b"\r\n--part-of-onex\r\n\0\xff", &[7; 600_000]] {
            let (media_type, body) = write("application/dicom", content);
            let boundary = boundary(&media_type).expect("a boundary");
            let found = all(&body, &boundary, 1 << 20).expect("parts");
            assert_eq!(found, [("application/dicom".to_owned(), content.to_vec())]);
        }
    }

    #[test]
    fn parts_are_told_apart_with_and_without_what_the_standard_leaves_open() {
        let body =
            b"before\r\n--b  \r\ncontent-type: one/x\r\nX: y\r\n\r\nfirst\r\n--b\r\n\r\nsec\r\nond\r\n--b--\r\nafter";
        let expected = [("one/x".to_owned(), b"first".to_vec()), (String::new(), b"sec\r\nond".to_vec())];
        assert_eq!(all(body, "b", 100).expect("parts"), expected);
        assert_eq!(all(b"--b\r\n\r\n\r\n--b--", "b", 100).expect("parts"), [(String::new(), Vec::new())]);
        assert_eq!(all(b"--b--", "b", 100).expect("parts"), []);
    }

    #[test]
    fn what_breaks_off_or_is_too_long_is_an_error() {
        let (media_type, body) = write("a/b", &[1; 1000]);
        let boundary = boundary(&media_type).expect("a boundary");
        for length in 0..body.len() - 4 {
            assert!(all(&body[..length], &boundary, 1 << 20).is_err(), "{length}");
        }
        assert!(all(&body, &boundary, 1000).is_ok());
        // One chunk is read before the bound is looked at.
        let (_, long) = write("a/b", &vec![1; 2 * CHUNK]);
        assert!(all(&long, &boundary, 1000).is_err());
        assert!(all(&[b'x'; 1_000_000], "b", 10).is_err());
    }

    #[test]
    fn boundaries_are_found_among_other_parameters() {
        assert_eq!(boundary("multipart/related; type=\"a;b\"; Boundary=\"x y\"").as_deref(), Some("x y"));
        assert_eq!(boundary("Multipart/Related;boundary=xy; type=z").as_deref(), Some("xy"));
        for none in ["application/dicom; boundary=x", "multipart/related", "multipart/related; boundary=", ""] {
            assert_eq!(boundary(none), None, "{none}");
        }
    }
}
