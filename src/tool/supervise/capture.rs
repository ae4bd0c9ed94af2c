//! Keeps the first bytes of what a tool prints, and swallows the rest so that it never waits for a reader.

use std::fs::File;
use std::io::Read;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// A stream that is being read.
pub(super) struct Capture {
    seen: Arc<AtomicU64>,
    finished: Receiver<()>,
}

impl Capture {
    /// Starts to read `stream` in a thread of its own.
    pub(super) fn start(mut stream: impl Read + Send + 'static, log: PathBuf, limit: u64) -> Self {
        let seen = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&seen);
        let (sender, finished) = mpsc::channel();
        // Where no thread can be had, dropping the stream closes it: the tool gets an error instead of waiting.
        let _ = std::thread::Builder::new().name("capture".to_owned()).spawn(move || {
            let _sender = sender;
            let mut buffer = vec![0; 16 * 1024];
            let mut file = None;
            let mut left = limit;
            while let Ok(length) = stream.read(&mut buffer) {
                if length == 0 {
                    break;
                }
                counter.fetch_add(u64::try_from(length).unwrap_or(u64::MAX), Ordering::Relaxed);
                let kept = length.min(usize::try_from(left).unwrap_or(usize::MAX));
                if kept == 0 {
                    continue;
                }
                left = left.saturating_sub(u64::try_from(kept).unwrap_or(u64::MAX));
                let open = file.get_or_insert_with(|| File::create(&log));
                if let Ok(open) = open {
                    let _ = open.write_all(buffer.get(..kept).unwrap_or_default());
                }
            }
        });
        Self { seen, finished }
    }

    /// Waits for the end of the stream, but not for a process that outlived every signal and holds it open.
    pub(super) fn finish(self) -> u64 {
        let _ = self.finished.recv_timeout(Duration::from_secs(2));
        self.seen.load(Ordering::Relaxed)
    }
}
