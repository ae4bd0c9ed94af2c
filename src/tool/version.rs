//! What is known of the program itself.

use crate::tool::definition::Tool;
use crate::tool::digest;
use crate::tool::link::Link;
use crate::tool::locate;
use crate::tool::options::RunOptions;
use crate::tool::plan::Layout;
use crate::tool::prepare;
use crate::tool::prepare::Guard;
use crate::tool::raw_text::RawText;
use crate::tool::record::Ending;
use crate::tool::record::ToolFacts;
use crate::tool::supervise::Request;
use crate::tool::work::WorkFolder;
use std::path::Path;

/// How long a version command may take.
const TIME_LIMIT_MS: u64 = 20_000;

/// The letters of a version line that are kept.
const LONGEST: usize = 200;

/// Name, version, program and digests; and what the version command took, in microseconds.
pub(super) fn facts(tool: &Tool, program: &Path, options: &RunOptions, guard: &Guard) -> (ToolFacts, Option<u64>) {
    let (version, took) = said(tool, options, guard).unzip();
    let facts = ToolFacts {
        name: tool.name.clone(),
        version: version.flatten(),
        program: program.to_path_buf().into(),
        program_sha256: digest::of_file(program).ok(),
        definition_sha256: tool.definition_sha256.clone(),
        mode: tool.mode,
        command: tool.command.clone(),
        policy: tool.policy.clone(),
        mapping: tool.mapping.clone(),
    };
    (facts, took)
}

/// The first line with a digit that the version command prints, or else its first line.
pub(super) fn line(tool: &Tool, options: &RunOptions, guard: &Guard) -> Option<String> {
    said(tool, options, guard)?.0
}

fn said(tool: &Tool, options: &RunOptions, guard: &Guard) -> Option<(Option<String>, u64)> {
    let path = options.variable("PATH");
    let word = tool.version.first()?;
    let program = locate::program(word, tool.folder.as_deref(), path.as_ref().map(RawText::as_os_str))?;
    let folder = WorkFolder::new(options.work_base.as_deref()).ok()?;
    let layout = Layout::below(folder.path(), tool.mode);
    for made in [&layout.home, &layout.tmp] {
        std::fs::create_dir(made).ok()?;
    }
    let logs = [folder.path().join("stdout"), folder.path().join("stderr")];
    let [stdout, stderr] = &logs;
    let arguments = std::iter::once(RawText::from(program)).chain(tool.version.iter().skip(1).map(RawText::from));
    let request = Request {
        arguments: arguments.collect(),
        environment: prepare::environment(tool, options, &layout),
        folder: folder.path().to_path_buf().into(),
        stdin: None,
        stdout: None,
        stdout_log: stdout.clone().into(),
        stderr_log: stderr.clone().into(),
        log_bytes: 16 * 1024,
        time_limit_ms: TIME_LIMIT_MS,
        memory_limit_bytes: None,
        lock: Some(folder.lock().into()),
        grace_ms: 1000,
    };
    let report = Link::start(&guard.supervisor, &guard.walls).ok()?.run(request, &|| None).ok()?;
    // A traceback is no version: the program is there, and the tool in it is not.
    if report.ending != Ending::Exited(0) {
        return None;
    }
    let said: Vec<u8> = logs.iter().flat_map(|log| std::fs::read(log).unwrap_or_default()).collect();
    Some((first_line(&String::from_utf8_lossy(&said)), report.cost.wall_microseconds))
}

fn first_line(said: &str) -> Option<String> {
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines().find(|line| line.bytes().any(|byte| byte.is_ascii_digit())).or_else(|| lines().next())?;
    // Keywords of old version control, and the folder of the program.
    let line = line.trim_matches(['$', ' ']);
    let line = line.split(" $").next().unwrap_or(line);
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    let line = match first.rsplit_once('/') {
        Some((_, name)) if !rest.is_empty() => format!("{name} {rest}"),
        _ => line.to_owned(),
    };
    Some(line.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use super::first_line;

    #[test]
    fn a_version_line_holds_a_digit_where_any_does() {
        assert_eq!(first_line("\nmy tool\nversion 1.2\n").as_deref(), Some("version 1.2"));
        assert_eq!(first_line("unknown\n\n").as_deref(), Some("unknown"));
        assert_eq!(first_line(" \n"), None);
        assert_eq!(first_line("gdcmanon: gdcm 3.0.21 $Date: x $\n").as_deref(), Some("gdcmanon: gdcm 3.0.21"));
        assert_eq!(first_line("/usr/sbin/Orthanc 1.10.1\n").as_deref(), Some("Orthanc 1.10.1"));
        assert_eq!(first_line("$dcmtk: dcmodify v3.6.7 2022 $\n").as_deref(), Some("dcmtk: dcmodify v3.6.7 2022"));
    }
}
