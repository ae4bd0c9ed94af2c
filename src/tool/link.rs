//! The harness's end of a supervisor.

use crate::tool::isolate::Walls;
use crate::tool::options::Supervisor;
use crate::tool::raw_text::RawText;
use crate::tool::record::Ending;
use crate::tool::supervise;
use crate::tool::supervise::Event;
use crate::tool::supervise::Message;
use crate::tool::supervise::Report;
use crate::tool::supervise::Request;
use crate::tool::supervise::Strays;
use std::ffi::OsStr;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdin;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::time::Duration;
use std::time::Instant;

/// A running supervisor, which serves one invocation at a time.
pub(super) struct Link {
    way: Way,
    reports: Receiver<Report>,
}

enum Way {
    Process { child: Child, stdin: Option<ChildStdin> },
    Thread { events: Sender<Event> },
}

/// How often a waiting worker looks whether the run is to be stopped.
const LOOK: Duration = Duration::from_millis(25);

/// How long a supervisor may take to answer, or to end what it has started.
const PATIENCE: Duration = Duration::from_secs(20);

impl Link {
    /// Starts a supervisor, behind these walls.
    pub(super) fn start(supervisor: &Supervisor, walls: &Walls) -> io::Result<Self> {
        match supervisor {
            Supervisor::Program(program) => Self::start_process(program, walls),
            Supervisor::InProcess => Self::start_thread(),
        }
    }

    fn start_process(program: &Path, walls: &Walls) -> io::Result<Self> {
        let program = std::path::absolute(program)?;
        let mut words: Vec<&OsStr> = walls.prefix().iter().map(AsRef::as_ref).collect();
        words.extend([program.as_os_str(), supervise::ARGUMENT.as_ref()]);
        let (first, rest) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
        // A group of its own: Ctrl-C in a terminal goes to the harness alone, which then ends things in order.
        // The environment is the request's business, and the tool may look at its parent's.
        let mut child = Command::new(first)
            .args(rest)
            .env_clear()
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let (sender, reports) = mpsc::channel();
        std::thread::Builder::new().name("reports".to_owned()).spawn(move || {
            for line in stdout.into_iter().flat_map(|pipe| BufReader::new(pipe).lines()) {
                let Some(report) = line.ok().and_then(|line| serde_json::from_str(&line).ok()) else { return };
                if sender.send(report).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { way: Way::Process { child, stdin }, reports })
    }

    fn start_thread() -> io::Result<Self> {
        let (events, receiver) = mpsc::channel();
        let (sender, reports) = mpsc::channel();
        let own = events.clone();
        std::thread::Builder::new().name("supervise".to_owned()).spawn(move || {
            supervise::serve(&own, &receiver, Strays::Lost, |report| sender.send(report).is_ok());
        })?;
        Ok(Self { way: Way::Thread { events }, reports })
    }

    /// Makes an invocation; `stop` is asked again and again whether it is to be ended, and as what.
    ///
    /// # Errors
    /// The supervisor is gone; this link is of no further use.
    pub(super) fn run(&mut self, request: Request, stop: &dyn Fn() -> Option<Ending>) -> io::Result<Report> {
        self.send(&Message::Run(Box::new(request)))?;
        let mut asked = false;
        loop {
            match self.reports.recv_timeout(LOOK) {
                Ok(report) => return Ok(report),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(io::Error::new(io::ErrorKind::BrokenPipe, "the supervisor has ended"));
                }
                Err(RecvTimeoutError::Timeout) if asked => {}
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(ending) = stop() {
                        asked = true;
                        self.send(&Message::End(ending))?;
                    }
                }
            }
        }
    }

    /// Asks for something that cannot be done, and expects to be told so.
    ///
    /// # Errors
    /// It does not answer: it is no supervisor.
    pub(super) fn probe(&mut self) -> io::Result<()> {
        let nothing = RawText::from("");
        self.send(&Message::Run(Box::new(Request {
            arguments: Vec::new(),
            environment: Vec::new(),
            folder: nothing.clone(),
            stdin: None,
            stdout: None,
            stdout_log: nothing.clone(),
            stderr_log: nothing,
            log_bytes: 0,
            time_limit_ms: 0,
            memory_limit_bytes: None,
            lock: None,
            grace_ms: 0,
        })))?;
        match self.reports.recv_timeout(PATIENCE) {
            Ok(Report { ending: Ending::NotStarted(_), .. }) => Ok(()),
            _ => Err(io::Error::other("it does not answer as a supervisor")),
        }
    }

    fn send(&mut self, message: &Message) -> io::Result<()> {
        match &mut self.way {
            Way::Process { stdin: Some(stdin), .. } => {
                let mut line = serde_json::to_vec(message)?;
                line.push(b'\n');
                stdin.write_all(&line)?;
                stdin.flush()
            }
            Way::Process { stdin: None, .. } => Err(io::ErrorKind::BrokenPipe.into()),
            Way::Thread { events } => {
                events.send(Event::Message(message.clone())).map_err(|_| io::ErrorKind::BrokenPipe.into())
            }
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        match &mut self.way {
            Way::Process { child, stdin } => {
                drop(stdin.take());
                let until = Instant::now() + PATIENCE;
                while let Ok(None) = child.try_wait() {
                    if Instant::now() > until {
                        let _ = child.kill();
                        let _ = child.wait();
                        return;
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            Way::Thread { events } => {
                let _ = events.send(Event::Gone);
            }
        }
    }
}
