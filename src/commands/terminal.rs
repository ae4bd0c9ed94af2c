//! What a person sees while the program works: progress and notes on standard error, results on standard output.

use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets;
use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Width of every table, in characters.
pub const WIDTH: u16 = 100;

/// An empty table with a header.
pub fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(header);
    table
}

/// Where and how to speak.
pub struct Terminal {
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    /// Speaks less where `quiet`, and more where `verbose`.
    pub fn new(quiet: bool, verbose: bool) -> Self {
        Self { quiet, verbose }
    }

    /// Whether standard output takes colours (<https://no-color.org>).
    pub fn colours(&self) -> bool {
        io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    }

    /// A line for a person, on standard error.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            // A closed standard error is no reason to stop.
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    /// A line for somebody who wants to know more, on standard error.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            self.note(text);
        }
    }

    /// A result, on standard output. A reader that has enough, as `head`, is no error.
    pub fn print(&self, text: &str) -> io::Result<()> {
        match io::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// A bar over `steps`, or a count where they are 0, drawn on a terminal only.
    pub fn bar(&self, what: &'static str, steps: u64) -> ProgressBar {
        let hidden = self.quiet || !io::stderr().is_terminal();
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        // Nobody knows how many files a stranger's folder holds before it was walked.
        let (length, template) = match steps {
            0 => (None, "{msg:12} {spinner} {pos}  {per_sec}"),
            _ => (Some(steps), "{msg:12} {wide_bar} {pos}/{len}  {eta} left"),
        };
        let bar = ProgressBar::with_draw_target(length, target).with_message(what);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.tick();
        bar
    }
}

/// Prints an error and its causes, one in each line, on standard error.
pub fn print_error(error: &anyhow::Error) {
    let mut text = format!("error: {error}\n");
    for cause in error.chain().skip(1) {
        text.push_str(&format!("  cause: {cause}\n"));
    }
    let _ = io::stderr().write_all(text.as_bytes());
}

/// A flag that Ctrl-C and a polite request to end set; a second Ctrl-C ends at once.
pub fn cancel_flag() -> io::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&flag))?;
        signal_hook::flag::register(signal, Arc::clone(&flag))?;
    }
    Ok(flag)
}
