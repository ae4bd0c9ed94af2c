//! The harness's side of a server tool: fills in the job, has it driven, and takes the account into the record.

use crate::tool::definition::Tool;
use crate::tool::options::Supervisor;
use crate::tool::options::Unwatched;
use crate::tool::plan;
use crate::tool::plan::Layout;
use crate::tool::plan::Planned;
use crate::tool::raw_text::RawText;
use crate::tool::record::Cost;
use crate::tool::record::Ending;
use crate::tool::record::Invocation;
use crate::tool::record::MemoryGuard;
use crate::tool::server::ARGUMENT;
use crate::tool::server::Ports;
use crate::tool::server::Server;
use crate::tool::server::drive;
use crate::tool::server::job::Account;
use crate::tool::server::job::Job;
use crate::tool::server::job::ServerFacts;
use crate::tool::supervise::Request;
use crate::tool::template;
use crate::tool::workers::Batch;
use crate::tool::workers::Crew;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// What the driver may take longer than the server: to stop it, and to write its account.
pub(in crate::tool) const MARGIN: Duration = Duration::from_secs(60);
/// Bytes of one answer and of one object.
const ANSWER_BYTES: u64 = 1 << 30;
/// Results for each file: more are cut off.
const RESULTS_OF_ONE: u64 = 4;

/// What came of a server tool.
pub(in crate::tool) struct Made {
    pub(in crate::tool) invocations: Vec<Invocation>,
    pub(in crate::tool) facts: ServerFacts,
    pub(in crate::tool) elapsed_microseconds: u64,
    /// What held the memory of the server.
    pub(in crate::tool) memory: MemoryGuard,
}

/// Starts, uses and stops the server of `tool` for these input files.
///
/// # Errors
/// The job can't be handed over; never what the server does.
pub(in crate::tool) fn make_calls(
    tool: &Tool,
    crew: &Crew<'_>,
    files: &[PathBuf],
    logs: &Path,
    ports: &Ports,
    find: &dyn Fn(&str) -> Option<PathBuf>,
) -> io::Result<Made> {
    let planned = plan::server(tool, files, crew.layout, crew.options.seed, ports, find);
    let job = job(tool, crew, files, logs, ports, &planned, find);
    let start = std::time::Instant::now();
    let account = match crew.supervisor {
        Supervisor::Program(program) => in_process_of_its_own(program, crew, &job, logs)?,
        Supervisor::InProcess => crew.while_watched(|| drive::drive(&job, crew.cancel)),
    };
    let elapsed_microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let server = account.server;
    let cost = server.as_ref().map_or_else(Cost::default, |report| report.cost);
    let memory = server.as_ref().map_or(MemoryGuard::None, |report| report.memory);
    let mut invocations = vec![Invocation {
        number: 1,
        arguments: planned.arguments,
        unit: "".into(),
        files: planned.files,
        ending: crew.stop().unwrap_or(account.ending),
        cost,
        leftover_processes: server.as_ref().map_or(0, |report| report.leftover_processes),
        stdout_bytes: server.as_ref().map_or(0, |report| report.stdout_bytes),
        stderr_bytes: server.as_ref().map_or(0, |report| report.stderr_bytes),
    }];
    invocations.extend(account.commands);
    let facts = ServerFacts { ports: ports.clone(), ..account.facts };
    Ok(Made { invocations, facts, elapsed_microseconds, memory })
}

/// Drives behind the walls of the tool.
fn in_process_of_its_own(program: &Path, crew: &Crew<'_>, job: &Job, logs: &Path) -> io::Result<Account> {
    let (asked, told) = (crew.root.join("job.json"), crew.root.join("account.json"));
    std::fs::write(&asked, serde_json::to_vec(job)?)?;
    let driver = Planned {
        arguments: vec![std::path::absolute(program)?.into(), ARGUMENT.into()],
        unit: PathBuf::new(),
        files: 0,
        stdin: Some(asked),
        stdout: Some(told.clone()),
        makes: None,
        environment: Vec::new(),
    };
    // What the driver holds is no memory of the tool.
    let batch = [driver];
    let driven = crew.make(&Batch { own: true, ..Batch::new(&batch, logs, "drive-") }, 1, &Unwatched);
    let account = std::fs::read(&told).ok().and_then(|text| serde_json::from_slice::<Account>(&text).ok());
    let ending = || driven.first().map_or(Ending::Cancelled, |driver| driver.ending.clone());
    Ok(account.unwrap_or_else(|| Account {
        ending: match ending() {
            Ending::Exited(code) => Ending::NotStarted(format!("the driver ended with exit code {code}")),
            ending => ending,
        },
        server: None,
        commands: Vec::new(),
        facts: ServerFacts::default(),
    }))
}

fn job(
    tool: &Tool,
    crew: &Crew<'_>,
    files: &[PathBuf],
    logs: &Path,
    ports: &Ports,
    planned: &Planned,
    find: &dyn Fn(&str) -> Option<PathBuf>,
) -> Job {
    let limits = &crew.options.limits;
    let time_limit_ms = u64::try_from(crew.time_limit.as_millis()).unwrap_or(u64::MAX);
    let mut environment = crew.environment.clone();
    environment.extend(planned.environment.iter().cloned());
    let named = |name: &str| RawText::from(logs.join(name));
    let server = tool.server.clone().unwrap_or_default();
    let blank = Request {
        arguments: Vec::new(),
        environment,
        folder: crew.layout.work.clone().into(),
        stdin: None,
        stdout: None,
        stdout_log: named("000001-stdout.log"),
        stderr_log: named("000001-stderr.log"),
        log_bytes: limits.log_bytes.min(limits.all_log_bytes),
        time_limit_ms: time_limit_ms.saturating_add(u64::try_from(MARGIN.as_millis()).unwrap_or(0)),
        memory_limit_bytes: crew.memory_limit,
        lock: Some(crew.lock.clone().into()),
        grace_ms: server.stop_limit_s.saturating_mul(1000),
    };
    Job {
        start: Request { arguments: planned.arguments.clone(), ..blank.clone() },
        server: filled(server, tool, crew.layout, crew.options.seed, ports, find),
        blank,
        logs: named(""),
        input: crew.layout.input.clone().into(),
        files: files.iter().map(|file| file.clone().into()).collect(),
        output: crew.layout.output.clone().into(),
        spool: crew.root.join("spool").into(),
        time_limit_ms,
        answer_bytes: ANSWER_BYTES,
        most_results: (files.len() as u64).saturating_mul(RESULTS_OF_ONE).saturating_add(100),
        supervisor: match crew.supervisor {
            Supervisor::Program(program) => std::path::absolute(program).ok().map(RawText::from),
            Supervisor::InProcess => None,
        },
    }
}

/// The settings with every placeholder filled but `{input}` and the values of a recipe.
fn filled(
    mut server: Server,
    tool: &Tool,
    layout: &Layout,
    seed: u64,
    ports: &Ports,
    find: &dyn Fn(&str) -> Option<PathBuf>,
) -> Server {
    // Paths of our own making are text; a base folder that is none would have failed before.
    let folder = layout.input.join("{input}");
    let values = plan::values(tool, layout, &folder, &layout.output, seed, ports);
    let fill = |text: &mut String| {
        let marked = text.replace("{input}", "\u{0}");
        *text = template::fill(&marked, &values).to_string_lossy().replace('\u{0}', "{input}");
    };
    let list = |words: &mut Vec<String>| {
        if let Some(program) = words.first().and_then(|word| find(word))
            && let Some(first) = words.first_mut()
        {
            *first = program.to_string_lossy().into_owned();
        }
        words.iter_mut().for_each(fill);
    };
    list(&mut server.ready.command);
    list(&mut server.drain.command);
    list(&mut server.stop);
    server.ready.tcp.iter_mut().chain(&mut server.ready.http).for_each(fill);
    if let Some(send) = &mut server.send {
        list(&mut send.command);
        send.stow.iter_mut().for_each(fill);
        if let Some(store) = &mut send.c_store {
            [&mut store.port, &mut store.called, &mut store.calling].into_iter().for_each(fill);
        }
    }
    if let Some(receive) = &mut server.receive {
        list(&mut receive.command);
        receive.c_store.iter_mut().for_each(|store| fill(&mut store.port));
        receive.dicomweb.iter_mut().for_each(|web| fill(&mut web.url));
    }
    if let Some(authorization) = &mut server.authorization {
        let texts = [&mut authorization.user, &mut authorization.password, &mut authorization.bearer];
        texts.into_iter().flatten().for_each(fill);
    }
    for step in &mut server.recipe {
        [&mut step.url, &mut step.body].into_iter().for_each(fill);
    }
    server
}
