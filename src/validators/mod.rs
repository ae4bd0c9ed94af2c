//! Validators of other projects, where they are installed: called without a shell, with a limit of time and output.

mod dciodvfy;
mod validate_iods;

pub use dciodvfy::Dciodvfy;
pub use validate_iods::DicomValidator;
pub use validate_iods::DicomValidatorAnswer;
pub use validate_iods::DicomValidatorError;

use std::io;
use std::io::Read;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

/// Bytes of output that are read; a broken file can yield a message for every element.
const MOST_OUTPUT: u64 = 1 << 20;
/// Pause between two looks at the program.
const PAUSE: Duration = Duration::from_millis(2);

/// What of a program is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    /// Its standard output.
    Output,
    /// Its standard error.
    Error,
}

/// What a program prints on one of its streams, up to a limit; an error where it does not end in time.
fn run(command: &mut Command, stream: Stream, limit: Duration) -> io::Result<String> {
    let pipe = |wanted| if wanted == stream { Stdio::piped() } else { Stdio::null() };
    let mut child = command.stdout(pipe(Stream::Output)).stderr(pipe(Stream::Error)).spawn()?;
    let pipe: Option<Box<dyn Read + Send>> = match stream {
        Stream::Output => child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
        Stream::Error => child.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
    };
    thread::scope(|scope| {
        let said = scope.spawn(move || {
            let mut said = Vec::new();
            let mut pipe = pipe?;
            let _ = pipe.by_ref().take(MOST_OUTPUT).read_to_end(&mut said);
            // What is beyond the limit is read and dropped, so that the program can end.
            let _ = io::copy(&mut pipe, &mut io::sink());
            Some(said)
        });
        wait(&mut child, limit)?;
        let said = said.join().ok().flatten().unwrap_or_default();
        Ok(String::from_utf8_lossy(&said).into_owned())
    })
}

/// Waits until the program ends, and ends it at the limit.
fn wait(child: &mut Child, limit: Duration) -> io::Result<()> {
    let started = Instant::now();
    while child.try_wait()?.is_none() {
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}
