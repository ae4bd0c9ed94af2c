//! The storage service as a provider: takes every class and transfer syntax, and writes what comes to a folder.

use super::serving::Serving;
use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

/// Associations at a time.
const MOST_ASSOCIATIONS: u64 = 64;
/// Problems that are kept in words.
const MOST_PROBLEMS: usize = 100;

/// What may be received.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Objects in all.
    pub objects: u64,
    /// Bytes of one object.
    pub object_bytes: u64,
    /// How long an association may be silent.
    pub patience: Duration,
}

/// What came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Whole objects.
    pub objects: u64,
    /// What was wrong with some associations: the first hundred, without any value of an object.
    pub problems: Vec<String>,
}

/// A provider at work, until [`Receiver::finish`].
pub struct Receiver {
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

pub(super) struct Shared {
    pub(super) folder: PathBuf,
    pub(super) spool: PathBuf,
    pub(super) bounds: Bounds,
    pub(super) objects: AtomicU64,
    files: AtomicU64,
    associations: AtomicU64,
    closing: AtomicBool,
    problems: Mutex<Vec<String>>,
}

impl Receiver {
    /// Writes files `000001.dcm`, ... to `folder`; what is on its way lies in `spool`, on the same file system.
    ///
    /// # Errors
    /// The socket or a thread can't be had.
    pub fn start(listener: TcpListener, folder: &Path, spool: &Path, bounds: Bounds) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        std::fs::create_dir_all(spool)?;
        let shared = Arc::new(Shared {
            folder: folder.to_path_buf(),
            spool: spool.to_path_buf(),
            bounds,
            objects: AtomicU64::new(0),
            files: AtomicU64::new(0),
            associations: AtomicU64::new(0),
            closing: AtomicBool::new(false),
            problems: Mutex::new(Vec::new()),
        });
        let own = Arc::clone(&shared);
        let acceptor = std::thread::Builder::new().name("receive".to_owned()).spawn(move || own.accept(&listener))?;
        Ok(Self { shared, acceptor: Some(acceptor) })
    }

    /// Whole objects so far.
    pub fn objects(&self) -> u64 {
        self.shared.objects.load(Ordering::Relaxed)
    }

    /// Takes no more associations, waits a moment for those that are open, and tells what came.
    pub fn finish(mut self) -> Received {
        self.shared.closing.store(true, Ordering::Relaxed);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
        let until = Instant::now() + Duration::from_secs(2);
        while self.shared.associations.load(Ordering::Relaxed) > 0 && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
        let problems = self.shared.problems.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Received { objects: self.objects(), problems }
    }
}

impl Shared {
    fn accept(self: &Arc<Self>, listener: &TcpListener) {
        while !self.closing.load(Ordering::Relaxed) {
            let Ok((stream, _)) = listener.accept() else {
                std::thread::sleep(Duration::from_millis(5));
                continue;
            };
            if self.associations.fetch_add(1, Ordering::Relaxed) >= MOST_ASSOCIATIONS {
                self.associations.fetch_sub(1, Ordering::Relaxed);
                self.problem("more associations at a time than are served");
                continue;
            }
            let own = Arc::clone(self);
            let served = std::thread::Builder::new().name("association".to_owned()).spawn(move || {
                if let Err(problem) = Serving::new(&own, stream).and_then(|mut serving| serving.run()) {
                    own.problem(&problem);
                }
                own.associations.fetch_sub(1, Ordering::Relaxed);
            });
            if served.is_err() {
                self.associations.fetch_sub(1, Ordering::Relaxed);
            }
        }
    }

    pub(super) fn problem(&self, words: &str) {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        if problems.len() < MOST_PROBLEMS {
            problems.push(words.to_owned());
        }
    }

    /// A number for the next file.
    pub(super) fn next(&self) -> u64 {
        self.files.fetch_add(1, Ordering::Relaxed) + 1
    }
}
